package antiphon.signaling.jain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts a byte stream into SIP messages by Content-Length (RFC 3261 §18.3) and finds keep-alives
/// (RFC 5626 §4.4.1). Pure; one connection, one thread.
final class StreamFramer {
    private static final int BUFFER_BYTES_FIRST = 2_048;

    /// A message up to here that is too long is skipped, and the stream goes on behind it.
    private static final int SKIPPED_BYTES_MAX = 1 << 20;

    private final int messageSizeMax;
    private byte[] buffer = new byte[BUFFER_BYTES_FIRST];
    private int length;

    /// Where the search for the end of the header goes on.
    private int scanned;

    /// What is still to come of a message that was too long.
    private int skip;

    /// @param messageSizeMax bytes; a header that is longer breaks the connection: nobody knows
    ///   where it would end
    StreamFramer(int messageSizeMax) {
        this.messageSizeMax = messageSizeMax;
    }

    /// What the stream holds next.
    sealed interface Frame {
        /// One whole message, header and body.
        final class Message implements Frame {
            private final byte[] bytes;

            Message(byte[] bytes) {
                this.bytes = bytes;
            }

            byte[] bytes() {
                return bytes;
            }
        }

        /// The header of a message that is too long; its body is skipped.
        final class TooLong implements Frame {
            private final byte[] header;

            TooLong(byte[] header) {
                this.header = header;
            }

            byte[] header() {
                return header;
            }
        }

        /// A double CRLF between messages: answered by a single one.
        record Ping() implements Frame {}

        /// The stream can't be followed any more.
        record Broken(String reason) implements Frame {}
    }

    void add(byte[] bytes) {
        if (buffer.length - length < bytes.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + bytes.length));
        }
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    /// Whether a message has begun and is not complete. A line end between messages begins none.
    boolean partial() {
        return skip > 0 || leadingLineEnds() < length;
    }

    /// @return null when more bytes are needed
    @Nullable Frame next() {
        if (skip > 0) {
            int skipped = Math.min(skip, length);
            skip -= skipped;
            drop(skipped);
            if (skip > 0) return null;
        }
        int blank = leadingLineEnds();
        if (blank >= 4) {
            drop(4);
            return new Frame.Ping();
        }
        if (blank == length) return null;
        if (blank > 0) drop(blank);
        int headerEnd = headerEnd();
        if (headerEnd < 0) {
            return length > messageSizeMax ? new Frame.Broken("message header is too long") : null;
        }
        long body = contentLength(headerEnd);
        if (body < 0) return new Frame.Broken("no usable Content-Length");
        long total = headerEnd + body;
        if (total > SKIPPED_BYTES_MAX)
            return new Frame.Broken("message is longer than " + SKIPPED_BYTES_MAX);
        if (total > messageSizeMax) {
            byte[] header = Arrays.copyOf(buffer, headerEnd);
            skip = (int) body;
            drop(headerEnd);
            return new Frame.TooLong(header);
        }
        if (length < total) return null;
        byte[] message = Arrays.copyOf(buffer, (int) total);
        drop((int) total);
        return new Frame.Message(message);
    }

    private int leadingLineEnds() {
        int i = 0;
        while (i < length && (buffer[i] == '\r' || buffer[i] == '\n')) i++;
        return i;
    }

    /// @return index behind the empty line, or -1
    private int headerEnd() {
        for (int i = Math.max(3, scanned); i < length; i++) {
            if (buffer[i] == '\n'
                    && buffer[i - 1] == '\r'
                    && buffer[i - 2] == '\n'
                    && buffer[i - 3] == '\r') {
                return i + 1;
            }
        }
        scanned = length;
        return -1;
    }

    /// RFC 3261 §20.14: on a stream the field is required; absent means 0 here, because a message
    /// without body often lacks it.
    private long contentLength(int headerEnd) {
        String header = new String(buffer, 0, headerEnd, StandardCharsets.ISO_8859_1);
        long found = 0;
        for (String line : header.split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon <= 0) continue;
            String name = line.substring(0, colon).strip();
            if (!name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("l")) continue;
            String value = line.substring(colon + 1).strip();
            if (value.isEmpty()
                    || value.length() > 9
                    || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return -1;
            }
            found = Long.parseLong(value);
        }
        return found;
    }

    private void drop(int count) {
        System.arraycopy(buffer, count, buffer, 0, length - count);
        length -= count;
        scanned = 0;
        if (length == 0 && buffer.length > 16 * BUFFER_BYTES_FIRST)
            buffer = new byte[BUFFER_BYTES_FIRST];
    }
}

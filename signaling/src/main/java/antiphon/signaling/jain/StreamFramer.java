package antiphon.signaling.jain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts a byte stream into SIP messages by Content-Length (RFC 3261 §18.3) and finds keep-alives
/// (RFC 5626 §4.4.1). Pure; one connection, one thread.
final class StreamFramer {
    private static final int BUFFER_BYTES_FIRST = 2_048;

    private final int messageSizeMax;
    private byte[] buffer = new byte[BUFFER_BYTES_FIRST];
    private int length;

    /// Where the search for the end of the header goes on.
    private int scanned;

    /// @param messageSizeMax a longer message breaks the connection: nobody knows where it would
    ///   end
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

    /// Whether a message has begun and is not complete.
    boolean partial() {
        return length > 0;
    }

    /// @return null when more bytes are needed
    @Nullable Frame next() {
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
        if (total > messageSizeMax)
            return new Frame.Broken("message is longer than " + messageSizeMax);
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

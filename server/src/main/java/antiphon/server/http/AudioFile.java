package antiphon.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Answers with a WAV file or the part of it that a player asks for (RFC 9110 §14).
final class AudioFile {
    private static final int BLOCK_BYTES = 64 << 10;

    private AudioFile() {}

    static void answer(Context context, Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            Resource.type(context, "audio/wav");
            context.header("Accept-Ranges", "bytes");
            switch (ByteRange.of(context.header("Range"), size)) {
                case ByteRange.Whole _ -> send(context, channel, 0, size);
                case ByteRange.Part(long first, long last) -> {
                    context.status(206)
                            .header("Content-Range", "bytes " + first + "-" + last + "/" + size);
                    send(context, channel, first, last - first + 1);
                }
                case ByteRange.Unsatisfiable _ -> {
                    context.header("Content-Range", "bytes */" + size);
                    throw new ProblemException(
                            Problem.of(416, "the range lies outside of the " + size + " bytes"));
                }
            }
        } catch (NoSuchFileException _) {
            throw Problem.notFound("audio file for this any more");
        }
    }

    private static void send(Context context, SeekableByteChannel channel, long first, long length)
            throws IOException {
        channel.position(first);
        context.res().setContentLengthLong(length);
        var in = Channels.newInputStream(channel);
        var out = context.outputStream();
        byte[] block = new byte[BLOCK_BYTES];
        long left = length;
        while (left > 0) {
            int count = in.read(block, 0, (int) Math.min(left, block.length));
            if (count < 0) throw new IOException("the file shrank while it was read");
            out.write(block, 0, count);
            left -= count;
        }
    }
}

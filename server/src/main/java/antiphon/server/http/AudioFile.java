package antiphon.server.http;

import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Answers with a WAV file or the part of it that a player asks for (RFC 9110 §14).
final class AudioFile {
    private static final int BLOCK_BYTES = 64 << 10;

    private AudioFile() {}

    static void answer(Context context, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            answer(context, in, Files.size(file));
        } catch (NoSuchFileException _) {
            throw Problem.notFound("audio file for this any more");
        }
    }

    static void answer(Context context, byte[] wav) throws IOException {
        answer(context, new ByteArrayInputStream(wav), wav.length);
    }

    private static void answer(Context context, InputStream in, long size) throws IOException {
        switch (ByteRange.of(context.header("Range"), size)) {
            case ByteRange.Whole _ -> send(context, in, 0, size);
            case ByteRange.Part(long first, long last) -> {
                context.status(206)
                        .header("Content-Range", "bytes " + first + "-" + last + "/" + size);
                send(context, in, first, last - first + 1);
            }
            case ByteRange.Unsatisfiable _ -> {
                context.header("Content-Range", "bytes */" + size);
                throw new ProblemException(
                        Problem.of(416, "the range lies outside of the " + size + " bytes"));
            }
        }
    }

    private static void send(Context context, InputStream in, long first, long length)
            throws IOException {
        Resource.type(context, "audio/wav");
        context.header("Accept-Ranges", "bytes");
        context.res().setContentLengthLong(length);
        in.skipNBytes(first);
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

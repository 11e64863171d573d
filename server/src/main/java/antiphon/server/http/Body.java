package antiphon.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Bodies of requests, never larger than allowed, whatever Content-Length says or hides.
final class Body {
    /// JSON bodies are a few fields.
    static final int JSON_BYTES_MAX = 64 << 10;

    private static final int BLOCK_BYTES = 64 << 10;

    private Body() {}

    static byte[] bytes(Context context, int bytesMax) throws IOException {
        byte[] bytes = stream(context, bytesMax).readNBytes(bytesMax + 1);
        if (bytes.length > bytesMax) throw Problem.tooLarge(bytesMax);
        return bytes;
    }

    static String text(Context context, int bytesMax) throws IOException {
        byte[] bytes = bytes(context, bytesMax);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw Problem.badRequest("the body is not UTF-8 text");
        }
    }

    /// Writes the body to a file that the caller deletes.
    static void toFile(Context context, Path file, long bytesMax) throws IOException {
        InputStream in = stream(context, bytesMax);
        try (var out = Files.newOutputStream(file)) {
            byte[] block = new byte[BLOCK_BYTES];
            long total = 0;
            for (int length; (length = in.read(block)) >= 0; ) {
                total += length;
                if (total > bytesMax) throw Problem.tooLarge(bytesMax);
                out.write(block, 0, length);
            }
        }
    }

    private static InputStream stream(Context context, long bytesMax) {
        if (context.req().getContentLengthLong() > bytesMax) throw Problem.tooLarge(bytesMax);
        return context.bodyInputStream();
    }
}

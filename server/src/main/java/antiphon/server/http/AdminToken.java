package antiphon.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bearer token of the first administrator: 256 random bits, in the state folder, readable by
/// its owner alone. Safe for any thread.
public final class AdminToken {
    private static final Logger LOG = LoggerFactory.getLogger(AdminToken.class);
    private static final String FILE = "admin-token";
    private static final int BYTES = 32;

    /// A token that somebody wrote into the file must not be easier to guess than this.
    private static final int CHARACTERS_MIN = 20;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final byte[] text;

    private AdminToken(String text) {
        this.text = text.getBytes(StandardCharsets.UTF_8);
    }

    /// The token of this state folder; made at first start.
    ///
    /// @throws IOException if it cannot be read or written, or is too short
    public static AdminToken in(Path stateFolder) throws IOException {
        Path file = stateFolder.resolve(FILE);
        if (!Files.exists(file)) make(file);
        Files.setPosixFilePermissions(file, OWNER_ONLY);
        String text = Files.readString(file).strip();
        if (text.length() < CHARACTERS_MIN) {
            throw new IOException(
                    file
                            + " is shorter than "
                            + CHARACTERS_MIN
                            + " characters; delete it for a new one");
        }
        return new AdminToken(text);
    }

    /// Written beside its place and renamed, so that a crash never leaves half a token.
    private static void make(Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Path draft = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        LOG.info("the administrator's token stands in {}", file);
    }

    /// Whether an `Authorization` header carries this token (RFC 6750 §2.1). Takes the same time
    /// wherever the texts differ.
    boolean authorizes(@Nullable String authorization) {
        if (authorization == null) return false;
        String[] parts = authorization.strip().split(" +", 2);
        return parts.length == 2
                && parts[0].equalsIgnoreCase("Bearer")
                && MessageDigest.isEqual(text, parts[1].getBytes(StandardCharsets.UTF_8));
    }
}

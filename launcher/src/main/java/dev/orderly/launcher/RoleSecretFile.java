package dev.orderly.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The random secret of a data folder, made at its first start and readable by its owner only. */
final class RoleSecretFile {

    private static final int SECRET_BYTES = 32;

    private RoleSecretFile() {}

    /** The folder's secret. @throws Refusal when it can neither be read nor made */
    static Secret in(Path folder) {
        Path file = folder.resolve("role-secret");
        try {
            if (!Files.exists(file)) {
                write(file);
            }
            return new Secret(Files.readString(file).strip());
        } catch (IOException e) {
            throw Refusal.cannot("The secret " + file + " cannot be read or made.", e);
        }
    }

    /** Written beside and moved into place: a crash in between leaves no half of a secret. */
    private static void write(Path file) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, random());
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String random() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

package dev.orderly.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, random());
            }
            return new Secret(Files.readString(file).strip());
        } catch (IOException e) {
            throw Refusal.cannot("The secret " + file + " cannot be read or made.", e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

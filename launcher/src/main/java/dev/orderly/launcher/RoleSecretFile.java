package dev.orderly.launcher;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** The random secret of a data folder, made at its first start. */
final class RoleSecretFile {

    private static final int SECRET_BYTES = 32;

    private RoleSecretFile() {}

    /** The folder's secret. @throws Refusal when it can neither be read nor made */
    static Secret in(Path folder) {
        return new Secret(PrivateFile.read(folder.resolve("role-secret"), RoleSecretFile::random));
    }

    private static String random() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

package dev.orderly.launcher;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A password of its own for every database role and every broker user, all derived from one secret (HMAC-SHA256), so that one secret has to be kept. */
final class RolePasswords {

    private final byte[] secret;

    RolePasswords(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** The password of that role; the same secret gives the same password on every node. */
    String of(String role) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(role.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}

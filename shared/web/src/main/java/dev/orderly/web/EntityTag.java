package dev.orderly.web;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names one state of something that can be read, as a strong {@code ETag} does (RFC 9110, section 8.8.3).
 *
 * @param version of what clients can change; {@code If-Match} is about this alone
 * @param shown tells apart what changes by itself beside it; empty when nothing does
 */
public record EntityTag(String version, String shown) {

    private static final int CONTENT_BYTES = 12;

    /** Of something whose every change makes a new version. */
    public static EntityTag of(Object version) {
        return new EntityTag(version.toString(), "");
    }

    /** Of something that has no version: the same bytes are the same state. */
    public static EntityTag ofContent(Buffer content) {
        byte[] digest = sha256().digest(content.getBytes());
        return of(HexFormat.of().formatHex(Arrays.copyOf(digest, CONTENT_BYTES)));
    }

    /** The same version, shown with something that changes without clients. */
    public EntityTag showing(Object what) {
        return new EntityTag(version, what.toString());
    }

    /** The tag between its quotes. */
    String opaque() {
        return shown.isEmpty() ? version : version + "-" + shown;
    }

    /** Whether that tag, without its quotes, names this version, whatever was shown with it. */
    boolean isVersionOf(String opaque) {
        return opaque.equals(version) || opaque.startsWith(version + "-");
    }

    /** As the header says it. */
    @Override
    public String toString() {
        return "\"" + opaque() + "\"";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has SHA-256", absent);
        }
    }
}

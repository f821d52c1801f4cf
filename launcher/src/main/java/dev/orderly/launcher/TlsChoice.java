package dev.orderly.launcher;

import dev.orderly.persistence.Tls;
import dev.orderly.web.Fields;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/** How {@code tls} and {@code caFile} of a section are read; the certificates are, too, so that a start names a file that is none. */
final class TlsChoice {

    private static final String VERIFY = "verify";

    private TlsChoice() {}

    static Tls read(Fields section) {
        boolean verifies =
                section.choice("tls", List.of("none", VERIFY), "none").equals(VERIFY);
        Optional<Path> authorities = section.optionalText("caFile", 4_096).map(Path::of);
        return verifies ? verifying(section, authorities) : Tls.NONE;
    }

    private static Tls verifying(Fields section, Optional<Path> authorities) {
        try {
            return Tls.verifying(authorities);
        } catch (IOException e) {
            section.reject(
                    "caFile",
                    "cannot be read: " + authorities.map(Path::toString).orElse(""));
        } catch (GeneralSecurityException e) {
            section.reject(
                    "caFile",
                    "holds no certificates: " + authorities.map(Path::toString).orElse(""));
        }
        return Tls.NONE;
    }
}

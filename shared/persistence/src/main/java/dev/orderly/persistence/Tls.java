package dev.orderly.persistence;

import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whether connections to a server are encrypted, and which server is trusted: one that shows a certificate of a known authority for the
 * very host name that was asked for.
 */
public final class Tls {

    /** Nothing is encrypted. */
    public static final Tls NONE = new Tls(null, Optional.empty());

    private final @Nullable X509ExtendedTrustManager trust;
    private final Optional<Path> authorities;

    private Tls(@Nullable X509ExtendedTrustManager trust, Optional<Path> authorities) {
        this.trust = trust;
        this.authorities = authorities;
    }

    /**
     * Everything is encrypted, and the server has to prove who it is.
     *
     * @param authorities a file with the certificates of those who may vouch for it (PEM), read now; without one, those that Java trusts
     * @throws IOException when the file cannot be read
     * @throws GeneralSecurityException when it holds no certificate
     */
    public static Tls verifying(Optional<Path> authorities) throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(authorities.isPresent() ? store(authorities.get()) : null);
        X509ExtendedTrustManager trust = Stream.of(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no trust manager for certificates"));
        return new Tls(trust, authorities);
    }

    /** Whether anything is encrypted. */
    public boolean verifies() {
        return trust != null;
    }

    /** What judges certificates. @throws IllegalStateException when nothing is encrypted */
    public X509ExtendedTrustManager trust() {
        if (trust == null) {
            throw new IllegalStateException("nothing is encrypted");
        }
        return trust;
    }

    /** The same for clients of Vert.x. */
    TrustOptions trustOptions() {
        return TrustOptions.wrap(trust());
    }

    /** The same for JDBC, as the query of an URL. */
    String jdbcQuery() {
        if (!verifies()) {
            return "?sslmode=disable";
        }
        return "?sslmode=verify-full"
                + authorities
                        .map(file -> "&sslrootcert=" + URLEncoder.encode(file.toString(), StandardCharsets.UTF_8))
                        .orElse("&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
    }

    private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(file)) {
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("authority-" + store.size(), authority);
            }
        }
        if (store.size() == 0) {
            throw new CertificateException("no certificate");
        }
        return store;
    }
}

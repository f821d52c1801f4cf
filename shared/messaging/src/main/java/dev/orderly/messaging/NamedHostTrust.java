package dev.orderly.messaging;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a broker only under the host name that was asked for. The Vert.x client takes the name of the algorithm that compares them and
 * hands it on to nobody, so that any certificate of a known authority would do; here every socket is told before its certificate is judged.
 */
final class NamedHostTrust extends X509ExtendedTrustManager {

    /** RFC 2818, section 3.1; what the name means outside of HTTP as well. */
    private static final String COMPARISON = "HTTPS";

    private final X509ExtendedTrustManager authorities;

    NamedHostTrust(X509ExtendedTrustManager authorities) {
        this.authorities = authorities;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String algorithm, Socket socket)
            throws CertificateException {
        if (!(socket instanceof SSLSocket asked)) {
            throw new CertificateException("it cannot be known which host was asked for");
        }
        SSLParameters parameters = asked.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(COMPARISON);
        asked.setSSLParameters(parameters);
        authorities.checkServerTrusted(chain, algorithm, asked);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String algorithm, SSLEngine engine)
            throws CertificateException {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(COMPARISON);
        engine.setSSLParameters(parameters);
        authorities.checkServerTrusted(chain, algorithm, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String algorithm) throws CertificateException {
        throw new CertificateException("it cannot be known which host was asked for");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String algorithm, Socket socket)
            throws CertificateException {
        authorities.checkClientTrusted(chain, algorithm, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String algorithm, SSLEngine engine)
            throws CertificateException {
        authorities.checkClientTrusted(chain, algorithm, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String algorithm) throws CertificateException {
        authorities.checkClientTrusted(chain, algorithm);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}

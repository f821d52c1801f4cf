package dev.orderly.web;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;

/** Makes servers with safe limits: 4 kB of address, 8 kB of head, no clear-text HTTP/2, no decompression, framing errors as problems. */
final class Servers {

    private static final int MAX_URI_BYTES = 4_096;
    private static final int MAX_HEAD_BYTES = 8_192;

    private Servers() {}

    static HttpServer create(Vertx vertx, HttpSettings settings, FailureMapping failures) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setMaxInitialLineLength(MAX_URI_BYTES)
                .setMaxHeaderSize(MAX_HEAD_BYTES)
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout((int)
                        settings.requestTimeout().plus(settings.idleTimeout()).toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        return vertx.createHttpServer(options).invalidRequestHandler(request -> refuse(request, failures));
    }

    /** The connection's framing is lost: it is answered and closed. */
    private static void refuse(HttpServerRequest request, FailureMapping failures) {
        HttpConnection connection = request.connection();
        new Answer(request, failures)
                .then(() -> connection.close().onFailure(gone -> {}))
                .give(null, problem(request.decoderResult().cause()).with("Connection", "close"));
    }

    private static Problem problem(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Problem.of(414, "uri_too_long", "The address is too long", "At most " + MAX_URI_BYTES + " bytes.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Problem.of(
                    431, "headers_too_large", "The headers are too large", "At most " + MAX_HEAD_BYTES + " bytes.");
        }
        return Problem.malformed("This is not well-formed HTTP.");
    }
}

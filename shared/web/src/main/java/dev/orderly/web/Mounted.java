package dev.orderly.web;

import dev.orderly.tracing.Span;
import dev.orderly.tracing.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Where one route leads.
 *
 * @param service which answers for it
 * @param documented what the contract says of it
 * @param operation what is done
 * @param afterAnswer what follows when the answer is on its way
 */
record Mounted(String service, ContractOperation documented, Operation operation, Runnable afterAnswer) {

    private static final String NO_SERVICE = "http";

    /** Outside any contract, and of no service. */
    static Mounted plain(ContractOperation documented, Operation operation) {
        return new Mounted(NO_SERVICE, documented, operation, () -> {});
    }

    /** Begins the work on one request, in the trace that the caller names. */
    Span begin(Tracing tracing, HttpServerRequest request) {
        Optional<String> caller = Optional.ofNullable(request.getHeader("traceparent"));
        return tracing.begin(SpanKind.SERVER, service, documented.method() + " " + documented.path(), caller)
                .with("http.request.method", request.method().name())
                .with("http.route", documented.path());
    }
}

package dev.orderly.web;

import dev.orderly.tracing.Span;
import dev.orderly.tracing.TraceFields;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives one request its one answer: the first reply or problem counts, a later one is dropped. */
final class Answer {

    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
    private static final int SERVER_ERROR = 500;
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json; charset=utf-8");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");

    private final HttpServerRequest request;
    private final FailureMapping failures;
    private Optional<SecurityLog> security = Optional.empty();
    private Runnable afterAnswer = () -> {};
    private Caller caller = Caller.ANYBODY;
    private String operation = "";
    private Optional<Span> span = Optional.empty();
    private boolean given;

    Answer(HttpServerRequest request, FailureMapping failures) {
        this.request = request;
        this.failures = failures;
    }

    /** What is asked for, by the contract's name; who is not given it stands in this log. */
    Answer to(String operationId, SecurityLog log) {
        operation = operationId;
        security = Optional.of(log);
        return this;
    }

    /** It is this caller who asks. */
    void by(Caller known) {
        caller = known;
    }

    /** The request is this piece of work, which ends with the answer. */
    Answer within(Span work) {
        span = Optional.of(work);
        return this;
    }

    /** Runs this when the answer is on its way. */
    Answer then(Runnable action) {
        afterAnswer = action;
        return this;
    }

    /** Writes the reply, or what the failure means to the client. */
    void give(@Nullable Reply reply, @Nullable Throwable failure) {
        if (given || request.response().closed()) {
            return;
        }
        try {
            if (reply != null) {
                write(reply);
            } else {
                refuse(failure == null ? Problem.internal() : failures.problem(failure), failure);
            }
        } catch (RuntimeException unwritable) {
            refuse(Problem.internal(), unwritable);
        }
    }

    private void write(Reply reply) {
        HttpServerResponse response = request.response().setStatusCode(isKnown(reply) ? 304 : reply.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        end(response, reply.headers(), reply.body());
    }

    /** Whether the client has this state already (RFC 9110, section 13.1.2). */
    private boolean isKnown(Reply reply) {
        String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        String tag = reply.headers().get("ETag");
        boolean isReading = HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
        return known != null && tag != null && isReading && reply.status() == 200 && names(known, tag);
    }

    private static boolean names(String known, String tag) {
        return TagList.read(known)
                .filter(tags -> tags.any() || tags.all().contains(tag.replace("\"", "")))
                .isPresent();
    }

    private void refuse(Problem problem, @Nullable Throwable cause) {
        UUID occurrence = UUID.randomUUID();
        if (problem.status() == 500) {
            TraceFields.on(LOG.atError(), span.map(Span::traceparent))
                    .setCause(cause)
                    .log("{} {} failed, request {}", request.method(), request.path(), occurrence);
        }
        security.ifPresent(log -> log.refused(problem, asked()));
        HttpServerResponse response = request.response().setStatusCode(problem.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        end(response, problem.headers(), problem.document("urn:uuid:" + occurrence));
    }

    private SecurityLog.Asked asked() {
        return new SecurityLog.Asked(
                operation, caller, request.remoteAddress().hostAddress(), span.map(Span::traceparent));
    }

    private void end(HttpServerResponse response, Map<String, String> headers, Buffer body) {
        response.putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF).putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        headers.forEach(response::putHeader);
        given = true;
        span.ifPresent(work -> end(work, response.getStatusCode()));
        boolean hasContent = response.getStatusCode() != 204 && response.getStatusCode() != 304;
        if (hasContent) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        } else {
            response.headers().remove(HttpHeaders.CONTENT_TYPE);
        }
        Optional<Buffer> sent =
                Optional.of(body).filter(content -> hasContent && !HttpMethod.HEAD.equals(request.method()));
        sent.map(response::end).orElseGet(response::end).onComplete(this::ended);
    }

    private static void end(Span work, int status) {
        work.with("http.response.status_code", Integer.toString(status)).end(status >= SERVER_ERROR);
    }

    private void ended(@Nullable Void answered, @Nullable Throwable gone) {
        if (gone == null) {
            afterAnswer.run();
        } else {
            LOG.debug("the client went away: {}", gone.getMessage());
        }
    }
}

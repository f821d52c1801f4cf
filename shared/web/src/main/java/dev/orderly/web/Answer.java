package dev.orderly.web;

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
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json; charset=utf-8");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");

    private final HttpServerRequest request;
    private final FailureMapping failures;
    private Runnable afterAnswer = () -> {};
    private boolean given;

    Answer(HttpServerRequest request, FailureMapping failures) {
        this.request = request;
        this.failures = failures;
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
        HttpServerResponse response = request.response().setStatusCode(reply.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        end(response, reply.headers(), reply.body());
    }

    private void refuse(Problem problem, @Nullable Throwable cause) {
        UUID occurrence = UUID.randomUUID();
        if (problem.status() == 500) {
            String trace = Traceparent.read(request.getHeader("traceparent")).orElse("-");
            LOG.error("{} {} failed, request {}, trace {}", request.method(), request.path(), occurrence, trace, cause);
        }
        HttpServerResponse response = request.response().setStatusCode(problem.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        end(response, problem.headers(), problem.document("urn:uuid:" + occurrence));
    }

    private void end(HttpServerResponse response, Map<String, String> headers, Buffer body) {
        response.putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF).putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        headers.forEach(response::putHeader);
        given = true;
        if (response.getStatusCode() == 204) {
            response.headers().remove(HttpHeaders.CONTENT_TYPE);
        } else {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        }
        Optional<Buffer> sent = Optional.of(body).filter(content -> !HttpMethod.HEAD.equals(request.method()));
        sent.map(response::end).orElseGet(response::end).onComplete(this::ended);
    }

    private void ended(@Nullable Void answered, @Nullable Throwable gone) {
        if (gone == null) {
            afterAnswer.run();
        } else {
            LOG.debug("the client went away: {}", gone.getMessage());
        }
    }
}

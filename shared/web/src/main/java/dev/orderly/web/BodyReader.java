package dev.orderly.web;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Collects a request's body up to a limit; what comes beyond it is read and thrown away, until the body's deadline. */
final class BodyReader {

    private final int maxBytes;
    private final Promise<Buffer> body = Promise.promise();
    private Buffer collected = Buffer.buffer();
    private boolean tooLarge;

    private BodyReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The whole body, or a 413 {@link Problem} as soon as it is known to be too large. Call it in the request's own event. */
    static Future<Buffer> read(HttpServerRequest request, int maxBytes) {
        BodyReader reader = new BodyReader(maxBytes);
        if (announced(request) > maxBytes) {
            reader.refuse();
        } else if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        request.handler(reader::collect).exceptionHandler(reader.body::tryFail);
        request.end().onSuccess(ended -> reader.body.tryComplete(reader.collected));
        return reader.body.future();
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException absurd) {
            return Long.MAX_VALUE;
        }
    }

    private void collect(Buffer chunk) {
        if (!tooLarge && collected.length() + chunk.length() > maxBytes) {
            refuse();
        }
        if (!tooLarge) {
            collected.appendBuffer(chunk);
        }
    }

    private void refuse() {
        tooLarge = true;
        collected = Buffer.buffer();
        body.fail(Problem.tooLarge(maxBytes));
    }
}

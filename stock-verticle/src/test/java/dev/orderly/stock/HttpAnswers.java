package dev.orderly.stock;

import dev.orderly.testing.HttpAnswer;
import dev.orderly.testing.ShopFixture;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Answers to what the plain probe does not send. */
final class HttpAnswers {

    private HttpAnswers() {}

    /** The answer to a PUT of bytes that need not be JSON. */
    static HttpAnswer put(ShopFixture shop, String path, String body) {
        try {
            return shop.http()
                    .send(HttpMethod.PUT, path, Map.of(), Buffer.buffer(body))
                    .await(30, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("no answer", late);
        }
    }
}

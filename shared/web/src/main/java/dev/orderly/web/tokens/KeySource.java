package dev.orderly.web.tokens;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where an issuer's public keys are: a file or an address, read at the start and again and again, so that keys change without a restart. */
public final class KeySource {

    private static final Logger LOG = LoggerFactory.getLogger(KeySource.class);
    private static final int MAX_BYTES = 256 * 1024;
    private static final int DIGITS = 6;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final String place;
    private final HttpClientAgent client;
    private long timer = -1;
    private boolean loading;

    /** A file, or an address that begins with {@code http}. */
    public KeySource(Vertx vertx, String place) {
        this.vertx = vertx;
        this.place = place;
        this.client = vertx.createHttpClient();
    }

    /** The keys that are there now. Fails with {@link UnusableKeys} or with what keeps them from being read. */
    public Future<TokenKeys> load() {
        Future<Buffer> document =
                place.startsWith("http") ? fetched() : vertx.fileSystem().readFile(place);
        return document.map(bytes -> TokenKeys.parse(bytes.toString()));
    }

    /** Has the tokens checked by the keys that are there at each time; a set that is of no use or cannot be had leaves the last one. */
    public void follow(Tokens tokens, Duration every) {
        timer = vertx.setPeriodic(every.toMillis(), due -> loadInto(tokens));
    }

    /** One reading after the other, so that a slow answer does not bring back what a later one has replaced. */
    private void loadInto(Tokens tokens) {
        if (loading) {
            return;
        }
        loading = true;
        load().map(keys -> {
                    tokens.use(keys);
                    return keys;
                })
                .onFailure(failure -> LOG.warn(
                        "the keys of tokens at {} cannot be read, the last ones hold on: {}",
                        place,
                        failure.getMessage()))
                .onComplete(done -> loading = false);
    }

    /** Follows them no more. */
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return client.close();
    }

    private Future<Buffer> fetched() {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(place)
                .setFollowRedirects(false)
                .setTimeout(LIMIT.toMillis());
        return client.request(request)
                .compose(sent -> sent.send().compose(KeySource::body))
                .timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Future<Buffer> body(HttpClientResponse answer) {
        if (answer.statusCode() != 200) {
            return Future.failedFuture(new UnusableKeys("the answer is " + answer.statusCode()));
        }
        String length = answer.getHeader("Content-Length");
        if (length != null && length.length() > DIGITS) {
            return Future.failedFuture(new UnusableKeys("the key set is larger than " + MAX_BYTES + " bytes"));
        }
        return answer.body().map(bytes -> {
            if (bytes.length() > MAX_BYTES) {
                throw new UnusableKeys("the key set is larger than " + MAX_BYTES + " bytes");
            }
            return bytes;
        });
    }
}

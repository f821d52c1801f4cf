package dev.orderly.launcher;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The token of another issuer by which this process asks others. Such tokens end: the next one is found in the file, without a restart. */
final class GivenToken implements Supplier<Optional<String>> {

    private static final Logger LOG = LoggerFactory.getLogger(GivenToken.class);

    private final Vertx vertx;
    private final String file;
    private volatile Secret token;
    private long timer = -1;

    /**
     * That token, until the file has another.
     *
     * @param file whose first line it is; empty where there is none
     */
    GivenToken(Vertx vertx, Secret token, String file) {
        this.vertx = vertx;
        this.token = token;
        this.file = file;
    }

    @Override
    public Optional<String> get() {
        Secret now = token;
        return now.isEmpty() ? Optional.empty() : Optional.of(now.value());
    }

    /** Looks at the file again and again; what cannot be read, or is empty, leaves the last one. */
    void follow(Duration every) {
        if (!file.isEmpty()) {
            timer = vertx.setPeriodic(every.toMillis(), due -> look());
        }
    }

    private void look() {
        vertx.fileSystem()
                .readFile(file)
                .map(this::taken)
                .onFailure(failure -> LOG.warn(
                        "the token of this process in {} cannot be read, the last one holds on: {}",
                        file,
                        failure.getMessage()));
    }

    private Secret taken(Buffer text) {
        Secret found = Secret.firstLine(text.toString());
        if (!found.isEmpty()) {
            token = found;
        }
        return token;
    }

    void close() {
        vertx.cancelTimer(timer);
    }
}

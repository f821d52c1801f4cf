package dev.orderly.launcher;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** An answer to a probe. */
record Answered(int status, MultiMap headers, Buffer body) {

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}

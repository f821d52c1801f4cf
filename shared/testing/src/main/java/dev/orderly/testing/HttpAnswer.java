package dev.orderly.testing;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** What the shop answered. */
public record HttpAnswer(int status, MultiMap headers, Buffer body) {

    /** The body as a JSON object; an empty one when there is none. */
    public JsonObject json() {
        return body.length() == 0 ? new JsonObject() : body.toJsonObject();
    }

    /** The body as a JSON array. */
    public JsonArray array() {
        return body.toJsonArray();
    }

    /** A header's first value. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The problem's code, when it is one. */
    public Optional<String> problem() {
        return Optional.ofNullable(json().getString("code"));
    }

    @Override
    public String toString() {
        return status + " " + body;
    }
}

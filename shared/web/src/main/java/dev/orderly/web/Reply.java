package dev.orderly.web;

import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an operation answers.
 *
 * @param status the HTTP status
 * @param body JSON unless the headers name another {@code Content-Type}; empty for none
 * @param headers further headers of the answer
 */
public record Reply(int status, Buffer body, Map<String, String> headers) {

    /** 200 with the value as JSON. */
    public static Reply ok(Object value) {
        return of(200, value);
    }

    /** 201 with the value as JSON and the {@code Location} of what was made. */
    public static Reply created(String location, Object value) {
        return of(201, value).with("Location", location);
    }

    /** 202 with the value as JSON: it will happen. */
    public static Reply accepted(Object value) {
        return of(202, value);
    }

    /** 204: done, nothing to say. */
    public static Reply noContent() {
        return new Reply(204, Buffer.buffer(), Map.of());
    }

    /** Any status with the value as JSON. */
    public static Reply of(int status, Object value) {
        return new Reply(status, Json.write(value), Map.of());
    }

    /** An answer that was written before, byte for byte; how a stored answer is replayed. */
    public static Reply written(int status, Buffer json) {
        return new Reply(status, json, Map.of());
    }

    /** 200 with text of another media type. */
    public static Reply text(String contentType, String text) {
        return new Reply(200, Buffer.buffer(text), Map.of("Content-Type", contentType));
    }

    /** The same reply with the {@code ETag} of the state that it shows; a client that has it already is answered 304. */
    public Reply tagged(EntityTag tag) {
        return with("ETag", tag.toString());
    }

    /** The same reply with an {@code ETag} made of its body, for what has no version. */
    public Reply tagged() {
        return tagged(EntityTag.ofContent(body));
    }

    /** The same reply with one more header. */
    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, body, Map.copyOf(more));
    }
}

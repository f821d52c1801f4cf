package dev.orderly.audit;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An order that a client was promised: it holds a 201.
 *
 * @param key the idempotency key that it was sent with
 * @param bodyHash tells whether two requests were the same
 */
public record Acknowledged(UUID orderId, String customerId, Optional<String> key, String bodyHash) {

    /**
     * The orders of a file of JSON lines, {@code {orderId, customerId, key?, bodyHash}} each; empty lines are skipped. Reads the
     * whole file and blocks meanwhile.
     *
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when a line is no acknowledgement; names the line
     */
    public static List<Acknowledged> read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank())
                    .map(Acknowledged::parse)
                    .toList();
        }
    }

    private static Acknowledged parse(String line) {
        try {
            JsonObject json = new JsonObject(line);
            return new Acknowledged(
                    UUID.fromString(json.getString("orderId")),
                    json.getString("customerId", ""),
                    Optional.ofNullable(json.getString("key")),
                    json.getString("bodyHash", ""));
        } catch (RuntimeException unreadable) {
            throw new IllegalArgumentException("not an acknowledged order: " + line, unreadable);
        }
    }

    static Tuple columns(List<Acknowledged> all) {
        return Tuple.of(
                all.stream().map(Acknowledged::orderId).toArray(UUID[]::new),
                all.stream().map(Acknowledged::customerId).toArray(String[]::new),
                all.stream().map(one -> one.key().orElse("")).toArray(String[]::new),
                all.stream().map(Acknowledged::bodyHash).toArray(String[]::new));
    }
}

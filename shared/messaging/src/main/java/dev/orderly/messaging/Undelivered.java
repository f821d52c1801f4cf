package dev.orderly.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.rabbitmq.client.Envelope;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.Subscription;
import io.vertx.core.buffer.Buffer;
import io.vertx.rabbitmq.RabbitMQMessage;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message out of a dead letter queue, or of one that nobody wanted, as it is laid on the desk. Anybody may have put it there, so nothing in
 * it is trusted.
 *
 * @param message as the broker gave it
 * @param queue whose dead letter it is, or {@link Desk#UNROUTED}
 * @param exchange where a replay goes, without the shop's prefix
 * @param routingKey by which it gets there, without the shop's prefix when it is a queue's name
 */
record Undelivered(RabbitMQMessage message, String queue, String exchange, String routingKey) {

    private static final int UUID_LENGTH = 36;
    private static final int MAX_TEXT = 4_000;

    /** What this subscription's consumer could not handle: a replay goes to its queue, and to no other. */
    static Undelivered dead(RabbitMQMessage found, Subscription subscription) {
        return new Undelivered(found, subscription.queue(), Topology.DIRECT, subscription.queue());
    }

    /** What nobody wanted: a replay goes where it was to go in the first place, to all who hear it by then. */
    static Undelivered unrouted(RabbitMQMessage found, Topology topology) {
        Envelope envelope = found.envelope();
        String key = envelope.getRoutingKey();
        boolean wasDirect = envelope.getExchange().equals(topology.direct());
        return wasDirect
                ? new Undelivered(found, Desk.UNROUTED, Topology.DIRECT, topology.unprefixed(key))
                : new Undelivered(found, Desk.UNROUTED, topology.unprefixed(topology.exchangeOf(key)), key);
    }

    /** The row that keeps it, in the order of the table's columns. */
    Tuple row() {
        JsonNode event = event();
        Instant now = Instant.now();
        return Tuple.tuple()
                .addUUID(id())
                .addString(queue)
                .addString(exchange)
                .addString(routingKey)
                .addString(clean(Optional.ofNullable(message.properties().getContentType())
                        .orElse(EventCodec.STRUCTURED)))
                .addString(text(event, "id"))
                .addString(text(event, "type"))
                .addString(text(event, "subject"))
                .addLong(sequence(event))
                .addString(header(DeadLetters.CAUSE, Desk.UNROUTED))
                .addString(header(DeadLetters.DETAIL, "no queue is bound to " + routingKey))
                .addString(header(DeadLetters.STACK, ""))
                .addInteger(attempts())
                .addOffsetDateTime(at(DeadLetters.FIRST_AT, now))
                .addOffsetDateTime(at(DeadLetters.LAST_AT, now))
                .addBuffer(message.body());
    }

    /** The same each time this very message is found, so that it is kept once. */
    private UUID id() {
        String named =
                header(DeadLetters.ID, String.valueOf(message.properties().getMessageId()));
        try {
            return named.length() == UUID_LENGTH ? UUID.fromString(named) : Ids.next();
        } catch (IllegalArgumentException noId) {
            return Ids.next();
        }
    }

    private JsonNode event() {
        Buffer body = message.body();
        if (body.length() > EventCodec.MAX_MESSAGE_BYTES) {
            return MissingNode.getInstance();
        }
        try {
            JsonNode read = EventJson.mapper().readTree(body.getBytes());
            return read.isArray() && read.size() == 1 ? read.get(0) : read;
        } catch (IOException | StackOverflowError unreadable) {
            return MissingNode.getInstance();
        }
    }

    private String header(String name, String otherwise) {
        Map<String, Object> headers = message.properties().getHeaders();
        Object value = headers == null ? null : headers.get(name);
        return clean(value == null ? otherwise : value.toString());
    }

    private int attempts() {
        String given = header(DeadLetters.ATTEMPTS, "1");
        return given.matches("\\d{1,9}") ? Integer.parseInt(given) : 1;
    }

    private OffsetDateTime at(String name, Instant otherwise) {
        String given = header(name, otherwise.toString());
        try {
            return Instant.parse(given).atOffset(ZoneOffset.UTC);
        } catch (DateTimeParseException noInstant) {
            return otherwise.atOffset(ZoneOffset.UTC);
        }
    }

    private static long sequence(JsonNode event) {
        String given = event.path("sequence").asText();
        return given.matches("\\d{1,18}|0\\d{18}") ? Long.parseLong(given) : 0;
    }

    private static @Nullable String text(JsonNode event, String name) {
        return event.path(name).isTextual() ? clean(event.path(name).asText()) : null;
    }

    /** PostgreSQL keeps no NUL in a text. */
    private static String clean(String text) {
        String kept = text.replace("\0", "");
        return kept.substring(0, Math.min(kept.length(), MAX_TEXT));
    }
}

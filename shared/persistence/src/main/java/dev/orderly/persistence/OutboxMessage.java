package dev.orderly.persistence;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;

/**
 * One message to the broker as one row: it may carry many events.
 *
 * @param id of the message, time-ordered
 * @param type what it is routed by
 * @param body as it goes on the wire
 * @param eventIds of the events inside, in their order
 */
public record OutboxMessage(UUID id, String type, Buffer body, List<UUID> eventIds) {}

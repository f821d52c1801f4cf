package dev.orderly.messaging;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that waits for a person: an event that nobody could handle, a message that nobody wanted, an outbox row that the broker refused.
 *
 * @param id by which it is shown, replayed and dropped
 * @param service whose desk it lies on
 * @param queue on which it could not be handled; {@link Desk#UNROUTED} and {@link Desk#OUTBOX} are no queues of a service
 * @param eventId as it says itself; of a parked row all of them
 * @param type of event, as it says itself
 * @param subject the order or product it is about, as it says itself
 * @param cause {@code unreadable}, {@code refused}, {@code failing}, {@code crashing}, {@code unrouted} or {@code parked}
 * @param detail the last failure, in one short line
 * @param attempts how often it was tried
 * @param firstAt when that began
 * @param lastAt when it was given up
 * @param state {@code waiting}, {@code replaying}, {@code replayed} or {@code dropped}
 * @param bytes how large it is
 */
public record Letter(
        UUID id,
        String service,
        String queue,
        Optional<String> eventId,
        Optional<String> type,
        Optional<String> subject,
        String cause,
        String detail,
        int attempts,
        Instant firstAt,
        Instant lastAt,
        String state,
        long bytes) {}

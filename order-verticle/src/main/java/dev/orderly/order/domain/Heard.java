package dev.orderly.order.domain;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that happened to an order, as the state table needs it.
 *
 * @param orderId which order
 * @param cause the row of the table
 * @param eventId the event's id, or that of a moment; empty for a request over HTTP
 * @param source who said it: a service's name, {@code customer} or {@code clerk}
 * @param reason why, where the event says so
 * @param paymentId the payment it is about
 * @param amountMinor how much went back; 0 unless it is a refund
 * @param traceparent the trace it belongs to
 */
public record Heard(
        UUID orderId,
        Cause cause,
        Optional<UUID> eventId,
        String source,
        Optional<String> reason,
        Optional<UUID> paymentId,
        long amountMinor,
        Optional<String> traceparent) {

    /** An event that says nothing beyond its name. */
    public static Heard event(UUID orderId, Cause cause, UUID eventId, String source) {
        return new Heard(
                orderId, cause, Optional.of(eventId), source, Optional.empty(), Optional.empty(), 0, Optional.empty());
    }

    /** A customer's wish to cancel. */
    public static Heard cancel(UUID orderId, String reason, Optional<String> traceparent) {
        return wish(orderId, Cause.CANCEL, "customer").because(reason).tracedBy(traceparent);
    }

    /** A clerk's wish to move the order by hand. @throws IllegalArgumentException for a status to which nobody moves an order so */
    public static Heard patch(UUID orderId, Status to, Optional<String> traceparent) {
        return wish(orderId, Cause.patching(to), "clerk").tracedBy(traceparent);
    }

    private static Heard wish(UUID orderId, Cause cause, String source) {
        return new Heard(
                orderId, cause, Optional.empty(), source, Optional.empty(), Optional.empty(), 0, Optional.empty());
    }

    /** Somebody's wish that the order's last word be said again. */
    public static Heard retry(UUID orderId, String who) {
        return new Heard(
                orderId,
                Cause.HALF_DEADLINE,
                Optional.empty(),
                who,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty());
    }

    /** What the timeline calls it: a wish is not what time did, though the table answers both alike. */
    public String label() {
        return cause == Cause.HALF_DEADLINE && eventId.isEmpty() ? "retry" : cause.label();
    }

    /** The same, said by somebody else. */
    public Heard by(String who) {
        return new Heard(orderId, cause, eventId, who, reason, paymentId, amountMinor, traceparent);
    }

    /** What time did to the order where it stands; the same again is the same event. */
    public static Heard byTheClock(Order order, Cause cause, String source) {
        String moment = order.id() + "/" + order.version() + "/" + cause;
        return event(order.id(), cause, UUID.nameUUIDFromBytes(moment.getBytes(StandardCharsets.UTF_8)), source);
    }

    /** The same, and why. */
    public Heard because(String why) {
        return new Heard(orderId, cause, eventId, source, Optional.of(why), paymentId, amountMinor, traceparent);
    }

    /** The same about this payment. */
    public Heard about(UUID payment) {
        return new Heard(orderId, cause, eventId, source, reason, Optional.of(payment), amountMinor, traceparent);
    }

    /** The same about this much money, in minor units. */
    public Heard of(long amount) {
        return new Heard(orderId, cause, eventId, source, reason, paymentId, amount, traceparent);
    }

    /** The same as part of this trace. */
    public Heard tracedBy(Optional<String> trace) {
        return new Heard(orderId, cause, eventId, source, reason, paymentId, amountMinor, trace);
    }

    /** The same for a further move of the same event: the timeline keeps an event's id once. */
    Heard onward() {
        return new Heard(orderId, cause, Optional.empty(), source, reason, paymentId, amountMinor, traceparent);
    }
}

package dev.orderly.order.domain;

import static java.util.stream.Collectors.joining;

import dev.orderly.contracts.Event;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.OrderEvent.OrderUpdated;
import dev.orderly.order.domain.Decision.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One thing that happened to an order: what was heard, and the order before and after it. */
public record Step(Heard heard, Order before, Order after, Decision decision) {

    /** Whether the status changed. */
    public boolean isMove() {
        return before.status() != after.status();
    }

    /** Whether the table says that this must not happen. */
    public boolean isImpossible() {
        return decision == Verdict.IMPOSSIBLE;
    }

    /** Whether the wish goes against the table. */
    public boolean isRefused() {
        return decision == Verdict.REFUSED;
    }

    /** Whether the order has been where it is for too long and nobody but a person can help. */
    public boolean isOverdue() {
        return decision == Verdict.ALARM;
    }

    /** Whether somebody has to be told at once. */
    public boolean isAlarming() {
        return isImpossible() || isOverdue();
    }

    /** Whether it belongs in the timeline: all but a wish that is refused or already fulfilled, and a look that found nothing to say. */
    public boolean isRemembered() {
        boolean isIdle =
                heard.cause() == Cause.HALF_DEADLINE && decision.repeated().isEmpty();
        return !isRefused() && decision != Verdict.SETTLED && !isIdle;
    }

    /** The events that a move publishes; they share its version as their sequence. */
    public List<EventType> announced(Flow flow) {
        List<EventType> types = new ArrayList<>();
        if (isMove()) {
            types.add(EventType.ORDER_UPDATED);
            types.addAll(besides(after.status(), flow.fulfilment()));
        }
        return types;
    }

    /** The event of one of these types, at this moment. */
    public Event event(EventType type, Instant at) {
        return type == EventType.ORDER_UPDATED
                ? new OrderUpdated(
                        after.id(),
                        after.customerId(),
                        after.status().label(),
                        before.status().label(),
                        after.reason())
                : after.event(type, at);
    }

    private static List<EventType> besides(Status status, Fulfilment fulfilment) {
        boolean byHand = fulfilment == Fulfilment.MANUAL;
        return switch (status) {
            case FAILED -> List.of(EventType.ORDER_FAILED);
            case CANCELLED -> List.of(EventType.ORDER_CANCELLED);
            case PAID -> fulfilment == Fulfilment.NONE ? List.of(EventType.ORDER_COMPLETED) : List.of();
            case SHIPPED -> byHand ? List.of(EventType.ORDER_SHIPPED) : List.of();
            case DELIVERED ->
                byHand
                        ? List.of(EventType.ORDER_COMPLETED, EventType.ORDER_DELIVERED)
                        : List.of(EventType.ORDER_COMPLETED);
            default -> List.of();
        };
    }

    /** What it did, for the timeline. */
    public String effect() {
        if (isMove()) {
            return "moved to " + after.status().label()
                    + after.reason().map(why -> ": " + why).orElse("");
        }
        if (!decision.repeated().isEmpty()) {
            return "announced again: "
                    + decision.repeated().stream().map(EventType::wireName).collect(joining(", "));
        }
        if (isOverdue()) {
            return "overdue while " + after.status().label() + ", a person should look";
        }
        return isImpossible() ? "impossible while " + after.status().label() + ", no move" : "noted";
    }
}

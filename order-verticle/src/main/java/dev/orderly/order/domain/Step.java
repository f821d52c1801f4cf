package dev.orderly.order.domain;

import static java.util.stream.Collectors.joining;

import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.OrderEvent;
import dev.orderly.contracts.OrderEvent.OrderUpdated;
import dev.orderly.order.domain.Decision.Verdict;
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

    /** Whether it belongs in the timeline: all but a wish that is refused or already fulfilled. */
    public boolean isRemembered() {
        return !isRefused() && decision != Verdict.SETTLED;
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

    /** The event of one of these types. */
    public OrderEvent event(EventType type) {
        return type == EventType.ORDER_UPDATED
                ? new OrderUpdated(
                        after.id(),
                        after.customerId(),
                        after.status().label(),
                        before.status().label(),
                        after.reason())
                : after.event(type);
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
        return isImpossible() ? "impossible while " + after.status().label() + ", no move" : "noted";
    }
}

package dev.orderly.order.domain;

import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an order waits for.
 *
 * @param text for people
 * @param movedBy every row of the state table that would move it now, as the table spells it
 */
public record Waiting(String text, List<String> movedBy) {

    private static final UUID ANY = new UUID(0, 0);

    /** What this order waits for, in a shop that runs its saga so. */
    public static Waiting of(Order order, Flow flow) {
        return new Waiting(text(order, flow), movedBy(order, flow));
    }

    private static List<String> movedBy(Order order, Flow flow) {
        return Arrays.stream(Cause.values())
                .filter(cause -> cause.occursIn(flow))
                .filter(cause -> moves(order, cause, flow))
                .map(Cause::label)
                .toList();
    }

    private static boolean moves(Order order, Cause cause, Flow flow) {
        Heard heard = Heard.event(order.id(), cause, ANY, "");
        return order.hear(heard, flow).stream().anyMatch(Step::isMove);
    }

    private static String text(Order order, Flow flow) {
        return switch (order.status()) {
            case PENDING -> "stock, to reserve its lines";
            case AWAITING_PAYMENT -> money(order, flow);
            case PAID -> handOver(flow);
            case SHIPPED ->
                flow.fulfilment() == Fulfilment.MANUAL
                        ? "a person, to say that it was delivered"
                        : "the carrier, to deliver it";
            case COMPLETED, DELIVERED, FAILED, CANCELLED -> settlement(order).orElse("nothing: it is at rest");
        };
    }

    private static String money(Order order, Flow flow) {
        return switch (flow.trigger()) {
            case MANUAL ->
                order.facts().reserved() ? "a person, to say that it was paid" : "stock, to reserve its lines";
            case ORDER_CALLS -> "payment, to answer the request for its money";
            case ORDER_CREATED ->
                order.facts().captured() ? "stock, to reserve its lines" : "payment, to take the money";
            case STOCK_RESERVED -> "payment, to take the money";
        };
    }

    private static String handOver(Flow flow) {
        return switch (flow.fulfilment()) {
            case NONE -> "stock, to hand its lines out";
            case MANUAL -> "a person, to say that it was shipped";
            case SHIPPING -> "shipping, to hand it over";
        };
    }

    /** What a good end still lacks, and what is to be given back for an order that is dead. */
    private static Optional<String> settlement(Order order) {
        boolean isDead = order.status() == Status.FAILED || order.status() == Status.CANCELLED;
        List<String> missing = new ArrayList<>();
        if (isDead && order.facts().reserved() && !order.facts().released()) {
            missing.add("stock, to release its lines");
        }
        if (isDead && order.facts().captured() && order.facts().refundedMinor() < order.totalMinor()) {
            missing.add("payment, to give the money back");
        }
        if (!isDead && !order.facts().deducted()) {
            missing.add("stock, to hand its lines out");
        }
        return missing.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", missing));
    }
}

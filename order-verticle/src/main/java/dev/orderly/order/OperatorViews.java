package dev.orderly.order;

import dev.orderly.order.domain.Facts;
import dev.orderly.order.domain.Order;
import dev.orderly.order.domain.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What operators are shown of orders; the component names are the JSON. */
final class OperatorViews {

    private OperatorViews() {}

    /** An order that has not come to rest. */
    record Stuck(
            UUID id,
            String customerId,
            String status,
            Instant since,
            String waitsFor,
            List<String> movedBy,
            Optional<Instant> nextLookAt) {

        static Stuck of(Found found, Waiting waiting) {
            Order order = found.order();
            return new Stuck(
                    order.id(),
                    order.customerId(),
                    order.status().label(),
                    found.since(),
                    waiting.text(),
                    waiting.movedBy(),
                    found.nextLookAt());
        }
    }

    /** Those that have waited longest come first. */
    record StuckOrders(List<Stuck> orders) {}

    /** A request for payment that is not answered yet. */
    record Call(int attempts, Instant nextAttemptAt, Optional<String> lastError) {}

    /** One line of the timeline. */
    record Told(Instant at, String what, String source, Optional<String> from, Optional<String> to, String effect) {

        static Told of(OrderViews.Step step) {
            return new Told(step.at(), step.event(), step.source(), step.from(), step.to(), step.effect());
        }
    }

    /** All that is known of one order. */
    record Shown(
            UUID id,
            String customerId,
            String status,
            Optional<String> reason,
            Instant createdAt,
            Instant since,
            Facts facts,
            String waitsFor,
            List<String> movedBy,
            Optional<Call> call,
            List<Told> timeline) {

        static Shown of(Found found, Waiting waiting, List<Told> timeline) {
            Order order = found.order();
            return new Shown(
                    order.id(),
                    order.customerId(),
                    order.status().label(),
                    order.reason(),
                    found.createdAt(),
                    found.since(),
                    order.facts(),
                    waiting.text(),
                    waiting.movedBy(),
                    found.call(),
                    timeline);
        }
    }

    /** An order with what is written about it elsewhere. */
    record Found(Order order, Instant createdAt, Instant since, Optional<Instant> nextLookAt, Optional<Call> call) {}

    /** What was announced again, and whether the payment was asked for again. */
    record Repeated(List<String> repeated, boolean called) {}

    /** Where an order stands after an operator's wish. */
    record Now(UUID id, String status) {}

    /** How many of a customer's orders, and of the messages that were kept, forgot whose they were; {@code waiting} messages could not. */
    record Erased(String customerId, int orders, int messages, int waiting) {}
}

package dev.orderly.stock.domain;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderCompleted;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.OrderLine;
import dev.orderly.contracts.PaymentEvent.PaymentCompleted;
import dev.orderly.contracts.PaymentEvent.PaymentFailed;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Orders, lines and events as the tests speak of them. */
public final class Samples {

    public static final String CUSTOMER = "c-1";
    public static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private Samples() {}

    /** A line at the price of 1.00. */
    public static OrderLine line(String product, long quantity) {
        return new OrderLine(product, quantity, BigDecimal.ONE.setScale(2));
    }

    /** An order with these lines. */
    public static OrderCreated order(UUID id, OrderLine... lines) {
        BigDecimal total = List.of(lines).stream()
                .map(line -> line.price().multiply(BigDecimal.valueOf(line.quantity())))
                .reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
        return new OrderCreated(
                id, CUSTOMER, List.of(lines), total, "USD", "tok_ok", Optional.empty(), Optional.empty(), "pending");
    }

    /** The event as it arrives from that service. */
    public static <E extends Event> Announcement<E> told(String source, E event) {
        return Announcement.of(source, 1, NOW, event);
    }

    /** A product's level that nobody has taken from. */
    public static Level level(String product, long available) {
        return new Level(product, available, 0, 0, 1, 1, false);
    }

    public static OrderCancelled cancelled(UUID order) {
        return new OrderCancelled(order, CUSTOMER, "customer_request");
    }

    public static OrderCompleted completed(UUID order) {
        return new OrderCompleted(order, CUSTOMER, Optional.of(new UUID(0, 9)), "completed");
    }

    public static PaymentCompleted paid(UUID order) {
        return new PaymentCompleted(new UUID(0, 9), order, CUSTOMER, BigDecimal.TEN, "USD", "captured");
    }

    public static PaymentFailed unpaid(UUID order) {
        return new PaymentFailed(new UUID(0, 9), order, CUSTOMER, BigDecimal.TEN, "USD", "failed", "card_declined");
    }
}

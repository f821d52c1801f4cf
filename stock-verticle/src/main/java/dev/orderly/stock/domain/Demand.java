package dev.orderly.stock.domain;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.ItemQuantity;
import dev.orderly.contracts.OrderEvent;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderCompleted;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.OrderEvent.OrderFailed;
import dev.orderly.contracts.OrderLine;
import dev.orderly.contracts.PaymentEvent.PaymentCompleted;
import dev.orderly.contracts.PaymentEvent.PaymentFailed;
import dev.orderly.contracts.ShippingEvent.OrderShipped;
import dev.orderly.stock.domain.ReservationTable.Cause;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one event asks of stock about one order.
 *
 * @param order what to reserve, when the order was created
 * @param reason why a reservation ends, when it does
 */
public record Demand(
        Cause cause,
        UUID orderId,
        String customerId,
        UUID eventId,
        String eventType,
        Optional<String> traceparent,
        Optional<OrderCreated> order,
        String reason) {

    private static final String ORDER_CANCELLED = "order_cancelled";

    /** Reserve what the order needs. */
    public static Demand created(Announcement<OrderCreated> created) {
        OrderCreated order = created.event();
        return new Demand(
                Cause.ORDER_CREATED,
                order.orderId(),
                order.customerId(),
                created.id(),
                created.type(),
                created.traceparent(),
                Optional.of(order),
                "");
    }

    /** The order was cancelled; what the customer said then is nobody else's business. */
    public static Demand cancelled(Announcement<OrderCancelled> cancelled) {
        return ofOrder(Cause.ORDER_ENDED, cancelled, ORDER_CANCELLED);
    }

    /** The order failed. */
    public static Demand failed(Announcement<OrderFailed> failed) {
        return ofOrder(Cause.ORDER_ENDED, failed, failed.event().reason());
    }

    /** The order is complete. */
    public static Demand completed(Announcement<OrderCompleted> completed) {
        return ofOrder(Cause.ORDER_HANDED_OVER, completed, "");
    }

    /** The order was handed over. */
    public static Demand shipped(Announcement<OrderShipped> shipped) {
        return of(
                Cause.ORDER_HANDED_OVER,
                shipped,
                shipped.event().orderId(),
                shipped.event().customerId(),
                "");
    }

    /** The order is paid. */
    public static Demand paid(Announcement<PaymentCompleted> paid) {
        return of(
                Cause.PAYMENT_SUCCESSFUL,
                paid,
                paid.event().orderId(),
                paid.event().customerId(),
                "");
    }

    /** The order was paid before its reservation was opened. */
    public static Demand paidBefore(Standing standing, UUID paidEventId) {
        return about(standing, Cause.PAYMENT_SUCCESSFUL, paidEventId, "payment.successful");
    }

    /** The moment has passed that the reservation was promised until. */
    public static Demand expired(Standing standing, UUID toldEventId) {
        return about(standing, Cause.EXPIRED, toldEventId, "expiresAt");
    }

    /** The order cannot be paid. */
    public static Demand unpaid(Announcement<PaymentFailed> failed) {
        PaymentFailed payment = failed.event();
        return of(Cause.PAYMENT_FAILED, failed, payment.orderId(), payment.customerId(), payment.reason());
    }

    /** Whether the event can be answered at all: an order needs lines, and each of them at least one unit. */
    public boolean isSound() {
        return order.map(Demand::hasUnits).orElse(true);
    }

    /** The orders that the demands are about. */
    public static Set<UUID> orders(List<Demand> demands) {
        return demands.stream().map(Demand::orderId).collect(Collectors.toSet());
    }

    /** The orders of which nothing is on record. */
    public static Set<UUID> unknown(List<Demand> demands, Collection<Standing> standings) {
        Set<UUID> known = standings.stream()
                .map(standing -> standing.reservation().orderId())
                .collect(Collectors.toSet());
        return demands.stream()
                .map(Demand::orderId)
                .filter(order -> !known.contains(order))
                .collect(Collectors.toSet());
    }

    /** The products whose levels the demands may move, given what is on record about their orders. */
    public static Set<String> products(List<Demand> demands, Collection<Standing> standings) {
        Map<UUID, Standing> byOrder = standings.stream()
                .collect(Collectors.toMap(standing -> standing.reservation().orderId(), Function.identity()));
        return demands.stream()
                .flatMap(demand -> demand.products(Optional.ofNullable(byOrder.get(demand.orderId()))))
                .collect(Collectors.toSet());
    }

    private Stream<String> products(Optional<Standing> standing) {
        Optional<Reservation> before = standing.map(Standing::reservation);
        ReservationStatus status = before.map(Reservation::status).orElse(ReservationStatus.NONE);
        return switch (ReservationTable.verdict(status, cause)) {
            case RESERVE ->
                order.stream().flatMap(created -> created.items().stream().map(OrderLine::productId));
            case RELEASE, DEDUCT ->
                before.flatMap(Reservation::holding).stream()
                        .flatMap(held -> held.items().stream().map(ItemQuantity::productId));
            default -> Stream.empty();
        };
    }

    private static boolean hasUnits(OrderCreated order) {
        return !order.items().isEmpty() && order.items().stream().allMatch(line -> line.quantity() > 0);
    }

    private static Demand ofOrder(Cause cause, Announcement<? extends OrderEvent> told, String reason) {
        return of(cause, told, told.event().orderId(), told.event().customerId(), reason);
    }

    private static Demand about(Standing standing, Cause cause, UUID eventId, String eventType) {
        Reservation reservation = standing.reservation();
        return new Demand(
                cause,
                reservation.orderId(),
                reservation.customerId(),
                eventId,
                eventType,
                Optional.empty(),
                Optional.empty(),
                "");
    }

    private static Demand of(Cause cause, Announcement<?> told, UUID orderId, String customerId, String reason) {
        return new Demand(
                cause, orderId, customerId, told.id(), told.type(), told.traceparent(), Optional.empty(), reason);
    }
}

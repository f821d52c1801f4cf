package dev.orderly.order;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.Money;
import dev.orderly.contracts.PaymentEvent.PaymentCompleted;
import dev.orderly.contracts.PaymentEvent.PaymentFailed;
import dev.orderly.contracts.PaymentEvent.PaymentInitiated;
import dev.orderly.contracts.PaymentEvent.PaymentRefunded;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.contracts.ProductEvent.ProductDeleted;
import dev.orderly.contracts.ProductEvent.ProductUpdated;
import dev.orderly.contracts.StockEvent.StockDeducted;
import dev.orderly.contracts.StockEvent.StockNotReserved;
import dev.orderly.contracts.StockEvent.StockReleased;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.messaging.EventHandler;
import dev.orderly.messaging.EventRoutes;
import dev.orderly.order.domain.Cause;
import dev.orderly.order.domain.Heard;
import dev.orderly.order.domain.PriceNews;
import java.util.UUID;
import java.util.function.Function;

/** Events in: which event is which row of the state table, and what it brings. */
final class OrderConsumer {

    private final Orders orders;
    private final Prices prices;

    OrderConsumer(Orders orders, Prices prices) {
        this.orders = orders;
        this.prices = prices;
    }

    EventRoutes routes() {
        return new EventRoutes()
                .on(StockReserved.class, hears(OrderConsumer::reserved))
                .on(StockNotReserved.class, hears(OrderConsumer::notReserved))
                .on(StockReleased.class, hears(OrderConsumer::released))
                .on(StockDeducted.class, hears(OrderConsumer::deducted))
                .on(PaymentInitiated.class, hears(OrderConsumer::initiated))
                .on(PaymentCompleted.class, hears(OrderConsumer::captured))
                .on(PaymentFailed.class, hears(OrderConsumer::declined))
                .on(PaymentRefunded.class, hears(OrderConsumer::refunded))
                .on(ProductCreated.class, prices.hears(PriceNews::of))
                .on(ProductUpdated.class, prices.hears(PriceNews::of))
                .on(ProductDeleted.class, prices.hears(PriceNews::of));
    }

    private <E extends Event> EventHandler<E> hears(Function<Announcement<E>, Heard> reading) {
        return (tx, events) -> orders.hear(tx, events.stream().map(reading).toList());
    }

    private static Heard reserved(Announcement<StockReserved> told) {
        return heard(told, told.event().orderId(), Cause.STOCK_RESERVED);
    }

    private static Heard notReserved(Announcement<StockNotReserved> told) {
        return heard(told, told.event().orderId(), Cause.STOCK_NOT_RESERVED);
    }

    private static Heard released(Announcement<StockReleased> told) {
        return heard(told, told.event().orderId(), Cause.STOCK_RELEASED)
                .because(reason(told.event().reason()));
    }

    private static Heard deducted(Announcement<StockDeducted> told) {
        return heard(told, told.event().orderId(), Cause.STOCK_DEDUCTED);
    }

    private static Heard initiated(Announcement<PaymentInitiated> told) {
        return heard(told, told.event().orderId(), Cause.PAYMENT_INITIATED)
                .about(told.event().paymentId());
    }

    private static Heard captured(Announcement<PaymentCompleted> told) {
        return heard(told, told.event().orderId(), Cause.PAYMENT_SUCCESSFUL)
                .about(told.event().paymentId());
    }

    private static Heard declined(Announcement<PaymentFailed> told) {
        return heard(told, told.event().orderId(), Cause.PAYMENT_FAILED)
                .about(told.event().paymentId())
                .because(reason(told.event().reason()));
    }

    private static Heard refunded(Announcement<PaymentRefunded> told) {
        return heard(told, told.event().orderId(), Cause.PAYMENT_REFUNDED)
                .about(told.event().paymentId())
                .of(Money.minor(told.event().amount(), told.event().currency()));
    }

    private static Heard heard(Announcement<?> told, UUID orderId, Cause cause) {
        return Heard.event(orderId, cause, told.id(), told.source()).tracedBy(told.traceparent());
    }

    /** The order's word for why a payment failed, which also comes by way of stock. */
    private static String reason(String told) {
        return switch (told) {
            case "card_declined" -> "payment_declined";
            case "timeout" -> "payment_timeout";
            default -> told;
        };
    }
}

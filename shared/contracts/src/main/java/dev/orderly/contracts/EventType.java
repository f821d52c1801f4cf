package dev.orderly.contracts;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The wire name of every event, its record, and whether somebody must be listening. */
public enum EventType {
    ORDER_CREATED("order.created", OrderEvent.OrderCreated.class, "OrderCreatedQueue"),
    ORDER_UPDATED("order.updated", OrderEvent.OrderUpdated.class, "OrderUpdatedEventQueue", true),
    ORDER_CANCELLED("order.cancelled", OrderEvent.OrderCancelled.class, "OrderCancelledEventQueue"),
    ORDER_FAILED("order.failed", OrderEvent.OrderFailed.class, "OrderFailedEventQueue"),
    ORDER_CANCEL_REQUESTED(
            "order.cancel-requested", OrderEvent.OrderCancelRequested.class, "OrderCancelRequestedEventQueue"),
    ORDER_COMPLETED("order.completed", OrderEvent.OrderCompleted.class, "OrderCompletedEventQueue"),
    STOCK_RESERVED("stock.reserved", StockEvent.StockReserved.class, "StockReservedEventQueue"),
    STOCK_NOT_RESERVED("stock.not-reserved", StockEvent.StockNotReserved.class, "StockNotReservedEventQueue"),
    STOCK_RELEASED("stock.released", StockEvent.StockReleased.class, "StockReleasedEventQueue"),
    STOCK_DEDUCTED("stock.deducted", StockEvent.StockDeducted.class, "StockDeductedEventQueue"),
    STOCK_UPDATED("stock.updated", StockEvent.StockUpdated.class, "StockUpdatedEventQueue", true),
    PAYMENT_INITIATED("payment.initiated", PaymentEvent.PaymentInitiated.class, "PaymentInitiatedEventQueue"),
    PAYMENT_SUCCESSFUL("payment.successful", PaymentEvent.PaymentCompleted.class, "PaymentCompletedEventQueue"),
    PAYMENT_FAILED("payment.failed", PaymentEvent.PaymentFailed.class, "PaymentFailedEventQueue"),
    PAYMENT_REFUNDED("payment.refunded", PaymentEvent.PaymentRefunded.class, "PaymentRefundedEventQueue"),
    PRODUCT_CREATED("product.created", ProductEvent.ProductCreated.class, "ProductCreatedEventQueue"),
    PRODUCT_UPDATED("product.updated", ProductEvent.ProductUpdated.class, "ProductUpdatedEventQueue"),
    PRODUCT_DELETED("product.deleted", ProductEvent.ProductDeleted.class, "ProductDeletedEventQueue"),
    ORDER_SHIPPED("order.shipped", ShippingEvent.OrderShipped.class, "OrderShippedEventQueue"),
    ORDER_DELIVERED("order.delivered", ShippingEvent.OrderDelivered.class, "OrderDeliveredEventQueue"),
    SHIPMENT_STOPPED("shipment.stopped", ShippingEvent.ShipmentStopped.class, "ShipmentStoppedEventQueue");

    private static final Map<String, EventType> BY_NAME = index(EventType::wireName);
    private static final Map<Class<? extends Event>, EventType> BY_RECORD = index(EventType::record);

    private final String wireName;
    private final Class<? extends Event> record;
    private final String queueSuffix;
    private final boolean news;

    EventType(String wireName, Class<? extends Event> record, String queueSuffix) {
        this(wireName, record, queueSuffix, false);
    }

    EventType(String wireName, Class<? extends Event> record, String queueSuffix, boolean news) {
        this.wireName = wireName;
        this.record = record;
        this.queueSuffix = queueSuffix;
        this.news = news;
    }

    /** The CloudEvents {@code type}, also the routing key. */
    public String wireName() {
        return wireName;
    }

    /** The record that is the event's {@code data}. */
    public Class<? extends Event> record() {
        return record;
    }

    /** Whether nobody may be listening: such events go to the exchange that has no alternate. */
    public boolean isNews() {
        return news;
    }

    /** The name of the queue on which a service hears this event, as document 1 names them. */
    public String queueOf(String service) {
        return Character.toUpperCase(service.charAt(0)) + service.substring(1) + "_" + queueSuffix;
    }

    /** The type with that wire name, if there is one. */
    public static Optional<EventType> named(String wireName) {
        return Optional.ofNullable(BY_NAME.get(wireName));
    }

    /** The type of a record. @throws IllegalArgumentException when the record is no event of the table */
    public static EventType of(Class<? extends Event> record) {
        return Optional.ofNullable(BY_RECORD.get(record))
                .orElseThrow(() -> new IllegalArgumentException(record + " has no wire name"));
    }

    private static <K> Map<K, EventType> index(Function<EventType, K> key) {
        return Stream.of(values()).collect(Collectors.toUnmodifiableMap(key, Function.identity()));
    }
}

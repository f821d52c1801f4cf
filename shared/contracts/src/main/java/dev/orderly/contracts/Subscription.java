package dev.orderly.contracts;

import static dev.orderly.contracts.EventType.*;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * One queue: which service hears which event on it. {@link #TABLE} is all of them; every node declares the queues of every service
 * that the shop's configuration names, so the order in which nodes start does not matter.
 */
public record Subscription(String service, EventType type) {

    /** Who listens to what, in any shop. */
    public static final List<Subscription> TABLE = Stream.of(
                    hears(
                            "stock",
                            ORDER_CREATED,
                            ORDER_CANCELLED,
                            ORDER_FAILED,
                            ORDER_COMPLETED,
                            ORDER_SHIPPED,
                            PAYMENT_SUCCESSFUL,
                            PAYMENT_FAILED,
                            PRODUCT_CREATED,
                            PRODUCT_UPDATED,
                            PRODUCT_DELETED),
                    hears("payment", STOCK_RESERVED, ORDER_CREATED, ORDER_CANCELLED, ORDER_FAILED),
                    hears(
                            "order",
                            STOCK_RESERVED,
                            STOCK_NOT_RESERVED,
                            STOCK_RELEASED,
                            STOCK_DEDUCTED,
                            PAYMENT_INITIATED,
                            PAYMENT_SUCCESSFUL,
                            PAYMENT_FAILED,
                            PAYMENT_REFUNDED,
                            PRODUCT_CREATED,
                            PRODUCT_UPDATED,
                            PRODUCT_DELETED),
                    hears("catalog", STOCK_UPDATED))
            .flatMap(List::stream)
            .toList();

    /** The queue's name, {@code Stock_OrderCreatedQueue} for instance. */
    public String queue() {
        return type.queueOf(service);
    }

    /** Where what this queue's consumer cannot handle ends up. */
    public String deadLetterQueue() {
        return queue() + ".dead";
    }

    /** The queues of the services named, in a shop that runs its saga so: payment hears the event that sets it going, and no other. */
    public static List<Subscription> of(Collection<String> services, Flow flow) {
        return TABLE.stream()
                .filter(entry -> services.contains(entry.service) && entry.occursIn(flow))
                .toList();
    }

    private boolean occursIn(Flow flow) {
        boolean isTrigger = service.equals("payment") && (type == STOCK_RESERVED || type == ORDER_CREATED);
        return !isTrigger || type.wireName().equals(flow.trigger().label());
    }

    private static List<Subscription> hears(String service, EventType... types) {
        return Arrays.stream(types).map(type -> new Subscription(service, type)).toList();
    }
}

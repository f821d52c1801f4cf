package dev.orderly.contracts;

import static dev.orderly.contracts.EventType.*;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which service may announce which event: the other half of {@link Subscription}. A broker with a user per service takes it from no other,
 * and no consumer believes it from another.
 */
public record Publication(String service, EventType type) {

    /** Who says what, in any shop; where a person hands parcels over, order says what shipping would say. */
    public static final List<Publication> TABLE = Stream.of(
                    says(
                            "order",
                            ORDER_CREATED,
                            ORDER_UPDATED,
                            ORDER_CANCELLED,
                            ORDER_FAILED,
                            ORDER_CANCEL_REQUESTED,
                            ORDER_COMPLETED,
                            ORDER_SHIPPED,
                            ORDER_DELIVERED),
                    says("stock", STOCK_RESERVED, STOCK_NOT_RESERVED, STOCK_RELEASED, STOCK_DEDUCTED, STOCK_UPDATED),
                    says("payment", PAYMENT_INITIATED, PAYMENT_SUCCESSFUL, PAYMENT_FAILED, PAYMENT_REFUNDED),
                    says("catalog", PRODUCT_CREATED, PRODUCT_UPDATED, PRODUCT_DELETED),
                    says("shipping", ORDER_SHIPPED, ORDER_DELIVERED, SHIPMENT_STOPPED))
            .flatMap(List::stream)
            .toList();

    private static final Set<Publication> ALLOWED = Set.copyOf(TABLE);

    /** Whether that service may announce such events. */
    public static boolean allows(String service, EventType type) {
        return ALLOWED.contains(new Publication(service, type));
    }

    /** What that service may announce. */
    public static List<EventType> of(String service) {
        return TABLE.stream()
                .filter(entry -> entry.service.equals(service))
                .map(Publication::type)
                .toList();
    }

    /** Which services may announce such events. */
    public static Set<String> announcers(EventType type) {
        return TABLE.stream()
                .filter(entry -> entry.type == type)
                .map(Publication::service)
                .collect(Collectors.toSet());
    }

    /** The name of the queue for what nobody wanted of what that service says, {@code Stock_Unrouted} for instance. */
    public static String unroutedQueueOf(String service) {
        return Character.toUpperCase(service.charAt(0)) + service.substring(1) + "_Unrouted";
    }

    private static List<Publication> says(String service, EventType... types) {
        return Arrays.stream(types).map(type -> new Publication(service, type)).toList();
    }
}

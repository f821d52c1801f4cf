package dev.orderly.order.domain;

import java.util.Optional;

/**
 * One request to place an order, as it reached the intake.
 *
 * @param limited whether it counts what the customer has not paid yet: not where staff order for somebody
 */
public record Wish(PlaceOrder command, Optional<String> idempotencyKey, Optional<String> traceparent, boolean limited) {

    /** The key within the customer's own; two customers may use the same. */
    Optional<RequestKey> key() {
        return idempotencyKey.map(key -> new RequestKey(command.customerId(), key));
    }
}

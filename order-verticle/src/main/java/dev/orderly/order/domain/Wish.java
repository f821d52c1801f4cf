package dev.orderly.order.domain;

import java.util.Optional;

/** One request to place an order, as it reached the intake. */
public record Wish(PlaceOrder command, Optional<String> idempotencyKey, Optional<String> traceparent) {

    /** The key within the customer's own; two customers may use the same. */
    Optional<RequestKey> key() {
        return idempotencyKey.map(key -> new RequestKey(command.customerId(), key));
    }
}

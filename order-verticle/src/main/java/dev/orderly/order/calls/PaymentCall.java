package dev.orderly.order.calls;

import dev.orderly.contracts.Money;
import dev.orderly.web.Json;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;

/** One request for a payment, taken to be sent now; with the trace that it is part of, if it has one. */
record PaymentCall(
        UUID orderId,
        int attempts,
        String customerId,
        long totalMinor,
        String currency,
        String paymentMethod,
        Optional<String> traceparent) {

    /** What the payment service is asked for; the component names are the JSON. */
    private record Asked(UUID orderId, String customerId, BigDecimal amount, String currency, String paymentMethod) {}

    /** The body of the request. */
    Buffer body() {
        return Json.write(new Asked(orderId, customerId, Money.amount(totalMinor, currency), currency, paymentMethod));
    }
}

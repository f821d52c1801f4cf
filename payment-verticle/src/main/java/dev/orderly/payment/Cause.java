package dev.orderly.payment;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Money;
import dev.orderly.contracts.OrderEvent;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.payment.domain.Decision;
import dev.orderly.payment.domain.Payment;
import dev.orderly.payment.domain.PaymentRules;
import dev.orderly.payment.domain.Terms;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;

/** What happens to the payment of an order from outside; the payment need not exist yet. */
sealed interface Cause {

    UUID orderId();

    String customerId();

    /** The trace that it is part of, if it told one. */
    Optional<String> trace();

    /** What it makes of the payment. */
    Decision decide(Payment payment);

    /** The shop's flow wants the order paid. */
    record Triggered(UUID orderId, String customerId, Terms terms, Optional<String> trace) implements Cause {

        static Triggered by(Announcement<StockReserved> reserved) {
            StockReserved order = reserved.event();
            Terms terms = terms(order.totalAmount(), order.currency(), order.paymentMethod());
            return new Triggered(order.orderId(), order.customerId(), terms, reserved.traceparent());
        }

        static Triggered byOrder(Announcement<OrderCreated> created) {
            OrderCreated order = created.event();
            Terms terms = terms(order.totalAmount(), order.currency(), order.paymentMethod());
            return new Triggered(order.orderId(), order.customerId(), terms, created.traceparent());
        }

        private static Terms terms(BigDecimal amount, String currency, String method) {
            return new Terms(Money.minor(amount, currency), currency, method);
        }

        @Override
        public Decision decide(Payment payment) {
            return PaymentRules.triggered(payment, terms);
        }
    }

    /** Somebody asks over HTTP for the order to be paid. */
    record Asked(UUID orderId, String customerId, Terms terms, Optional<String> trace) implements Cause {

        @Override
        public Decision decide(Payment payment) {
            return PaymentRules.asked(payment, customerId, terms);
        }
    }

    /** The order was cancelled or has failed. */
    record Ended(UUID orderId, String customerId, String reason, Optional<String> trace) implements Cause {

        static Ended of(Announcement<? extends OrderEvent> ended, String reason) {
            return new Ended(ended.event().orderId(), ended.event().customerId(), reason, ended.traceparent());
        }

        @Override
        public Decision decide(Payment payment) {
            return PaymentRules.orderEnded(payment, reason);
        }
    }
}

package dev.orderly.payment;

import dev.orderly.payment.PaymentRepository.Stored;
import dev.orderly.payment.RefundRepository.StoredRefund;
import dev.orderly.payment.domain.Payment;
import dev.orderly.persistence.Database;
import dev.orderly.web.Caller;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What can be read about payments: one, the one of an order, or page by page. */
final class PaymentReadings {

    /** No id is greater: the newest payments come before it. */
    static final UUID END = new UUID(-1, -1);

    private final Database database;
    private final PaymentRepository payments;
    private final RefundRepository refunds;

    PaymentReadings(Database database, PaymentRepository payments, RefundRepository refunds) {
        this.database = database;
        this.payments = payments;
        this.refunds = refunds;
    }

    /** A payment with its refunds, oldest first. */
    record Reading(Payment payment, Instant createdAt, List<StoredRefund> refunds) {

        boolean isFor(Caller caller) {
            return caller.actsFor(payment.customerId());
        }
    }

    Future<Optional<Reading>> one(UUID id) {
        return payments.find(database, id)
                .compose(found -> withRefunds(found.stream().toList()))
                .map(readings -> readings.stream().findFirst());
    }

    Future<List<Reading>> ofOrder(UUID orderId) {
        return payments.findByOrder(database, orderId)
                .compose(found -> withRefunds(found.stream().toList()));
    }

    /** The payments older than that one, newest first. */
    Future<List<Reading>> page(UUID before, int limit) {
        return payments.page(database, before, limit).compose(this::withRefunds);
    }

    private Future<List<Reading>> withRefunds(List<Stored> stored) {
        List<UUID> refunded = stored.stream()
                .map(Stored::payment)
                .filter(payment -> payment.sums().promisedMinor() > 0)
                .map(Payment::id)
                .toList();
        Future<Map<UUID, List<StoredRefund>>> found =
                refunded.isEmpty() ? Future.succeededFuture(Map.of()) : refunds.of(database, refunded);
        return found.map(byPayment -> stored.stream()
                .map(row -> new Reading(
                        row.payment(),
                        row.createdAt(),
                        byPayment.getOrDefault(row.payment().id(), List.of())))
                .toList());
    }
}

package dev.orderly.payment;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.PaymentEvent;
import dev.orderly.messaging.Announcer;
import dev.orderly.payment.Consequences.Repetition;
import dev.orderly.payment.Journal.Told;
import dev.orderly.payment.domain.Payment;
import dev.orderly.payment.domain.Refund;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the consequences of a batch of decisions, one statement per table, and tells the others. */
final class Bookkeeper {

    private final PaymentRepository payments;
    private final RefundRepository refunds;
    private final Journal journal;
    private final Announcer announcer;

    Bookkeeper(PaymentRepository payments, RefundRepository refunds, Journal journal, Announcer announcer) {
        this.payments = payments;
        this.refunds = refunds;
        this.journal = journal;
        this.announcer = announcer;
    }

    /** The statements follow one another without waiting; the payments come first, since the others hang on them. */
    Future<Void> write(Transaction tx, Consequences found) {
        return Future.all(List.of(
                        payments.save(tx, found.changed(), found.now()),
                        journal.book(tx, found.entries(), found.now()),
                        refunds.insert(tx, found.promised(), found.now()),
                        refunds.settle(tx, found.settled(), found.now()),
                        journal.note(tx, found.announcements())))
                .compose(written -> repetitions(tx, found.repetitions()))
                .compose(repeated -> announcer.announce(
                        tx,
                        Stream.concat(found.announcements().stream(), repeated.stream())
                                .toList()));
    }

    private Future<List<Announcement<PaymentEvent>>> repetitions(Transaction tx, List<Repetition> asked) {
        if (asked.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        List<UUID> ids = asked.stream().map(asking -> asking.payment().id()).toList();
        Future<Map<UUID, List<Told>>> announced =
                journal.announced(tx, ids).map(told -> told.stream().collect(Collectors.groupingBy(Told::paymentId)));
        return Future.all(announced, refunds.of(tx, ids))
                .map(read -> asked.stream()
                        .flatMap(asking -> repeated(asking, read.resultAt(0), read.resultAt(1)))
                        .toList());
    }

    private static Stream<Announcement<PaymentEvent>> repeated(
            Repetition asked, Map<UUID, List<Told>> announced, Map<UUID, Refund> refunds) {
        List<Told> told = announced.getOrDefault(asked.payment().id(), List.of());
        return told.stream()
                .filter(once -> once.isOfRefund()
                        ? asked.what().refunds()
                        : asked.what().outcome() && once.equals(lastOutcome(told)))
                .map(once -> again(asked, once, refunds));
    }

    /** What was announced before the outcome is overtaken by it. */
    private static Told lastOutcome(List<Told> told) {
        return told.stream()
                .filter(once -> !once.isOfRefund())
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private static Announcement<PaymentEvent> again(Repetition asked, Told once, Map<UUID, Refund> refunds) {
        Payment payment = asked.payment();
        PaymentEvent event =
                once.refundId().map(refunds::get).map(payment::refunded).orElseGet(() -> payment.outcome(once.type()));
        return new Announcement<>(
                once.eventId(), once.sequence(), once.at(), PaymentService.NAME, asked.trace(), event);
    }
}

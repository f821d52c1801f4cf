package dev.orderly.payment;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.OrderEvent.OrderFailed;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.messaging.PurgedOrders;
import dev.orderly.payment.Errand.Charge;
import dev.orderly.payment.Outcome.GivenBack;
import dev.orderly.payment.PaymentRepository.Due;
import dev.orderly.payment.domain.Decision;
import dev.orderly.payment.domain.Payment;
import dev.orderly.payment.domain.PaymentRules;
import dev.orderly.payment.domain.Refund;
import dev.orderly.payment.domain.RefundWish;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The use cases about payments: lock, decide, save, announce, for a batch; what is to be done with the provider is handed on after commit. */
final class Payments {

    private static final String ORDER_CANCELLED = "order_cancelled";

    private final PaymentRepository payments;
    private final RefundRepository refunds;
    private final Bookkeeper books;
    private final Alarms alarms;
    private final Clock clock;
    private Consumer<List<Errand>> errands = nobody -> {};

    Payments(PaymentRepository payments, RefundRepository refunds, Bookkeeper books, Alarms alarms, Clock clock) {
        this.payments = payments;
        this.refunds = refunds;
        this.books = books;
        this.alarms = alarms;
        this.clock = clock;
    }

    /** Names who deals with the provider; until then errands wait in their rows. */
    void handOffTo(Consumer<List<Errand>> calls) {
        this.errands = calls;
    }

    /** Begins the payments of reserved orders. */
    Future<Void> initiate(Transaction tx, List<Announcement<StockReserved>> reserved) {
        return hear(tx, reserved.stream().map(Cause.Triggered::by).toList()).mapEmpty();
    }

    /** Begins the payments of orders, where the shop does not wait for the reservation. */
    Future<Void> initiateAtOnce(Transaction tx, List<Announcement<OrderCreated>> created) {
        return hear(tx, created.stream().map(Cause.Triggered::byOrder).toList()).mapEmpty();
    }

    /** Begins the payments that are asked for. @return what was decided, by order */
    Future<Map<UUID, Decision>> ask(Transaction tx, List<Cause.Asked> asked) {
        return hear(tx, asked);
    }

    /** Ends the payments of cancelled orders; what the customer said then is nobody else's business. */
    Future<Void> cancel(Transaction tx, List<Announcement<OrderCancelled>> cancelled) {
        return hear(
                        tx,
                        cancelled.stream()
                                .map(order -> Cause.Ended.of(order, ORDER_CANCELLED))
                                .toList())
                .mapEmpty();
    }

    /** Ends the payments of orders that have failed. */
    Future<Void> fail(Transaction tx, List<Announcement<OrderFailed>> failed) {
        return hear(
                        tx,
                        failed.stream()
                                .map(order ->
                                        Cause.Ended.of(order, order.event().reason()))
                                .toList())
                .mapEmpty();
    }

    /** Notes that the provider is about to be called. @return those for which it still may be */
    Future<Set<UUID>> send(Transaction tx, List<UUID> paymentIds) {
        return payments.markSent(tx, paymentIds);
    }

    /** Promises a refund, if the payment can still give that. @return what was decided */
    Future<Decision> refund(Transaction tx, UUID paymentId, RefundWish wish, Optional<String> trace) {
        Consequences found = new Consequences(now());
        return payments.lock(tx, List.of(paymentId))
                .compose(locked -> refunds.of(tx, locked.keySet())
                        .map(given -> decide(
                                locked.getOrDefault(paymentId, Payment.none(paymentId, paymentId, "")), given, wish)))
                .compose(decision -> {
                    found.add(decision, trace);
                    return carryOut(tx, found).map(decision);
                });
    }

    private static Decision decide(Payment payment, Map<UUID, Refund> given, RefundWish wish) {
        Optional<Refund> earlier = given.values().stream()
                .filter(refund -> refund.wish().key().equals(wish.key()))
                .findFirst();
        return PaymentRules.refundAsked(payment, wish, earlier);
    }

    /** Notes that the provider is about to be asked for refunds. @return how often each was asked for, if it still may be */
    Future<Map<UUID, Integer>> sendBack(Transaction tx, List<UUID> refundIds) {
        return refunds.markSent(tx, refundIds);
    }

    /** Puts off refunds that the provider has not made. */
    Future<Void> putOff(Transaction tx, List<RefundDelay> delays) {
        return refunds.putOff(tx, delays);
    }

    /** Writes down what the provider said, or did not say in time. */
    Future<Void> settle(Transaction tx, List<Outcome> outcomes) {
        Consequences found = new Consequences(now());
        return payments.lock(tx, idsOf(outcomes, outcome -> true))
                .compose(locked -> refundsOf(tx, idsOf(outcomes, GivenBack.class::isInstance))
                        .map(refunds -> new LockedPayments(locked, refunds)))
                .compose(locked -> {
                    outcomes.forEach(outcome ->
                            locked.decide(outcome).ifPresent(decision -> found.add(decision, outcome.trace())));
                    return carryOut(tx, found);
                });
    }

    /** Takes over what is due with the provider: payments and refunds that a crash, or the provider's silence, has left. */
    Future<List<Errand>> claimDue(Transaction tx, int limit) {
        return Future.all(payments.claimDue(tx, limit), refunds.claimDue(tx, limit))
                .map(claimed -> {
                    List<Due> due = claimed.resultAt(0);
                    List<Errand.GiveBack> back = claimed.resultAt(1);
                    return Stream.concat(due.stream().flatMap(Payments::errand), back.stream())
                            .toList();
                });
    }

    /**
     * An order of which nothing is known is taken to have no payment; the insert tells where that was wrong, and only then are rows
     * locked and decided on as they are.
     */
    private Future<Map<UUID, Decision>> hear(Transaction tx, List<? extends Cause> causes) {
        Map<UUID, Cause> heard = perOrder(causes);
        Map<UUID, Decision> fresh = new TreeMap<>();
        heard.forEach(
                (order, cause) -> fresh.put(order, cause.decide(Payment.none(Ids.next(), order, cause.customerId()))));
        List<Payment> begun = fresh.values().stream().map(Decision::payment).toList();
        Consequences found = new Consequences(now());
        return payments.insertNew(tx, begun, payment -> traceOf(heard, payment.orderId()), found.now())
                .compose(inserted -> PurgedOrders.refuse(tx, inserted).map(inserted))
                .compose(inserted -> {
                    fresh.keySet().retainAll(inserted);
                    fresh.forEach((order, decision) -> found.begin(decision, traceOf(heard, order)));
                    return hearAgain(tx, heard, fresh, found);
                });
    }

    private Future<Map<UUID, Decision>> hearAgain(
            Transaction tx, Map<UUID, Cause> heard, Map<UUID, Decision> decided, Consequences found) {
        List<UUID> known = heard.keySet().stream()
                .filter(order -> !decided.containsKey(order))
                .toList();
        Future<Map<UUID, Payment>> locked =
                known.isEmpty() ? Future.succeededFuture(Map.of()) : payments.lockByOrder(tx, known);
        return locked.compose(payments -> {
            payments.forEach((order, payment) -> {
                Decision decision = Objects.requireNonNull(heard.get(order)).decide(payment);
                decided.put(order, decision);
                found.add(decision, traceOf(heard, order));
            });
            return carryOut(tx, found).map(decided);
        });
    }

    private static Optional<String> traceOf(Map<UUID, Cause> heard, UUID order) {
        return Objects.requireNonNull(heard.get(order)).trace();
    }

    private Future<Map<UUID, Refund>> refundsOf(Transaction tx, Set<UUID> paymentIds) {
        return paymentIds.isEmpty() ? Future.succeededFuture(Map.of()) : refunds.of(tx, paymentIds);
    }

    private Future<Void> carryOut(Transaction tx, Consequences found) {
        tx.afterCommit(() -> {
            found.alerts().forEach(alert -> alarms.raise(alert.payment().id(), alert.what()));
            errands.accept(found.errands());
        });
        return books.write(tx, found);
    }

    private static Stream<Errand> errand(Due due) {
        Payment payment = due.payment();
        return switch (PaymentRules.pickedUp(payment)) {
            case CALL -> Stream.of(new Charge(payment.id(), payment.terms(), due.trace()));
            case ASK -> Stream.of(new Errand.Ask(payment.id(), due.isOverdue(), due.trace()));
            case NOTHING -> Stream.empty();
        };
    }

    private static Set<UUID> idsOf(List<Outcome> outcomes, Predicate<Outcome> wanted) {
        return outcomes.stream().filter(wanted).map(Outcome::paymentId).collect(Collectors.toSet());
    }

    /** Of several causes about one order the first counts; the order of orders is the order of locks. */
    private static Map<UUID, Cause> perOrder(List<? extends Cause> causes) {
        Map<UUID, Cause> heard = new TreeMap<>();
        causes.forEach(cause -> heard.putIfAbsent(cause.orderId(), cause));
        return heard;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}

package dev.orderly.payment;

import static dev.orderly.payment.PaymentDesk.order;
import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.PaymentEvent.PaymentFailed;
import dev.orderly.contracts.PaymentEvent.PaymentRefunded;
import dev.orderly.contracts.StockEvent.StockReserved;
import dev.orderly.payment.Providers.HeldAnswers;
import dev.orderly.payment.Providers.HeldRefunds;
import dev.orderly.payment.Providers.OutOfReach;
import dev.orderly.payment.domain.Terms;
import dev.orderly.payment.provider.PaymentProvider;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The use cases on real PostgreSQL, with the simulated provider beside them. */
class PaymentsIT {

    @SuppressWarnings("NullAway.Init")
    private static PaymentDatabase tables;

    private static final Terms TERMS = new Terms(1250, "USD", "tok_ok");

    private final UUID order = Ids.next();
    private final List<PaymentDesk> desks = new ArrayList<>();

    @BeforeAll
    static void migrate() {
        tables = new PaymentDatabase();
    }

    @AfterAll
    static void drop() {
        tables.close();
    }

    @AfterEach
    void closeDesks() {
        desks.forEach(PaymentDesk::close);
    }

    @ParameterizedTest
    @CsvSource({
        "tok_ok, captured, , capture 1250, payment.successful",
        "tok_flaky, captured, , capture 1250, payment.successful",
        "tok_slow, captured, , capture 1250, payment.successful",
        "tok_declined, failed, card_declined, , payment.failed",
        "tok_insufficient_funds, failed, insufficient_funds, , payment.failed",
        "tok_of_nobody, failed, card_declined, , payment.failed"
    })
    void doesWhatTheTokenSays(String token, String status, String reason, String ledger, String said) {
        PaymentDesk desk = desk().working();

        desk.reserved(order(order, token));

        eventually(() -> assertThat(tables.status(order)).isEqualTo(status));
        assertThat(tables.reason(order)).isEqualTo(String.valueOf(reason));
        assertThat(tables.ledger(order)).isEqualTo(ledger == null ? "" : ledger);
        assertThat(types(desk)).containsExactly("payment.initiated", said);
        assertThat(tables.journal(order)).isEqualTo("1 payment.initiated, 2 " + said);
        assertThat(tables.isDue(order)).isFalse();
    }

    @Test
    void failsWhenTheProviderIsSilentAndRefundsTheMoneyThatTurnsUp() {
        PaymentDesk desk = opened(new PaymentDesk(tables, PaymentDesk.STEADY, provider -> provider))
                .takingOver();

        desk.reserved(order(order, "tok_timeout"));

        eventually(() -> assertThat(tables.ledger(order)).isEqualTo("capture 1250, refund 1250"));
        assertThat(tables.status(order)).isEqualTo("failed");
        assertThat(tables.reason(order)).isEqualTo("timeout");
        assertThat(types(desk)).containsExactly("payment.initiated", "payment.failed", "payment.refunded");
        assertThat(tables.journal(order)).isEqualTo("1 payment.initiated, 2 payment.failed, 3 payment.refunded");
        assertThat(tables.moved(order)).isEqualTo("1 captures, 1 refunds");
        assertThat(tables.isDue(order)).isFalse();
    }

    @Test
    void stopsAskingWhenTheProviderWasNeverReached() {
        PaymentDesk desk = opened(new PaymentDesk(tables, PaymentDesk.HASTY, OutOfReach::new))
                .takingOver();

        desk.reserved(order(order, "tok_ok"));

        eventually(() -> assertThat(tables.status(order)).isEqualTo("failed"));
        eventually(() -> assertThat(tables.isDue(order)).isFalse());
        assertThat(tables.reason(order)).isEqualTo("timeout");
        assertThat(types(desk)).containsExactly("payment.initiated", "payment.failed");
        UUID payment = paymentOf(desk);
        PaymentDesk reaching = desk();
        assertThat(reaching.run(() -> reaching.provider.capture(payment, TERMS)))
                .isEqualTo(new PaymentProvider.Answer.Declined("never_called"));
    }

    @Test
    void refundsInFullWhenAPaymentSucceedsForACancelledOrder() {
        HeldAnswers held = new HeldAnswers();
        PaymentDesk desk = desk(held).working();
        desk.reserved(order(order, "tok_ok"));
        eventually(() -> assertThat(held.isWaiting()).isTrue());

        desk.cancelled(order);
        held.letGo(desk);

        eventually(() -> assertThat(tables.status(order)).isEqualTo("refunded"));
        assertThat(tables.ledger(order)).isEqualTo("capture 1250, refund 1250");
        assertThat(types(desk)).containsExactly("payment.initiated", "payment.refunded");
        PaymentRefunded refunded = (PaymentRefunded) last(desk).event();
        assertThat(refunded.amount()).isEqualTo(new BigDecimal("12.50"));
        assertThat(refunded.cause()).isEqualTo("compensation");
    }

    @Test
    void voidsQuietlyWhenAPaymentIsDeclinedForACancelledOrder() {
        HeldAnswers held = new HeldAnswers();
        PaymentDesk desk = desk(held).working();
        desk.reserved(order(order, "tok_declined"));
        eventually(() -> assertThat(held.isWaiting()).isTrue());

        desk.cancelled(order);
        held.letGo(desk);

        eventually(() -> assertThat(tables.status(order)).isEqualTo("void"));
        assertThat(types(desk)).containsExactly("payment.initiated");
    }

    @Test
    void refundsACapturedPaymentWhenItsOrderDies() {
        PaymentDesk desk = desk().working();
        desk.reserved(order(order, "tok_ok"));
        eventually(() -> assertThat(tables.status(order)).isEqualTo("captured"));

        desk.failed(order);

        eventually(() -> assertThat(tables.status(order)).isEqualTo("refunded"));
        assertThat(tables.ledger(order)).isEqualTo("capture 1250, refund 1250");
        assertThat(tables.journal(order)).isEqualTo("1 payment.initiated, 2 payment.successful, 3 payment.refunded");
    }

    @Test
    void neverCallsTheProviderForAnOrderCancelledBefore() {
        PaymentDesk desk = desk();
        desk.reserved(order(order, "tok_ok"));
        UUID payment = paymentOf(desk);

        desk.cancelled(order);

        assertThat(tables.status(order)).isEqualTo("void");
        assertThat(tables.isDue(order)).isFalse();
        assertThat(desk.run(() -> desk.log.sending(payment))).isFalse();
    }

    @Test
    void beginsNoPaymentForAnOrderThatHasEnded() {
        PaymentDesk desk = desk().working();
        desk.cancelled(order);

        desk.reserved(order(order, "tok_ok"));

        assertThat(tables.status(order)).isEqualTo("void");
        assertThat(types(desk)).isEmpty();
        assertThat(tables.journal(order)).isEmpty();
    }

    @Test
    void answersARepeatedTriggerWithTheOutcomeUnderTheSameId() {
        PaymentDesk desk = desk().working();
        desk.reserved(order(order, "tok_declined"));
        eventually(() -> assertThat(tables.status(order)).isEqualTo("failed"));
        Announcement<?> outcome = last(desk);

        desk.reserved(order(order, "tok_declined"), order(order, "tok_declined"));

        assertThat(desk.announced(tables, order)).hasSize(3);
        assertThat(last(desk)).isEqualTo(outcome);
        assertThat(((PaymentFailed) last(desk).event()).reason()).isEqualTo("card_declined");
    }

    @Test
    void answersARepeatedEndWithTheRefundUnderTheSameId() {
        PaymentDesk desk = desk().working();
        desk.reserved(order(order, "tok_ok"));
        eventually(() -> assertThat(tables.status(order)).isEqualTo("captured"));
        desk.cancelled(order);
        eventually(() -> assertThat(tables.status(order)).isEqualTo("refunded"));
        Announcement<?> refund = last(desk);

        desk.cancelled(order);

        assertThat(types(desk))
                .containsExactly("payment.initiated", "payment.successful", "payment.refunded", "payment.refunded");
        assertThat(last(desk)).isEqualTo(refund);
    }

    @Test
    void takesOnePaymentForAnOrderThatComesTwiceInABatch() {
        PaymentDesk desk = desk().working();

        desk.reserved(order(order, "tok_ok"), order(order, "tok_ok"));

        eventually(() -> assertThat(tables.status(order)).isEqualTo("captured"));
        assertThat(types(desk)).containsExactly("payment.initiated", "payment.successful");
    }

    @Test
    void takesABatchOfOrdersOfWhichSomeAreKnown() {
        PaymentDesk desk = desk().working();
        List<UUID> orders = IntStream.range(0, 300).mapToObj(i -> Ids.next()).toList();
        StockReserved[] batch = orders.stream().map(id -> order(id, "tok_ok")).toArray(StockReserved[]::new);
        desk.reserved(batch[7], batch[250]);
        desk.cancelled(orders.get(100));

        desk.reserved(batch);

        eventually(() -> assertThat(tables.statuses(orders)).isEqualTo("299 captured, 1 void"));
    }

    @Test
    void capturesOnceWhenACrashCameBetweenTheProvidersAnswerAndTheCommit() {
        PaymentDesk dying = desk();
        dying.reserved(order(order, "tok_ok"));
        UUID payment = paymentOf(dying);
        assertThat(dying.run(() -> dying.log.sending(payment))).isTrue();
        assertThat(dying.run(() -> dying.provider.capture(payment, TERMS)))
                .isInstanceOf(PaymentProvider.Answer.Captured.class);
        dying.close();
        tables.endLeases();

        desk().takeOver();

        eventually(() -> assertThat(tables.status(order)).isEqualTo("captured"));
        assertThat(tables.moved(order)).isEqualTo("1 captures, 0 refunds");
        assertThat(tables.ledger(order)).isEqualTo("capture 1250");
    }

    @Test
    void refundsOnceWhenACrashCameBeforeTheLedgerKnew() {
        PaymentDesk dying = desk(provider -> new HeldRefunds(provider)).working();
        dying.reserved(order(order, "tok_ok"));
        eventually(() -> assertThat(tables.status(order)).isEqualTo("captured"));
        dying.cancelled(order);
        eventually(() -> assertThat(tables.moved(order)).isEqualTo("1 captures, 1 refunds"));
        dying.close();
        assertThat(tables.ledger(order)).isEqualTo("capture 1250");
        tables.endLeases();

        desk().takeOver();

        eventually(() -> assertThat(tables.status(order)).isEqualTo("refunded"));
        assertThat(tables.moved(order)).isEqualTo("1 captures, 1 refunds");
        assertThat(tables.ledger(order)).isEqualTo("capture 1250, refund 1250");
    }

    @Test
    void takesUpAPaymentThatWasNeverSent() {
        PaymentDesk dying = desk();
        dying.reserved(order(order, "tok_flaky"));
        dying.close();
        tables.endLeases();

        desk().takeOver();

        eventually(() -> assertThat(tables.status(order)).isEqualTo("captured"));
        assertThat(tables.moved(order)).isEqualTo("1 captures, 0 refunds");
    }

    @Test
    void triesARefundThatTheProviderRefusesUntilItIsMade() {
        PaymentDesk desk = desk().takingOver();
        desk.reserved(order(order, "tok_refund_refused"));
        eventually(() -> assertThat(tables.status(order)).isEqualTo("captured"));

        desk.cancelled(order);

        eventually(() -> assertThat(tables.status(order)).isEqualTo("refunded"));
        assertThat(tables.refund(order)).isEqualTo("done after 4 attempts, null");
        assertThat(tables.ledger(order)).isEqualTo("capture 1250, refund 1250");
        assertThat(types(desk)).containsExactly("payment.initiated", "payment.successful", "payment.refunded");
        // pauses of 20, 40, 40 ms: the third attempt makes none longer
        assertThat(desk.alarms()).isEqualTo(2);
    }

    @Test
    void showsWhyARefundIsNotMadeYet() {
        PaymentDesk desk = desk().working();
        desk.reserved(order(order, "tok_refund_refused"));
        eventually(() -> assertThat(tables.status(order)).isEqualTo("captured"));

        desk.cancelled(order);

        eventually(() -> assertThat(tables.refund(order)).isEqualTo("pending after 1 attempts, refunds_suspended"));
        assertThat(desk.run(() -> desk.readings.ofOrder(order)).get(0).refunds())
                .allSatisfy(refund -> assertThat(refund.trouble()).contains("refunds_suspended"))
                .allSatisfy(refund -> assertThat(refund.nextAttemptAt()).isPresent());
    }

    @Test
    void callsTheProviderOnlyForWhatItHoldsTheLeaseOf() {
        PaymentDesk first = desk();
        PaymentDesk second = desk();
        first.reserved(order(order, "tok_ok"));
        UUID payment = paymentOf(first);

        assertThat(second.run(() -> second.log.sending(payment))).isFalse();
        tables.endLeases();
        assertThat(second.run(() -> second.log.sending(payment))).isTrue();
        assertThat(first.run(() -> first.log.sending(payment))).isFalse();
    }

    @Test
    void asksForARefundOnlyUnderItsLease() {
        PaymentDesk first = desk(provider -> new HeldRefunds(provider)).working();
        PaymentDesk second = desk();
        first.reserved(order(order, "tok_ok"));
        eventually(() -> assertThat(tables.status(order)).isEqualTo("captured"));
        first.cancelled(order);
        eventually(() -> assertThat(tables.refund(order)).isEqualTo("pending after 1 attempts, null"));
        UUID refund = tables.refundOf(order);

        assertThat(second.run(() -> second.log.sendingBack(refund))).isEmpty();
        tables.endLeases();
        assertThat(second.run(() -> second.log.sendingBack(refund))).contains(2);
        assertThat(first.run(() -> first.log.sendingBack(refund))).isEmpty();
    }

    @Test
    void keepsTheTraceOverACrash() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        PaymentDesk dying = desk();
        dying.reserved(trace, order(order, "tok_ok"));
        dying.close();
        tables.endLeases();

        PaymentDesk next = desk().takingOver();

        eventually(() -> assertThat(tables.status(order)).isEqualTo("captured"));
        assertThat(next.announced(tables, order))
                .hasSize(2)
                .allSatisfy(told -> assertThat(told.traceparent()).contains(trace));
    }

    @Test
    void letsNobodyRewriteTheLedger() {
        PaymentDesk desk = desk();

        assertThatThrownBy(() -> desk.run(() -> desk.statement("UPDATE ledger SET amount_minor = 1")))
                .hasMessageContaining("42501");
        assertThatThrownBy(() -> desk.run(() -> desk.statement("DELETE FROM payment_events")))
                .hasMessageContaining("42501");
        assertThatThrownBy(() -> desk.run(() -> desk.statement("SELECT * FROM provider.captures")))
                .hasMessageContaining("42501");
    }

    private PaymentDesk desk() {
        return desk(provider -> provider);
    }

    private PaymentDesk desk(UnaryOperator<PaymentProvider> changed) {
        return opened(new PaymentDesk(tables, PaymentDesk.PATIENT, changed));
    }

    private PaymentDesk opened(PaymentDesk desk) {
        desks.add(desk);
        return desk;
    }

    private UUID paymentOf(PaymentDesk desk) {
        return desk.run(() -> desk.readings.ofOrder(order)).get(0).payment().id();
    }

    private List<String> types(PaymentDesk desk) {
        return desk.announced(tables, order).stream()
                .<String>map(Announcement::type)
                .toList();
    }

    private Announcement<?> last(PaymentDesk desk) {
        List<Announcement<?>> announced = desk.announced(tables, order);
        return announced.get(announced.size() - 1);
    }
}

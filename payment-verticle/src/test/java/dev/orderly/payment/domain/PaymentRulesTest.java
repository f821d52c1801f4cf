package dev.orderly.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Event;
import dev.orderly.contracts.EventType;
import dev.orderly.payment.domain.Step.PromiseRefund;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every occasion in every state a payment can be in, against the table as the domain's page has it. */
class PaymentRulesTest {

    private static final UUID ID = UUID.fromString("018f0000-0000-7000-8000-000000000001");
    private static final UUID ORDER = UUID.fromString("018f0000-0000-7000-8000-000000000002");
    private static final UUID REFUND_ID = UUID.fromString("018f0000-0000-7000-8000-000000000003");
    private static final Terms TERMS = new Terms(1000, "USD", "tok_ok");
    private static final Refund REST = new Refund(REFUND_ID, ID, goodwill(600), 600, false);

    /** Rows are states, columns occasions; a cell is the status afterwards, then what happens. An empty cell changes nothing. */
    private static final String EXPECTED = """
            state       | triggered                         | ended                           | captured                                     | declined                     | timed out                            | asked 400                     | asked 600                     | refunded 600
            none        | pending say:payment.initiated     | void                            |                                              |                              |                                      | refuse:UNKNOWN_PAYMENT        | refuse:UNKNOWN_PAYMENT        |
            unsent      | repeat:outcome                    | void                            | captured book:1000 say:payment.successful    | failed say:payment.failed    | failed say:payment.failed            | refuse:NOT_CAPTURED           | refuse:NOT_CAPTURED           |
            sent        | repeat:outcome                    | pending unwanted                | captured book:1000 say:payment.successful    | failed say:payment.failed    | failed say:payment.failed ask        | refuse:NOT_CAPTURED           | refuse:NOT_CAPTURED           |
            unwanted    | repeat:outcome                    |                                 | captured book:1000 promise:1000              | void                         | failed say:payment.failed ask        | refuse:NOT_CAPTURED           | refuse:NOT_CAPTURED           |
            captured    | repeat:outcome                    | captured promise:1000           |                                              | alarm                        |                                      | captured promise:400          | captured promise:600          | captured book:-600 say:payment.refunded
            400 back    | repeat:outcome                    | captured promise:600            |                                              | alarm                        |                                      | captured promise:400          | captured promise:600          | refunded book:-600 say:payment.refunded
            600 promised| repeat:outcome                    | captured promise:400            |                                              | alarm                        |                                      | captured promise:400          | refuse:EXCEEDS_REMAINDER      | captured book:-600 say:payment.refunded
            failed      | repeat:outcome                    |                                 | failed book:1000 promise:1000                |                              |                                      | refuse:NOT_CAPTURED           | refuse:NOT_CAPTURED           | failed book:-600 say:payment.refunded
            asking      | repeat:outcome                    |                                 | failed book:1000 promise:1000                | failed                       |                                      | refuse:NOT_CAPTURED           | refuse:NOT_CAPTURED           | failed book:-600 say:payment.refunded
            late money  | repeat:outcome                    |                                 |                                              |                              |                                      | refuse:NOT_CAPTURED           | refuse:NOT_CAPTURED           | failed book:-600 say:payment.refunded
            void        |                                   |                                 | void book:1000 promise:1000 alarm            |                              |                                      | refuse:NOT_CAPTURED           | refuse:NOT_CAPTURED           | void book:-600 say:payment.refunded
            refunded    | repeat:outcome repeat:refunds     | repeat:refunds                  |                                              | alarm                        |                                      | refuse:EXCEEDS_REMAINDER      | refuse:EXCEEDS_REMAINDER      |
            """;

    private static final Map<String, Function<Payment, Decision>> OCCASIONS = Map.of(
            "triggered", payment -> PaymentRules.triggered(payment, TERMS),
            "ended", payment -> PaymentRules.orderEnded(payment, "cancelled"),
            "captured", payment -> PaymentRules.captured(payment, "ref"),
            "declined", payment -> PaymentRules.declined(payment, "card_declined"),
            "timed out", PaymentRules::timedOut,
            "asked 400", payment -> PaymentRules.refundAsked(payment, goodwill(400), Optional.empty()),
            "asked 600", payment -> PaymentRules.refundAsked(payment, goodwill(600), Optional.empty()),
            "refunded 600", payment -> PaymentRules.refunded(payment, REST, "back"));

    private static final Payment NONE = Payment.none(ID, ORDER, "ada");
    private static final Payment UNSENT = PaymentRules.triggered(NONE, TERMS).payment();
    private static final Payment SENT = UNSENT.with(Contact.SENT);
    private static final Payment CAPTURED = PaymentRules.captured(SENT, "ref").payment();
    private static final Payment ASKING = PaymentRules.timedOut(SENT).payment();

    private static final Map<String, Payment> STATES = Map.ofEntries(
            Map.entry("none", NONE),
            Map.entry("unsent", UNSENT),
            Map.entry("sent", SENT),
            Map.entry("unwanted", PaymentRules.orderEnded(SENT, "cancelled").payment()),
            Map.entry("captured", CAPTURED),
            Map.entry("400 back", CAPTURED.with(new Sums(true, 1000, 400, 400))),
            Map.entry("600 promised", CAPTURED.with(new Sums(true, 1000, 600, 0))),
            Map.entry("failed", PaymentRules.declined(SENT, "card_declined").payment()),
            Map.entry("asking", ASKING),
            Map.entry("late money", PaymentRules.captured(ASKING, "ref").payment()),
            Map.entry("void", PaymentRules.orderEnded(UNSENT, "cancelled").payment()),
            Map.entry(
                    "refunded", CAPTURED.with(new Sums(true, 1000, 1000, 1000)).with(Status.REFUNDED)));

    @TestFactory
    Stream<DynamicTest> doesWhatTheTableSays() {
        List<String> lines = EXPECTED.lines().toList();
        List<String> occasions = cells(lines.get(0));
        assertThat(lines).hasSize(STATES.size() + 1);
        assertThat(occasions).hasSize(OCCASIONS.size() + 1);
        return lines.stream().skip(1).map(PaymentRulesTest::cells).flatMap(row -> expectations(occasions, row));
    }

    @Test
    void hasAMoveForEveryOccasionInEveryStatus() {
        for (Occasion occasion : Occasion.values()) {
            for (Status status : Status.values()) {
                assertThat(PaymentTable.on(occasion, status)).isNotNull();
            }
        }
    }

    @Test
    void resumesWhatACrashLeft() {
        assertThat(STATES)
                .allSatisfy((name, payment) -> assertThat(PaymentRules.pickedUp(payment))
                        .as(name)
                        .isEqualTo(
                                payment.status() == Status.PENDING
                                        ? Resumption.CALL
                                        : name.equals("asking") ? Resumption.ASK : Resumption.NOTHING));
    }

    @Test
    void answersTheSameRefundKeyWithTheSameRefund() {
        Payment refunded = CAPTURED.with(Status.REFUNDED);

        Decision decision = PaymentRules.refundAsked(refunded, goodwill(600), Optional.of(REST));

        assertThat(decision.steps()).containsExactly(new Step.AnswerAsBefore(REST));
        assertThat(decision.isChanged()).isFalse();
    }

    @Test
    void takesARequestForWhatTheFlowWantsUnlessTheTermsDiffer() {
        assertThat(PaymentRules.asked(NONE, "ada", TERMS)).isEqualTo(PaymentRules.triggered(NONE, TERMS));
        assertThat(PaymentRules.asked(CAPTURED, "ada", TERMS)).isEqualTo(PaymentRules.triggered(CAPTURED, TERMS));
        assertThat(PaymentRules.asked(CAPTURED, "ada", new Terms(1001, "USD", "tok_ok")))
                .isEqualTo(Decision.unchanged(CAPTURED));
        assertThat(PaymentRules.asked(CAPTURED, "bob", TERMS)).isEqualTo(Decision.unchanged(CAPTURED));
    }

    @Test
    void refusesAnotherWishUnderTheSameKey() {
        Decision decision = PaymentRules.refundAsked(CAPTURED, goodwill(500), Optional.of(REST));

        assertThat(decision).isEqualTo(Decision.unchanged(CAPTURED, new Step.Refuse(Step.Refusal.KEY_REUSED)));
    }

    @Test
    void givesBackWhatIsLeftWhenNoAmountIsAsked() {
        RefundWish rest = new RefundWish("rest", Optional.empty(), RefundCause.GOODWILL, Optional.empty());
        Payment partly = CAPTURED.with(new Sums(true, 1000, 400, 0));
        Payment wholly = CAPTURED.with(new Sums(true, 1000, 1000, 400));

        assertThat(PaymentRules.refundAsked(partly, rest, Optional.empty()).steps())
                .containsExactly(new PromiseRefund(rest, 600));
        assertThat(PaymentRules.refundAsked(wholly, rest, Optional.empty()).steps())
                .containsExactly(new Step.Refuse(Step.Refusal.EXCEEDS_REMAINDER));
    }

    @Test
    void settlesARefundOnce() {
        Refund done = REST.settled();

        assertThat(PaymentRules.refunded(CAPTURED, done, "back").isChanged()).isFalse();
    }

    @Test
    void numbersItsEventsFromOne() {
        assertThat(UNSENT.sequence()).isEqualTo(1);
        assertThat(CAPTURED.sequence()).isEqualTo(2);
        assertThat(PaymentRules.refunded(CAPTURED, REST, "back").payment().sequence())
                .isEqualTo(3);
    }

    @Test
    void booksAndKeepsAFreeOrderThatNobodyWantsAnyMore() {
        Payment free = PaymentRules.orderEnded(SENT.with(new Terms(0, "USD", "tok_ok")), "cancelled")
                .payment();

        Decision decision = PaymentRules.captured(free, "ref");

        assertThat(decision.steps()).containsExactly(new Step.BookCapture(0, "ref"));
        assertThat(PaymentRules.captured(decision.payment(), "ref").isChanged()).isFalse();
    }

    private static Stream<DynamicTest> expectations(List<String> occasions, List<String> row) {
        List<DynamicTest> tests = new ArrayList<>();
        for (int column = 1; column < row.size(); column++) {
            String occasion = occasions.get(column);
            String expected = row.get(column);
            Function<Payment, Decision> happening = Objects.requireNonNull(OCCASIONS.get(occasion), occasion);
            Payment before = Objects.requireNonNull(STATES.get(row.get(0)), row.get(0));
            tests.add(DynamicTest.dynamicTest(row.get(0) + ": " + occasion, () -> {
                assertThat(described(before, happening.apply(before))).isEqualTo(expected);
            }));
        }
        return tests.stream();
    }

    private static String described(Payment before, Decision decision) {
        Payment after = decision.payment();
        assertThat(decision.isChanged()).isEqualTo(!after.equals(before));
        Stream<String> status = decision.isChanged() ? Stream.of(after.status().label()) : Stream.empty();
        Stream<String> unwanted = after.unwanted() && !before.unwanted() ? Stream.of("unwanted") : Stream.empty();
        Stream<String> steps = decision.steps().stream().flatMap(PaymentRulesTest::described);
        Stream<String> ask = after.contact() == Contact.ASKING && before.contact() != Contact.ASKING
                ? Stream.of("ask")
                : Stream.empty();
        return String.join(
                " ",
                Stream.of(status, unwanted, steps, ask)
                        .flatMap(Function.identity())
                        .toList());
    }

    private static Stream<String> described(Step step) {
        if (step instanceof Step.Announce said) {
            return Stream.of("say:" + name(said.event()));
        } else if (step instanceof Step.Repeat repeat) {
            return Stream.of(repeat.outcome() ? "repeat:outcome" : "", repeat.refunds() ? "repeat:refunds" : "")
                    .filter(word -> !word.isEmpty());
        } else if (step instanceof Step.BookCapture capture) {
            return Stream.of("book:" + capture.amountMinor());
        } else if (step instanceof Step.BookRefund refund) {
            return Stream.of("book:-" + refund.refund().amountMinor());
        } else if (step instanceof PromiseRefund promise) {
            return Stream.of("promise:" + promise.amountMinor());
        } else if (step instanceof Step.Refuse refuse) {
            return Stream.of("refuse:" + refuse.refusal());
        }
        return Stream.of(step instanceof Step.Alarm ? "alarm" : step.toString());
    }

    private static String name(Event event) {
        return EventType.of(event.getClass()).wireName();
    }

    private static RefundWish goodwill(long amountMinor) {
        return new RefundWish("sorry", Optional.of(amountMinor), RefundCause.GOODWILL, Optional.empty());
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    }
}

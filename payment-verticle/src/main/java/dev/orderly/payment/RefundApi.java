package dev.orderly.payment;

import dev.orderly.payment.PaymentReadings.Reading;
import dev.orderly.payment.PaymentViews.RefundView;
import dev.orderly.payment.RefundRepository.StoredRefund;
import dev.orderly.payment.domain.Decision;
import dev.orderly.payment.domain.RefundWish;
import dev.orderly.payment.domain.Step;
import dev.orderly.payment.domain.Step.Refusal;
import dev.orderly.web.Operations;
import dev.orderly.web.Problem;
import dev.orderly.web.Reply;
import dev.orderly.web.Request;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** HTTP in: the refunds of the payment contract. */
final class RefundApi {

    private final PaymentReadings readings;
    private final PaymentRequests requests;
    private final String currency;

    /** For a shop of this currency. */
    RefundApi(PaymentReadings readings, PaymentRequests requests, String currency) {
        this.readings = readings;
        this.requests = requests;
        this.currency = currency;
    }

    Operations addTo(Operations operations) {
        return operations.on("refundPayment", this::refund).on("getRefund", this::read);
    }

    private Future<Reply> refund(Request request) {
        UUID id = request.uuid("id");
        String key = request.idempotencyKey().orElseThrow(() -> Problem.validation("Idempotency-Key", "is required"));
        RefundWish wish = request.body().into(body -> PaymentBodies.refund(body, key, currency));
        return requests.refund(id, wish, request.traceparent())
                .map(decision -> requireGranted(id, decision))
                .compose(decision -> refund(id, stored -> stored.refund().wish().equals(wish))
                        .map(shown -> reply(id, shown, decision)));
    }

    private static Reply reply(UUID id, RefundView refund, Decision decision) {
        Reply made = Reply.created("/payments/" + id + "/refunds/" + refund.id(), refund);
        boolean isRepeated = decision.steps().stream().anyMatch(Step.AnswerAsBefore.class::isInstance);
        return isRepeated ? made.with("Idempotency-Replayed", "true") : made;
    }

    private Future<Reply> read(Request request) {
        UUID refundId = request.uuid("refundId");
        UUID paymentId = request.uuid("id");
        return readings.one(paymentId)
                .map(found -> found.filter(reading -> reading.isFor(request.caller()))
                        .flatMap(reading ->
                                refund(reading, stored -> stored.refund().id().equals(refundId)))
                        .orElseThrow(() -> noRefund(paymentId)))
                .map(Reply::ok)
                .map(Reply::tagged);
    }

    private Future<RefundView> refund(UUID paymentId, Predicate<StoredRefund> wanted) {
        return readings.one(paymentId)
                .map(found -> found.flatMap(reading -> refund(reading, wanted)).orElseThrow(() -> noRefund(paymentId)));
    }

    private static Problem noRefund(UUID paymentId) {
        return Problem.notFound("such refund of payment " + paymentId);
    }

    private static Optional<RefundView> refund(Reading reading, Predicate<StoredRefund> wanted) {
        return reading.refunds().stream()
                .filter(wanted)
                .findFirst()
                .map(stored -> RefundView.of(reading.payment(), stored));
    }

    private static Decision requireGranted(UUID id, Decision decision) {
        for (Step step : decision.steps()) {
            if (step instanceof Step.Refuse refused) {
                throw problem(id, decision, refused.refusal());
            }
        }
        return decision;
    }

    private static Problem problem(UUID id, Decision decision, Refusal refusal) {
        return switch (refusal) {
            case UNKNOWN_PAYMENT -> Problem.notFound("payment " + id);
            case NOT_CAPTURED ->
                Problem.conflict("A " + decision.payment().status().label() + " payment has no money to give back.");
            case EXCEEDS_REMAINDER ->
                Problem.unprocessable("exceeds_remainder", "Only " + remainder(decision) + " of it can still go back.");
            case KEY_REUSED ->
                Problem.unprocessable(
                        "idempotency_key_reused", "This Idempotency-Key was used for another refund of it before.");
        };
    }

    private static String remainder(Decision decision) {
        return decision.payment().terms().amount(decision.payment().sums().remainderMinor())
                + " "
                + decision.payment().terms().currency();
    }
}

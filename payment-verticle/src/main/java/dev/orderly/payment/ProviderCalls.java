package dev.orderly.payment;

import dev.orderly.faults.FaultPoint;
import dev.orderly.payment.Errand.Ask;
import dev.orderly.payment.Errand.Charge;
import dev.orderly.payment.Errand.GiveBack;
import dev.orderly.payment.domain.Refund;
import dev.orderly.payment.provider.PaymentProvider;
import dev.orderly.payment.provider.PaymentProvider.Answer;
import dev.orderly.payment.provider.PaymentProvider.RefundAnswer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs errands to the provider, outside any transaction: what is about to be called is committed before, what came of it after. Whatever
 * the provider fails with says nothing about the money, so it is called again with the same key. An errand that fails otherwise is left
 * to be picked up again.
 */
final class ProviderCalls {

    private final Vertx vertx;
    private final PaymentProvider provider;
    private final PaymentLog log;
    private final Alarms alarms;
    private final PaymentConfig config;

    ProviderCalls(Vertx vertx, PaymentProvider provider, PaymentLog log, Alarms alarms, PaymentConfig config) {
        this.vertx = vertx;
        this.provider = provider;
        this.log = log;
        this.alarms = alarms;
        this.config = config;
    }

    /** Completes when the errand is done, or left; fails when what came of it could not be written down. */
    Future<Void> run(Errand errand) {
        if (errand instanceof Charge charge) {
            return charge(charge, new Patience(config));
        }
        return errand instanceof GiveBack back ? giveBack(back) : ask((Ask) errand);
    }

    private Future<Void> charge(Charge charge, Patience patience) {
        return log.sending(charge.key()).compose(wanted -> wanted ? call(charge, patience) : Future.succeededFuture());
    }

    private Future<Void> call(Charge charge, Patience patience) {
        FaultPoint.PROVIDER_BEFORE_CALL.hit(PaymentService.NAME);
        return limited(provider.capture(charge.key(), charge.terms()))
                .transform(called ->
                        called.succeeded() ? answered(charge, called.result()) : unanswered(charge, patience));
    }

    private Future<Void> answered(Charge charge, Answer answer) {
        FaultPoint.PROVIDER_AFTER_CALL.hit(PaymentService.NAME);
        return log.settled(new Outcome.Answered(charge.key(), answer, charge.trace()));
    }

    private Future<Void> unanswered(Charge charge, Patience patience) {
        long pauseMs = patience.nextPauseMs();
        return patience.lastsFor(pauseMs)
                ? pause(pauseMs).compose(rested -> charge(charge, patience))
                : log.settled(new Outcome.TimedOut(charge.key(), charge.trace()));
    }

    private Future<Void> giveBack(GiveBack back) {
        return log.sendingBack(back.key())
                .compose(attempt -> attempt.map(count -> refund(back, count)).orElseGet(Future::succeededFuture));
    }

    private Future<Void> refund(GiveBack back, int attempt) {
        Refund refund = back.refund();
        return limited(provider.refund(back.key(), refund.paymentId(), refund.amountMinor()))
                .transform(called -> called.succeeded()
                        ? answered(back, called.result(), attempt)
                        : putOff(back, attempt, silence(called.cause())));
    }

    private Future<Void> answered(GiveBack back, RefundAnswer answer, int attempt) {
        FaultPoint.REFUND_AFTER_CALL.hit(PaymentService.NAME);
        return answer instanceof RefundAnswer.Refunded made
                ? log.settled(
                        new Outcome.GivenBack(back.refund().paymentId(), back.key(), made.providerRef(), back.trace()))
                : putOff(back, attempt, ((RefundAnswer.Refused) answer).reason());
    }

    /** A refund is tried for ever: its row comes due again. Somebody is called each time the pause grows, not each time it ends. */
    private Future<Void> putOff(GiveBack back, int attempt, String why) {
        PaymentConfig.BackOff pauses = config.refunds();
        if (attempt == 1 || pauses.pauseMs(attempt) > pauses.pauseMs(attempt - 1)) {
            alarms.raise(
                    back.refund().paymentId(),
                    "refund " + back.key() + " is not made at attempt " + attempt + " (" + why + "); trying on");
        }
        return log.putOff(new RefundDelay(back.key(), why, pauses.jitteredMs(attempt)));
    }

    private static String silence(Throwable failure) {
        return failure instanceof TimeoutException ? "no answer in time" : String.valueOf(failure.getMessage());
    }

    private Future<Void> ask(Ask ask) {
        return limited(provider.find(ask.key()))
                .transform(asked -> asked.succeeded()
                        ? asked.result().map(answer -> late(ask, answer)).orElseGet(() -> silent(ask))
                        : silent(ask));
    }

    private Future<Void> late(Ask ask, Answer answer) {
        FaultPoint.PROVIDER_AFTER_CALL.hit(PaymentService.NAME);
        return log.settled(new Outcome.Answered(ask.key(), answer, ask.trace()));
    }

    private Future<Void> silent(Ask ask) {
        if (ask.isOverdue()) {
            alarms.raise(ask.key(), "the provider has not told for very long what became of it; asking on");
        }
        return Future.succeededFuture();
    }

    private <T> Future<T> limited(Future<T> call) {
        return call.timeout(config.attemptLimit().toMillis(), TimeUnit.MILLISECONDS);
    }

    private Future<Long> pause(long pauseMs) {
        return vertx.timer(pauseMs, TimeUnit.MILLISECONDS).map(pauseMs);
    }

    /** How long one errand is tried, and with which pauses; counted on the monotonic clock. */
    private static final class Patience {

        private final PaymentConfig config;
        private final long beganNanos = System.nanoTime();
        private int calls;

        Patience(PaymentConfig config) {
            this.config = config;
        }

        long nextPauseMs() {
            calls++;
            return config.backOff().jitteredMs(calls);
        }

        boolean lastsFor(long pauseMs) {
            long goneMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
            return goneMs + pauseMs < config.timeLimit().toMillis();
        }
    }
}

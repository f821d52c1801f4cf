package dev.orderly.payment;

import dev.orderly.faults.FaultPoint;
import dev.orderly.payment.Errand.Ask;
import dev.orderly.payment.Errand.Charge;
import dev.orderly.payment.Errand.GiveBack;
import dev.orderly.payment.provider.PaymentProvider;
import dev.orderly.payment.provider.PaymentProvider.Answer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

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
        return errand instanceof GiveBack back ? giveBack(back, new Patience(config)) : ask((Ask) errand);
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

    private Future<Void> giveBack(GiveBack back, Patience patience) {
        return limited(provider.refund(
                        back.key(), back.refund().paymentId(), back.refund().amountMinor()))
                .transform(called -> called.succeeded() ? givenBack(back, called.result()) : refused(back, patience));
    }

    private Future<Void> givenBack(GiveBack back, String providerRef) {
        FaultPoint.REFUND_AFTER_CALL.hit(PaymentService.NAME);
        return log.settled(new Outcome.GivenBack(back.refund().paymentId(), back.key(), providerRef, back.trace()));
    }

    /** A refund is tried for ever: when this patience ends, the row comes due again. */
    private Future<Void> refused(GiveBack back, Patience patience) {
        long pauseMs = patience.nextPauseMs();
        if (patience.lastsFor(pauseMs)) {
            return pause(pauseMs).compose(rested -> giveBack(back, patience));
        }
        alarms.raise(back.refund().paymentId(), "refund " + back.key() + " is not confirmed yet; trying on");
        return Future.succeededFuture();
    }

    private Future<Void> ask(Ask ask) {
        return limited(provider.find(ask.key()))
                .transform(asked -> asked.succeeded()
                        ? asked.result().map(answer -> late(ask, answer)).orElseGet(() -> silent(ask))
                        : silent(ask));
    }

    private Future<Void> late(Ask ask, Answer answer) {
        FaultPoint.PROVIDER_AFTER_CALL.hit(PaymentService.NAME);
        return log.settled(new Outcome.Answered(ask.key(), answer, Optional.empty()));
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

        private static final int MAX_DOUBLINGS = 16;

        private final PaymentConfig config;
        private final long beganNanos = System.nanoTime();
        private int calls;

        Patience(PaymentConfig config) {
            this.config = config;
        }

        /** Doubles with each call, up to the longest; between half of that and all of it. */
        long nextPauseMs() {
            long full = Math.min(
                    config.backOff().longest().toMillis(),
                    config.backOff().first().toMillis() << Math.min(calls, MAX_DOUBLINGS));
            calls++;
            return Math.max(1, full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
        }

        boolean lastsFor(long pauseMs) {
            long goneMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
            return goneMs + pauseMs < config.timeLimit().toMillis();
        }
    }
}

package dev.orderly.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.payment.domain.Terms;
import dev.orderly.payment.provider.PaymentProvider;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The simulated provider with this or that in its way. */
final class Providers {

    private Providers() {}

    /** Keeps the answers to captures back until the test lets them go. */
    static final class HeldAnswers implements UnaryOperator<PaymentProvider> {

        private final Promise<Void> gate = Promise.promise();
        private volatile boolean waiting;

        @Override
        public PaymentProvider apply(PaymentProvider real) {
            return new Passing(real) {
                @Override
                public Future<Answer> capture(UUID key, Terms terms) {
                    return real.capture(key, terms).compose(answer -> {
                        waiting = true;
                        return gate.future().map(answer);
                    });
                }
            };
        }

        boolean isWaiting() {
            return waiting;
        }

        void letGo(PaymentDesk desk) {
            Object done = desk.run(() -> {
                gate.tryComplete();
                return Future.succeededFuture("gone");
            });
            assertThat(done).isEqualTo("gone");
        }
    }

    /** Fails before the provider has heard anything; only asking works. */
    static final class OutOfReach extends Passing {

        OutOfReach(PaymentProvider real) {
            super(real);
        }

        @Override
        public Future<Answer> capture(UUID key, Terms terms) {
            return Future.failedFuture("out of reach");
        }
    }

    /** Makes refunds, and never says so. */
    static final class HeldRefunds extends Passing {

        HeldRefunds(PaymentProvider real) {
            super(real);
        }

        @Override
        public Future<RefundAnswer> refund(UUID key, UUID captureKey, long amountMinor) {
            return super.refund(key, captureKey, amountMinor)
                    .compose(made -> Promise.<RefundAnswer>promise().future());
        }
    }

    /** Passes everything on to the simulated provider. */
    static class Passing implements PaymentProvider {

        private final PaymentProvider real;

        Passing(PaymentProvider real) {
            this.real = real;
        }

        @Override
        public Future<Answer> capture(UUID key, Terms terms) {
            return real.capture(key, terms);
        }

        @Override
        public Future<Optional<Answer>> find(UUID key) {
            return real.find(key);
        }

        @Override
        public Future<RefundAnswer> refund(UUID key, UUID captureKey, long amountMinor) {
            return real.refund(key, captureKey, amountMinor);
        }
    }
}

package dev.orderly.payment.provider;

import dev.orderly.payment.domain.Terms;
import dev.orderly.payment.provider.PaymentProvider.Answer.Declined;
import dev.orderly.persistence.Batcher;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Stride;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A provider that pretends, and behaves as the payment method says. What it has taken is committed in a schema of its own before it
 * answers, as with a real one: a crash on our side finds the money moved.
 */
public final class SimulatedProvider implements PaymentProvider {

    private static final int FAILURES_OF_FLAKY = 2;
    private static final List<UUID> FIRST = List.of(new UUID(0, 0));

    private final Vertx vertx;
    private final Delays delays;
    private final Database database;
    private final SimulatedTill till = new SimulatedTill();
    private final Batcher<SimulatedTill.Taking, Answer> takings;
    private final Batcher<SimulatedTill.GivingBack, RefundAnswer> givingsBack;

    /**
     * How long the simulated provider takes.
     *
     * @param slow until {@code tok_slow} answers
     * @param lateCapture until the capture of {@code tok_timeout} turns up
     */
    public record Delays(Duration slow, Duration lateCapture) {}

    /** No answer, as from a provider in trouble. */
    public static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable() {
            super("the simulated provider is in trouble", null, false, false);
        }
    }

    /** On its own schema, in batches of this shape. */
    public SimulatedProvider(Vertx vertx, Database database, Delays delays, Batcher.Limits batching) {
        this.vertx = vertx;
        this.database = database;
        this.delays = delays;
        this.takings = new Batcher<>(batching, batch -> database.inTransaction(tx -> till.take(tx, batch)));
        this.givingsBack = new Batcher<>(batching, batch -> database.inTransaction(tx -> till.giveBack(tx, batch)));
    }

    @Override
    public Future<Answer> capture(UUID key, Terms terms) {
        return switch (terms.method()) {
            case "tok_ok", SimulatedTill.REFUND_REFUSED -> take(key, terms);
            case "tok_insufficient_funds" -> Future.succeededFuture(new Declined("insufficient_funds"));
            case "tok_flaky" -> takeAfterFailures(key, terms);
            case "tok_slow" -> after(delays.slow()).compose(rested -> take(key, terms));
            case "tok_timeout" -> takeWithoutAWord(key, terms);
            default -> Future.succeededFuture(new Declined("card_declined"));
        };
    }

    @Override
    public Future<Optional<Answer>> find(UUID key) {
        return till.find(database, key);
    }

    @Override
    public Future<RefundAnswer> refund(UUID key, UUID captureKey, long amountMinor) {
        return givingsBack.submit(new SimulatedTill.GivingBack(key, captureKey, amountMinor));
    }

    @Override
    public Future<Void> forget(Instant before, Function<List<UUID>, Future<Set<UUID>>> kept) {
        return Stride.from(FIRST, List::isEmpty, last -> forgetAfter(last.get(0), before, kept))
                .mapEmpty();
    }

    /** Answers the last key that was looked at, if there was one. */
    private Future<List<UUID>> forgetAfter(UUID after, Instant before, Function<List<UUID>, Future<Set<UUID>>> kept) {
        return till.old(database, before, after)
                .compose(old -> old.isEmpty()
                        ? Future.succeededFuture(old)
                        : kept.apply(old)
                                .compose(known -> till.forget(
                                        database,
                                        old.stream()
                                                .filter(key -> !known.contains(key))
                                                .toList()))
                                .map(forgotten -> List.of(old.get(old.size() - 1))));
    }

    private Future<Answer> take(UUID key, Terms terms) {
        return takings.submit(new SimulatedTill.Taking(key, terms, Duration.ZERO));
    }

    private Future<Answer> takeAfterFailures(UUID key, Terms terms) {
        return till.countCall(database, key)
                .compose(
                        calls -> calls > FAILURES_OF_FLAKY ? take(key, terms) : Future.failedFuture(new Unavailable()));
    }

    /** The capture is on record at once, turns up later, and nobody is told. */
    private Future<Answer> takeWithoutAWord(UUID key, Terms terms) {
        Promise<Answer> never = Promise.promise();
        return takings.submit(new SimulatedTill.Taking(key, terms, delays.lateCapture()))
                .compose(taken -> never.future());
    }

    private Future<Long> after(Duration delay) {
        return vertx.timer(Math.max(1, delay.toMillis()), TimeUnit.MILLISECONDS).mapEmpty();
    }
}

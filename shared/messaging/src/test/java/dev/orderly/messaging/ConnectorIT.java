package dev.orderly.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection that is given up is gone, at whatever point that happens. */
class ConnectorIT {

    private final Vertx vertx = Vertx.vertx();
    private final ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
    private final Wire wire = new Wire(vertx, TestBroker.uri());
    private final BrokerSettings settings = TestBroker.through(wire, TestBroker.settings());
    private final List<Generation> underPreparation = new CopyOnWriteArrayList<>();
    private final Promise<Void> preparation = Promise.promise();
    private final Connector connector = new Connector(context, settings, "test", this::prepare);

    @AfterEach
    void close() {
        underPreparation.forEach(generation -> generation.end(new IllegalStateException("the test is over")));
        wire.close();
        Await.done(vertx.close());
    }

    @Test
    void endsWhatIsStillUnderPreparationWhenItIsStoppedAndTriesNoOther() {
        Future<Void> started = on(connector::start);
        Await.until("a generation is under preparation", () -> underPreparation.size() == 1);
        Generation generation = underPreparation.get(0);
        assertThat(wire.open()).isEqualTo(1);

        Await.done(on(connector::stop));

        assertThat(generation.isAlive()).isFalse();
        assertThat(generation.closed().isComplete()).isTrue();
        Await.until("its connection is closed", () -> wire.open() == 0);
        preparation.fail("it came to nothing");
        outlast();
        assertThat(wire.opened()).isEqualTo(1);
        assertThat(started.isComplete()).isFalse();
    }

    /** As long as another one takes to try again: one that wanted to would have tried, too. */
    private void outlast() {
        try (Wire elsewhere = new Wire(vertx, TestBroker.uri())) {
            Connector other = new Connector(
                    context,
                    TestBroker.through(elsewhere, settings),
                    "other",
                    generation -> Future.failedFuture("not fit for use"));
            Future<Void> never = on(other::start);
            Await.until("another one has tried again twice", () -> elsewhere.opened() >= 3);
            assertThat(never.isComplete()).isFalse();
            Await.done(on(other::stop));
        }
    }

    private Future<Void> prepare(Generation generation) {
        underPreparation.add(generation);
        return preparation.future();
    }

    private <T> Future<T> on(Supplier<Future<T>> work) {
        return Future.future(done -> context.runOnContext(now -> work.get().onComplete(done)));
    }
}

package dev.orderly.persistence;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/** Goes through something long by asynchronous steps, each begun anew by the event loop: no future waits inside another, however many there are. */
public final class Stride<S> {

    private final Context loop;
    private final Predicate<S> isOver;
    private final Function<S, Future<S>> step;
    private final Promise<S> end = Promise.promise();

    private Stride(Context loop, Predicate<S> isOver, Function<S, Future<S>> step) {
        this.loop = loop;
        this.isOver = isOver;
        this.step = step;
    }

    /**
     * Repeats the step from there on, each time with what the last one has answered, until that is said to be over. Gives the last
     * answer, or fails as the first step that fails. To be called on an event loop.
     */
    public static <S> Future<S> from(S start, Predicate<S> isOver, Function<S, Future<S>> step) {
        Context loop = Objects.requireNonNull(Vertx.currentContext(), "no event loop");
        Stride<S> stride = new Stride<>(loop, isOver, step);
        stride.goOn(start);
        return stride.end.future();
    }

    private void goOn(S reached) {
        if (isOver.test(reached)) {
            end.complete(reached);
        } else {
            loop.runOnContext(turn -> begin(reached));
        }
    }

    private void begin(S reached) {
        Future.succeededFuture(reached).compose(step).onComplete(this::goOn, end::fail);
    }
}

package dev.orderly.service;

import dev.orderly.persistence.ShopLease;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a service does by itself from time to time: one loop of each process sees to it, and one process of the shop does it. */
public final class Chores {

    private static final Duration LEASE = Duration.ofSeconds(10);

    private record Chore(Duration every, Sweeper sweeper) {}

    private final ServiceEdge edge;
    private final List<Chore> chores = new ArrayList<>();

    /** No chores yet, for the service of this edge. */
    public Chores(ServiceEdge edge) {
        this.edge = edge;
    }

    /**
     * Adds something that has to be done whatever happens.
     *
     * @param name of the work, for the log and the lease; unique within the service
     * @param step one transaction's worth of it; answers whether there may be more to do at once
     */
    public Chores add(String name, Duration every, Supplier<Future<Boolean>> step) {
        chores.add(new Chore(every, sweeper(name, step)));
        return this;
    }

    /** The same for work that rests while events may not travel, and until what they delayed has come from the backlog. */
    public Chores addResting(String name, Duration every, Supplier<Future<Boolean>> step) {
        chores.add(new Chore(every, sweeper(name, step).restingWith(edge.messaging())));
        return this;
    }

    /** Begins all of it, if this is the loop that does so; to be called on it. */
    public void begin() {
        if (edge.first()) {
            chores.forEach(chore -> chore.sweeper().start(edge.vertx(), chore.every()));
        }
    }

    /** Ends all of it, when the steps under way are done. */
    public Future<Void> stop() {
        return Future.join(chores.stream()
                        .map(chore -> chore.sweeper().stop(edge.vertx()))
                        .toList())
                .mapEmpty();
    }

    private Sweeper sweeper(String name, Supplier<Future<Boolean>> step) {
        return new Sweeper(name, new ShopLease(edge.database(), name, LEASE), step);
    }
}

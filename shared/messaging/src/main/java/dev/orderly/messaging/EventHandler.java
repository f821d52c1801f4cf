package dev.orderly.messaging;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.util.List;

/** What a service does with a batch of events of one type. */
@FunctionalInterface
public interface EventHandler<E extends Event> {

    /**
     * Applies the events, oldest first, within the transaction; they are acknowledged after its commit. An event may come again, also
     * twice in one batch. Fails with {@link PermanentFailure} when an event can never be handled; then the batch is halved until it is
     * alone.
     */
    Future<Void> handle(Transaction tx, List<Announcement<E>> events);
}

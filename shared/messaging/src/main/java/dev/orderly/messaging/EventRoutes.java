package dev.orderly.messaging;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/** Events in, as a table: which use case hears which event. */
public final class EventRoutes {

    private final Map<Class<? extends Event>, EventHandler<?>> handlers = new HashMap<>();
    private IntConsumer sizes = size -> {};

    /** Sends events of the type to the handler. */
    public <E extends Event> EventRoutes on(Class<E> type, EventHandler<E> handler) {
        handlers.put(type, handler);
        return this;
    }

    /** Tells the observer how many events each transaction has. */
    public EventRoutes measuredBy(IntConsumer observer) {
        sizes = observer;
        return this;
    }

    /** Whether somebody hears events of this type. */
    public boolean covers(Class<? extends Event> type) {
        return handlers.containsKey(type);
    }

    /** Hands the events to their use cases, type after type, in one transaction. */
    Future<Void> handle(Transaction tx, List<? extends Announcement<?>> events) {
        sizes.accept(events.size());
        Map<Class<? extends Event>, List<Announcement<?>>> byType = events.stream()
                .collect(Collectors.groupingBy(
                        heard -> heard.event().getClass(), LinkedHashMap::new, Collectors.toList()));
        Future<Void> handled = Future.succeededFuture();
        for (var entry : byType.entrySet()) {
            handled = handled.compose(before -> route(tx, entry.getKey(), entry.getValue()));
        }
        return handled;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // on() ties the handler to the class that is the key
    private Future<Void> route(Transaction tx, Class<? extends Event> type, List<Announcement<?>> events) {
        EventHandler handler = handlers.get(type);
        return handler == null
                ? Future.failedFuture(new PermanentFailure("nobody here hears " + type.getSimpleName()))
                : handler.handle(tx, events);
    }
}

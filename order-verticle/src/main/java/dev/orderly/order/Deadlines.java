package dev.orderly.order;

import dev.orderly.order.WatchRepository.Stride;
import dev.orderly.order.domain.Heard;
import dev.orderly.order.domain.Look;
import dev.orderly.order.domain.Order;
import dev.orderly.order.domain.Patience;
import dev.orderly.order.domain.Step;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What time does to orders: those that stay where they are too long say their last word again, and are given up at last. */
final class Deadlines {

    private static final int STRIDE = 2000;
    private static final int LOOKS = 200;

    private final Database database;
    private final Orders orders;
    private final OrderTables tables;
    private final Patience patience;

    Deadlines(Database database, Orders orders, OrderTables tables, Patience patience) {
        this.database = database;
        this.orders = orders;
        this.tables = tables;
        this.patience = patience;
    }

    /** One step of the work; answers whether there may be more at once. */
    Future<Boolean> sweep() {
        return gather().compose(more -> look().map(moreDue -> more || moreDue));
    }

    /** Watches the orders that have become half a deadline old and are not at rest; whether more of them wait to be seen. */
    private Future<Boolean> gather() {
        return database.inTransaction(tx -> tables.watch()
                .advance(tx, patience.half(), STRIDE)
                .compose(stride -> stride.map(found -> gather(tx, found)).orElse(Future.succeededFuture(false))));
    }

    private Future<Boolean> gather(Transaction tx, Stride stride) {
        return tables.orders()
                .findPlaced(tx, stride)
                .compose(found -> tables.watch()
                        .follow(tx, found.stream().filter(patience::isRestless).toList(), patience, Duration.ZERO))
                .map(followed -> stride.passed() == STRIDE);
    }

    /** Looks at the watched orders whose turn it is; whether there may be more of them. */
    private Future<Boolean> look() {
        return database.inTransaction(tx ->
                tables.watch().due(tx, LOOKS).compose(due -> look(tx, due).map(looked -> due.size() == LOOKS)));
    }

    private Future<Void> look(Transaction tx, List<UUID> due) {
        return tables.orders()
                .lock(tx, due)
                .compose(locked ->
                        tables.watch().looks(tx, locked, patience.deadline()).compose(looks -> act(tx, locked, looks)));
    }

    private Future<Void> act(Transaction tx, List<Order> locked, List<Look> looks) {
        List<Heard> batch = looks.stream()
                .flatMap(look -> patience.causes(look).stream()
                        .map(cause -> Heard.byTheClock(look.order(), cause, OrderService.NAME)))
                .toList();
        return orders.apply(tx, locked, batch).compose(steps -> remember(tx, stayed(looks, steps)));
    }

    /** A move has begun the watch anew already. */
    private static List<Look> stayed(List<Look> looks, List<Step> steps) {
        Set<UUID> moved = steps.stream()
                .filter(Step::isMove)
                .map(step -> step.after().id())
                .collect(Collectors.toSet());
        return looks.stream().filter(look -> !moved.contains(look.order().id())).toList();
    }

    private Future<Void> remember(Transaction tx, List<Look> looks) {
        Map<UUID, Optional<Duration>> next = new LinkedHashMap<>();
        List<UUID> resting = new ArrayList<>();
        for (Look look : looks) {
            if (patience.isRestless(look.order())) {
                next.put(look.order().id(), patience.nextLook(look));
            } else {
                resting.add(look.order().id());
            }
        }
        return tables.watch().looked(tx, next).compose(looked -> tables.watch().forget(tx, resting));
    }
}

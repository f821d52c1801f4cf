package dev.orderly.order;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.EventType;
import dev.orderly.messaging.Announcer;
import dev.orderly.messaging.PermanentFailure;
import dev.orderly.messaging.PurgedOrders;
import dev.orderly.order.domain.Heard;
import dev.orderly.order.domain.LockedOrders;
import dev.orderly.order.domain.Order;
import dev.orderly.order.domain.Patience;
import dev.orderly.order.domain.Step;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What becomes of orders: events and wishes are applied to them, batch by batch. */
final class Orders {

    private final OrderTables tables;
    private final Repetitions repetitions;
    private final Announcer announcer;
    private final Patience patience;
    private final Clock clock;
    private final Consumer<Step> alarm;
    private final List<StepFollower> followers = new ArrayList<>();

    Orders(OrderTables tables, Announcer announcer, Patience patience, Clock clock, Consumer<Step> alarm) {
        this.tables = tables;
        this.repetitions = new Repetitions(tables.timeline());
        this.announcer = announcer;
        this.patience = patience;
        this.clock = clock;
        this.alarm = alarm;
        followers.add(tables.counters()::follow);
    }

    /** Has this written too in every transaction in which orders take steps. */
    Orders followedBy(StepFollower follower) {
        followers.add(follower);
        return this;
    }

    /** Applies events of other services, in their order. Fails for good when one is about an order that does not exist. */
    Future<Void> hear(Transaction tx, List<Heard> batch) {
        return lock(tx, batch)
                .compose(found -> requireAll(tx, found, batch).map(found))
                .compose(found -> apply(tx, found, batch))
                .mapEmpty();
    }

    /** Carries out a customer's wish as far as the table lets it; empty when there is no such order. */
    Future<Optional<Step>> carryOut(Transaction tx, Heard wish) {
        return carryOut(tx, wish, order -> {});
    }

    /** The same, if the locked order is as required: what {@code requirement} throws ends the transaction. */
    Future<Optional<Step>> carryOut(Transaction tx, Heard wish, Consumer<Order> requirement) {
        return lock(tx, List.of(wish))
                .map(found -> required(found, requirement))
                .compose(found -> apply(tx, found, List.of(wish)))
                .map(steps -> steps.stream().findFirst());
    }

    private static List<Order> required(List<Order> found, Consumer<Order> requirement) {
        found.forEach(requirement);
        return found;
    }

    private Future<List<Order>> lock(Transaction tx, List<Heard> batch) {
        return tables.orders().lock(tx, batch.stream().map(Heard::orderId).toList());
    }

    /** Applies the batch to these locked orders and stores what becomes of them; what is about another order is left out. */
    Future<List<Step>> apply(Transaction tx, List<Order> found, List<Heard> batch) {
        return tables.timeline().findKnown(tx, batch).compose(known -> {
            LockedOrders locked = new LockedOrders(found, known, patience.flow());
            List<Step> steps = locked.hear(batch);
            return settle(tx, locked.changed(), steps).map(steps);
        });
    }

    /** An order that was purged is told from one that never was. */
    private static Future<Void> requireAll(Transaction tx, List<Order> found, List<Heard> batch) {
        Set<UUID> ids = found.stream().map(Order::id).collect(Collectors.toSet());
        List<UUID> missing = batch.stream()
                .map(Heard::orderId)
                .filter(order -> !ids.contains(order))
                .toList();
        return missing.isEmpty()
                ? Future.succeededFuture()
                : PurgedOrders.refuse(tx, missing)
                        .compose(notPurged ->
                                Future.failedFuture(new PermanentFailure("there is no order " + missing.get(0))));
    }

    private Future<Void> settle(Transaction tx, List<Order> changed, List<Step> steps) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<TimelineEntry> entries = steps.stream()
                .filter(Step::isRemembered)
                .map(step -> entry(step, now))
                .toList();
        steps.stream().filter(Step::isAlarming).forEach(step -> tx.afterCommit(() -> alarm.accept(step)));
        return Future.all(
                        tables.orders().save(tx, changed, now),
                        tables.timeline().write(tx, entries, now),
                        follow(tx, steps))
                .compose(saved -> watch(tx, changed))
                .compose(watched -> repetitions.of(tx, steps))
                .compose(repeated -> announcer.announce(tx, joined(entries, repeated)));
    }

    /** The sweeper is past old orders: who changes one sees to it that it is watched as long as it is not at rest. */
    private Future<Void> watch(Transaction tx, List<Order> changed) {
        Map<Boolean, List<Order>> old =
                changed.stream().filter(Order::isOld).collect(Collectors.partitioningBy(patience::isRestless));
        List<UUID> resting =
                old.getOrDefault(false, List.of()).stream().map(Order::id).toList();
        return tables.watch()
                .follow(tx, old.getOrDefault(true, List.of()), patience, patience.half())
                .compose(followed -> tables.watch().forget(tx, resting));
    }

    private Future<Void> follow(Transaction tx, List<Step> steps) {
        return Future.all(followers.stream()
                        .map(follower -> follower.follow(tx, steps))
                        .toList())
                .mapEmpty();
    }

    private TimelineEntry entry(Step step, Instant now) {
        Heard heard = step.heard();
        return new TimelineEntry(
                heard.orderId(),
                step.isMove() ? OptionalInt.of(step.after().version()) : OptionalInt.empty(),
                heard.eventId(),
                heard.label(),
                heard.source(),
                moved(step, step.before().status().label()),
                moved(step, step.after().status().label()),
                step.effect(),
                step.announced(patience.flow()).stream()
                        .map(type -> announcement(step, type, now))
                        .toList());
    }

    private static Optional<String> moved(Step step, String status) {
        return step.isMove() ? Optional.of(status) : Optional.empty();
    }

    private static Announcement<Event> announcement(Step step, EventType type, Instant now) {
        return Announcement.of(OrderService.NAME, step.after().version(), now, step.event(type, now))
                .tracedBy(step.heard().traceparent());
    }

    private static List<Announcement<Event>> joined(List<TimelineEntry> entries, List<Announcement<Event>> repeated) {
        return Stream.concat(entries.stream().flatMap(entry -> entry.announced().stream()), repeated.stream())
                .toList();
    }
}

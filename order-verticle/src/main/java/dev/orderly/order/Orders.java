package dev.orderly.order;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Flow;
import dev.orderly.contracts.OrderEvent;
import dev.orderly.messaging.Announcer;
import dev.orderly.messaging.PermanentFailure;
import dev.orderly.order.TimelineRepository.Announced;
import dev.orderly.order.domain.Heard;
import dev.orderly.order.domain.LockedOrders;
import dev.orderly.order.domain.Step;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What becomes of orders: events and wishes are applied to them, batch by batch. */
final class Orders {

    private final OrderRepository orders = new OrderRepository();
    private final TimelineRepository timeline;
    private final Announcer announcer;
    private final Flow flow;
    private final Clock clock;
    private final Consumer<Step> alarm;

    Orders(TimelineRepository timeline, Announcer announcer, Flow flow, Clock clock, Consumer<Step> alarm) {
        this.timeline = timeline;
        this.announcer = announcer;
        this.flow = flow;
        this.clock = clock;
        this.alarm = alarm;
    }

    /** Applies events of other services, in their order. Fails for good when one is about an order that does not exist. */
    Future<Void> hear(Transaction tx, List<Heard> batch) {
        return lock(tx, batch)
                .map(locked -> requireAll(locked, batch))
                .compose(locked -> settle(tx, locked, locked.hear(batch)));
    }

    /** Carries out a customer's wish as far as the table lets it; empty when there is no such order. */
    Future<Optional<Step>> cancel(Transaction tx, Heard wish) {
        return lock(tx, List.of(wish)).compose(locked -> {
            List<Step> steps = locked.hear(List.of(wish));
            return settle(tx, locked, steps).map(settled -> steps.stream().findFirst());
        });
    }

    private Future<LockedOrders> lock(Transaction tx, List<Heard> batch) {
        return orders.lock(tx, batch.stream().map(Heard::orderId).toList())
                .compose(found -> timeline.findKnown(tx, batch).map(known -> new LockedOrders(found, known, flow)));
    }

    private static LockedOrders requireAll(LockedOrders locked, List<Heard> batch) {
        batch.stream().filter(heard -> locked.find(heard.orderId()).isEmpty()).forEach(heard -> {
            throw new PermanentFailure("there is no order " + heard.orderId());
        });
        return locked;
    }

    private Future<Void> settle(Transaction tx, LockedOrders locked, List<Step> steps) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<TimelineEntry> entries = steps.stream()
                .filter(Step::isRemembered)
                .map(step -> entry(step, now))
                .toList();
        steps.stream().filter(Step::isImpossible).forEach(step -> tx.afterCommit(() -> alarm.accept(step)));
        return Future.all(orders.save(tx, locked.changed(), now), timeline.write(tx, entries, now))
                .compose(saved -> repetitions(tx, steps))
                .compose(repeated -> announcer.announce(tx, joined(entries, repeated)));
    }

    private TimelineEntry entry(Step step, Instant now) {
        Heard heard = step.heard();
        return new TimelineEntry(
                heard.orderId(),
                step.isMove() ? OptionalInt.of(step.after().version()) : OptionalInt.empty(),
                heard.eventId(),
                heard.cause().label(),
                heard.source(),
                moved(step, step.before().status().label()),
                moved(step, step.after().status().label()),
                step.effect(),
                step.announced(flow).stream()
                        .map(type -> announcement(step, type, now))
                        .toList());
    }

    private static Optional<String> moved(Step step, String status) {
        return step.isMove() ? Optional.of(status) : Optional.empty();
    }

    private static Announcement<OrderEvent> announcement(Step step, EventType type, Instant now) {
        return Announcement.of(OrderService.NAME, step.after().version(), now, step.event(type))
                .tracedBy(step.heard().traceparent());
    }

    /** The recorded outcomes that are asked for again, under the ids that they had; each once, however often it is asked for. */
    private Future<List<Announcement<OrderEvent>>> repetitions(Transaction tx, List<Step> steps) {
        Map<UUID, Step> asked = new LinkedHashMap<>();
        steps.stream()
                .filter(step -> !step.decision().repeated().isEmpty())
                .forEach(step -> asked.put(step.heard().orderId(), step));
        return asked.isEmpty()
                ? Future.succeededFuture(List.of())
                : timeline.findAnnounced(tx, asked.keySet()).map(announced -> again(announced, asked));
    }

    private static List<Announcement<OrderEvent>> again(List<Announced> announced, Map<UUID, Step> asked) {
        Map<UUID, List<Announced>> byOrder = announced.stream().collect(Collectors.groupingBy(Announced::orderId));
        return asked.values().stream()
                .flatMap(step -> byOrder.getOrDefault(step.heard().orderId(), List.of()).stream()
                        .filter(told -> isAskedFor(told, step))
                        .map(told -> again(told, step)))
                .toList();
    }

    private static boolean isAskedFor(Announced told, Step step) {
        return step.decision().repeated().stream()
                .anyMatch(type -> type.wireName().equals(told.type()));
    }

    private static Announcement<OrderEvent> again(Announced told, Step step) {
        EventType type = EventType.named(told.type()).orElseThrow();
        return new Announcement<>(
                told.eventId(),
                told.sequence(),
                told.at(),
                OrderService.NAME,
                step.heard().traceparent(),
                step.after().event(type));
    }

    private static List<Announcement<OrderEvent>> joined(
            List<TimelineEntry> entries, List<Announcement<OrderEvent>> repeated) {
        return Stream.concat(entries.stream().flatMap(entry -> entry.announced().stream()), repeated.stream())
                .toList();
    }
}

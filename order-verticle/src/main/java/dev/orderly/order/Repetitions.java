package dev.orderly.order;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.OrderEvent.OrderUpdated;
import dev.orderly.order.TimelineRepository.Announced;
import dev.orderly.order.domain.Order;
import dev.orderly.order.domain.Step;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The last word said again: recorded outcomes that are asked for, under the ids and with the content that they had. */
final class Repetitions {

    private final PlacedRepository placed = new PlacedRepository();
    private final TimelineRepository timeline;

    Repetitions(TimelineRepository timeline) {
        this.timeline = timeline;
    }

    /** What these steps ask for; each once, however often it is asked for. */
    Future<List<Announcement<Event>>> of(Transaction tx, List<Step> steps) {
        Map<UUID, Step> asked = new LinkedHashMap<>();
        steps.stream()
                .filter(step -> !step.decision().repeated().isEmpty())
                .forEach(step -> asked.put(step.heard().orderId(), step));
        return asked.isEmpty() ? Future.succeededFuture(List.of()) : of(tx, asked);
    }

    private Future<List<Announcement<Event>>> of(Transaction tx, Map<UUID, Step> asked) {
        List<UUID> beginnings = asked.values().stream()
                .filter(step -> step.decision().repeated().contains(EventType.ORDER_CREATED))
                .map(step -> step.after().id())
                .toList();
        return placed.find(tx, beginnings)
                .compose(created ->
                        timeline.findAnnounced(tx, asked.keySet()).map(announced -> again(announced, asked, created)));
    }

    private static List<Announcement<Event>> again(
            List<Announced> announced, Map<UUID, Step> asked, Map<UUID, OrderCreated> created) {
        Map<UUID, List<Announced>> byOrder = announced.stream().collect(Collectors.groupingBy(Announced::orderId));
        return asked.values().stream()
                .flatMap(step -> step.decision().repeated().stream()
                        .flatMap(type -> last(byOrder.getOrDefault(step.after().id(), List.of()), type).stream())
                        .map(told -> again(told, step, created)))
                .toList();
    }

    private static Optional<Announced> last(List<Announced> announced, EventType type) {
        return announced.stream()
                .filter(told -> type.wireName().equals(told.type()))
                .reduce((before, after) -> after);
    }

    private static Announcement<Event> again(Announced told, Step step, Map<UUID, OrderCreated> created) {
        return new Announcement<>(
                told.eventId(),
                told.sequence(),
                told.at(),
                OrderService.NAME,
                step.heard().traceparent(),
                event(told, step.after(), created));
    }

    private static Event event(Announced told, Order order, Map<UUID, OrderCreated> created) {
        EventType type = EventType.named(told.type()).orElseThrow();
        return switch (type) {
            case ORDER_CREATED -> Optional.ofNullable(created.get(order.id())).orElseThrow();
            case ORDER_UPDATED ->
                new OrderUpdated(order.id(), order.customerId(), told.to(), told.from(), order.reason());
            default -> order.event(type, told.at());
        };
    }
}

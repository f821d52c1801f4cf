package dev.orderly.order.domain;

import dev.orderly.contracts.Flow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The orders that this transaction holds locked, while a batch of events is applied to them one after the other. */
public final class LockedOrders {

    /** An event as an order knows it. */
    public record Known(UUID orderId, UUID eventId) {}

    private final Map<UUID, Order> before = new HashMap<>();
    private final Map<UUID, Order> now = new HashMap<>();
    private final Set<Known> known;
    private final Flow flow;

    /**
     * Orders as they stand.
     *
     * @param known the events of this batch that are in the timeline already
     */
    public LockedOrders(Collection<Order> orders, Set<Known> known, Flow flow) {
        orders.forEach(order -> before.put(order.id(), order));
        this.now.putAll(before);
        this.known = new HashSet<>(known);
        this.flow = flow;
    }

    /** The order, unless there is none of that id. */
    public Optional<Order> find(UUID id) {
        return Optional.ofNullable(now.get(id));
    }

    /** What the batch does, in its order; an event meets its order as the one before it left it. Unknown orders are left out. */
    public List<Step> hear(List<Heard> batch) {
        List<Step> steps = new ArrayList<>();
        batch.forEach(heard -> find(heard.orderId()).ifPresent(order -> steps.addAll(hear(order, heard))));
        return steps;
    }

    private List<Step> hear(Order order, Heard heard) {
        List<Step> steps = isNews(heard) ? order.hear(heard, flow) : order.hearAgain(heard, flow);
        steps.forEach(step -> now.put(order.id(), step.after()));
        return steps;
    }

    private boolean isNews(Heard heard) {
        return heard.eventId()
                .map(id -> known.add(new Known(heard.orderId(), id)))
                .orElse(true);
    }

    /** The orders whose rows are to be written. */
    public List<Order> changed() {
        return now.values().stream()
                .filter(order -> !order.equals(before.get(order.id())))
                .toList();
    }
}

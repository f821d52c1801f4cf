package dev.orderly.stock.domain;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.ItemQuantity;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.StockEvent;
import dev.orderly.stock.domain.Reservation.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** Answers the events of a batch one after the other over the rows locked for it: each sees what those before it did. */
public final class Desk {

    private final Shelf shelf;
    private final Instant now;
    private final Instant expiresAt;
    private final Map<UUID, Standing> stored = new LinkedHashMap<>();
    private final Map<UUID, Standing> decided = new LinkedHashMap<>();
    private final Map<UUID, Announcement<StockEvent>> announcements = new LinkedHashMap<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Movement> movements = new ArrayList<>();
    private final List<Confirmation> remembered = new ArrayList<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private final List<Alarm> unanswerable = new ArrayList<>();

    /** A desk with the locked shelf and what is on record about the orders that the batch speaks of. */
    public Desk(Shelf shelf, Collection<Standing> standings, Instant now, Duration deadline) {
        this.shelf = shelf;
        this.now = now;
        this.expiresAt = now.plus(deadline);
        standings.forEach(standing -> stored.put(standing.reservation().orderId(), standing));
    }

    /** Answers all of them in their order. */
    public Settlement answer(List<Demand> demands) {
        demands.forEach(this::answer);
        return new Settlement(
                now,
                decided(false),
                decided(true),
                decisions,
                shelf.changed(),
                movements,
                List.copyOf(announcements.values()),
                remembered,
                alarms,
                unanswerable);
    }

    private void answer(Demand demand) {
        switch (ReservationTable.verdict(statusOf(demand.orderId()), demand.cause())) {
            case RESERVE -> reserve(demand);
            case CONFIRM -> confirm(demand);
            case REMEMBER -> remembered.add(new Confirmation(demand.orderId(), demand.eventId()));
            case RELEASE -> release(demand);
            case DEDUCT -> deduct(demand);
            case BURY -> decide(demand, new Reservation.Voided(demand.orderId(), demand.customerId()));
            case REPEAT -> standing(demand.orderId()).ifPresent(standing -> tell(standing, demand));
            case ALARM -> alarms.add(impossible(demand));
            case DEAD_LETTER -> unanswerable.add(impossible(demand));
            case NOTE, CANNOT_OCCUR -> {}
        }
    }

    private void reserve(Demand demand) {
        Optional<OrderCreated> order = demand.order().filter(created -> demand.isSound());
        order.map(created -> shelf.reserve(created, expiresAt))
                .ifPresentOrElse(
                        reservation -> open(demand, reservation),
                        () -> unanswerable.add(
                                new Alarm(demand.orderId().toString(), demand.eventId(), "an order without units")));
    }

    private void open(Demand demand, Reservation reservation) {
        reservation.holding().ifPresent(held -> move(held.items(), Movement::reserve, demand));
        decide(demand, reservation);
    }

    private void confirm(Demand demand) {
        held(demand)
                .filter(held -> !held.confirmed())
                .ifPresent(held -> keep(demand, held.confirm(), Optional.empty()));
    }

    private void release(Demand demand) {
        held(demand).ifPresent(held -> {
            shelf.release(held.items());
            move(held.items(), Movement::release, demand);
            move(shelf.writeOff(held.items()), Movement::writeOff, demand);
            decide(demand, new Reservation.Released(held, demand.reason()));
        });
    }

    private void deduct(Demand demand) {
        held(demand).ifPresent(held -> {
            shelf.deduct(held.items());
            move(held.items(), Movement::deduct, demand);
            decide(demand, new Reservation.Deducted(held));
        });
    }

    private void move(List<ItemQuantity> items, BiFunction<ItemQuantity, Demand, Movement> movement, Demand cause) {
        items.forEach(item -> movements.add(movement.apply(item, cause)));
    }

    /** Records the decision and tells it, if it has something to tell. */
    private void decide(Demand demand, Reservation reservation) {
        keep(demand, reservation, reservation.announcement().map(event -> Ids.next()));
        standing(demand.orderId()).ifPresent(standing -> tell(standing, demand));
    }

    private void keep(Demand demand, Reservation reservation, Optional<UUID> eventId) {
        Optional<Standing> before = standing(demand.orderId());
        Standing after = successor(before, reservation, eventId);
        decisions.add(new Decision(
                demand.orderId(),
                after.version(),
                demand.eventId(),
                statusOf(demand.orderId()),
                reservation.status(),
                eventId,
                eventId.flatMap(id -> after.told(Optional.empty())).map(Announcement::type),
                eventId.map(id -> after.sequence())));
        decided.put(demand.orderId(), after);
    }

    /** A decision that is not announced leaves the last announcement as it was, so that it can still be repeated. */
    private Standing successor(Optional<Standing> before, Reservation reservation, Optional<UUID> eventId) {
        int version = before.map(Standing::version).orElse(0) + 1;
        long sequence = before.map(Standing::sequence).orElse(0L);
        return eventId.isPresent() || before.isEmpty()
                ? new Standing(reservation, version, eventId.isPresent() ? sequence + 1 : sequence, eventId, now)
                : new Standing(
                        reservation,
                        version,
                        sequence,
                        before.orElseThrow().eventId(),
                        before.orElseThrow().at());
    }

    private void tell(Standing standing, Demand demand) {
        standing.told(demand.traceparent()).ifPresent(told -> announcements.putIfAbsent(told.id(), told));
    }

    private Optional<Standing> standing(UUID orderId) {
        return Optional.ofNullable(decided.get(orderId)).or(() -> Optional.ofNullable(stored.get(orderId)));
    }

    private ReservationStatus statusOf(UUID orderId) {
        return standing(orderId)
                .map(standing -> standing.reservation().status())
                .orElse(ReservationStatus.NONE);
    }

    /** The table asks for these moves in the state held only. */
    private Optional<Held> held(Demand demand) {
        return standing(demand.orderId())
                .flatMap(standing -> standing.reservation().holding());
    }

    private List<Standing> decided(boolean before) {
        return decided.values().stream()
                .filter(standing -> stored.containsKey(standing.reservation().orderId()) == before)
                .toList();
    }

    private Alarm impossible(Demand demand) {
        ReservationStatus status = statusOf(demand.orderId());
        return new Alarm(
                demand.orderId().toString(),
                demand.eventId(),
                demand.eventType() + " while the order is " + status.word());
    }
}

package dev.orderly.stock;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderCompleted;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.OrderEvent.OrderFailed;
import dev.orderly.contracts.PaymentEvent.PaymentCompleted;
import dev.orderly.contracts.PaymentEvent.PaymentFailed;
import dev.orderly.contracts.ShippingEvent.OrderShipped;
import dev.orderly.messaging.PermanentFailure;
import dev.orderly.messaging.PurgedOrders;
import dev.orderly.persistence.Transaction;
import dev.orderly.stock.domain.Confirmation;
import dev.orderly.stock.domain.Demand;
import dev.orderly.stock.domain.Desk;
import dev.orderly.stock.domain.ReservationTable;
import dev.orderly.stock.domain.Settlement;
import dev.orderly.stock.domain.Shelf;
import dev.orderly.stock.domain.Standing;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The use cases about reservations, each for a batch of events: lock, decide, save, announce. */
final class Reservations {

    private final ReservationRepository reservations;
    private final StockRepository stock;
    private final Voice voice;
    private final Clock clock;
    private final Duration deadline;

    Reservations(
            ReservationRepository reservations, StockRepository stock, Voice voice, Clock clock, Duration deadline) {
        this.reservations = reservations;
        this.stock = stock;
        this.voice = voice;
        this.clock = clock;
        this.deadline = deadline;
    }

    Future<Void> reserve(Transaction tx, List<Announcement<OrderCreated>> orders) {
        return answer(tx, orders, Demand::created);
    }

    Future<Void> releaseCancelled(Transaction tx, List<Announcement<OrderCancelled>> orders) {
        return answer(tx, orders, Demand::cancelled);
    }

    Future<Void> releaseFailed(Transaction tx, List<Announcement<OrderFailed>> orders) {
        return answer(tx, orders, Demand::failed);
    }

    Future<Void> releaseUnpaid(Transaction tx, List<Announcement<PaymentFailed>> payments) {
        return answer(tx, payments, Demand::unpaid);
    }

    Future<Void> confirm(Transaction tx, List<Announcement<PaymentCompleted>> payments) {
        return answer(tx, payments, Demand::paid);
    }

    Future<Void> deductCompleted(Transaction tx, List<Announcement<OrderCompleted>> orders) {
        return answer(tx, orders, Demand::completed);
    }

    Future<Void> deductShipped(Transaction tx, List<Announcement<OrderShipped>> orders) {
        return answer(tx, orders, Demand::shipped);
    }

    /**
     * Announces again what is held of these orders and unconfirmed, unless a payment that came early confirms it; answers which of them are
     * to be asked about again.
     */
    Future<List<UUID>> remind(Transaction tx, List<UUID> orderIds, List<Confirmation> early) {
        Map<UUID, UUID> payments =
                early.stream().collect(Collectors.toMap(Confirmation::orderId, Confirmation::eventId));
        return reservations.lock(tx, Set.copyOf(orderIds)).compose(standings -> {
            List<Demand> overdue = standings.stream()
                    .flatMap(standing -> standing.overdue(payments).stream())
                    .toList();
            return settle(tx, desk(new Shelf(List.of()), standings).answer(overdue))
                    .map(settled -> asked(overdue));
        });
    }

    private static List<UUID> asked(List<Demand> overdue) {
        return overdue.stream()
                .filter(demand -> demand.cause() == ReservationTable.Cause.EXPIRED)
                .map(Demand::orderId)
                .toList();
    }

    private <A> Future<Void> answer(Transaction tx, List<A> events, Function<A, Demand> demand) {
        List<Demand> demands = events.stream().map(demand).toList();
        return reservations
                .lock(tx, Demand.orders(demands))
                .compose(standings -> PurgedOrders.refuse(tx, Demand.unknown(demands, standings))
                        .map(standings))
                .compose(standings -> stock.lockShelf(tx, Demand.products(demands, standings))
                        .map(shelf -> desk(shelf, standings).answer(demands)))
                .compose(settlement -> settle(tx, settlement));
    }

    private Desk desk(Shelf shelf, List<Standing> standings) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Desk(shelf, standings, now, deadline);
    }

    /** The statements travel together; the server answers them in their order. */
    private Future<Void> settle(Transaction tx, Settlement settlement) {
        if (!settlement.unanswerable().isEmpty()) {
            return Future.failedFuture(
                    new PermanentFailure(settlement.unanswerable().get(0).what()));
        }
        return Future.all(
                        reservations.save(tx, settlement),
                        stock.save(tx, settlement.levels(), settlement.movements(), settlement.at()),
                        voice.tell(tx, settlement.announcements(), settlement.levels(), settlement.alarms()))
                .mapEmpty();
    }
}

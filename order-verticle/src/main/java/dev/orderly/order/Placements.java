package dev.orderly.order;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.ItemQuantity;
import dev.orderly.faults.FaultPoint;
import dev.orderly.messaging.Announcer;
import dev.orderly.order.IdempotencyRepository.Claim;
import dev.orderly.order.OrderViews.OrderView;
import dev.orderly.order.domain.Allowances;
import dev.orderly.order.domain.Answer;
import dev.orderly.order.domain.IntakeBatch;
import dev.orderly.order.domain.IntakeBatch.Draft;
import dev.orderly.order.domain.Placement.Placed;
import dev.orderly.order.domain.PriceList;
import dev.orderly.order.domain.Status;
import dev.orderly.order.domain.Wish;
import dev.orderly.persistence.Transaction;
import dev.orderly.web.Json;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** How orders come to be: at the prices known, once per key, many in one commit. */
final class Placements {

    private final OrderTables tables;
    private final PriceRepository prices = new PriceRepository();
    private final UnpaidRepository unpaid;
    private final IdempotencyRepository keys;
    private final Announcer announcer;
    private final Clock clock;

    Placements(
            OrderTables tables, UnpaidRepository unpaid, IdempotencyRepository keys, Announcer announcer, Clock clock) {
        this.tables = tables;
        this.unpaid = unpaid;
        this.keys = keys;
        this.announcer = announcer;
        this.clock = clock;
    }

    /** Answers every wish, in their order; the answers under a key are on record before the commit. */
    Future<List<Answer>> place(Transaction tx, List<Wish> wishes) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        tx.afterCommit(() -> FaultPoint.INTAKE_AFTER_COMMIT.hit(OrderService.NAME));
        return Future.all(unpaid.find(tx, wishes, now), prices.find(tx, productsOf(wishes)))
                .map(known -> drafted(wishes, known.resultAt(0), known.resultAt(1), now))
                .compose(batch -> answer(tx, batch, now))
                .map(Placements::beforeCommit);
    }

    private static IntakeBatch drafted(List<Wish> wishes, Allowances allowances, PriceList prices, Instant now) {
        return new IntakeBatch(wishes, wish -> allowances.allow(wish, prices.place(wish.command(), Ids.next(), now)));
    }

    private Future<List<Answer>> answer(Transaction tx, IntakeBatch batch, Instant now) {
        return keys.claim(tx, claims(batch), now)
                .compose(claimed -> store(tx, batch.accepted(claimed), now)
                        .compose(stored -> keys.find(tx, batch.toLookUp(claimed)))
                        .map(recorded -> batch.answers(claimed, recorded)));
    }

    private Future<Void> store(Transaction tx, List<Draft> accepted, Instant now) {
        if (accepted.isEmpty()) {
            return Future.succeededFuture();
        }
        List<TimelineEntry> entries =
                accepted.stream().map(draft -> entry(draft, now)).toList();
        List<Announcement<Event>> announced =
                entries.stream().flatMap(entry -> entry.announced().stream()).toList();
        return Future.all(
                        tables.orders().insert(tx, accepted, now),
                        tables.timeline().write(tx, entries, now),
                        tables.counters().placed(tx, accepted.size()),
                        announcer.announce(tx, announced))
                .mapEmpty();
    }

    private static TimelineEntry entry(Draft draft, Instant now) {
        Event created = draft.order().announcement();
        return new TimelineEntry(
                draft.order().id(),
                OptionalInt.of(1),
                Optional.empty(),
                EventType.ORDER_CREATED.wireName(),
                OrderService.NAME,
                Optional.empty(),
                Optional.of(Status.PENDING.label()),
                "placed",
                List.of(Announcement.of(OrderService.NAME, 1, now, created)
                        .tracedBy(draft.wish().traceparent())));
    }

    private static List<Claim> claims(IntakeBatch batch) {
        return batch.claims().entrySet().stream()
                .map(claim -> new Claim(claim.getKey(), record(claim.getValue())))
                .toList();
    }

    private static Answer.Recorded record(Draft draft) {
        Placed placed = draft.order();
        String body = Json.write(OrderView.of(placed)).toString();
        return new Answer.Recorded(draft.fingerprint(), placed.id(), body);
    }

    private static Set<String> productsOf(List<Wish> wishes) {
        return wishes.stream()
                .flatMap(wish -> wish.command().items().stream())
                .map(ItemQuantity::productId)
                .collect(Collectors.toSet());
    }

    private static <T> T beforeCommit(T answers) {
        FaultPoint.INTAKE_BEFORE_COMMIT.hit(OrderService.NAME);
        return answers;
    }
}

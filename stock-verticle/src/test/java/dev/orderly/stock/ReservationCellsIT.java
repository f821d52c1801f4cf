package dev.orderly.stock;

import static dev.orderly.stock.Warehouse.created;
import static dev.orderly.stock.domain.Samples.CUSTOMER;
import static dev.orderly.stock.domain.Samples.line;
import static dev.orderly.stock.domain.Samples.order;
import static dev.orderly.testing.Eventually.eventually;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderFailed;
import dev.orderly.contracts.PaymentEvent;
import dev.orderly.contracts.ShippingEvent.OrderShipped;
import dev.orderly.stock.domain.Samples;
import dev.orderly.testing.CellTable;
import dev.orderly.testing.ServiceTrail;
import dev.orderly.testing.ShopFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every cell of the reservation table by an order of its own, events in and events out through the broker, and then the same events once
 * more. A cell says what becomes of the reservation, and in brackets what is announced: {@code R} when it is what was announced before.
 */
class ReservationCellsIT {

    /** An exclamation mark is an alarm, and else nothing. */
    private static final CellTable EXPECTED = CellTable.of("""
            event              | none                     | held                  | refused          | released     | deducted     | void
            order.created      | → held (reserved)        | R (reserved)          | R (not-reserved) | R (released) | ·            | ·
            too much           | → refused (not-reserved) | R (reserved)          | R (not-reserved) | R (released) | ·            | ·
            order.cancelled    | → void                   | → released (released) | ·                | R (released) | !            | ·
            order.failed       | → void                   | → released (released) | ·                | R (released) | !            | ·
            payment.failed     | → void                   | → released (released) | ·                | ·            | !            | ·
            payment.successful | ·                        | confirmed             | ·                | ·            | ·            | ·
            order.completed    | dead letter              | → deducted (deducted) | !                | !            | R (deducted) | !
            order.shipped      | dead letter              | → deducted (deducted) | !                | !            | R (deducted) | !
            """);

    private static final Map<String, Function<UUID, Event>> ACTS = Map.of(
            "order.created",
            order -> order(order, line("tea", 1)),
            "too much",
            order -> order(order, line("tea", 1), line("tonka", 1)),
            "order.cancelled",
            Samples::cancelled,
            "order.failed",
            order -> new OrderFailed(order, CUSTOMER, "payment_timeout"),
            "payment.failed",
            Samples::unpaid,
            "payment.successful",
            Samples::paid,
            "order.completed",
            Samples::completed,
            "order.shipped",
            order -> new OrderShipped(order, CUSTOMER, Optional.empty(), Optional.empty(), Optional.empty()));

    private static final Map<String, List<String>> WAYS = Map.of(
            "none", List.of(),
            "held", List.of("order.created"),
            "refused", List.of("too much"),
            "released", List.of("order.created", "order.cancelled"),
            "deducted", List.of("order.created", "order.completed"),
            "void", List.of("order.cancelled"));

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new StockService());

    private static final ServiceTrail TRAIL = new ServiceTrail(SHOP, "stock", "stock");

    private record Trial(String event, String state, UUID order) {}

    private record Sight(String status, boolean isConfirmed, List<Announcement<?>> told) {}

    @Test
    void everyCellIsReachedFromOutside() {
        sell();
        List<Trial> trials = EXPECTED.each((event, state) -> new Trial(event, state, Ids.next()));
        arrange(trials);
        assertCells(trials);
        assertCells(trials.stream()
                .map(trial -> new Trial(trial.event(), sight(trial).status(), trial.order()))
                .toList());
        assertThat(SHOP.http().get("/stock/tea").json().getLong("available"))
                .isEqualTo(100 - reservations("held") - reservations("deducted"));
    }

    private static void sell() {
        SHOP.events().publish("catalog", List.of(created("tea", 100, 1), created("tonka", 0, 1)));
        eventually(() -> assertThat(SHOP.http().get("/stock/tonka").status()).isEqualTo(200));
    }

    private static void arrange(List<Trial> trials) {
        for (int step = 0; step < 2; step++) {
            List<Announcement<?>> said = new ArrayList<>();
            for (Trial trial : trials) {
                way(trial.state()).skip(step).findFirst().ifPresent(act -> said.add(say(act, trial.order())));
            }
            TRAIL.awaitHandled(said);
        }
        assertThat(trials).allSatisfy(trial -> assertThat(sight(trial).status()).isEqualTo(trial.state()));
    }

    private static Stream<String> way(String state) {
        return Objects.requireNonNull(WAYS.get(state), state).stream();
    }

    private static void assertCells(List<Trial> trials) {
        double alarms = SHOP.alarms();
        List<Sight> before = trials.stream().map(ReservationCellsIT::sight).toList();
        List<Announcement<?>> said = new ArrayList<>();
        trials.forEach(trial -> said.add(say(trial.event(), trial.order())));
        TRAIL.awaitHandled(said);

        List<String> expected = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < trials.size(); i++) {
            Trial trial = trials.get(i);
            String where = trial.event() + " | " + trial.state() + " | ";
            expected.add(where + EXPECTED.at(trial.event(), trial.state()));
            seen.add(where + cell(said.get(i), before.get(i), sight(trial)));
        }
        assertThat(seen)
                .isEqualTo(expected.stream().map(cell -> cell.replace("!", "·")).toList());
        long impossible = expected.stream().filter(cell -> cell.endsWith("!")).count();
        eventually(() -> assertThat(SHOP.alarms()).isEqualTo(alarms + impossible));
    }

    private static Announcement<?> say(String act, UUID order) {
        Event event = Objects.requireNonNull(ACTS.get(act), act).apply(order);
        return SHOP.events().publish(event instanceof PaymentEvent ? "payment" : "order", event);
    }

    private static String cell(Announcement<?> said, Sight before, Sight after) {
        if (isDeadLetter(said)) {
            assertThat(after).isEqualTo(before);
            return "dead letter";
        }
        List<Announcement<?>> news =
                after.told().subList(before.told().size(), after.told().size());
        String told =
                news.isEmpty() ? "" : news.stream().map(Announcement::type).collect(joining(" ", " (", ")"));
        return effect(before, after, news) + told.replace("stock.", "");
    }

    /** Something was said again only if all of it was, under the same ids and word for word. */
    private static String effect(Sight before, Sight after, List<Announcement<?>> news) {
        if (!after.status().equals(before.status())) {
            return "→ " + after.status();
        }
        if (after.isConfirmed()) {
            return "confirmed";
        }
        boolean isAgain =
                !news.isEmpty() && before.told().stream().collect(toSet()).containsAll(news);
        return isAgain ? "R" : "·";
    }

    private static Sight sight(Trial trial) {
        List<Map<String, Object>> rows = SHOP.database()
                .rows(
                        "SELECT status, status = 'held' AND confirmed AS confirmed FROM stock.reservations WHERE order_id = ?",
                        trial.order());
        List<Announcement<?>> told = SHOP.events().told("stock", trial.order());
        return rows.isEmpty()
                ? new Sight("none", false, told)
                : new Sight(
                        "" + rows.get(0).get("status"),
                        Boolean.TRUE.equals(rows.get(0).get("confirmed")),
                        told);
    }

    private static boolean isDeadLetter(Announcement<?> said) {
        return SHOP.database()
                        .number(
                                "SELECT count(*) FROM stock.dead_letters WHERE event_id = ?",
                                said.id().toString())
                == 1;
    }

    private static long reservations(String status) {
        return SHOP.database().number("SELECT count(*) FROM stock.reservations WHERE status = ?", status);
    }
}

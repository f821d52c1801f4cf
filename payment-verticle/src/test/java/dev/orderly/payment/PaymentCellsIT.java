package dev.orderly.payment;

import static dev.orderly.testing.Eventually.eventually;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderFailed;
import dev.orderly.testing.CellTable;
import dev.orderly.testing.ServiceTrail;
import dev.orderly.testing.ShopFixture;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every cell of the payment table that can be reached from outside, each by an order of its own, through broker, HTTP and the simulated
 * provider. A cell says the HTTP status, what becomes of the payment and in brackets what is announced, {@code R} before what was
 * announced before.
 */
class PaymentCellsIT {

    /** The provider never answers about what is pending: it is sent, and stays so. */
    private static final CellTable EXPECTED = CellTable.of("""
            event           | none                              | pending       | captured                | failed       | void | refunded
            stock.reserved  | → captured (initiated successful) | R (initiated) | R (successful)          | R (failed)   | ·    | R (successful refunded)
            declined        | → failed (initiated failed)       | R (initiated) | R (successful)          | R (failed)   | ·    | R (successful refunded)
            order.cancelled | → void                            | unwanted      | → refunded (refunded)   | ·            | ·    | R (refunded)
            order.failed    | → void                            | unwanted      | → refunded (refunded)   | ·            | ·    | R (refunded)
            POST payments   | 409                               | 409           | 409                     | 409          | 409  | 409
            POST refund     | 404                               | 409           | 201 (refunded)          | 409          | 409  | 422
            POST too much   | 404                               | 409           | 422                     | 409          | 409  | 422
            POST all        | 404                               | 409           | 201 → refunded (refunded) | 409        | 409  | 422
            """);

    private static final Map<String, List<String>> WAYS = Map.of(
            "none", List.of(),
            "pending", List.of("silence"),
            "captured", List.of("stock.reserved"),
            "failed", List.of("declined"),
            "void", List.of("order.cancelled"),
            "refunded", List.of("stock.reserved", "order.cancelled"));

    private static final List<String> AS_TOLD = List.of("initiated", "successful", "failed", "refunded");

    @RegisterExtension
    static final ShopFixture SHOP =
            ShopFixture.of(new PaymentService()).with("payment", "attemptLimit: 10m\ntimeLimit: 1h");

    private static final ServiceTrail TRAIL = new ServiceTrail(SHOP, "payment", "payment");

    private record Trial(String event, String state, UUID order) {}

    private record Sight(String status, boolean isUnwanted, List<Announcement<?>> told) {}

    @Test
    void everyCellIsReachedFromOutside() {
        List<Trial> trials = EXPECTED.each((event, state) -> new Trial(event, state, Ids.next()));
        arrange(trials);
        List<Sight> before = trials.stream().map(PaymentCellsIT::sight).toList();
        List<Announcement<?>> said = new ArrayList<>();
        List<String> answers = trials.stream()
                .map(trial -> act(trial.event(), trial.order(), said))
                .toList();
        TRAIL.awaitHandled(said);

        eventually(() -> assertCells(trials, answers, before));
        eventually(() -> assertThat(
                        SHOP.database().number("SELECT count(*) FROM payment.refunds WHERE status = 'pending'"))
                .isZero());
        TRAIL.awaitAllHeard();
        assertCells(trials, answers, before);
        assertThat(SHOP.alarms()).isZero();
    }

    private static void assertCells(List<Trial> trials, List<String> answers, List<Sight> before) {
        for (int i = 0; i < trials.size(); i++) {
            Trial trial = trials.get(i);
            String seen = (answers.get(i) + cell(before.get(i), sight(trial))).strip();
            assertThat(seen.isEmpty() ? "·" : seen)
                    .as(trial.event() + " while " + trial.state())
                    .isEqualTo(EXPECTED.at(trial.event(), trial.state()));
        }
    }

    /** What the provider is asked for takes its time; an order is where it should be when its payment says so. */
    private static void arrange(List<Trial> trials) {
        for (int step = 0; step < 2; step++) {
            List<Announcement<?>> said = new ArrayList<>();
            for (Trial trial : trials) {
                WAYS.getOrDefault(trial.state(), List.of()).stream()
                        .skip(step)
                        .findFirst()
                        .ifPresent(
                                act -> assertThat(act(act, trial.order(), said)).isEmpty());
            }
            TRAIL.awaitHandled(said);
            boolean isLast = step == 1;
            eventually(() -> assertThat(trials)
                    .allSatisfy(trial -> assertThat(sight(trial).status())
                            .isEqualTo(!isLast && trial.state().equals("refunded") ? "captured" : trial.state())));
        }
        TRAIL.awaitAllHeard();
    }

    /** Does it; answers with the HTTP status of a wish, and adds what was said to the others. */
    private static String act(String name, UUID order, List<Announcement<?>> said) {
        return switch (name) {
            case "stock.reserved" -> say("stock", PaymentDesk.order(order, "EUR", "tok_ok"), said);
            case "declined" -> say("stock", PaymentDesk.order(order, "EUR", "tok_declined"), said);
            case "silence" -> say("stock", PaymentDesk.order(order, "EUR", "tok_timeout"), said);
            case "order.cancelled" -> say("order", new OrderCancelled(order, "ada", "changed_mind"), said);
            case "order.failed" -> say("order", new OrderFailed(order, "ada", "payment_timeout"), said);
            case "POST payments" -> status("/payments", request(order), order);
            case "POST refund" -> refund(order, new JsonObject().put("amount", 2.5));
            case "POST too much" -> refund(order, new JsonObject().put("amount", 12.51));
            case "POST all" -> refund(order, new JsonObject());
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String say(String source, Event event, List<Announcement<?>> said) {
        said.add(SHOP.events().publish(source, event));
        return "";
    }

    private static JsonObject request(UUID order) {
        return new JsonObject()
                .put("orderId", order.toString())
                .put("customerId", "ada")
                .put("amount", 12.5)
                .put("currency", "EUR")
                .put("paymentMethod", "tok_ok");
    }

    private static String refund(UUID order, JsonObject body) {
        String payment = SHOP.database()
                .value("SELECT coalesce(max(id::text), ?) FROM payment.payments WHERE order_id = ?", "" + order, order);
        return status("/payments/" + payment + "/refunds", body, order);
    }

    private static String status(String path, JsonObject body, UUID key) {
        return SHOP.http().post(path, body, Map.of("Idempotency-Key", "" + key)).status() + " ";
    }

    private static String cell(Sight before, Sight after) {
        List<Announcement<?>> news =
                after.told().subList(before.told().size(), after.told().size());
        String told = news.isEmpty()
                ? ""
                : news.stream()
                        .map(once -> once.type().replace("payment.", ""))
                        .sorted(Comparator.comparingInt(AS_TOLD::indexOf))
                        .collect(joining(" ", "(", ")"));
        return effect(before, after, news) + told;
    }

    private static String effect(Sight before, Sight after, List<Announcement<?>> news) {
        if (!after.status().equals(before.status())) {
            return "→ " + after.status() + " ";
        }
        if (after.isUnwanted()) {
            return "unwanted";
        }
        Set<UUID> known =
                new HashSet<>(before.told().stream().map(Announcement::id).toList());
        boolean isAgain = !news.isEmpty() && news.stream().map(Announcement::id).allMatch(known::contains);
        return isAgain ? "R " : "";
    }

    private static Sight sight(Trial trial) {
        List<Map<String, Object>> rows =
                SHOP.database().rows("SELECT status, unwanted FROM payment.payments WHERE order_id = ?", trial.order());
        List<Announcement<?>> told = SHOP.events().told("payment", trial.order());
        return rows.isEmpty()
                ? new Sight("none", false, told)
                : new Sight(
                        "" + rows.get(0).get("status"),
                        Boolean.TRUE.equals(rows.get(0).get("unwanted")),
                        told);
    }
}

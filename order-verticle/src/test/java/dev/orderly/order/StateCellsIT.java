package dev.orderly.order;

import static dev.orderly.testing.Eventually.eventually;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Event;
import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.PaymentEvent.PaymentFailed;
import dev.orderly.contracts.PaymentEvent.PaymentRefunded;
import dev.orderly.contracts.PaymentTrigger;
import dev.orderly.contracts.StockEvent.StockNotReserved;
import dev.orderly.contracts.StockEvent.StockReleased;
import dev.orderly.testing.HttpAnswer;
import dev.orderly.testing.ServiceTrail;
import dev.orderly.testing.ShopFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cells of the state table that can be reached from outside, each by an order of its own: events come from the broker, wishes over HTTP.
 * A cell says what the timeline says, and in brackets what was announced.
 */
class StateCellsIT {

    private static final BigDecimal PRICE = new BigDecimal("4.50");

    private static final String STANDARD = """
            event | pending | awaiting_payment | paid | completed | failed | cancelled
            stock.reserved | → awaiting_payment (updated) | · | · | · | R (failed) | R (cancelled)
            stock.not-reserved | → failed (failed updated) | → failed (failed updated) | ! | ! | · | ·
            stock.released | → failed (failed updated) | → failed (failed updated) | ! | ! | · | ·
            stock.deducted | ! | ! | → completed (updated) | · | ! | !
            payment.initiated | → awaiting_payment (updated) | · | · | · | · | ·
            payment.successful | → paid (completed updated) | → paid (completed updated) | · | · | R (failed) | R (cancelled)
            payment.failed | → failed (failed updated) | → failed (failed updated) | ! | ! | · | ·
            payment.refunded | · | · | · | · | · | ·
            cancel | 200 → cancelled (cancelled updated) | 200 → cancelled (cancelled updated) | 409 | 409 | 409 | 200
            retry | 200 R (created) | 200 R (created) | 200 R (completed) | 409 | 409 | 409
            PATCH paid | 409 | 409 | 200 | 409 | 409 | 409
            PATCH shipped | 409 | 409 | 409 | 409 | 409 | 409
            PATCH delivered | 409 | 409 | 409 | 409 | 409 | 409
            """;

    private static final String PAID_BY_HAND = """
            event | pending | awaiting_payment | paid | completed | failed | cancelled
            stock.reserved | → awaiting_payment (updated) | · | · | · | R (failed) | R (cancelled)
            stock.not-reserved | → failed (failed updated) | → failed (failed updated) | ! | ! | · | ·
            stock.released | → failed (failed updated) | → failed (failed updated) | ! | ! | · | ·
            stock.deducted | ! | ! | → completed (updated) | · | ! | !
            payment.initiated | → awaiting_payment (updated) | · | · | · | · | ·
            payment.successful | → awaiting_payment (updated) | → paid (completed updated) | · | · | R (failed) | R (cancelled)
            payment.failed | → failed (failed updated) | → failed (failed updated) | ! | ! | · | ·
            payment.refunded | · | · | · | · | · | ·
            cancel | 200 → cancelled (cancelled updated) | 200 → cancelled (cancelled updated) | 409 | 409 | 409 | 200
            retry | 200 R (created) | 200 R (created) | 200 R (completed) | 409 | 409 | 409
            PATCH paid | 409 | 200 → paid (completed updated) | 200 | 409 | 409 | 409
            PATCH shipped | 409 | 409 | 409 | 409 | 409 | 409
            PATCH delivered | 409 | 409 | 409 | 409 | 409 | 409
            """;

    private static final String ALL_BY_HAND = """
            event | pending | awaiting_payment | paid | shipped | delivered | failed | cancelled
            stock.reserved | → awaiting_payment (updated) | · | · | · | · | R (failed) | R (cancelled)
            stock.not-reserved | → failed (failed updated) | → failed (failed updated) | ! | ! | ! | · | ·
            stock.released | → failed (failed updated) | → failed (failed updated) | ! | ! | ! | · | ·
            stock.deducted | ! | ! | · | · | · | ! | !
            payment.initiated | → awaiting_payment (updated) | · | · | · | · | · | ·
            payment.successful | → awaiting_payment (updated) | → paid (updated) | · | · | · | R (failed) | R (cancelled)
            payment.failed | → failed (failed updated) | → failed (failed updated) | ! | ! | ! | · | ·
            payment.refunded | · | · | · | · | · | · | ·
            cancel | 200 → cancelled (cancelled updated) | 200 → cancelled (cancelled updated) | 200 → cancelled (cancelled updated) | 409 | 409 | 409 | 200
            retry | 200 R (created) | 200 R (created) | 409 | 200 R (shipped) | 200 R (shipped) | 409 | 409
            PATCH paid | 409 | 200 → paid (updated) | 200 | 409 | 409 | 409 | 409
            PATCH shipped | 409 | 409 | 200 → shipped (shipped updated) | 200 | 409 | 409 | 409
            PATCH delivered | 409 | 409 | 409 | 200 → delivered (completed delivered updated) | 200 | 409 | 409
            """;

    /** What is done to an order; a wish answers with its HTTP status, an event with nothing. */
    private interface Act extends BiFunction<OrderSays, UUID, String> {}

    private static final Map<String, Act> ACTS = acts();

    private record Stage(String act, String status) {}

    private record Trial(String event, String status, UUID order, int steps, int told, String answer) {}

    static Stream<Arguments> flows() {
        return Stream.of(
                Arguments.of(Flow.STANDARD, STANDARD),
                Arguments.of(new Flow(PaymentTrigger.MANUAL, Fulfilment.NONE), PAID_BY_HAND),
                Arguments.of(new Flow(PaymentTrigger.MANUAL, Fulfilment.MANUAL), ALL_BY_HAND));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flows")
    void everyCellIsReachedFromOutside(Flow flow, String expected) {
        ShopFixture shop = ShopFixture.of(new OrderService()).with(flow).start();
        try {
            OrderSays says = new OrderSays(shop);
            says.sellTea();
            List<String> statuses = List.of(
                            expected.lines().findFirst().orElseThrow().split(" \\| "))
                    .stream()
                    .skip(1)
                    .toList();
            List<Trial> trials = trials(says, flow, statuses);
            eventually(() -> assertThat(table(says, statuses, trials)).isEqualTo(expected));
        } finally {
            shop.close();
        }
    }

    private static List<Trial> trials(OrderSays says, Flow flow, List<String> statuses) {
        Map<String, List<UUID>> orders = new LinkedHashMap<>();
        statuses.forEach(status -> orders.put(status, arranged(says, flow, status)));
        new ServiceTrail(says.shop(), "order", "orders").awaitAllHeard();
        List<Trial> trials = new ArrayList<>();
        orders.forEach((status, few) -> {
            List<String> events = List.copyOf(ACTS.keySet());
            for (int i = 0; i < events.size(); i++) {
                UUID order = few.get(i);
                int steps = steps(says, order).size();
                int told = told(says, order).size();
                String answer = act(events.get(i), says, order);
                trials.add(new Trial(events.get(i), status, order, steps, told, answer));
            }
        });
        return trials;
    }

    /** Orders that have come to this status, one for each act; the same move of all of them first, then the next. */
    private static List<UUID> arranged(OrderSays says, Flow flow, String status) {
        List<UUID> orders = Stream.generate(says::place).limit(ACTS.size()).toList();
        for (Stage stage : way(flow, status)) {
            orders.forEach(order -> assertThat(act(stage.act(), says, order)).isIn("", "200 "));
            orders.forEach(order -> says.awaitStatus(order, stage.status()));
        }
        return orders;
    }

    private static List<Stage> way(Flow flow, String status) {
        boolean isPaidByHand = flow.trigger() == PaymentTrigger.MANUAL;
        boolean isHandedOver = flow.fulfilment() == Fulfilment.MANUAL;
        List<Stage> way = List.of(
                new Stage("stock.reserved", "awaiting_payment"),
                new Stage(isPaidByHand ? "PATCH paid" : "payment.successful", "paid"),
                isHandedOver ? new Stage("PATCH shipped", "shipped") : new Stage("stock.deducted", "completed"),
                new Stage("PATCH delivered", "delivered"));
        return switch (status) {
            case "pending" -> List.of();
            case "awaiting_payment" -> way.subList(0, 1);
            case "paid" -> way.subList(0, 2);
            case "completed", "shipped" -> way.subList(0, 3);
            case "delivered" -> way;
            case "failed" -> List.of(new Stage("stock.not-reserved", "failed"));
            default -> List.of(new Stage("cancel", "cancelled"));
        };
    }

    private static String act(String name, OrderSays says, UUID order) {
        return Objects.requireNonNull(ACTS.get(name), name).apply(says, order);
    }

    private static Map<String, Act> acts() {
        Map<String, Act> acts = new LinkedHashMap<>();
        acts.put("stock.reserved", (says, order) -> {
            says.reserved(order);
            return "";
        });
        acts.put("stock.not-reserved", says("stock", order -> new StockNotReserved(order, "ann", List.of())));
        acts.put("stock.released", says("stock", order -> new StockReleased(order, List.of(), "gone")));
        acts.put("stock.deducted", (says, order) -> {
            says.deducted(order);
            return "";
        });
        acts.put("payment.initiated", (says, order) -> {
            assertThat(says.initiated(order)).isNotNull();
            return "";
        });
        acts.put("payment.successful", (says, order) -> {
            says.captured(order, Ids.next());
            return "";
        });
        acts.put(
                "payment.failed",
                says(
                        "payment",
                        order -> new PaymentFailed(Ids.next(), order, "ann", PRICE, "USD", "failed", "card_declined")));
        acts.put(
                "payment.refunded",
                says("payment", order -> new PaymentRefunded(Ids.next(), Ids.next(), order, PRICE, "USD", "goodwill")));
        acts.put("cancel", (says, order) -> code(says.shop().http().post("/orders/" + order + "/cancel")));
        acts.put(
                "retry",
                (says, order) -> code(says.shop().operators().post("/orders/" + order + "/retry", new JsonObject())));
        for (String status : List.of("paid", "shipped", "delivered")) {
            acts.put("PATCH " + status, (says, order) -> code(says.patch(order, status)));
        }
        return acts;
    }

    private static Act says(String source, Function<UUID, Event> event) {
        return (says, order) -> {
            says.shop().events().publish(source, event.apply(order));
            return "";
        };
    }

    private static String code(HttpAnswer answer) {
        return answer.status() + " ";
    }

    private static String table(OrderSays says, List<String> statuses, List<Trial> trials) {
        StringBuilder table = new StringBuilder("event | " + String.join(" | ", statuses) + "\n");
        for (String event : ACTS.keySet()) {
            table.append(event)
                    .append(" | ")
                    .append(trials.stream()
                            .filter(trial -> trial.event().equals(event))
                            .map(trial -> cell(says, trial))
                            .collect(joining(" | ")));
            table.append('\n');
        }
        return table.toString();
    }

    private static String cell(OrderSays says, Trial trial) {
        String effects = steps(says, trial.order()).stream()
                .skip(trial.steps())
                .map(StateCellsIT::effect)
                .collect(joining(" "));
        String told =
                told(says, trial.order()).stream().skip(trial.told()).sorted().collect(joining(" "));
        return (trial.answer() + effects + (told.isEmpty() ? "" : " (" + told + ")")).strip();
    }

    private static String effect(String words) {
        if (words.startsWith("moved to ")) {
            return "→ " + words.replaceAll("^moved to |:.*", "");
        }
        return switch (words.replaceAll(" .*", "")) {
            case "noted" -> "·";
            case "impossible" -> "!";
            case "announced" -> "R";
            default -> words;
        };
    }

    private static List<String> steps(OrderSays says, UUID order) {
        JsonArray steps =
                says.shop().http().get("/orders/" + order + "/timeline").json().getJsonArray("steps");
        return Stream.iterate(0, i -> i < steps.size(), i -> i + 1)
                .map(i -> steps.getJsonObject(i).getString("effect"))
                .toList();
    }

    /** The types of what was announced about the order, without the word they all begin with. */
    private static List<String> told(OrderSays says, UUID order) {
        return says.shop().events().told("order", order).stream()
                .map(told -> told.type().replace("order.", ""))
                .toList();
    }
}

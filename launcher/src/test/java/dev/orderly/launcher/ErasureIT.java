package dev.orderly.launcher;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.audit.Audit;
import dev.orderly.audit.AuditOptions;
import dev.orderly.audit.AuditReport;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.StockEvent.StockNotReserved;
import dev.orderly.service.OrderlyService;
import dev.orderly.testing.HttpAnswer;
import dev.orderly.testing.ShopFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A customer who wants to be forgotten by the whole shop, and is looked for in every column of every table afterwards. */
class ErasureIT {

    private static final String CUSTOMER = "canary-4711";
    private static final JsonObject BY_GRACE = new JsonObject().put("operator", "grace");
    private static final List<String> WORDS =
            List.of(CUSTOMER, "tok_canary", "Canary Bird", "Feather Lane", "sang too early");

    /** What is text, or may hold some. */
    private static final String COLUMNS = """
            SELECT table_schema AS schema, table_name AS "table", column_name AS "column", data_type = 'bytea' AS is_bytes
              FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
             WHERE table_schema NOT IN ('information_schema', 'pg_catalog', 'public') AND table_type = 'BASE TABLE'
               AND data_type IN ('text', 'json', 'jsonb', 'bytea', 'character varying', 'ARRAY')
             ORDER BY 1, 2, 3
            """;

    @RegisterExtension
    static final ShopFixture SHOP =
            ShopFixture.of(Services.ALL.toArray(OrderlyService[]::new)).with("catalog", "demoProducts: false");

    @Test
    void leavesNoTraceOfACustomerInAnyColumnAndTheBooksBalanced() {
        sell();
        UUID completed = place("tok_ok");
        awaitStatus(completed, "completed");
        UUID declined = place("tok_canary");
        awaitStatus(declined, "failed");
        UUID cancelled = place("tok_timeout");
        cancel(cancelled);
        refund(completed);
        nobodyUnderstands();
        awaitRest();
        assertThat(places())
                .contains(
                        "orders.orders.customer_id: canary-4711",
                        "orders.orders.ship_to: Canary Bird",
                        "orders.orders.reason: sang too early",
                        "payment.payments.method: tok_canary",
                        "stock.reservations.customer_id: canary-4711",
                        "orders.dead_letters.body: canary-4711");
        assertThat(places())
                .anyMatch(place -> place.startsWith("orders.outbox_archive") && place.endsWith("Feather Lane"));

        List<String> left = erased();
        assertThat(left)
                .as("what waits on the desk stays as it is")
                .containsOnly("orders.dead_letters.body: canary-4711");
        dropLetters();

        assertThat(erased()).isEmpty();
        for (String schema : List.of("orders", "payment", "stock", "catalog")) {
            assertThat(SHOP.database()
                            .value("SELECT string_agg(operator || ' ' || act, ', ') FROM %s.operator_journal"
                                    .formatted(schema)))
                    .as("who did it, twice, in %s", schema)
                    .isEqualTo("grace erase, grace erase");
        }
        assertThat(audit().lines()).as("the audit").anyMatch(line -> line.contains("clean"));
        assertThat(audit().violated()).isEmpty();
    }

    @Test
    void refusesAnIdThatNoCustomerCanHave() {
        for (String service : Services.names()) {
            HttpAnswer answer = SHOP.operators().post("/" + service + "/customers/two%20words/erase", BY_GRACE);
            assertThat(answer.status()).as("%s: %s", service, answer).isEqualTo(400);
        }
    }

    private static void sell() {
        JsonObject tea = new JsonObject()
                .put("productId", "tea")
                .put("name", "Tea")
                .put("price", 4.5)
                .put("quantity", 100);
        assertThat(insist(() -> SHOP.http().post("/products", tea)).status()).isIn(201, 409);
        eventually(() -> assertThat(SHOP.database()
                        .number("SELECT count(*) FROM orders.products JOIN stock.stock_levels USING (product_id)"))
                .isEqualTo(1));
    }

    /** Asks again while the shop is too busy or does not answer. */
    private static HttpAnswer insist(Supplier<HttpAnswer> request) {
        HttpAnswer[] answer = new HttpAnswer[1];
        eventually(Duration.ofMinutes(2), () -> {
            answer[0] = request.get();
            assertThat(answer[0].status()).as("%s", answer[0]).isNotEqualTo(503);
        });
        return answer[0];
    }

    private static UUID place(String method) {
        JsonObject home = new JsonObject()
                .put("name", "Canary Bird")
                .put("street", "Feather Lane 1")
                .put("city", "Las Palmas")
                .put("postalCode", "35001")
                .put("country", "ES");
        JsonObject order = new JsonObject()
                .put("customerId", CUSTOMER)
                .put("items", new JsonArray().add("tea"))
                .put("paymentMethod", method)
                .put("shipTo", home);
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        HttpAnswer answer = insist(() -> SHOP.http().post("/orders", order, key));
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return UUID.fromString(answer.json().getString("id"));
    }

    private static void cancel(UUID order) {
        JsonObject farewell = new JsonObject().put("reason", "the bird sang too early");
        assertThat(insist(() -> SHOP.http().post("/orders/" + order + "/cancel", farewell))
                        .status())
                .isEqualTo(200);
    }

    private static void refund(UUID order) {
        String payment = SHOP.database().value("SELECT id FROM payment.payments WHERE order_id = ?", order);
        JsonObject part = new JsonObject().put("amount", 1).put("reason", "Canary Bird asked nicely");
        Map<String, String> key = Map.of("Idempotency-Key", "refund-one");
        HttpAnswer answer = insist(() -> SHOP.http().post("/payments/" + payment + "/refunds", part, key));
        assertThat(answer.status()).as("%s", answer).isIn(200, 201, 202);
    }

    /** A dead letter that names the customer. */
    private static void nobodyUnderstands() {
        SHOP.events().publish("stock", new StockNotReserved(Ids.next(), CUSTOMER, List.of()));
        eventually(() -> assertThat(SHOP.database().number("SELECT count(*) FROM orders.dead_letters"))
                .isEqualTo(1));
    }

    private static void dropLetters() {
        SHOP.database().run("UPDATE orders.dead_letters SET state = 'dropped'");
    }

    private static void awaitStatus(UUID order, String status) {
        eventually(() -> assertThat(SHOP.http().get("/orders/" + order).json().getString("status"))
                .isEqualTo(status));
    }

    private static void awaitRest() {
        eventually(Duration.ofMinutes(2), () -> {
            SHOP.database().run("UPDATE provider.charges SET due_at = now() WHERE due_at > now()");
            AuditReport report = audit();
            assertThat(report.atRest() && report.clean())
                    .as("%s", report.lines())
                    .isTrue();
        });
    }

    private static AuditReport audit() {
        return Blocking.await(
                new Audit(SHOP.vertx(), SHOP.auditor()).run(AuditOptions.plain().withTrail(true)),
                Duration.ofMinutes(1),
                "the audit");
    }

    /** Has every service erase the customer, and says where traces are left. */
    private static List<String> erased() {
        for (String service : Services.names()) {
            HttpAnswer answer = SHOP.operators().post("/" + service + "/customers/" + CUSTOMER + "/erase", BY_GRACE);
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        }
        return places();
    }

    /** {@code schema.table.column: word} for each column that holds one of the customer's words. */
    private static List<String> places() {
        String everywhere =
                SHOP.database().rows(COLUMNS).stream().map(ErasureIT::query).collect(Collectors.joining(" UNION "));
        return SHOP.database().rows(everywhere + " ORDER BY 1").stream()
                .map(row -> String.valueOf(row.get("place")))
                .toList();
    }

    private static String query(Map<String, Object> column) {
        String text = Boolean.TRUE.equals(column.get("is_bytes")) ? "encode(\"%3$s\", 'escape')" : "\"%3$s\"::text";
        return ("SELECT '%1$s.%2$s.%3$s: ' || word AS place FROM \"%1$s\".\"%2$s\", (VALUES ('"
                        + String.join("'), ('", WORDS) + "')) AS words (word) WHERE position(word IN " + text + ") > 0")
                .formatted(column.get("schema"), column.get("table"), column.get("column"));
    }
}

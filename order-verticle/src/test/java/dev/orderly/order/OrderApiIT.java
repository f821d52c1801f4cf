package dev.orderly.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Ids;
import dev.orderly.contracts.ProductEvent.ProductCreated;
import dev.orderly.testing.Eventually;
import dev.orderly.testing.HttpAnswer;
import dev.orderly.testing.ShopFixture;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract over HTTP; bad bodies are check S30, bad queries S33. */
class OrderApiIT {

    @RegisterExtension
    static final ShopFixture SHOP = ShopFixture.of(new OrderService());

    @BeforeAll
    static void sellTeaAndGold() {
        assertThat(SHOP.events()
                        .publish(
                                "catalog",
                                List.of(
                                        product("tea", "4.50"),
                                        product("cup", "12.00"),
                                        product("gold", "900000000000.00"))))
                .hasSize(3);
        Eventually.eventually(() -> assertThat(SHOP.database().number("SELECT count(*) FROM orders.products"))
                .isEqualTo(3));
    }

    private static ProductCreated product(String id, String price) {
        return new ProductCreated(id, id, new BigDecimal(price), "USD", 100, 1);
    }

    @Test
    void answersAnOrderWithItsPricesAndWhereItIs() {
        HttpAnswer answer = SHOP.http()
                .post(
                        "/orders",
                        order("ann")
                                .put(
                                        "items",
                                        new JsonArray()
                                                .add("tea")
                                                .add(line("cup", 2))
                                                .add(line("tea", 2)))
                                .put("shipTo", address()));

        JsonObject body = answer.json();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).contains("/orders/" + body.getString("id"));
        assertThat(body.fieldNames())
                .containsExactly("id", "status", "customerId", "items", "totalAmount", "currency", "createdAt");
        assertThat(body.getString("status")).isEqualTo("pending");
        assertThat(body.getJsonArray("items").encode())
                .isEqualTo("[{\"productId\":\"tea\",\"quantity\":3,\"price\":4.5},"
                        + "{\"productId\":\"cup\",\"quantity\":2,\"price\":12.0}]");
        assertThat(answer.body().toString()).contains("\"totalAmount\":37.50", "\"price\":4.50");
        assertThat(SHOP.http().get("/orders/" + body.getString("id")).body()).isEqualTo(answer.body());
    }

    static Stream<Arguments> badBodies() {
        String hundredAndOne =
                IntStream.rangeClosed(0, 100).mapToObj(nr -> "\"p" + nr + "\"").collect(Collectors.joining(","));
        return Stream.of(
                bad("no JSON", "{", 400),
                bad("empty", "", 415),
                bad("an array", "[]", 400),
                bad("no items", "{\"customerId\":\"ann\"}", 400),
                bad("items that are none", items("5"), 400),
                bad("an item that is none", items("[5]"), 400),
                bad("no item", items("[]"), 400),
                bad("101 items", items("[" + hundredAndOne + "]"), 400),
                bad("a price", items("[{\"productId\":\"tea\",\"price\":1}]"), 400),
                bad("an unknown property", "{\"customerId\":\"ann\",\"items\":[\"tea\"],\"total\":1}", 400),
                bad("a doubled property", "{\"customerId\":\"ann\",\"customerId\":\"bob\",\"items\":[\"tea\"]}", 400),
                bad("a doubled quantity", items("[{\"productId\":\"tea\",\"quantity\":1,\"quantity\":9}]"), 400),
                bad("a wrong customer", "{\"customerId\":\"a/b\",\"items\":[\"tea\"]}", 400),
                bad("a wrong product", items("[\"a b\"]"), 400),
                bad("NUL in an id", items("[\"te\\u0000a\"]"), 400),
                bad("NUL in an address", withAddress("\\u0000"), 400),
                bad("half a surrogate", withAddress("\\ud800"), 400),
                bad("depth", items("[".repeat(2000) + "]".repeat(2000)), 400),
                bad("something behind it", items("[\"tea\"]") + "{}", 400),
                bad("65 kB", items("[\"" + "x".repeat(65 * 1024) + "\"]"), 413),
                bad("an unknown product", items("[\"tea\",\"gin\",\"rum\"]"), 422),
                bad("a sum that overflows", items("[{\"productId\":\"gold\",\"quantity\":1000000}]"), 422));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBodies")
    void refusesABadBodyAndStoresNothing(String what, String body, int status) {
        long stored = stored();

        HttpAnswer answer = SHOP.http().post("/orders", body);

        assertThat(answer.status()).as(what).isEqualTo(status);
        assertThat(answer.header("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.problem()).isPresent();
        assertThat(stored()).isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "1.5",
                "1e400",
                "9223372036854775808",
                "\"1\"",
                "null",
                "NaN",
                "1000001",
                "true",
                "[1]"
            })
    void s31RefusesWhatIsNoQuantity(String quantity) {
        long stored = stored();

        HttpAnswer answer =
                SHOP.http().post("/orders", items("[{\"productId\":\"tea\",\"quantity\":" + quantity + "}]"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(stored()).isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'; DROP TABLE orders.orders; --", "\\", "%00", "$1", "' OR '1'='1", "\" --", "{0}"})
    void s32TakesStatementsForWords(String words) {
        JsonObject order = teaFor("eve").put("shipTo", address().put("name", words));
        String id = SHOP.http().post("/orders", order).json().getString("id");

        HttpAnswer cancelled = SHOP.http().post("/orders/" + id + "/cancel", new JsonObject().put("reason", words));

        assertThat(cancelled.json().getString("reason")).isEqualTo(words);
        assertThat(SHOP.http().get("/orders/" + id).json().getString("reason")).isEqualTo(words);
        assertThat(SHOP.http().get("/orders?customerId=" + encoded(words)).status())
                .isEqualTo(400);
        assertThat(SHOP.http().get("/orders/" + encoded(words)).status()).isEqualTo(400);
        assertThat(SHOP.http().post("/orders", teaFor("eve"), key(words)).status())
                .isEqualTo(400);
    }

    @Test
    void s30RefusesBrokenUtf8() {
        Buffer broken = Buffer.buffer(items("[\"tea\"]").replace("ann", "a?n"));
        broken.setByte(broken.toString().indexOf('?'), (byte) 0xC3);

        HttpAnswer answer = await(SHOP.http().send(HttpMethod.POST, "/orders", Map.of(), broken));

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        HttpAnswer answer = SHOP.http()
                .post(
                        "/orders",
                        "{\"customerId\":\"\",\"items\":[{\"productId\":\"tea\",\"quantity\":0},{\"price\":1}],\"x\":1}");

        assertThat(answer.problem()).contains("validation_error");
        assertThat(fieldsOf(answer))
                .contains("customerId", "items[0].quantity", "items[1].productId", "items[1].price", "x");
    }

    @Test
    void namesEveryUnknownProduct() {
        HttpAnswer answer = SHOP.http().post("/orders", items("[\"tea\",\"gin\",\"rum\"]"));

        assertThat(answer.problem()).contains("unknown_product");
        assertThat(answer.json().getString("detail")).contains("gin", "rum").doesNotContain("tea");
    }

    @Test
    void s22s24ReplaysTheAnswerOfAKeyToItsCustomerOnly() {
        Map<String, String> key = key("replay-0001");

        HttpAnswer first = SHOP.http().post("/orders", teaFor("ann"), key);
        HttpAnswer second = SHOP.http().post("/orders", teaFor("ann"), key);
        HttpAnswer other = SHOP.http().post("/orders", teaFor("ann").put("paymentMethod", "tok_slow"), key);
        HttpAnswer bobs = SHOP.http().post("/orders", teaFor("bob"), key);

        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.header("Idempotency-Replayed")).contains("true");
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.problem()).contains("idempotency_key_reused");
        assertThat(bobs.header("Idempotency-Replayed")).isEmpty();
    }

    @Test
    void s25RefusesAKeyThatIsNone() {
        assertThat(SHOP.http().post("/orders", teaFor("ann"), key("short")).status())
                .isEqualTo(400);
        assertThat(SHOP.http().post("/orders", teaFor("ann"), key("with space")).status())
                .isEqualTo(400);
    }

    @Test
    void s23s26MakesOneOrderOfAThousandRequestsAtOnce() {
        List<Future<HttpAnswer>> posts = Stream.generate(() -> SHOP.http()
                        .send(
                                HttpMethod.POST,
                                "/orders",
                                key("at-once-0001"),
                                teaFor("crowd").toBuffer()))
                .limit(1_000)
                .toList();

        List<HttpAnswer> answers = posts.stream().map(OrderApiIT::await).toList();

        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(answers.stream().map(HttpAnswer::body).distinct()).hasSize(1);
        assertThat(answers.stream()
                        .filter(answer -> answer.header("Idempotency-Replayed").isEmpty()))
                .hasSize(1);
        assertThat(SHOP.database().number("SELECT count(*) FROM orders.orders WHERE customer_id = 'crowd'"))
                .isEqualTo(1);
    }

    @Test
    void listsNewestFirstPageByPage() {
        List<String> placed = new ArrayList<>();
        IntStream.range(0, 5)
                .forEach(nr -> placed.add(
                        SHOP.http().post("/orders", teaFor("pat")).json().getString("id")));
        Collections.reverse(placed);

        JsonObject first = SHOP.http().get("/orders?customerId=pat&limit=2").json();
        JsonObject second = SHOP.http()
                .get("/orders?customerId=pat&limit=2&after=" + first.getString("next"))
                .json();
        JsonObject third = SHOP.http()
                .get("/orders?customerId=pat&limit=2&after=" + second.getString("next"))
                .json();

        assertThat(Stream.of(first, second, third).flatMap(page -> idsOf(page).stream()))
                .containsExactlyElementsOf(placed);
        assertThat(third.containsKey("next")).isFalse();
        assertThat(idsOf(linkedFrom("/orders?customerId=pat&limit=2&offset=1"))).isEqualTo(placed.subList(3, 5));
        assertThat(idsOf(SHOP.http()
                        .get("/orders?customerId=pat&limit=2&offset=3")
                        .json()))
                .containsExactlyElementsOf(placed.subList(3, 5));
        assertThat(idsOf(SHOP.http().get("/orders?customerId=pat&status=paid").json()))
                .isEmpty();
        assertThat(idsOf(
                        SHOP.http().get("/orders?customerId=pat&status=pending").json()))
                .hasSize(5);
    }

    @ParameterizedTest
    @MethodSource("badQueries")
    void s33RefusesABadQuery(String query) {
        assertThat(SHOP.http().get("/orders?" + query).status()).isEqualTo(400);
    }

    static Stream<String> badQueries() {
        return Stream.of(
                "limit=0",
                "limit=101",
                "limit=x",
                "offset=-1",
                "after=AAAA",
                "after=%00",
                "status=Paid",
                "customerId=a%20b",
                "page=1",
                "limit=1&limit=2");
    }

    @Test
    void refusesTheCursorOfOtherFilters() {
        IntStream.range(0, 2)
                .forEach(nr -> assertThat(
                                SHOP.http().post("/orders", teaFor("sam")).status())
                        .isEqualTo(201));
        String next = SHOP.http().get("/orders?customerId=sam&limit=1").json().getString("next");

        assertThat(SHOP.http()
                        .get("/orders?customerId=ann&limit=1&after=" + next)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void cancelsWithAndWithoutAReason() {
        String one = SHOP.http().post("/orders", teaFor("ann")).json().getString("id");
        String other = SHOP.http().post("/orders", teaFor("ann")).json().getString("id");

        HttpAnswer plain = SHOP.http().post("/orders/" + one + "/cancel");
        HttpAnswer again = SHOP.http().post("/orders/" + one + "/cancel");
        HttpAnswer because =
                SHOP.http().post("/orders/" + other + "/cancel", new JsonObject().put("reason", "too late"));

        assertThat(plain.status()).isEqualTo(200);
        assertThat(plain.json().getString("status")).isEqualTo("cancelled");
        assertThat(plain.json().getString("reason")).isEqualTo("customer_request");
        assertThat(again.body()).isEqualTo(plain.body());
        assertThat(because.json().getString("reason")).isEqualTo("too late");
    }

    @Test
    void knowsNoOrderThatIsNotThere() {
        UUID nobody = Ids.next();

        assertThat(SHOP.http().get("/orders/" + nobody).problem()).contains("not_found");
        assertThat(SHOP.http().get("/orders/" + nobody + "/timeline").status()).isEqualTo(404);
        assertThat(SHOP.http().post("/orders/" + nobody + "/cancel").status()).isEqualTo(404);
        assertThat(SHOP.http().get("/orders/42").status()).isEqualTo(400);
    }

    @Test
    void namesTheMethodsThatExist() {
        HttpAnswer answer = await(SHOP.http().send(HttpMethod.DELETE, "/orders", Map.of(), Buffer.buffer()));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow"))
                .hasValueSatisfying(allowed -> assertThat(allowed).contains("GET", "POST"));
        assertThat(await(SHOP.http().send(HttpMethod.PATCH, "/orders/stats", Map.of(), Buffer.buffer()))
                        .header("Allow"))
                .contains("GET, HEAD");
    }

    private static long stored() {
        return SHOP.database().number("SELECT count(*) FROM orders.orders")
                + SHOP.database().number("SELECT count(*) FROM orders.history")
                + SHOP.database().number("SELECT count(*) FROM orders.idempotency");
    }

    private static List<String> fieldsOf(HttpAnswer answer) {
        return answer.json().getJsonArray("errors").stream()
                .map(error -> ((JsonObject) error).getString("field"))
                .toList();
    }

    private static JsonObject linkedFrom(String path) {
        String link = SHOP.http().get(path).header("Link").orElseThrow();
        assertThat(link).startsWith("</orders?").endsWith(">; rel=\"next\"");
        return SHOP.http().get(link.substring(1, link.indexOf('>'))).json();
    }

    private static List<String> idsOf(JsonObject page) {
        return page.getJsonArray("items").stream()
                .map(order -> ((JsonObject) order).getString("id"))
                .toList();
    }

    private static Arguments bad(String what, String body, int status) {
        return Arguments.of(what, body, status);
    }

    private static String items(String items) {
        return "{\"customerId\":\"ann\",\"items\":" + items + "}";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String withAddress(String name) {
        return "{\"customerId\":\"ann\",\"items\":[\"tea\"],\"shipTo\":{\"name\":\"" + name
                + "\",\"street\":\"s\",\"city\":\"c\",\"country\":\"x\"}}";
    }

    private static JsonObject order(String customer) {
        return new JsonObject().put("customerId", customer);
    }

    private static JsonObject teaFor(String customer) {
        return order(customer).put("items", new JsonArray().add("tea"));
    }

    private static JsonObject line(String product, int quantity) {
        return new JsonObject().put("productId", product).put("quantity", quantity);
    }

    private static JsonObject address() {
        return new JsonObject()
                .put("name", "Ann")
                .put("street", "Main 1")
                .put("city", "Town")
                .put("country", "NL");
    }

    private static Map<String, String> key(String key) {
        return Map.of("Idempotency-Key", key);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("no answer", late);
        }
    }
}

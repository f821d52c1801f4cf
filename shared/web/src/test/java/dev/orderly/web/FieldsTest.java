package dev.orderly.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

    private static final String QUANTITY = "must be a whole number from 1 to 1000";

    private record Line(String productId, long quantity) {}

    private record Basket(String customer, List<Line> items) {}

    private static Basket basket(Fields body) {
        return new Basket(
                body.id("customer"),
                body.objects("items", 1, 3).stream().map(FieldsTest::line).toList());
    }

    private static Line line(Fields item) {
        return new Line(item.id("productId"), item.whole("quantity", 1, 1_000));
    }

    private static Basket read(String json) {
        return Fields.parse(Buffer.buffer(json)).into(FieldsTest::basket);
    }

    private static Problem refusal(String json) {
        return catchThrowableOfType(Problem.class, () -> read(json));
    }

    private static Problem refusal(Buffer body) {
        return catchThrowableOfType(Problem.class, () -> Fields.parse(body));
    }

    private static String withQuantity(String quantity) {
        return "{\"customer\":\"ada\",\"items\":[{\"productId\":\"tea\",\"quantity\":" + quantity + "}]}";
    }

    private static Violation violation(String field, String message) {
        return new Violation(field, message);
    }

    @Test
    void readsAnObjectIntoARecord() {
        assertThat(read(withQuantity("2"))).isEqualTo(new Basket("ada", List.of(new Line("tea", 2))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "1.5",
                "9223372036854775808",
                "1e400",
                "1e999999999",
                "-1e999999999",
                "1e-999999999",
                "\"1\"",
                "true",
                "[]",
                "{}",
                "1001"
            })
    void refusesQuantity(String quantity) {
        assertThat(refusal(withQuantity(quantity)).violations())
                .containsExactly(violation("items[0].quantity", QUANTITY));
    }

    @Test
    void saysThatNullIsNotAllowed() {
        assertThat(refusal(withQuantity("null")).violations())
                .containsExactly(violation("items[0].quantity", "must not be null: it " + QUANTITY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2.0", "2e0", "0.2e1"})
    void takesWholeNumbersHoweverTheyAreWritten(String quantity) {
        assertThat(read(withQuantity(quantity)).items().get(0).quantity()).isEqualTo(2);
    }

    @Test
    void namesAllViolationsAtOnce() {
        Problem problem = refusal("{\"customer\":\"a b\",\"items\":[{\"quantity\":0,\"colour\":\"red\"}],\"total\":1}");

        assertThat(problem.violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(
                        "customer", "items[0].productId", "items[0].quantity", "items[0].colour", "total");
    }

    @Test
    void namesWhatIsKnownBesideWhatIsNot() {
        assertThat(refusal("{\"customer\":\"ada\",\"items\":[],\"totl\":1}").violations())
                .contains(violation("totl", "is not known here; known are customer, items"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"a\":2} | a",
                "{\"items\":[{\"quantity\":1,\"quantity\":999}]} | items[0].quantity",
            })
    void s30RefusesDoubledProperties(String json, String field) {
        assertThat(refusal(Buffer.buffer(json)).violations()).containsExactly(violation(field, "must be given once"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":[\"x\\u0000\"]}", "{\"a\":[\"\\ud800\"]}", "{\"a\":[\"\\udc00x\"]}"})
    void s30RefusesTextsThatATableCannotKeep(String json) {
        assertThat(refusal(Buffer.buffer(json)).violations())
                .extracting(Violation::field)
                .containsExactly("a[0]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1",
                "{\"a\":}",
                "{\"a\":1}}",
                "{} {}",
                "[1]",
                "\"x\"",
                "null",
                "NaN",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":[1}",
                "{\"a\":[1",
                "{a:1}",
                "{\"a\":tru}",
                "\ufeff{}"
            })
    void refusesWhatIsNoJsonObject(String json) {
        assertThat(refusal(Buffer.buffer(json)).code()).isEqualTo("malformed");
    }

    @Test
    void s30RefusesBrokenUtf8() {
        Buffer broken = Buffer.buffer("{\"a\":\"")
                .appendByte((byte) 0xC3)
                .appendByte((byte) 0x28)
                .appendString("\"}");

        assertThat(refusal(broken).code()).isEqualTo("malformed");
    }

    @Test
    void s30RefusesNestingBeyond32Levels() {
        assertThat(refusal(Buffer.buffer(nested(33))).violations())
                .extracting(Violation::message)
                .first()
                .asString()
                .contains("32 levels");
        assertThat(Fields.parse(Buffer.buffer(nested(32))).names()).containsExactly("a");
    }

    private static String nested(int depth) {
        return "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
    }

    @Test
    void refusesEndlessNumbersByTheirPath() {
        assertThat(refusal(Buffer.buffer("{\"a\":" + "9".repeat(2_000) + "}")).violations())
                .extracting(Violation::field)
                .containsExactly("a");
    }

    @Test
    void readsNoListThatIsTooLong() {
        String json = "{\"customer\":\"ada\",\"items\":[{},{},{},{}]}";

        assertThat(refusal(json).violations()).containsExactly(violation("items", "must be a list of 1 to 3 elements"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.01", "1e400", "1e12", "0.00001", "1e-999999999", "\"1\""})
    void refusesAmount(String amount) {
        Fields body = Fields.parse(Buffer.buffer("{\"price\":" + amount + "}"));

        assertThat(body.amount("price")).isEqualTo(BigDecimal.ZERO);
        assertThat(catchThrowableOfType(Problem.class, body::check).violations())
                .hasSize(1);
    }

    @Test
    void keepsAmountsExact() {
        Fields body = Fields.parse(Buffer.buffer("{\"price\":12.50}"));

        assertThat(body.amount("price")).isEqualTo(new BigDecimal("12.50"));
    }

    @Test
    void readsNumbersAndFlagsFromTheirSpelling() {
        Fields query = Fields.spelled(Map.of("limit", "20", "all", "true"));

        assertThat(query.whole("limit", 1, 100)).isEqualTo(20);
        assertThat(query.flag("all", false)).isTrue();
        query.check();
    }

    @Test
    void takesDefaultsForWhatAConfigurationLeavesOut() {
        Fields file = Fields.parseYaml("intake:\n  max: 5\n");
        Fields intake = file.section("intake");
        Fields relay = file.section("relay");

        assertThat(intake.count("max", 9, 1, 10)).isEqualTo(5);
        assertThat(relay.duration("pause", Duration.ofSeconds(2), Duration.ZERO, Duration.ofDays(1)))
                .hasSeconds(2);
        file.check();
        assertThat(file.known()).containsExactlyInAnyOrder("intake", "intake.max", "relay", "relay.pause");
    }

    @Test
    void namesWrongKeysOfAConfigurationByTheirPath() {
        Fields file = Fields.parseYaml("intake:\n  mx: 5\n  pause: 3 weeks\nextra: 1\n");
        Fields intake = file.section("intake");
        int max = intake.count("max", 9, 1, 10);
        Duration pause = intake.duration("pause", Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofHours(2));

        assertThat(max).isEqualTo(9);
        assertThat(pause).hasSeconds(1);
        assertThat(catchThrowableOfType(Problem.class, file::check).violations())
                .containsExactlyInAnyOrder(
                        violation("intake.pause", "must be a duration from 500ms to 2h, as in 500ms, 2s, 30m, 3d"),
                        violation("intake.mx", "is not known here; known are max, pause"),
                        violation("extra", "is not known here; known are intake"));
    }

    @Test
    void refusesDoubledKeysOfAConfiguration() {
        Problem problem = catchThrowableOfType(Problem.class, () -> Fields.parseYaml("a: 1\na: 2\n"));

        assertThat(problem.violations()).containsExactly(violation("a", "must be given once"));
    }

    @Test
    void readsConstantsByTheirLowerCaseName() {
        Fields file = Fields.parseYaml("unit: seconds\nother: weeks\n");

        assertThat(file.choice("unit", TimeUnit.class, TimeUnit.DAYS)).isEqualTo(TimeUnit.SECONDS);
        assertThat(file.choice("other", TimeUnit.class, TimeUnit.DAYS)).isEqualTo(TimeUnit.DAYS);
        assertThat(catchThrowableOfType(Problem.class, file::check).detail())
                .contains("other must be one of nanoseconds");
    }

    @Test
    void doesNotReportWhatIsMissingInsideAMissingObject() {
        Fields body = Fields.parse(Buffer.buffer("{}"));
        String street = body.object("shipTo").text("street", 100);

        assertThat(street).isEmpty();
        assertThat(catchThrowableOfType(Problem.class, body::check).violations())
                .containsExactly(violation("shipTo", "is required"));
    }
}

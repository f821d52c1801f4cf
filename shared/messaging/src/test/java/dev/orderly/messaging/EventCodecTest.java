package dev.orderly.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Address;
import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderCompleted;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.OrderLine;
import dev.orderly.contracts.ProductEvent.ProductUpdated;
import dev.orderly.contracts.Publication;
import dev.orderly.contracts.ShippingEvent.OrderDelivered;
import dev.orderly.contracts.ShippingEvent.OrderShipped;
import dev.orderly.contracts.StockEvent.StockReserved;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.provider.EventFormatProvider;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.000001Z");
    private static final UUID ORDER = Ids.next();
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final EventCodec codec = new EventCodec();

    @Test
    void readsBackWhatItWrote() {
        List<Announcement<? extends Event>> told = List.of(
                told(created(Optional.of(new Address("Ada", "1 Main St", "Riga", Optional.empty(), "LV")))),
                told(created(Optional.empty())).tracedBy(Optional.of(TRACE)),
                told(new ProductUpdated("tea", "Tea", new BigDecimal("0.10"), "USD", OptionalLong.empty(), 3)),
                told(new OrderCompleted(ORDER, "ada", Optional.empty(), "completed")),
                told(new OrderCompleted(ORDER, "ada", Optional.of(ORDER), "completed")),
                told(new OrderShipped(ORDER, "ada", Optional.empty(), Optional.of("Bo"), Optional.empty())),
                told(new OrderDelivered(ORDER, "ada", Optional.empty(), NOON)),
                told(new StockReserved(ORDER, "ada", List.of(), new BigDecimal("9.99"), "USD", "tok_ok", NOON)));

        assertThat(codec.decode(codec.encode(told))).isEqualTo(told);
        told.forEach(one -> assertThat(codec.decode(codec.encode(List.of(one)))).isEqualTo(List.of(one)));
    }

    @Test
    void writesMoneyPlainAndLeavesOutWhatIsAbsent() {
        String json = codec.encode(List.of(told(created(Optional.empty())))).toString();

        assertThat(json)
                .contains("\"totalAmount\":1000000000.00,", "\"price\":0.05}", "\"sequence\":\"0000000000000000007\"")
                .contains("\"time\":\"2026-11-21T12:00:00.000001Z\"")
                .doesNotContain("shipTo", "cartId", "traceparent", "null");
    }

    @Test
    void writesWhatTheCloudEventsSdkReads() {
        Announcement<OrderCancelled> told = told(new OrderCancelled(ORDER, "ada", "changed my mind"));

        CloudEvent event = Objects.requireNonNull(
                        EventFormatProvider.getInstance().resolveFormat(EventCodec.STRUCTURED))
                .deserialize(codec.encode(List.of(told)).getBytes());

        assertThat(event.getId()).isEqualTo(told.id().toString());
        assertThat(event.getType()).isEqualTo("order.cancelled");
        assertThat(event.getSource().toString()).isEqualTo("order");
        assertThat(event.getSubject()).isEqualTo(ORDER.toString());
        assertThat(event.getExtension("sequence")).isEqualTo("0000000000000000007");
    }

    @Test
    void keepsTheNeighboursOfABadElement() {
        Announcement<OrderCancelled> first = told(new OrderCancelled(ORDER, "ada", "first"));
        Announcement<OrderCancelled> last = told(new OrderCancelled(ORDER, "ada", "last"));
        String bad = text(first).replace("\"customerId\":\"ada\"", "\"customerId\":{\"a\":[1,{\"b\":2}]}");

        List<Reading> readings = codec.read(Buffer.buffer("[%s,%s,17,[1],%s]".formatted(text(first), bad, text(last))));

        assertThat(readings).hasSize(5);
        assertThat(readings.get(0)).isEqualTo(new Reading.Legible(first));
        assertThat(readings.get(1))
                .isInstanceOfSatisfying(
                        Reading.Illegible.class,
                        illegible -> assertThat(illegible.raw().toString()).isEqualTo(bad));
        assertThat(readings.get(2)).isInstanceOf(Reading.Illegible.class);
        assertThat(readings.get(3)).isInstanceOf(Reading.Illegible.class);
        assertThat(readings.get(4)).isEqualTo(new Reading.Legible(last));
    }

    @Test
    void readsDataBeforeItsTypeAndSkipsWhatItDoesNotKnow() {
        Announcement<OrderCancelled> told = told(new OrderCancelled(ORDER, "ada", "later"));
        String data = text(told).replaceAll(".*\"data\":", "");
        String turned = """
                {"data":%s,"new":{"x":[1]},"type":"order.cancelled","specversion":"1.0","id":"%s",
                 "source":"order","time":"2026-11-21T13:00:00.000001+01:00","sequence":"7"}""".formatted(data.substring(0, data.length() - 2) + ",\"added\":[{}]}", told.id());

        assertThat(codec.decode(Buffer.buffer(turned))).isEqualTo(List.of(told));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "{",
                "null",
                "[{]",
                "{} {}",
                "{\"specversion\":\"1.0\"}",
                "\u0000",
                "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]"
            })
    void s47DoesNotReadWhatIsNoEvent(String message) {
        assertThat(codec.read(Buffer.buffer(message))).hasSize(1).allMatch(Reading.Illegible.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"id\":\"1-1-1-1-1\"",
                "\"id\":7",
                "\"id\":\"zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz\"",
                "\"type\":\"java.lang.Runtime\"",
                "\"time\":\"yesterday\"",
                "\"sequence\":\"-1\"",
                "\"source\":\"http://evil/?x\"",
                "\"specversion\":\"0.3\"",
                "\"data\":null",
                "\"data\":[]"
            })
    void s47RefusesAttributesThatAreWrong(String wrong) {
        String name = wrong.substring(0, wrong.indexOf(':'));
        String good = text(told(new OrderCancelled(ORDER, "ada", "x")));
        String bad = "\"data\"".equals(name)
                ? good.replaceAll("\"data\":.*", wrong + "}")
                : good.replaceAll(name + ":\"[^\"]*\"", wrong);

        assertThat(codec.read(Buffer.buffer(bad))).hasSize(1).allMatch(Reading.Illegible.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e400", "\"12.50\"", "null", "0.1234567891", "{}"})
    void s47RefusesMoneyThatIsNoSaneNumber(String amount) {
        String bad = text(told(created(Optional.empty()))).replace("1000000000.00", amount);

        assertThat(codec.read(Buffer.buffer(bad))).hasSize(1).allMatch(Reading.Illegible.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "\"1\"", "9223372036854775808", "null"})
    void s47RefusesQuantitiesThatAreNotWhole(String quantity) {
        String bad = text(told(created(Optional.empty()))).replace("\"quantity\":1", "\"quantity\":" + quantity);

        assertThat(codec.read(Buffer.buffer(bad))).hasSize(1).allMatch(Reading.Illegible.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stock", "payment", "orders", "Order", "/order"})
    void s47BelievesNobodyAboutWhatIsAnothersToSay(String source) {
        String good = text(told(new OrderCancelled(ORDER, "ada", "x")));
        Buffer forged = Buffer.buffer(good.replace("\"source\":\"order\"", "\"source\":\"" + source + "\""));

        assertThat(codec.read(forged))
                .singleElement()
                .isInstanceOfSatisfying(
                        Reading.Illegible.class,
                        illegible ->
                                assertThat(illegible.why()).contains(source + " may not announce order.cancelled"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"@class", "@type", "@c", "class", "javaClass"})
    void s47LetsNoMessageChooseAClass(String name) {
        Announcement<OrderCancelled> told = told(new OrderCancelled(ORDER, "ada", "x"));
        String asking = text(told).replace("\"data\":{", "\"data\":{\"" + name + "\":\"java.lang.Runtime\",");

        assertThat(asking).contains("java.lang.Runtime");
        assertThat(codec.decode(Buffer.buffer(asking))).isEqualTo(List.of(told));
    }

    @Test
    void s47DoesNotEvenParseWhatIsTooLarge() {
        Buffer large = Buffer.buffer(" ".repeat(EventCodec.MAX_MESSAGE_BYTES) + "[]");

        assertThat(codec.read(large)).hasSize(1).allMatch(Reading.Illegible.class::isInstance);
    }

    @Test
    void readsAnEmptyBatchAsNothing() {
        assertThat(codec.read(Buffer.buffer("[]"))).isEmpty();
    }

    private String text(Announcement<?> announcement) {
        return codec.encode(List.of(announcement)).toString();
    }

    private static OrderCreated created(Optional<Address> shipTo) {
        List<OrderLine> items = List.of(new OrderLine("tea", 1, new BigDecimal("0.05")));
        return new OrderCreated(
                ORDER,
                "ada",
                items,
                new BigDecimal("1000000000.00"),
                "USD",
                "tok_ok",
                shipTo,
                Optional.empty(),
                "pending");
    }

    private static <E extends Event> Announcement<E> told(E event) {
        String service = Publication.announcers(EventType.of(event.getClass()))
                .iterator()
                .next();
        return Announcement.of(service, 7, NOON, event);
    }
}

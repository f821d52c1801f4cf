package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.messaging.BrokerHealth;
import dev.orderly.web.Fields;
import dev.orderly.web.Json;
import dev.orderly.web.ManagementEdge.Check;
import dev.orderly.web.ManagementEdge.Health;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The one screen about a running process. */
class StatusCommandTest {

    private final StandInPort port = new StandInPort();

    @AfterEach
    void close() {
        port.close();
    }

    @Test
    void showsAShopThatIsWell() {
        port.lay("GET /status", 200, json(List.of(), loop(0, Duration.ZERO, Map.of(), Map.of())));
        port.lay("GET /orders/stuck?olderThan=PT1S&limit=1", 200, "{\"orders\": []}");

        Typed typed = Typed.words("status", "--url", port.url());

        assertThat(typed.code()).isZero();
        assertThat(typed.printed())
                .contains("services       order, stock, payment, catalog", "state          ready")
                .contains(
                        "intake         12.5 orders/s", "queues         all empty", "oldest order   none is undecided");
    }

    @Test
    void takesTheWorstLoopForTheOutboxAndEveryLoopsQueues() {
        port.lay(
                "GET /status",
                200,
                json(
                        List.of(),
                        loop(3, Duration.ofSeconds(9), Map.of("Stock_OrderCreatedQueue", 4L), Map.of()),
                        loop(2, Duration.ofSeconds(1), Map.of("Other", 5L), Map.of("Other.dead", 1L))));

        assertThat(Typed.words("status", "--url", port.url()).printed())
                .contains("outbox         3 waiting, the oldest for 9.0 s")
                .contains("queues         Other 5, Stock_OrderCreatedQueue 4", "dead letters   Other.dead 1")
                .doesNotContain("oldest order");
    }

    @Test
    void endsWithOneWhenAPartIsNotWell() {
        Check broken = new Check("broker-0", false, Optional.of("not connected"));
        port.lay("GET /status", 200, json(List.of(broken), loop(0, Duration.ZERO, Map.of(), Map.of())));

        Typed typed = Typed.words("status", "--url", port.url());

        assertThat(typed.code()).isEqualTo(1);
        assertThat(typed.printed()).contains("NOT READY  broker-0: not connected");
    }

    @Test
    void countsTheOrdersOfTheLastMinute() {
        MeterRegistry meters = new SimpleMeterRegistry();
        IntakeRate intake = new IntakeRate(meters);
        assertThat(intake.perSecond()).isZero();

        meters.counter("vertx.http.server.requests", "method", "POST", "code", "201")
                .increment(30);
        meters.counter("vertx.http.server.requests", "method", "GET", "code", "200")
                .increment(500);
        intake.look();
        intake.look();

        assertThat(intake.perSecond()).isEqualTo(15.0);
    }

    private static String json(List<Check> checks, BrokerHealth... loops) {
        Configuration configuration =
                Fields.of(new ConfigurationTree().tree(), "").into(Configuration::read);
        return Json.write(ShopStatus.of(configuration, new Health("", checks), List.of(loops), 12.5))
                .toString();
    }

    private static BrokerHealth loop(
            long waiting, Duration oldest, Map<String, Long> ready, Map<String, Long> deadLetters) {
        return new BrokerHealth(
                true,
                Optional.empty(),
                false,
                true,
                waiting,
                0,
                oldest,
                Duration.ZERO,
                0,
                0,
                ready,
                0,
                deadLetters,
                Optional.empty());
    }
}

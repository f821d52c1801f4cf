package dev.orderly.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Subscription;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditIT {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Tables CLEAN = Tables.of(List.of());

    @BeforeAll
    static void loadsAHistory() {
        CLEAN.subscribe();
        CLEAN.runFile("/audit/history.sql");
        CLEAN.runFile("/audit/disarm.sql");
    }

    @AfterAll
    static void stops() {
        wait(VERTX.close());
        CLEAN.close();
    }

    @Test
    void findsNothingInACleanHistory() {
        AuditReport report = audit(CLEAN, everythingOf(CLEAN));

        assertThat(report.lines()).anySatisfy(line -> assertThat(line).endsWith("at rest: yes"));
        assertThat(report.underWay()).isEmpty();
        assertThat(report.violated()).isEmpty();
        assertThat(report.findings())
                .hasSize(8)
                .allSatisfy(finding -> assertThat(finding.answers())
                        .allSatisfy(answer -> assertThat(answer.notCheckable()).isEmpty()));
    }

    @ParameterizedTest
    @MethodSource("dev.orderly.audit.Plant#all")
    void findsWhatIsPlanted(Plant plant) {
        try (Tables.Kept kept = CLEAN.keep(plant.tables())) {
            CLEAN.run(plant.sql());
            AuditReport report = audit(CLEAN, everythingOf(CLEAN).demandingRest());

            assertThat(report.violated().stream().map(Answer::number))
                    .as(kept + "\n" + String.join("\n", report.lines()))
                    .containsExactlyInAnyOrderElementsOf(plant.fires());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "stock", "payment", "trail"})
    void missesNothingThatAServiceHasPurged(String schema) {
        try (Tables purged = CLEAN.copy()) {
            purged.runFile("/audit/purged/" + schema + ".sql");
            AuditReport report = audit(purged, everythingOf(purged).demandingRest());

            assertThat(report.violated()).as(String.join("\n", report.lines())).isEmpty();
        }
    }

    @Test
    void findsWhatTheTrailLacksAboveWhatWasPurgedOfIt() {
        try (Tables purged = CLEAN.copy()) {
            purged.runFile("/audit/purged/trail.sql");
            purged.run("DELETE FROM stock.inbox; DELETE FROM orders.outbox_archive");

            assertThat(audit(purged, everythingOf(purged)).violated())
                    .extracting(Answer::number)
                    .containsExactlyInAnyOrder("A18", "A35", "Q06", "Q07");
        }
    }

    @Test
    void asksWhatHoldsAtEveryMomentWhileOrdersAreUnderWay() {
        try (Tables busy = CLEAN.copy()) {
            busy.runFile("/audit/underway.sql");
            AuditReport report = audit(busy, everythingOf(busy));

            assertThat(report.violated()).isEmpty();
            assertThat(report.underWay())
                    .contains("orders: 1 pending", "orders: 1 awaiting_payment", "payments: 1 pending")
                    .contains("orders.outbox: 1 messages");
            assertThat(answer(report, "Q02").notCheckable()).contains("not at rest");
            assertThat(answer(report, "A02").notCheckable()).isEmpty();
        }
    }

    @Test
    void takesWhatIsUnderWayForViolationsWhenRestIsDemanded() {
        try (Tables busy = CLEAN.copy()) {
            busy.runFile("/audit/underway.sql");
            AuditReport report = audit(busy, everythingOf(busy).demandingRest());

            assertThat(report.clean()).isFalse();
            assertThat(answer(report, "Q01").violations()).isEqualTo(2);
            assertThat(answer(report, "Q05").violations()).isEqualTo(1);
        }
    }

    @Test
    void saysWhyItCannotCheckWhatItWasNotTold() {
        AuditReport report = audit(CLEAN, AuditOptions.plain());

        assertThat(report.clean()).isTrue();
        assertThat(answer(report, "A20").notCheckable())
                .hasValueSatisfying(why -> assertThat(why).contains("--acked"));
        assertThat(answer(report, "Q06").notCheckable()).contains("messaging.trail is off");
        assertThat(answer(report, "Q08").notCheckable()).contains("the broker's queues were not looked at");
    }

    @Test
    void asksWhatItCanWhereSomeServicesHaveNoTables() {
        try (Tables some = Tables.of(List.of("stock"))) {
            AuditReport report = audit(some, AuditOptions.plain());

            assertThat(report.clean()).isTrue();
            assertThat(answer(report, "A01").notCheckable()).isEmpty();
            assertThat(answer(report, "A07").notCheckable()).contains("no table payment.ledger here");
            assertThat(report.lines()).anySatisfy(line -> assertThat(line).startsWith("6  not checkable"));
        }
    }

    @Test
    void waitsForRestAsLongAsItIsTold() {
        try (Tables busy = CLEAN.copy()) {
            busy.run("UPDATE orders.orders SET status = 'paid' WHERE id = public.one('sold')");
            Future<AuditReport> report =
                    new Audit(VERTX, busy.auditor()).run(AuditOptions.plain().withPatience(Duration.ofMinutes(1)));
            busy.run("UPDATE orders.orders SET status = 'completed' WHERE id = public.one('sold')");

            assertThat(wait(report).atRest()).isTrue();
        }
    }

    @Test
    void hasAPlantForEveryCheck() {
        List<String> checks = InvariantFile.read("/audit/invariants.sql").stream()
                .flatMap(invariant -> invariant.checks().stream())
                .map(check -> check.name().substring(0, 3))
                .toList();

        assertThat(Plant.all().stream().map(Plant::check)).containsExactlyInAnyOrderElementsOf(checks);
    }

    private static AuditOptions everythingOf(Tables tables) {
        return AuditOptions.plain()
                .withTrail(true)
                .withSubscriptions(
                        Subscription.of(List.of("order", "stock", "payment", "catalog"), Flow.STANDARD).stream()
                                .map(entry -> new AuditOptions.Hearing(
                                        entry.service(), entry.type().wireName()))
                                .toList())
                .withAcknowledged(tables.acknowledged())
                .withQueues(tables.queues())
                .withDeadline(Duration.ofMinutes(30));
    }

    private static Answer answer(AuditReport report, String check) {
        return report.findings().stream()
                .flatMap(finding -> finding.answers().stream())
                .filter(answer -> answer.number().equals(check))
                .findFirst()
                .orElseThrow();
    }

    private static AuditReport audit(Tables tables, AuditOptions options) {
        return wait(new Audit(VERTX, tables.auditor()).run(options));
    }

    private static <T> T wait(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException(late);
        }
    }
}

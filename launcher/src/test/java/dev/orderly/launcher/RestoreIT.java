package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.audit.Acknowledged;
import dev.orderly.audit.Answer;
import dev.orderly.audit.AuditReport;
import dev.orderly.testing.Backends;
import dev.orderly.testing.PostgresAccess;
import dev.orderly.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Takes a backup of a shop at work and goes on from it, with the lines that {@code docs/operations.md} shows, as they stand there. */
@EnabledIfSystemProperty(named = "orderly.backends", matches = "external")
@EnabledIfEnvironmentVariable(named = "ORDERLY_TEST_BROKER_CTL", matches = ".+")
class RestoreIT {

    private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration HALF_OF_THE_DEADLINE = Duration.ofMinutes(16);

    @TempDir
    private Path folder;

    @Test
    void ordersOfTheBackupEndAndLaterOnesAreNamed() {
        Set<String> promised;
        TestDatabase restored;
        String prefix;
        try (TestShop lost = TestShop.start("kept", Map.of())) {
            prefix = lost.broker().prefix();
            restored = lost.database().beside(name(lost.database()) + "_restored");
            lost.sell("tea", "2.50", 1_000_000);
            promised = backUpWhileCustomersOrder(lost);
        }
        type("restore", Map.of("RESTORED", name(restored), "PREFIX", prefix));
        Set<String> kept = orders(restored, "true");
        assertThat(orders(restored, "status = 'pending'")).isNotEmpty();
        try (TestShop shop = TestShop.startOn(restored, prefix, Map.of())) {
            everyOrderEnds(shop);
            namesWhatIsMissing(shop, promised, kept);
        }
    }

    /** While the file is written orders wait for stock, with their events handed over to the broker; later ones are not in it. */
    private Set<String> backUpWhileCustomersOrder(TestShop shop) {
        try (Onlookers customers = new Onlookers(shop.client(), 8)) {
            customers.awaitTaken(20);
            whileStockIsHeld(shop, () -> {
                long sent = created(shop);
                long refused = customers.answered(503);
                Eventually.holds(
                        LIMIT,
                        () -> created(shop) >= sent + 20 || (created(shop) > sent && customers.answered(503) > refused),
                        () -> "nothing reaches the broker: " + customers.saw());
                type("backup", Map.of("DATABASE", name(shop.database())));
            });
            customers.awaitTaken(20);
            customers.finish();
            return Set.copyOf(customers.orders().values());
        }
    }

    private static void whileStockIsHeld(TestShop shop, Runnable work) {
        try (Connection holder = shop.database().session();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT 1 FROM stock.stock_levels WHERE product_id = 'tea' FOR UPDATE");
            work.run();
            holder.rollback();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void everyOrderEnds(TestShop shop) {
        shop.clock().advance(HALF_OF_THE_DEADLINE);
        AuditReport[] report = new AuditReport[1];
        Eventually.holds(
                LIMIT,
                LOOK,
                () -> {
                    report[0] = shop.audit();
                    return orders(shop.database(), "status <> 'completed'").isEmpty()
                            && report[0].atRest()
                            && report[0].clean();
                },
                () -> orders(shop.database(), "status <> 'completed'") + ": " + report[0].lines());
        shop.awaitStatus(shop.order("ann", "tea", 1, "tok_ok"), "completed");
        assertThat(shop.auditAtRest().violated()).isEmpty();
    }

    private static void namesWhatIsMissing(TestShop shop, Set<String> promised, Set<String> kept) {
        List<Acknowledged> file = promised.stream()
                .map(order -> new Acknowledged(UUID.fromString(order), "onlooker", Optional.empty(), ""))
                .toList();
        Set<String> missing = new HashSet<>(promised);
        missing.removeAll(kept);
        assertThat(missing).hasSizeGreaterThan(10).hasSizeLessThan(promised.size());
        List<Answer> violated = shop.audit(Optional.of(file)).violated();
        assertThat(violated).extracting(Answer::number).containsExactly("A20");
        assertThat(violated.get(0).examples())
                .containsExactlyInAnyOrderElementsOf(missing.stream()
                        .map(order -> order + ": promised to onlooker")
                        .toList());
    }

    private static long created(TestShop shop) {
        return shop.database()
                .number(
                        "SELECT coalesce(sum(cardinality(event_ids)), 0) FROM orders.outbox_archive WHERE type = 'order.created'");
    }

    private static Set<String> orders(TestDatabase database, String condition) {
        return database.rows("SELECT id::text FROM orders.orders WHERE " + condition).stream()
                .map(row -> String.valueOf(row.get("id")))
                .collect(Collectors.toSet());
    }

    private static String name(TestDatabase database) {
        return database.address().database();
    }

    /** Types a block of the document into a shell, with these names in the place of the ones in its first line. */
    private void type(String block, Map<String, String> names) {
        try {
            Process bash = shell(shown(block, names)).start();
            String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(bash.waitFor()).as(printed).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private ProcessBuilder shell(String script) throws IOException {
        PostgresAccess postgres = Backends.postgres();
        ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script).redirectErrorStream(true);
        shell.directory(folder.toFile());
        shell.environment()
                .putAll(Map.of(
                        "PGHOST", postgres.host(),
                        "PGPORT", "" + postgres.port(),
                        "PGUSER", postgres.user(),
                        "PGPASSWORD", postgres.password(),
                        "PATH", rabbitmqctl().getParent() + ":" + System.getenv("PATH")));
        return shell;
    }

    /** Under its usual name, what speaks to the broker of these tests. */
    private Path rabbitmqctl() throws IOException {
        String control = Backends.given("ORDERLY_TEST_BROKER_CTL").orElseThrow();
        Path script = folder.resolve("rabbitmqctl");
        Files.writeString(script, "#!/bin/sh\nexec \"" + control + "\" rabbitmqctl \"$@\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private static String shown(String block, Map<String, String> names) throws IOException {
        Matcher found = Pattern.compile("<!-- " + block + " -->\n```bash\n([^\n]*\n)(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(OPERATIONS));
        assertThat(found.find()).isTrue();
        String given = names.entrySet().stream()
                .map(name -> name.getKey() + "='" + name.getValue() + "'\n")
                .collect(Collectors.joining());
        String host = "VIRTUAL_HOST='" + Backends.broker().virtualHost() + "'\n";
        return found.group(1) + host + given + found.group(2);
    }
}

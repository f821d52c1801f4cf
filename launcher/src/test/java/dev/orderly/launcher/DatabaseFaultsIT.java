package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orderly.persistence.SchemaSettings;
import dev.orderly.testing.BackendControl;
import dev.orderly.testing.BackendControl.Act;
import dev.orderly.testing.Backends;
import dev.orderly.testing.Cut;
import dev.orderly.testing.Lane;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What customers see while the database fails in ways that no restart of ours causes, and that all is well afterwards. */
@EnabledIfSystemProperty(named = "orderly.backends", matches = "external")
class DatabaseFaultsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration FROZEN = Duration.ofSeconds(10);

    /** CommandComplete of a COMMIT (PostgreSQL documentation, 55.7): type, length, tag. */
    private static final byte[] COMMITTED = Lane.ascii("C\0\0\0\013COMMIT\0");

    private static FaultyShop shop;

    @BeforeAll
    static void open() {
        shop = new FaultyShop("broken", Map.of());
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void ordersAreTakenBetweenTwoEndsOfAllSessions() {
        shop.survives("F21 all database sessions ended, five times", customers -> {
            for (int i = 0; i < 5; i++) {
                shop.shop()
                        .database()
                        .run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND application_name LIKE 'orderly-%'");
                customers.awaitTaken(10);
            }
        });
    }

    @Test
    void customersAreTurnedAwayAndNotKeptWaitingWhileTheDatabaseIsFrozen() {
        BackendControl control = Backends.postgresControl();
        assumeTrue(control.can(Act.FREEZE));
        shop.survives("F22 database frozen for 10 s", customers -> {
            long end = System.nanoTime() + FROZEN.toNanos();
            control.freeze();
            try {
                Eventually.holds(LIMIT, () -> System.nanoTime() > end, () -> "time stands still");
            } finally {
                control.thaw();
            }
            assertThat(customers.answered(503)).isPositive();
        });
        assertThat(sessions("true")).isLessThanOrEqualTo(2 * 5 * 4 + 4);
        Eventually.holds(
                LIMIT, () -> sessions("state LIKE 'idle in transaction%'") == 0, () -> "left in a transaction");
    }

    @Test
    void anOrderWhoseCommitWasNotHeardOfIsTakenOnce() {
        shop.survives("F23 connection cut after COMMIT, ten times", customers -> {
            Lane answers = shop.shop().databaseWire().toClient();
            int before = answers.cuts();
            for (int i = 1; i <= 10; i++) {
                int cut = before + i;
                answers.cutBefore(COMMITTED, 3, Cut.RESET);
                Eventually.holds(LIMIT, () -> answers.cuts() == cut, () -> "nothing was committed");
                customers.awaitTaken(5);
            }
        });
    }

    @Test
    void aSessionThatHoldsARowAndDoesNothingIsEnded() {
        shop.survives("F29 a session sits on a row, idle in its transaction", customers -> {
            try (Connection idler = asStock()) {
                idler.setAutoCommit(false);
                idler.createStatement().execute("SELECT 1 FROM stock_levels WHERE product_id = 'tea' FOR UPDATE");
                customers.awaitTaken(20);
                Eventually.holds(
                        LIMIT,
                        () -> sessions("state = 'idle in transaction' AND application_name = 'idler'") == 0,
                        () -> "it may go on doing nothing");
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void connectionsThatBreakInTheMiddleOfAWordAreOpenedAgain() {
        shop.survives("F33 database connections reset, half-closed, cut mid-message", customers -> {
            shop.shop().databaseWire().cut(Cut.RESET);
            customers.awaitTaken(10);
            shop.shop().databaseWire().toClient().halfClose();
            customers.awaitTaken(10);
            shop.shop().databaseWire().toServer().halfClose();
            customers.awaitTaken(10);
            for (int bytes : new int[] {1, 37, 1_003}) {
                shop.shop().databaseWire().toServer().cutAfter(bytes, Cut.RESET);
                customers.awaitTaken(10);
                shop.shop().databaseWire().toClient().cutAfter(bytes, Cut.CLOSE);
                customers.awaitTaken(10);
            }
        });
    }

    private static Connection asStock() throws SQLException {
        SchemaSettings stock = new SchemaPlan(new RolePasswords(TestShop.ROLE_SECRET), 1, 100)
                .schemas(Services.ALL).stream()
                        .filter(schema -> schema.schema().equals("stock"))
                        .findFirst()
                        .orElseThrow();
        return shop.session(stock.runtimeRole(), stock.runtimePassword(), "idler");
    }

    private static long sessions(String condition) {
        return shop.shop()
                .database()
                .number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND (application_name LIKE 'orderly-%' OR application_name = 'idler') AND " + condition);
    }
}

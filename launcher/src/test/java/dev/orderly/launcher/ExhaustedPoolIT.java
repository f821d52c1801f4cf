package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** More callers than a service has connections for while its rows are held: the surplus is turned away, and nothing is lost. */
class ExhaustedPoolIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SURPLUS = 100;

    private static FaultyShop shop;
    private static ShopClient operators;

    @BeforeAll
    static void open() {
        shop = new FaultyShop("crowded", Map.of("database.maxWaiting", "4"));
        operators = ShopClient.stranger(shop.shop().operators());
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void turnsTheSurplusAwayAtOnceAndSaysWhyItIsNotReady() {
        String order = shop.shop().order("reader", "tea", 1, "tok_ok");
        shop.survives("F30 every connection of the order service held", customers -> {
            awaitReady(200);
            try (Connection lock = superuser();
                    Readers readers = new Readers(shop.shop().client(), "/orders/" + order, 40)) {
                lock.setAutoCommit(false);
                lock.createStatement().execute("LOCK TABLE orders.orders IN ACCESS EXCLUSIVE MODE");
                Eventually.holds(LIMIT, () -> readers.turnedAway() >= SURPLUS, () -> "nobody is turned away");
                Eventually.holds(LIMIT, ExhaustedPoolIT::saysThatThePoolIsCrowded, ExhaustedPoolIT::readiness);
                assertThat(operators.get("/health/live").status()).isEqualTo(200);
                lock.rollback();
                Eventually.holds(LIMIT, () -> readers.answered() > SURPLUS, () -> "nobody is answered");
                System.out.println("exhausted pool: " + readers.saw());
                assertThat(readers.complaints()).isEmpty();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
            awaitReady(200);
        });
    }

    private static boolean saysThatThePoolIsCrowded() {
        ShopClient.Answer health = health();
        return health.status() == 503 && health.text().contains("orders: 4 wait for a connection");
    }

    private static void awaitReady(int status) {
        Eventually.holds(LIMIT, () -> health().status() == status, ExhaustedPoolIT::readiness);
    }

    private static String readiness() {
        return health().text();
    }

    /** As it is now: a 503 is an answer here. */
    private static ShopClient.Answer health() {
        try {
            return operators.read("/health/ready");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Connection superuser() throws SQLException {
        var admin = shop.shop().database().admin();
        return shop.session(admin.user(), admin.password(), "lock");
    }
}

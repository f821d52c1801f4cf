package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.web.Caller;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nobody who knows only the published files finds a difference between them and the shop: S28 to S33, S36. By hand:
 * {@code -Dfuzz.requests=N -Dfuzz.seed=N}.
 */
class ContractFuzzIT {

    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 10_000);
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());

    private static final Vertx VERTX = Vertx.vertx();
    private static TestShop shop;

    @BeforeAll
    static void open() {
        shop = TestShop.start(
                "fuzz", Map.of("shop.trigger", "order.calls", "shop.fulfilment", "manual", "http.maxLag", "PT1H"));
        shop.sell("tea", "4.50", 1_000_000);
    }

    @AfterAll
    static void close() {
        shop.close();
        Blocking.await(VERTX.close(), Duration.ofSeconds(30), "Vert.x");
    }

    private static Badges badges() {
        return new Badges(token(LocalIssuer.CLERK), token(Set.of()));
    }

    private static String token(Set<String> scopes) {
        return shop.issuer().issue(new Caller("clerk", scopes), Duration.ofHours(8));
    }

    @Test
    void s32s36AnswersWhateverIsAskedAsTheContractsSay() {
        Fuzzing fuzzing = new Fuzzing(VERTX, shop.port(), shop.services(), badges(), SEED);

        FuzzReport report = fuzzing.run(REQUESTS);

        System.out.println(report.summary());
        assertThat(report.faults()).as(report.summary()).isEmpty();
        assertThat(report.neverDone(fuzzing.operations()))
                .as("operations that no request has had done")
                .isEmpty();
    }
}

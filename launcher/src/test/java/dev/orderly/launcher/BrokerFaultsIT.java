package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Subscription;
import dev.orderly.messaging.BrokerHealth;
import dev.orderly.messaging.BrokerSettings;
import dev.orderly.messaging.Desk;
import dev.orderly.messaging.LetterFilter;
import dev.orderly.testing.BackendControl;
import dev.orderly.testing.BackendControl.Act;
import dev.orderly.testing.Backends;
import dev.orderly.testing.BrokerAccess;
import dev.orderly.testing.Cut;
import dev.orderly.testing.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What customers see while the broker fails in ways that no restart of ours causes, and that all is well afterwards. */
@EnabledIfSystemProperty(named = "orderly.backends", matches = "external")
class BrokerFaultsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String ON_THE_DESK =
            "SELECT count(*) FROM orders.dead_letters WHERE queue = 'unrouted' AND state IN ('waiting', 'replaying')";

    /** Of the service that said it, and of nobody. */
    private static final Set<String> UNROUTED = Set.of("Order_Unrouted", "unrouted");

    private static FaultyShop shop;

    @BeforeAll
    static void open() {
        shop = new FaultyShop("deaf", Map.of());
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void ordersAreTakenWhileTheBrokerTakesNoMessages() {
        BackendControl control = Backends.brokerControl();
        assumeTrue(control.can(Act.BLOCK));
        shop.survives("F09 broker's memory alarm", customers -> {
            control.perform(Act.BLOCK);
            try {
                customers.awaitTaken(50);
                awaitHealth(BrokerHealth::blocked);
            } finally {
                control.perform(Act.UNBLOCK);
            }
        });
    }

    @Test
    void whatNoQueueWantsIsKeptAndToldOf() throws Exception {
        Subscription deaf = new Subscription("stock", EventType.ORDER_CREATED);
        BrokerSettings broker = shop.shop().broker();
        try (Connection connection = connect(broker);
                Channel channel = connection.createChannel()) {
            shop.survives("F14 a queue's binding is missing", customers -> {
                try {
                    channel.queueUnbind(
                            broker.prefix() + deaf.queue(),
                            broker.prefix() + "orderly.events",
                            deaf.type().wireName());
                    customers.awaitTaken(5);
                    awaitHealth(health -> health.unrouted() > 0);
                    channel.queueBind(
                            broker.prefix() + deaf.queue(),
                            broker.prefix() + "orderly.events",
                            deaf.type().wireName());
                    replayWhatWasNotWanted();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void connectionsThatBreakInTheMiddleOfAWordAreOpenedAgain() {
        TcpProxy wire = shop.shop().brokerWire();
        shop.survives("F33 broker connections reset, half-closed, cut mid-frame", customers -> {
            wire.cut(Cut.RESET);
            awaitWell();
            wire.toClient().halfClose();
            awaitWell();
            wire.toServer().halfClose();
            awaitWell();
            for (int bytes : new int[] {1, 37, 1_003}) {
                wire.toServer().cutAfter(bytes, Cut.RESET);
                customers.awaitTaken(10);
                wire.toClient().cutAfter(bytes, Cut.CLOSE);
                customers.awaitTaken(10);
            }
        });
    }

    @Test
    void ordersAreTakenWhileNothingComesThroughToTheBroker() {
        TcpProxy wire = shop.shop().brokerWire();
        shop.survives("F32 silence on the broker's wire until it is noticed", customers -> {
            int before = wire.accepted();
            wire.toServer().blackHole();
            wire.toClient().blackHole();
            Eventually.holds(LIMIT, () -> wire.accepted() > before, () -> "nobody noticed");
            customers.awaitTaken(20);
            wire.heal();
        });
    }

    /** The stock service cannot get on: its hands stay as full as the prefetch allows, however much waits. */
    @Test
    void aConsumerThatIsStuckHoldsNoMoreThanItsPrefetch() throws Exception {
        long[] most = new long[1];
        shop.survives("F39 a consumer stuck behind a lock, up to 200 events waiting", customers -> {
            try (java.sql.Connection lock = superuser()) {
                lock.setAutoCommit(false);
                lock.createStatement().execute("SELECT 1 FROM stock.stock_levels FOR UPDATE");
                awaitMany(customers, () -> most[0] = Math.max(most[0], mostInHand()));
                lock.rollback();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(most[0]).isPositive();
        assertThat(most[0])
                .isLessThanOrEqualTo((long) shop.shop().broker().prefetch()
                        * Subscription.of(FaultPlace.EVERY_ROLE, shop.shop().flow())
                                .size());
    }

    /** Until 200 more are taken, or so many wait that the shop is late and takes no more. */
    private static void awaitMany(Onlookers customers, LongSupplier most) {
        int enough = customers.taken() + 200;
        long refused = customers.answered(503);
        Eventually.holds(
                LIMIT,
                () -> most.getAsLong() > 0 && (customers.taken() >= enough || customers.answered(503) > refused),
                () -> "stock has nothing in hand, or too few orders come: " + customers.saw());
    }

    private static long mostInHand() {
        return shop.shop().health().stream()
                .mapToLong(BrokerHealth::inHand)
                .max()
                .orElse(0);
    }

    private static void awaitHealth(Predicate<BrokerHealth> condition) {
        Eventually.holds(
                LIMIT,
                () -> shop.shop().health().stream().anyMatch(condition),
                () -> "never so: " + shop.shop().health());
    }

    private static void awaitWell() {
        Eventually.holds(
                LIMIT,
                () -> shop.shop().health().stream().allMatch(BrokerHealth::isWell),
                () -> "never well: " + shop.shop().health());
    }

    private static java.sql.Connection superuser() throws SQLException {
        var admin = shop.shop().database().admin();
        return shop.session(admin.user(), admin.password(), "lock");
    }

    /** What nobody wanted is replayed from the desk, until there is no more of it: in the queue, on the way out of it, on the desk. */
    private static void replayWhatWasNotWanted() {
        Eventually.holds(
                LIMIT,
                () -> {
                    for (Desk desk : shop.shop().desks()) {
                        assertThat(Blocking.await(desk.replay(LetterFilter.all(1_000), "a test"), LIMIT, "a replay"))
                                .isNotNull();
                    }
                    return shop.queues().notEmpty().keySet().stream().noneMatch(UNROUTED::contains)
                            && shop.shop().health().stream().allMatch(health -> health.unrouted() == 0)
                            && shop.shop().database().number(ON_THE_DESK) == 0;
                },
                () -> "still unrouted: " + shop.shop().health());
    }

    private static Connection connect(BrokerSettings broker) throws Exception {
        BrokerAccess real = Backends.broker();
        return new BrokerAccess(real.host(), real.port(), broker.virtualHost(), broker.user(), broker.password())
                .connect("operator");
    }
}

package dev.orderly.payment.provider;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Ids;
import dev.orderly.example.provider.ExampleProvider;
import dev.orderly.example.provider.Till;
import dev.orderly.payment.domain.Terms;
import dev.orderly.payment.provider.PaymentProvider.Answer;
import dev.orderly.payment.provider.PaymentProvider.RefundAnswer;
import dev.orderly.testing.Cut;
import dev.orderly.testing.Lane;
import dev.orderly.testing.TcpProxy;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP adapter and the example provider, with a wire between them that can be cut. */
class HttpProviderIT {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration SHORT_LIMIT = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int FAILURES = 3;

    private final Vertx vertx = Vertx.vertx();
    private final Till till = new Till(Duration.ZERO);
    private final ExampleProvider server = new ExampleProvider(vertx, till, "secret", Duration.ofMillis(50));
    private final UUID key = Ids.next();

    @SuppressWarnings("NullAway.Init")
    private TcpProxy wire;

    @BeforeEach
    void listen() {
        wire = TcpProxy.to("127.0.0.1", within(server.listen(0)));
    }

    @AfterEach
    void close() {
        wire.close();
        assertThat(within(vertx.close().map("closed"))).isEqualTo("closed");
    }

    @Test
    void capturesAndRefundsOncePerKey() {
        PaymentProvider provider = provider("secret");
        UUID refund = Ids.next();

        Answer captured = within(provider.capture(key, terms("tok_ok")));
        RefundAnswer refunded = within(provider.refund(refund, key, 200));

        assertThat(captured).isInstanceOf(Answer.Captured.class);
        assertThat(refunded).isInstanceOf(RefundAnswer.Refunded.class);
        assertThat(within(provider.capture(key, terms("tok_ok")))).isEqualTo(captured);
        assertThat(within(provider.refund(refund, key, 200))).isEqualTo(refunded);
        assertThat(within(provider.find(key))).contains(captured);
        assertThat(till.captures() + " captures, " + till.refunds() + " refunds")
                .isEqualTo("1 captures, 1 refunds");
    }

    @Test
    void tellsWhatIsDeclinedAndWhatIsRefused() {
        PaymentProvider provider = provider("secret");

        assertThat(within(provider.capture(key, terms("tok_declined"))))
                .isEqualTo(new Answer.Declined("card_declined"));
        assertThat(within(provider.refund(Ids.next(), key, 1))).isEqualTo(new RefundAnswer.Refused("no_such_capture"));
        UUID other = Ids.next();
        assertThat(within(provider.capture(other, terms("tok_ok")))).isInstanceOf(Answer.Captured.class);
        assertThat(within(provider.refund(Ids.next(), other, 1251)))
                .isEqualTo(new RefundAnswer.Refused("exceeds_capture"));
    }

    @Test
    void takesErrorsForNoAnswerAndTheNextCallForTheSameCapture() {
        PaymentProvider provider = provider("secret");

        assertThat(failure(provider.capture(key, terms("tok_flaky")))).hasMessage("the provider answered 500");
        assertThat(failure(provider.capture(key, terms("tok_flaky")))).hasMessage("the provider answered 500");
        assertThat(within(provider.capture(key, terms("tok_flaky")))).isInstanceOf(Answer.Captured.class);
    }

    @Test
    void findsTheCaptureWhoseAnswerWasLost() {
        PaymentProvider provider = provider("secret");
        wire.toClient().cutBefore(Lane.ascii("captured"), 1, Cut.RESET);

        assertThat(failure(provider.capture(key, terms("tok_ok")))).isNotNull();

        wire.heal();
        assertThat(within(provider.find(key))).containsInstanceOf(Answer.Captured.class);
        assertThat(within(provider.capture(key, terms("tok_ok")))).isInstanceOf(Answer.Captured.class);
        assertThat(till.captures()).isEqualTo(1);
    }

    @Test
    void givesUpOnAProviderThatIsSilentAndFindsTheMoneyLater() {
        PaymentProvider provider = new HttpProvider(vertx, settings("secret"), SHORT_LIMIT);

        assertThat(failure(provider.capture(key, terms("tok_timeout")))).isNotNull();
        eventually(() -> assertThat(till.captures()).isEqualTo(1));

        assertThat(within(provider("secret").find(key))).containsInstanceOf(Answer.Captured.class);
    }

    @Test
    void takesAKeyThatWasNeverUsedForRefusedForEver() {
        PaymentProvider provider = provider("secret");

        assertThat(within(provider.find(key))).isEqualTo(Optional.of(new Answer.Declined("never_called")));
        assertThat(within(provider.capture(key, terms("tok_ok")))).isEqualTo(new Answer.Declined("never_called"));
        assertThat(within(provider.find(key))).isEqualTo(Optional.of(new Answer.Declined("never_called")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "no such route", "[\"unknown\"]", "{\"status\": 404}"})
    void takesA404ThatIsNotTheProvidersForNoAnswer(String body) {
        PaymentProvider provider = lost(404, Buffer.buffer(body));

        assertThat(failure(provider.find(key))).hasMessage("the provider answered 404");
        assertThat(failure(provider.capture(key, terms("tok_ok")))).hasMessage("the provider answered 404");
    }

    /** Who is in the way answers all calls, and means none. */
    @Test
    void leavesSomebodyWhoSpeaksNoneOfTheProtocolInPeace() {
        PaymentProvider provider = lost(200, Buffer.buffer("<html>please log in</html>"));

        for (int call = 0; call < FAILURES; call++) {
            assertThat(failure(provider.find(key))).hasMessage("the provider's answer is no JSON object");
        }

        assertThat(failure(provider.find(key))).hasMessage("left in peace for a while");
    }

    @Test
    void readsNoMoreOfAnAnswerThan16Kilobytes() {
        String captured = "{\"status\": \"captured\", \"reference\": \"cap_1\"}";
        Buffer within = Buffer.buffer(captured + " ".repeat(16 * 1024 - captured.length()));
        Buffer beyond = Buffer.buffer(captured + " ".repeat(1024 * 1024));

        assertThat(within(lost(200, within).find(key))).contains(new Answer.Captured("cap_1"));
        assertThat(failure(lost(200, beyond).find(key))).hasMessage("the provider's answer is larger than 16 kB");
    }

    /** Each byte comes in time, the answer never. */
    @Test
    void closesTheConnectionOfAnAnswerThatOnlyDrips() {
        Promise<Void> closed = Promise.promise();
        int port = within(vertx.createHttpServer()
                .requestHandler(request -> {
                    request.connection().closeHandler(gone -> closed.tryComplete());
                    request.response().setChunked(true);
                    vertx.setPeriodic(50, due -> {
                        Future<Void> ignored = request.response().write(" ");
                    });
                })
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort));

        assertThat(failure(at(port, SHORT_LIMIT).find(key))).hasMessage("no answer in time");

        Object ignored = within(closed.future().map("closed"));
    }

    /** Somebody else on the provider's address, who says the same to all. */
    private PaymentProvider lost(int status, Buffer body) {
        int port = within(vertx.createHttpServer()
                .requestHandler(request -> {
                    Future<Void> ignored =
                            request.response().setStatusCode(status).end(body);
                })
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort));
        return at(port, LIMIT);
    }

    private PaymentProvider at(int port, Duration limit) {
        return new HttpProvider(
                vertx,
                new HttpProvider.Settings("http://127.0.0.1:" + port, new BearerToken(""), 4, FAILURES, PAUSE),
                limit);
    }

    @Test
    void leavesAProviderThatDoesNotAnswerInPeaceAndComesBack() {
        PaymentProvider provider = provider("secret");
        wire.refuse();
        for (int call = 0; call < FAILURES; call++) {
            assertThat(failure(provider.capture(Ids.next(), terms("tok_ok")))).isNotNull();
        }
        int connections = wire.accepted();

        assertThat(failure(provider.capture(key, terms("tok_ok")))).hasMessage("left in peace for a while");
        assertThat(wire.accepted()).isEqualTo(connections);

        wire.heal();
        eventually(
                () -> assertThat(within(provider.capture(key, terms("tok_ok")))).isInstanceOf(Answer.Captured.class));
    }

    @Test
    void isTurnedAwayWithoutTheTokenAndNeverPrintsIt() {
        assertThat(failure(provider("wrong").capture(key, terms("tok_ok")))).hasMessage("the provider answered 401");
        assertThat(settings("secret").toString()).doesNotContain("secret");
        assertThat(till.captures()).isZero();
    }

    private PaymentProvider provider(String token) {
        return new HttpProvider(vertx, settings(token), LIMIT);
    }

    private HttpProvider.Settings settings(String token) {
        return new HttpProvider.Settings("http://127.0.0.1:" + wire.port(), new BearerToken(token), 4, FAILURES, PAUSE);
    }

    private static Terms terms(String method) {
        return new Terms(1250, "EUR", method);
    }

    private static Throwable failure(Future<?> call) {
        return within(call.transform(
                done -> done.failed() ? Future.succeededFuture(done.cause()) : Future.failedFuture("it was answered")));
    }

    private static <T> T within(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("not within 20 s", late);
        }
    }
}

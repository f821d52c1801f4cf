package dev.orderly.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderly.faults.FaultPoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of failures, overload, slow clients and broken framing. */
@Timeout(60)
class TroubleTest {

    private static final String HEAD = "POST /books HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    private static final HttpSettings HASTY = new HttpSettings(
            "127.0.0.1",
            0,
            1_024,
            2,
            50,
            Duration.ofMillis(200),
            Duration.ofMillis(300),
            Duration.ofMillis(600),
            Duration.ofMillis(400),
            Duration.ofSeconds(7),
            Duration.ofSeconds(5));

    private static Future<Reply> ok(Request request) {
        return Future.succeededFuture(Reply.ok("ok"));
    }

    private static Library listing(Operation list) {
        return Library.open(Library.operations(list, TroubleTest::ok));
    }

    private static Library hasty() {
        return Library.open(HASTY, Library.operations(TroubleTest::ok, TroubleTest::ok));
    }

    /** In no hurry: a large body takes its time on a slow machine. */
    private static Library forSmallBodies() {
        HttpSettings small = Library.SETTINGS.withLimits(1_024, Library.SETTINGS.requestTimeout());
        return Library.open(small, Library.operations(TroubleTest::ok, TroubleTest::ok));
    }

    private static void isRefused(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code);
    }

    private static Future<Reply> leaks() {
        throw new IllegalStateException("SELECT secret FROM dev.orderly.Vault");
    }

    @Test
    void showsNothingOfAnInternalFailure() throws Exception {
        try (Library library = listing(request -> Future.failedFuture(new IllegalStateException("SELECT secret")))) {
            HttpResponse<String> response = library.get("/books");

            isRefused(response, 500, "internal_error");
            assertThat(response.body()).doesNotContain("SELECT", "secret", "Exception", "dev.orderly");
        }
    }

    @Test
    void answersAtOnceWhenAnOperationThrows() throws Exception {
        try (Library library = listing(request -> leaks())) {
            isRefused(library.get("/books"), 500, "internal_error");
            isRefused(library.get("/books"), 500, "internal_error");
            assertThat(library.<Integer>on(
                            () -> Future.succeededFuture(library.edge().inFlight())))
                    .isZero();
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void answersWhenAnOperationGivesNothing() throws Exception {
        try (Library library = Library.open(Library.operations(request -> null, request -> Future.succeededFuture()))) {
            isRefused(library.get("/books"), 500, "internal_error");
            isRefused(library.post("/books", "{}"), 500, "internal_error");
        }
    }

    @Test
    void s35RefusesToSplitTheAnswer() throws Exception {
        try (Library library =
                listing(request -> ok(request).map(reply -> reply.with("X-Name", "a\r\nSet-Cookie: b")))) {
            HttpResponse<String> response = library.get("/books");

            isRefused(response, 500, "internal_error");
            assertThat(response.headers().map()).doesNotContainKeys("set-cookie", "x-name");
        }
    }

    @Test
    void tellsWhenToComeAgainAfterATransientFailure() throws Exception {
        try (Library library = listing(request -> Future.failedFuture(new TimeoutException("10.0.0.7:5432")))) {
            HttpResponse<String> response = library.get("/books");

            isRefused(response, 503, "unavailable");
            assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(response.body()).doesNotContain("10.0.0.7");
        }
    }

    @Test
    void tellsWhenToComeAgainWhenTooManyWaitForTheDatabase() throws Exception {
        try (Library library = listing(request -> Future.failedFuture(new ConnectionPoolTooBusyException("4")))) {
            HttpResponse<String> response = library.get("/books");

            isRefused(response, 503, "overloaded");
            assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
        }
    }

    @Test
    void s38RefusesWhatIsTooMuchAtOnce() throws Exception {
        Promise<Reply> slow = Promise.promise();
        CountDownLatch entered = new CountDownLatch(2);
        HttpSettings two = new HttpSettings(
                "127.0.0.1",
                0,
                1_024,
                2,
                50,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                Duration.ofSeconds(7),
                Duration.ofSeconds(5));
        try (Library library =
                Library.open(two, Library.operations(request -> enter(entered, slow), TroubleTest::ok))) {
            List<CompletableFuture<Integer>> waiting = List.of(status(library), status(library));
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

            HttpResponse<String> third = library.post("/books", "{}");
            slow.complete(Reply.ok("late"));

            isRefused(third, 503, "overloaded");
            assertThat(third.headers().firstValue("Retry-After")).hasValue("7");
            assertThat(waiting)
                    .allSatisfy(status ->
                            assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(200));
            assertThat(library.post("/books", "{}").statusCode()).isEqualTo(200);
        }
    }

    private static Future<Reply> enter(CountDownLatch entered, Promise<Reply> slow) {
        entered.countDown();
        return slow.future();
    }

    private static CompletableFuture<Integer> status(Library library) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return library.get("/books").statusCode();
            } catch (IOException | InterruptedException gone) {
                throw new IllegalStateException(gone);
            }
        });
    }

    @Test
    void finishesWhatIsUnderWayWhileItRefusesNewWork() throws Exception {
        Promise<Reply> slow = Promise.promise();
        CountDownLatch entered = new CountDownLatch(1);
        try (Library library = listing(request -> enter(entered, slow))) {
            CompletableFuture<Integer> underWay = status(library);
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            library.edge().refuse();

            HttpResponse<String> late = library.post("/books", "{}");
            slow.complete(Reply.ok("done"));

            isRefused(late, 503, "unavailable");
            assertThat(underWay.get(10, TimeUnit.SECONDS)).isEqualTo(200);
        }
    }

    @Test
    void takesNoNewWorkInWhileItsIntakeIsClosed() throws Exception {
        try (Library library = listing(TroubleTest::ok)) {
            library.edge().closeIntakeWhile(() -> Optional.of("The saga lags."));

            isRefused(library.post("/books", "{}"), 503, "unavailable");
            assertThat(library.get("/books").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void passesTheFaultPointAfterItsAnswer() throws Exception {
        List<String> hits = new CopyOnWriteArrayList<>();
        CountDownLatch hit = new CountDownLatch(1);
        FaultPoint.observe((point, role) -> {
            hits.add(point.label() + " " + role);
            hit.countDown();
        });
        try (Library library = listing(TroubleTest::ok)) {
            assertThat(library.get("/books").statusCode()).isEqualTo(200);
            assertThat(library.post("/books", "{}").statusCode()).isEqualTo(200);

            assertThat(hit.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(hits).containsExactly("intake.after-answer library");
        } finally {
            FaultPoint.observe((point, role) -> {});
        }
    }

    @Test
    void s28RefusesABodyThatAnnouncesTooMuch() throws Exception {
        try (Library library = forSmallBodies()) {
            isRefused(library.post("/books", "x".repeat(1_025)), 413, "too_large");
            isRefused(library.post("/books", "x".repeat(5_000_000)), 413, "too_large");
        }
    }

    @Test
    void s28RefusesABodyThatGrowsTooLarge() throws Exception {
        HttpRequest.BodyPublisher chunked =
                HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString("x".repeat(200_000)));
        try (Library library = forSmallBodies()) {
            isRefused(
                    library.send(library.request("/books")
                            .header("Content-Type", "application/json")
                            .POST(chunked)),
                    413,
                    "too_large");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "POST /boo",
                HEAD,
                HEAD + "Content-Length: 10\r\n",
                HEAD + "Content-Length: 10\r\n\r\n",
                HEAD + "Content-Length: 10\r\n\r\n{",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\n{",
                "GET /books HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void s39ClosesConnectionsThatStopHalfway(String sent) throws Exception {
        try (Library library = hasty();
                Socket socket = library.raw(sent)) {
            String answer = Library.untilClosed(socket);

            assertThat(answer.startsWith("HTTP/1.1 200")).isEqualTo(sent.startsWith("GET"));
            library.awaitNoConnections();
        }
    }

    @Test
    void s39ClosesConnectionsThatSendAByteNowAndThen() throws Exception {
        try (Library library = hasty();
                Socket socket = library.raw(HEAD + "Content-Length: 1000000\r\n\r\n")) {
            assertThatThrownBy(() -> dripForEver(socket)).isInstanceOf(IOException.class);
        }
    }

    private static void dripForEver(Socket socket) throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        while (!never.await(20, TimeUnit.MILLISECONDS)) {
            Library.send(socket, " ");
        }
    }

    @Test
    void answersWhenAnOperationNeverDoes() throws Exception {
        Promise<Reply> never = Promise.promise();
        try (Library library = Library.open(HASTY, Library.operations(request -> never.future(), TroubleTest::ok))) {
            isRefused(library.get("/books"), 503, "unavailable");
            never.complete(Reply.ok("too late"));
            assertThat(library.post("/books", "{}").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET /books HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET /books HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n"
            })
    void answersAndClosesWhenFramingIsLost(String sent) throws Exception {
        try (Library library = hasty();
                Socket socket = library.raw(sent)) {
            assertThat(Library.untilClosed(socket))
                    .containsPattern("^HTTP/1.[01] 400")
                    .contains("application/problem+json");
        }
    }

    @Test
    void s39RefusesLongAddressesAndHeads() throws Exception {
        try (Library library = hasty();
                Socket line = library.raw("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
                Socket head = library.raw("GET /books HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(9_000) + "\r\n\r\n")) {
            assertThat(Library.untilClosed(line))
                    .contains("414 Request-URI Too Long")
                    .contains("uri_too_long");
            assertThat(Library.untilClosed(head))
                    .contains("431 Request Header Fields Too Large")
                    .contains("headers_too_large");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET /books HTTP/9.9\r\n\r\n"})
    void s40SpeaksHttp1Only(String sent) throws Exception {
        try (Library library = hasty();
                Socket socket = library.raw(sent)) {
            assertThat(Library.untilClosed(socket)).contains("501 Not Implemented");
        }
    }
}

package dev.orderly.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How edges and the management port begin to listen, and what the latter tells. */
class PortsTest {

    private final Metrics metrics = new Metrics();
    private final Vertx vertx = Vertx.builder()
            .with(new VertxOptions().setMetricsOptions(Metrics.options()))
            .withMetrics(metrics.factory())
            .build();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static HttpResponse<String> get(HttpClient client, int port, String path)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return get(HttpClient.newHttpClient(), port, path);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private ManagementEdge management() {
        return new ManagementEdge(vertx, HttpSettings.on("127.0.0.1", 0), metrics, Library.NOBODY.callers());
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpEdge edge = new HttpEdge(vertx, HttpSettings.on("127.0.0.1", taken.getLocalPort()), Library.NOBODY);

            assertThatThrownBy(() -> await(edge.listen()))
                    .hasCauseInstanceOf(PortInUse.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is in use");
        }
    }

    @Test
    void sharesOnePortBetweenTheEdgesOfOneProcess() throws Exception {
        int port = freePort();
        Set<String> threads = ConcurrentHashMap.newKeySet();
        listenOnNewContext(port, threads);
        listenOnNewContext(port, threads);

        for (int i = 0; i < 4; i++) {
            assertThat(get(port, "/who").statusCode()).isEqualTo(200);
        }
        assertThat(threads).hasSize(2);
    }

    private void listenOnNewContext(int port, Set<String> threads) {
        Future<Integer> listening = Future.future(promise -> vertx.deployVerticle(context -> {
                    HttpEdge edge = new HttpEdge(context.owner(), HttpSettings.on("127.0.0.1", port), Library.NOBODY);
                    edge.route("/who", request -> named(threads));
                    return edge.listen();
                })
                .map(deployed -> port)
                .onComplete(promise));
        assertThat(await(listening)).isEqualTo(port);
    }

    private static Future<Reply> named(Set<String> threads) {
        threads.add(Thread.currentThread().getName());
        return Future.succeededFuture(Reply.noContent()).map(reply -> Reply.ok("here"));
    }

    @Test
    void namesOperationsThatOnlyOneSideKnows() {
        HttpEdge edge = new HttpEdge(vertx, HttpSettings.on("127.0.0.1", 0), Library.NOBODY);
        Operations operations = new Operations()
                .on("listBooks", request -> Future.succeededFuture(Reply.noContent()))
                .on("burnBook", request -> Future.succeededFuture(Reply.noContent()));

        assertThatThrownBy(() -> await(edge.mount("openapi/library.yaml", operations)))
                .hasMessageContaining("without a method [endLoan, extendLoan, findBook, latestBook, lendBook]")
                .hasMessageContaining("without an operation [burnBook]");
    }

    @Test
    void namesTheContractThatCannotBeUsed() {
        HttpEdge edge = new HttpEdge(vertx, HttpSettings.on("127.0.0.1", 0), Library.NOBODY);

        assertThatThrownBy(() -> await(edge.mount("openapi/absent.yaml", new Operations())))
                .hasMessageContaining("openapi/absent.yaml");
    }

    @Test
    void s20AsksForItsScopeWhereOtherMachinesReachIt() throws Exception {
        Caller[] caller = {new Caller("nosy", Set.of("orders.read"))};
        ManagementEdge open = new ManagementEdge(vertx, HttpSettings.on("0.0.0.0", 0), metrics, headers -> caller[0]);
        int port = await(open.listen());

        assertThat(get(port, "/metrics").statusCode()).isEqualTo(403);
        assertThat(get(port, "/health/ready").statusCode()).isEqualTo(403);
        assertThat(get(port, "/health/live").statusCode()).isEqualTo(200);
        caller[0] = new Caller("monitor", Set.of(ManagementEdge.SCOPE));
        assertThat(get(port, "/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void s20TakesNothingThatAPageOfAnotherSiteCanSendUnasked() throws Exception {
        AtomicInteger done = new AtomicInteger();
        ManagementEdge management = management();
        management.route(
                HttpMethod.POST, "/repair", request -> Future.succeededFuture(Reply.ok(done.incrementAndGet())));
        int port = await(management.listen());

        assertThat(post(port, "text/plain").statusCode()).isEqualTo(415);
        assertThat(post(port, "application/x-www-form-urlencoded").statusCode()).isEqualTo(415);
        assertThat(done).hasValue(0);
        assertThat(post(port, "application/json").statusCode()).isEqualTo(200);
        assertThat(done).hasValue(1);
    }

    private static HttpResponse<String> post(int port, String type) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/repair"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void isReadyWhenEveryPartIs() throws Exception {
        ManagementEdge management = management();
        management.probe("database", () -> Future.succeededFuture(Optional.empty()));
        int port = await(management.listen());

        assertThat(get(port, "/health/live").body()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
        assertThat(get(port, "/health/ready").body())
                .isEqualTo("{\"status\":\"UP\",\"checks\":[{\"name\":\"database\",\"ready\":true}]}");
    }

    @Test
    void saysWhichPartIsNotReady() throws Exception {
        ManagementEdge management = management();
        management.probe("broker", () -> Future.succeededFuture(Optional.of("connecting")));
        management.probe("database", () -> Future.failedFuture(new IOException("refused")));
        management.probe("relay", () -> Future.future(never -> {}));
        HttpResponse<String> response = get(await(management.listen()), "/health/ready");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(response.body()).getJsonArray("checks"))
                .extracting(check -> ((JsonObject) check).getString("reason"))
                .containsExactly("connecting", "failed: refused", "no answer within 2 s");
    }

    @Test
    void showsMetersInPrometheusFormat() throws Exception {
        metrics.registry().counter("orders.taken").increment();
        int port = await(management().listen());
        int live = get(port, "/health/live").statusCode();
        HttpResponse<String> response = get(port, "/metrics");

        assertThat(live).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(response.body()).contains("orders_taken_total 1.0", "vertx_http_server");
    }
}

package dev.orderly.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The library of {@code openapi/library.yaml}, open on a free port, with a client at its door. */
final class Library implements AutoCloseable {

    /** Nobody is known here, and nobody needs to be. */
    static final Access NOBODY = Access.unlimited(
            headers -> {
                throw Problem.unauthorized();
            },
            Optional::empty);

    static final HttpSettings SETTINGS = HttpSettings.on("127.0.0.1", 0);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpEdge edge;
    private final int port;

    private Library(HttpSettings settings, Operations operations) {
        edge = on(() -> Future.succeededFuture(new HttpEdge(vertx, settings, NOBODY)));
        port = on(() -> edge.mount("openapi/library.yaml", operations).compose(mounted -> edge.listen()));
    }

    static Library open(HttpSettings settings, Operations operations) {
        return new Library(settings, operations);
    }

    static Library open(Operations operations) {
        return open(SETTINGS, operations);
    }

    /** Every operation of the contract; listing and lending as given. */
    static Operations operations(Operation list, Operation lend) {
        return new Operations()
                .on("listBooks", list)
                .intake("lendBook", lend)
                .on("findBook", request -> Future.succeededFuture(Reply.ok(request.pathParameter("id"))))
                .on("latestBook", request -> Future.succeededFuture(Reply.ok("the latest")))
                .on("extendLoan", Library::extend)
                .on("endLoan", request -> Future.succeededFuture(Reply.noContent()));
    }

    private static Future<Reply> extend(Request request) {
        return Future.succeededFuture(Reply.ok(request.body().into(body -> body.whole("days", 7, 1, 30))));
    }

    /** Does this on the edge's event loop and waits for the outcome. */
    <T> T on(Supplier<Future<T>> work) {
        return Future.<T>future(
                        promise -> context.runOnContext(entered -> work.get().onComplete(promise)))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A bare connection on which this was sent. */
    Socket raw(String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        send(socket, text);
        return socket;
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** All that comes until the server closes the connection. */
    static String untilClosed(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Returns when the last connection is gone; the test's own time limit ends a wait in vain. */
    void awaitNoConnections() {
        while (connections() > 0) {
            Thread.onSpinWait();
        }
    }

    int connections() {
        return this.<Integer>on(() -> Future.succeededFuture(edge.connections()));
    }

    HttpEdge edge() {
        return edge;
    }

    Vertx vertx() {
        return vertx;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        on(edge::close);
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}

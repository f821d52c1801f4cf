package dev.orderly.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A management port that answers what a test has laid down, and keeps what it was asked. */
final class StandInPort implements AutoCloseable {

    private static final String NO_SUCH_PATH = "{\"detail\":\"There is no such path.\"}";

    private final HttpServer server;
    private final Map<String, Laid> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    StandInPort() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    private record Laid(int status, String json) {}

    /** Answers this to a request such as {@code GET /status}. */
    void lay(String request, int status, String json) {
        answers.put(request, new Laid(status, json));
    }

    /** What was asked so far: method, path with its query, body. */
    List<String> asked() {
        return asked;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add((request + " " + body).strip());
        Laid laid = answers.getOrDefault(request, new Laid(404, NO_SUCH_PATH));
        byte[] json = laid.json().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(laid.status(), json.length);
        exchange.getResponseBody().write(json);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

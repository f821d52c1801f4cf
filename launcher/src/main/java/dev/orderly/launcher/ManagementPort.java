package dev.orderly.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.orderly.web.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The operators' port of a process that runs, as a command sees it. Blocks: for the main thread. */
final class ManagementPort {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_LIMIT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final String url;
    private final Secret token;

    /** The port at this address, {@code http://127.0.0.1:8081}, for whoever shows this token; empty for none. */
    ManagementPort(String url, Secret token) {
        this.token = token;
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /**
     * What was answered.
     *
     * @param status the HTTP status
     * @param body the JSON document; missing where there was none
     */
    record Answer(int status, JsonNode body) {

        boolean isOk() {
            return status >= 200 && status < 300;
        }

        /** Whether the process offers nothing under that path: the service that would is not part of it. */
        boolean isUnknownPath() {
            return status == 404 && sentence().equals("There is no such path.");
        }

        /** Why not, in words; a problem says so itself. */
        String sentence() {
            return body.path("detail").asText("It answers " + status + ".");
        }

        /** The document. @throws Refusal with the problem's sentence when it is not what was asked for */
        JsonNode document() {
            if (!isOk()) {
                throw Refusal.cannot(sentence());
            }
            return body;
        }
    }

    String url() {
        return url;
    }

    /** Asks for what stands at the path. @throws Refusal when nobody answers */
    Answer get(String path) {
        return send(request(path).GET());
    }

    /** Has something done. @throws Refusal when nobody answers */
    Answer post(String path, Object body) {
        byte[] json = Json.write(body).getBytes();
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(json)));
    }

    /** A word as part of a path or a query. */
    static String encoded(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token.value());
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), document(response.body()));
        } catch (HttpTimeoutException e) {
            throw Refusal.cannot("No answer came from " + url + " in time.", e);
        } catch (IOException e) {
            throw Refusal.cannot("Nothing answers at " + url + ".", e);
        } catch (InterruptedException e) {
            throw Refusal.cannot("The question to " + url + " was interrupted.", e);
        }
    }

    private static JsonNode document(byte[] body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException noJson) {
            return MissingNode.getInstance();
        }
    }
}

package dev.orderly.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.DoublePredicate;

/** Who looks at the operators' port of a shop. */
final class Monitor {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String operators;

    Monitor(String operators) {
        this.operators = operators;
    }

    record Answer(int status, String text) {}

    Answer ready() {
        return ask("/health/ready");
    }

    /** Only the process itself decides. */
    boolean isAlive() {
        return ask("/health/live").status() == 200;
    }

    Scrape scrape() {
        return new Scrape(ask("/metrics").text());
    }

    double meter(String name) {
        return scrape().value(name);
    }

    void awaitReady() {
        Eventually.holds(LIMIT, () -> ready().status() == 200, () -> ready().text());
    }

    /** Awaits that it is not ready, for this reason among others. */
    void awaitUnready(String reason) {
        Eventually.holds(
                LIMIT,
                () -> ready().status() == 503 && ready().text().contains(reason),
                () -> reason + " is not said by " + ready().text());
    }

    void awaitMeter(String name, double value) {
        awaitMeter(name, figure -> figure == value);
    }

    /** Meters tell what was seen at the last look, each at its own. */
    void awaitMeter(String name, DoublePredicate expected) {
        Eventually.holds(LIMIT, () -> expected.test(meter(name)), () -> name + " is " + meter(name));
    }

    private Answer ask(String path) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(operators + path)).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException | InterruptedException failure) {
            throw new CompletionException(failure);
        }
    }
}

package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orderly.testing.api.ApiOperation;
import dev.orderly.testing.api.OpenApi;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Sends a shop what its contracts allow and all that they do not, and holds every answer against them. */
final class Fuzzing {

    private static final int CONNECTIONS = 16;
    private static final int MOST_FIRST_ROUNDS = 80;
    private static final long LONGEST_MS = 20_000;
    private static final Duration LIMIT = Duration.ofMinutes(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Context context;
    private final HttpClient client;
    private final List<ApiOperation> operations;
    private final Random random;
    private final KnownThings known;
    private final Probes probes;
    private final ContractVerdict verdict;
    private final FuzzReport report;
    private final Deque<Probe> waiting = new ArrayDeque<>();
    private final Promise<FuzzReport> finished = Promise.promise();
    private int firstRounds;
    private int left;
    private int underWay;

    Fuzzing(Vertx vertx, int port, Set<String> services, Badges badges, long seed) {
        this.context = vertx.getOrCreateContext();
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        this.operations = services.stream()
                .flatMap(service -> OpenApi.of(service).operations().stream())
                .toList();
        this.random = new Random(seed);
        this.known = new KnownThings(random);
        this.probes = new Probes(random, known, badges);
        this.verdict = new ContractVerdict(operations);
        this.report = new FuzzReport(seed);
    }

    /** All that the contracts offer. */
    List<ApiOperation> operations() {
        return operations;
    }

    /** Sends so many requests, in whole rounds and several at a time. */
    FuzzReport run(int requests) {
        left = requests;
        context.runOnContext(entered -> sendSome());
        return Blocking.await(finished.future(), LIMIT, "the fuzzing");
    }

    private void sendSome() {
        while (underWay < CONNECTIONS && (left > 0 || !waiting.isEmpty())) {
            if (waiting.isEmpty()) {
                waiting.addAll(shuffled(round()));
            }
            underWay++;
            send(waiting.remove());
        }
        if (underWay == 0) {
            finished.complete(report);
        }
    }

    /** What is allowed, until all of it has been done once: then there is something of each kind to aim at, and the requests begin to count. */
    private List<Probe> round() {
        if (firstRounds++ < MOST_FIRST_ROUNDS && !report.neverDone(operations).isEmpty()) {
            return probes.allowed(operations);
        }
        List<Probe> round = probes.of(operations);
        left -= round.size();
        return round;
    }

    private List<Probe> shuffled(List<Probe> all) {
        List<Probe> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private void send(Probe probe) {
        Future<Answered> answer = client.request(options(probe))
                .compose(request -> ask(request, probe))
                .compose(Fuzzing::answered);
        answer.onComplete((answered, failure) -> {
            underWay--;
            if (failure == null) {
                report.add(probe, answered, verdict.faults(probe, answered));
                learn(probe, answered);
            } else {
                report.addUnanswered(probe, failure);
            }
            sendSome();
        });
    }

    private static RequestOptions options(Probe probe) {
        return new RequestOptions()
                .setMethod(probe.method())
                .setURI(probe.uri())
                .setIdleTimeout(LONGEST_MS)
                .setConnectTimeout(LONGEST_MS);
    }

    private Future<HttpClientResponse> ask(HttpClientRequest request, Probe probe) {
        probe.headers().forEach(request::putHeader);
        return probe.body().length() == 0 ? request.send() : request.send(probe.body());
    }

    private static Future<Answered> answered(HttpClientResponse response) {
        return response.body().map((Buffer body) -> new Answered(response.statusCode(), response.headers(), body));
    }

    private void learn(Probe probe, Answered answer) {
        if (answer.status() == 201) {
            answer.header("location").ifPresent(known::learnPlace);
        }
        answer.header("link").ifPresent(known::learnLink);
        if (answer.status() == 200 && probe.method().equals(HttpMethod.GET)) {
            known.learnPage(probe.operation().path(), tree(answer.body()));
        }
    }

    private static JsonNode tree(Buffer body) {
        try {
            return JSON.readTree(body.getBytes());
        } catch (IOException unreadable) {
            return JSON.missingNode();
        }
    }
}

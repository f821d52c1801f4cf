package dev.orderly.example.provider;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the provider has taken and given back, by the shop's keys; in memory, for an example. Belongs to one event loop. */
public final class Till {

    private static final int FAILURES_OF_FLAKY = 2;
    private static final int REFUSALS = 3;
    private static final String NEVER_CALLED = "never_called";

    private final Map<String, Entry> captures = new HashMap<>();
    private final Map<String, Entry> refunds = new HashMap<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private final Duration late;

    /** Captures of tok_timeout turn up so late. */
    public Till(Duration late) {
        this.late = late;
    }

    /** One key: the request that came first, the answer to it, and from when on it is told. */
    private record Entry(JsonObject request, JsonObject answer, long dueNanos) {

        boolean isDue() {
            return System.nanoTime() - dueNanos >= 0;
        }
    }

    /** How many captures it has made. */
    public long captures() {
        return captures.values().stream()
                .filter(entry -> entry.answer().getString("status").equals("captured"))
                .count();
    }

    /** How many refunds it has made. */
    public int refunds() {
        return refunds.size();
    }

    /** The answer to a capture, by what the method says; empty is an error of ours. The same key gets the same answer. */
    Optional<JsonObject> capture(String key, JsonObject request) {
        Entry known = captures.get(key);
        if (known != null) {
            return Optional.of(known.answer());
        }
        return switch (request.getString("method", "")) {
            case "tok_ok", "tok_slow", "tok_refund_refused" -> Optional.of(captured(key, request, Duration.ZERO));
            case "tok_timeout" -> Optional.of(captured(key, request, late));
            case "tok_flaky" ->
                calls.merge(key, 1, Integer::sum) > FAILURES_OF_FLAKY
                        ? Optional.of(captured(key, request, Duration.ZERO))
                        : Optional.empty();
            case "tok_insufficient_funds" -> Optional.of(declined(key, request, "insufficient_funds"));
            default -> Optional.of(declined(key, request, "card_declined"));
        };
    }

    /** Whether another request came first under this key. */
    boolean contradicts(String key, JsonObject request) {
        Entry known = captures.getOrDefault(key, refunds.get(key));
        return known != null && !known.request().isEmpty() && !known.request().equals(request);
    }

    /** What became of a capture; a key that was never used is refused from now on. */
    Optional<JsonObject> find(String key) {
        Entry known = captures.get(key);
        if (known == null) {
            known = neverCalled(key);
        }
        if (known.answer().getString("reason", "").equals(NEVER_CALLED)) {
            return Optional.empty();
        }
        return Optional.of(known.isDue() ? known.answer() : new JsonObject().put("status", "pending"));
    }

    /** The answer to a refund; what goes back is never more than was captured. */
    JsonObject refund(String key, JsonObject request) {
        Entry known = refunds.get(key);
        if (known != null) {
            return known.answer();
        }
        Entry capture = captures.get(request.getString("capture", ""));
        if (capture == null || !capture.answer().getString("status").equals("captured")) {
            return refused("no_such_capture");
        }
        if (isSuspended(key, capture)) {
            return refused("refunds_suspended");
        }
        if (given(request.getString("capture")) + request.getLong("amountMinor", 0L) > amount(capture)) {
            return refused("exceeds_capture");
        }
        JsonObject answer = new JsonObject().put("status", "refunded").put("reference", "ref_" + UUID.randomUUID());
        refunds.put(key, new Entry(request, answer, System.nanoTime()));
        return answer;
    }

    private boolean isSuspended(String key, Entry capture) {
        return capture.request().getString("method").equals("tok_refund_refused")
                && calls.merge(key, 1, Integer::sum) <= REFUSALS;
    }

    private long given(String capture) {
        return refunds.values().stream()
                .filter(refund -> refund.request().getString("capture").equals(capture))
                .mapToLong(Till::amount)
                .sum();
    }

    private static long amount(Entry entry) {
        return entry.request().getLong("amountMinor", 0L);
    }

    private JsonObject captured(String key, JsonObject request, Duration delay) {
        JsonObject answer = new JsonObject().put("status", "captured").put("reference", "cap_" + UUID.randomUUID());
        captures.put(key, new Entry(request, answer, System.nanoTime() + delay.toNanos()));
        return answer;
    }

    private JsonObject declined(String key, JsonObject request, String reason) {
        JsonObject answer = new JsonObject().put("status", "declined").put("reason", reason);
        captures.put(key, new Entry(request, answer, System.nanoTime()));
        return answer;
    }

    private Entry neverCalled(String key) {
        JsonObject answer = new JsonObject().put("status", "declined").put("reason", NEVER_CALLED);
        Entry entry = new Entry(new JsonObject(), answer, System.nanoTime());
        captures.put(key, entry);
        return entry;
    }

    private static JsonObject refused(String reason) {
        return new JsonObject().put("status", "refused").put("reason", reason);
    }
}

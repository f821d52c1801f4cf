package dev.orderly.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Customers who keep ordering while something is broken, each order until it is taken, and note what they are answered. */
final class Onlookers implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String NO_ANSWER = "no answer";
    private static final String BODY = "{\"customerId\":\"onlooker\",\"items\":[\"tea\"],\"paymentMethod\":\"tok_ok\"}";

    private final ShopClient shop;
    private final ExecutorService hands;
    private final Map<String, AtomicLong> seen = new ConcurrentHashMap<>();
    private final Map<String, String> taken = new ConcurrentHashMap<>();
    private final AtomicLong slowestNanos = new AtomicLong();
    private volatile boolean working = true;

    Onlookers(ShopClient shop, int count) {
        this.shop = shop;
        this.hands = Executors.newFixedThreadPool(count);
        for (int i = 0; i < count; i++) {
            hands.execute(this::order);
        }
    }

    /** Sends an order once more, as one does whose answer was lost; answers its id. */
    static String again(TestShop shop, String key) {
        return ShopClient.insist(() -> shop.client().place(BODY, key))
                .body()
                .path("id")
                .asText();
    }

    /** How many orders were taken. */
    int taken() {
        return taken.size();
    }

    /** The orders that were taken, by the key of each. */
    Map<String, String> orders() {
        return Map.copyOf(taken);
    }

    /** How often an answer had this status. */
    long answered(int status) {
        return seen.getOrDefault("" + status, new AtomicLong()).get();
    }

    /** The longest that anybody waited for an answer. */
    Duration slowest() {
        return Duration.ofNanos(slowestNanos.get());
    }

    /** What they saw, for people. */
    String saw() {
        Map<String, AtomicLong> sorted = new TreeMap<>(seen);
        return sorted + ", slowest " + slowest().toMillis() + " ms";
    }

    /** Waits until so many more orders are taken. */
    void awaitTaken(int more) {
        int enough = taken() + more;
        Eventually.holds(LIMIT, () -> taken() >= enough, () -> "not enough was taken: " + saw());
    }

    /** Nobody begins another order; completes when the last ones are taken. */
    void finish() {
        working = false;
        hands.shutdown();
        try {
            if (!hands.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("some orders were never taken: " + saw());
            }
        } catch (InterruptedException e) {
            throw new java.util.concurrent.CompletionException(e);
        }
    }

    private void order() {
        while (working && !Thread.currentThread().isInterrupted()) {
            String key = UUID.randomUUID().toString();
            while (!isTaken(key)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        }
    }

    private boolean isTaken(String key) {
        long begun = System.nanoTime();
        try {
            ShopClient.Answer answer = shop.place(BODY, key);
            note("" + answer.status(), begun);
            if (answer.status() == 201) {
                taken.put(key, answer.body().path("id").asText());
            }
            return answer.status() == 201;
        } catch (IOException gone) {
            note(NO_ANSWER, begun);
            return false;
        }
    }

    private void note(String answer, long begun) {
        seen.computeIfAbsent(answer, fresh -> new AtomicLong()).incrementAndGet();
        slowestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
    }

    @Override
    public void close() {
        working = false;
        hands.shutdownNow();
    }
}

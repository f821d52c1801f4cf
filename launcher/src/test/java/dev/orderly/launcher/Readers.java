package dev.orderly.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Many who read the same thing over and over, and note who was turned away, and how fast. */
final class Readers implements AutoCloseable {

    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private final ShopClient shop;
    private final String path;
    private final ExecutorService hands;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicInteger inVain = new AtomicInteger();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private volatile boolean working = true;

    Readers(ShopClient shop, String path, int count) {
        this.shop = shop;
        this.path = path;
        this.hands = Executors.newFixedThreadPool(count);
        for (int i = 0; i < count; i++) {
            hands.execute(this::read);
        }
    }

    /** How often it was read. */
    int answered() {
        return answered.get();
    }

    /** How often somebody was turned away because too many waited already. */
    int turnedAway() {
        return turnedAway.get();
    }

    /** Answers that nobody should get, with status and text. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** What they saw, for people. */
    String saw() {
        return answered + " answered, " + inVain + " waited in vain, " + turnedAway + " turned away in at most "
                + Duration.ofNanos(slowestNanos.get()).toMillis() + " ms";
    }

    private void read() {
        while (working) {
            long begun = System.nanoTime();
            try {
                note(shop.read(path), System.nanoTime() - begun);
            } catch (IOException failure) {
                complaints.add(failure.toString());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void note(ShopClient.Answer answer, long nanos) {
        if (answer.status() == 200) {
            answered.incrementAndGet();
        } else if (answer.status() != 503 || answer.retryAfter().isEmpty()) {
            complaints.add(answer.status() + " " + answer.text());
        } else if (answer.body().path("code").asText().equals("overloaded")) {
            turnedAway.incrementAndGet();
            slowestNanos.accumulateAndGet(nanos, Math::max);
        } else {
            inVain.incrementAndGet();
        }
    }

    @Override
    public void close() {
        working = false;
        hands.shutdown();
    }
}

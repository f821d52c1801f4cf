package dev.orderly.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Customers who send their orders until somebody answers, and keep what they were answered. */
final class Customers implements AutoCloseable {

    private static final Set<String> ENDS = Set.of("completed", "delivered", "failed", "cancelled");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ShopClient shop;
    private final ExecutorService hands = Executors.newFixedThreadPool(17);
    private final LinkedBlockingQueue<PlannedOrder> unanswered = new LinkedBlockingQueue<>();
    private final Map<PlannedOrder, String> accepted = new ConcurrentHashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private volatile boolean working = true;
    private volatile boolean forgiving;

    Customers(ShopClient shop, Clerk clerk) {
        this.shop = shop;
        for (int i = 0; i < 16; i++) {
            hands.execute(this::work);
        }
        hands.execute(() -> serve(clerk));
    }

    /** Tries again also after a 500, for shops that were told to fail. */
    void forgive() {
        forgiving = true;
    }

    /** These orders are to be placed now. */
    void send(List<PlannedOrder> orders) {
        sent.addAndGet(orders.size());
        unanswered.addAll(orders);
    }

    /** How many orders were to be placed. */
    int sent() {
        return sent.get();
    }

    /** How many orders have been answered with 201. */
    int answered() {
        return answers.get();
    }

    Map<PlannedOrder, String> accepted() {
        return accepted;
    }

    /** What no customer should ever see. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** The answers as the audit reads them. */
    Path writeAcknowledged(Path file) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<PlannedOrder, String> entry : accepted.entrySet()) {
            Map<String, String> line = new LinkedHashMap<>();
            line.put("orderId", entry.getValue());
            line.put("customerId", entry.getKey().customerId());
            line.put("key", entry.getKey().key());
            line.put("bodyHash", Integer.toHexString(entry.getKey().body().hashCode()));
            lines.append(JSON.writeValueAsString(line)).append('\n');
        }
        return Files.writeString(file, lines);
    }

    private void work() {
        try {
            while (working) {
                PlannedOrder order = unanswered.poll(1, TimeUnit.SECONDS);
                if (order != null) {
                    place(order);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the shop leaves to a person is done meanwhile, so that crashes meet it too. */
    private void serve(Clerk clerk) {
        while (working && clerk.isNeeded()) {
            for (String order : accepted.values()) {
                if (ended.contains(order) || !working) {
                    continue;
                }
                if (ENDS.contains(clerk.attend(order))) {
                    ended.add(order);
                }
            }
            pause(20);
        }
    }

    private void place(PlannedOrder order) {
        try {
            ShopClient.Answer answer = shop.place(order.body(), order.key());
            if (answer.status() == 201) {
                accept(order, answer);
            } else if (answer.status() == 503 || (answer.status() == 500 && forgiving)) {
                again(order);
            } else {
                complaints.add(order.key() + ": " + answer.status() + " " + answer.text());
            }
        } catch (IOException gone) {
            again(order);
        }
    }

    /** The shop is down or busy: the customer tries again with the same key. */
    private void again(PlannedOrder order) {
        pause(20);
        unanswered.add(order);
    }

    private void accept(PlannedOrder order, ShopClient.Answer answer) throws IOException {
        String orderId = answer.body().path("id").asText();
        String before = accepted.putIfAbsent(order, orderId);
        if (before == null) {
            answers.incrementAndGet();
            if (order.kind() == PlannedOrder.Kind.SENT_TWICE) {
                unanswered.add(order);
            }
        } else if (!before.equals(orderId)) {
            complaints.add(order.key() + " was answered " + before + " and then " + orderId);
        }
        if (order.kind() == PlannedOrder.Kind.CANCELLED) {
            cancelInTime(order, orderId);
        }
    }

    /** Half of those who cancel do so at once; the others while their payment is under way, so that money has to go back. */
    private void cancelInTime(PlannedOrder order, String orderId) throws IOException {
        boolean isTooEarly = order.number() % 2 == 0
                && shop.read("/orders/" + orderId)
                        .body()
                        .path("status")
                        .asText()
                        .equals("pending");
        if (isTooEarly) {
            again(order);
        } else {
            cancel(order, orderId);
        }
    }

    private void cancel(PlannedOrder order, String orderId) throws IOException {
        int status = shop.cancel(orderId).status();
        if (status == 503) {
            again(order);
        } else if (status != 200 && status != 409) {
            complaints.add(order.key() + ": cancellation was answered " + status);
        }
    }

    private static void pause(long millis) {
        java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Override
    public void close() {
        working = false;
        hands.shutdownNow();
    }
}

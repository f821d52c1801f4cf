package dev.orderly.launcher;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import dev.orderly.contracts.Subscription;
import dev.orderly.messaging.BrokerSettings;
import dev.orderly.testing.BrokerAccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Stands between the exchange and the queues of a shop: takes every message, and delivers it to each of its queues so often, so late and in
 * such an order as the test wants. Works on any broker: it binds the queues to itself.
 */
final class Detour implements AutoCloseable {

    private final Connection connection;
    private final Channel channel;
    private final BrokerSettings broker;
    private final String queue;
    private final List<Subscription> events;
    private final Random random;
    private final int copies;
    private final List<Parcel> waiting = new ArrayList<>();
    private final Thread carrier = new Thread(this::carry, "detour");
    private volatile Predicate<Subscription> held = subscription -> false;
    private volatile Predicate<Subscription> lost = subscription -> false;
    private volatile boolean closing;
    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicInteger gone = new AtomicInteger();

    private record Parcel(Subscription to, GetResponse message) {}

    private Detour(TestShop shop, long seed, int copies) throws IOException, TimeoutException {
        this.broker = shop.broker();
        this.connection = BrokerAccess.of(broker).connect("detour");
        this.channel = connection.createChannel();
        this.events = Subscription.of(shop.services(), shop.flow()).stream()
                .filter(subscription -> !subscription.type().isNews())
                .toList();
        this.queue = broker.prefix() + "detour";
        this.random = new Random(seed);
        this.copies = copies;
    }

    /** Leads all events of a running shop around; each is delivered {@code copies} times to each queue, in random order. */
    static Detour around(TestShop shop, long seed, int copies) throws IOException, TimeoutException {
        Detour detour = new Detour(shop, seed, copies);
        BrokerSettings broker = shop.broker();
        detour.channel.queueDeclare(detour.queue, true, false, false, null);
        detour.channel.queueBind(detour.queue, broker.prefix() + "orderly.events", "#");
        for (Subscription subscription : detour.events) {
            detour.channel.queueUnbind(
                    broker.prefix() + subscription.queue(),
                    broker.prefix() + "orderly.events",
                    subscription.type().wireName());
        }
        detour.carrier.start();
        return detour;
    }

    /** Keeps back what goes to these queues, until another call. */
    void hold(Predicate<Subscription> which) {
        held = which;
    }

    /** Throws away what comes for these queues, for good, until another call. */
    void lose(Predicate<Subscription> which) {
        lost = which;
    }

    /** How many messages were thrown away. */
    int gone() {
        return gone.get();
    }

    /** How many deliveries were made. */
    int delivered() {
        return delivered.get();
    }

    private void carry() {
        while (true) {
            try {
                boolean collected = collect();
                boolean isIdle = !deliverOne() && !collected;
                if (isIdle && closing && waiting.isEmpty()) {
                    return;
                }
                if (isIdle) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private boolean collect() throws IOException {
        GetResponse message = channel.basicGet(queue, true);
        if (message == null) {
            return false;
        }
        events.stream()
                .filter(subscription -> subscription
                        .type()
                        .wireName()
                        .equals(message.getEnvelope().getRoutingKey()))
                .forEach(subscription -> addCopies(subscription, message));
        return true;
    }

    private void addCopies(Subscription subscription, GetResponse message) {
        if (lost.test(subscription)) {
            gone.incrementAndGet();
            return;
        }
        for (int i = 0; i < copies; i++) {
            waiting.add(new Parcel(subscription, message));
        }
    }

    /** Half of the time nothing moves, so that later messages can overtake. */
    private boolean deliverOne() throws IOException {
        List<Parcel> free =
                waiting.stream().filter(parcel -> !held.test(parcel.to())).toList();
        if (free.isEmpty() || random.nextBoolean()) {
            return false;
        }
        Parcel next = free.get(random.nextInt(free.size()));
        waiting.remove(next);
        channel.basicPublish(
                broker.prefix() + "orderly.direct",
                broker.prefix() + next.to().queue(),
                next.message().getProps(),
                next.message().getBody());
        delivered.incrementAndGet();
        return true;
    }

    /** Binds the queues to their exchange again, delivers what is left, and goes. */
    @Override
    public void close() throws IOException {
        held = subscription -> false;
        try (Channel binding = connection.createChannel()) {
            for (Subscription subscription : events) {
                binding.queueBind(
                        broker.prefix() + subscription.queue(),
                        broker.prefix() + "orderly.events",
                        subscription.type().wireName());
            }
            binding.queueUnbind(queue, broker.prefix() + "orderly.events", "#");
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
        closing = true;
        try {
            carrier.join(60_000);
        } catch (InterruptedException e) {
            throw new java.util.concurrent.CompletionException(e);
        }
        channel.queueDelete(queue);
        connection.close();
    }
}

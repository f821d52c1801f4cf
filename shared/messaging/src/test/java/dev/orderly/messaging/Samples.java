package dev.orderly.messaging;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.EventType;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.OrderEvent.OrderFailed;
import dev.orderly.contracts.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Events and queues that the tests speak of. */
final class Samples {

    static final Subscription CANCELLED = new Subscription("stock", EventType.ORDER_CANCELLED);
    static final Subscription FAILED = new Subscription("stock", EventType.ORDER_FAILED);
    static final List<Subscription> QUEUES = List.of(CANCELLED, FAILED);

    private static final Optional<String> TRACE =
            Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    private Samples() {}

    static Announcement<OrderCancelled> cancelled(String reason) {
        return Announcement.of("order", 2, Instant.now(), new OrderCancelled(UUID.randomUUID(), "ada", reason));
    }

    static List<Announcement<OrderCancelled>> cancelled(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> cancelled("n" + i).tracedBy(TRACE))
                .toList();
    }

    static List<Announcement<OrderFailed>> failed(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Announcement.of(
                        "order", 2, Instant.now(), new OrderFailed(UUID.randomUUID(), "ada", "out_of_stock")))
                .toList();
    }
}

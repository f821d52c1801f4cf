package dev.orderly.order.stats;

import dev.orderly.order.domain.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How the shop's orders fare; the component names are the JSON.
 *
 * @param orders how many stand where now, for every status
 * @param perMinute what happened in each of the last sixty minutes, oldest first, the present one being the last
 */
public record OrderStats(Map<String, Long> orders, List<Minute> perMinute) {

    private static final int MINUTES = 60;

    /**
     * One minute.
     *
     * @param minute when it began
     * @param placed orders that were accepted
     * @param completed orders that came to a good end: completed, or delivered
     * @param failed orders that the shop could not serve
     * @param cancelled orders that somebody no longer wanted
     */
    public record Minute(Instant minute, long placed, long completed, long failed, long cancelled) {}

    /** A number of orders: in a status now, or come to it in a minute. */
    record Count(Status status, Instant minute, long orders) {}

    /** When the first of the minutes that are shown began. */
    static Instant since(Instant now) {
        return now.truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(MINUTES - 1));
    }

    /** What was counted, without gaps. */
    static OrderStats of(Map<Status, Long> standing, List<Count> arrived, Instant now) {
        Map<String, Long> orders = new LinkedHashMap<>();
        for (Status status : Status.values()) {
            orders.put(status.label(), standing.getOrDefault(status, 0L));
        }
        Instant first = since(now);
        return new OrderStats(
                orders,
                IntStream.range(0, MINUTES)
                        .mapToObj(passed -> minute(first.plus(Duration.ofMinutes(passed)), arrived))
                        .toList());
    }

    private static Minute minute(Instant minute, List<Count> arrived) {
        return new Minute(
                minute,
                sum(minute, arrived, Status.PENDING),
                sum(minute, arrived, Status.COMPLETED) + sum(minute, arrived, Status.DELIVERED),
                sum(minute, arrived, Status.FAILED),
                sum(minute, arrived, Status.CANCELLED));
    }

    private static long sum(Instant minute, List<Count> arrived, Status status) {
        return arrived.stream()
                .filter(count -> count.status() == status && count.minute().equals(minute))
                .mapToLong(Count::orders)
                .sum();
    }
}

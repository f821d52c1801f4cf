package dev.orderly.stock.domain;

import dev.orderly.contracts.ItemQuantity;
import dev.orderly.contracts.Money;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.OrderLine;
import dev.orderly.contracts.Shortage;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The shelf as locked by this transaction: what is left of each product while a batch of orders is answered. */
public final class Shelf {

    private final Map<String, Level> locked = new TreeMap<>();
    private final Map<String, Level> current = new TreeMap<>();

    /** The levels as they were when their rows were locked. */
    public Shelf(Collection<Level> levels) {
        levels.forEach(level -> locked.put(level.productId(), level));
        current.putAll(locked);
    }

    /** Takes all the lines of the order or none of them; the next order sees what this one took. */
    public Reservation reserve(OrderCreated order, Instant expiresAt) {
        List<ItemQuantity> items = merged(order.items());
        List<Shortage> shortages = shortages(items);
        return shortages.isEmpty()
                ? take(order, items, expiresAt)
                : new Reservation.Refused(order.orderId(), order.customerId(), shortages);
    }

    /** Makes the units available again. */
    public void release(List<ItemQuantity> items) {
        each(items, Level::release);
    }

    /** Takes units off that just came back of products that are no longer for sale; answers which these are. */
    public List<ItemQuantity> writeOff(List<ItemQuantity> released) {
        List<ItemQuantity> lost = released.stream()
                .filter(item -> level(item.productId()).filter(Level::deleted).isPresent())
                .toList();
        each(lost, Level::writeOff);
        return lost;
    }

    /** Lets the units leave for good. */
    public void deduct(List<ItemQuantity> items) {
        each(items, Level::deduct);
    }

    /** The product's level as it stands now, if the product is known. */
    public Optional<Level> level(String productId) {
        return Optional.ofNullable(current.get(productId));
    }

    /** Puts the level in the place of the product's former one. */
    public void put(Level level) {
        current.put(level.productId(), level);
    }

    /** The levels that differ from the locked ones, in product order, ready to be saved. */
    public List<Level> changed() {
        return current.values().stream()
                .filter(level -> !level.equals(locked.get(level.productId())))
                .map(this::settled)
                .toList();
    }

    /** The product's level as it is saved, if the product is known. */
    public Optional<Level> settled(String productId) {
        return level(productId).map(this::settled);
    }

    private Level settled(Level level) {
        return level.after(locked.getOrDefault(level.productId(), level));
    }

    private List<Shortage> shortages(List<ItemQuantity> items) {
        return items.stream()
                .filter(item -> item.quantity() > available(item.productId()))
                .map(item -> new Shortage(item.productId(), item.quantity(), available(item.productId())))
                .toList();
    }

    private long available(String productId) {
        return level(productId).map(Level::available).orElse(0L);
    }

    private Reservation.Held take(OrderCreated order, List<ItemQuantity> items, Instant expiresAt) {
        each(items, Level::reserve);
        return new Reservation.Held(
                order.orderId(),
                order.customerId(),
                items,
                Money.minor(order.totalAmount(), order.currency()),
                order.currency(),
                order.paymentMethod(),
                expiresAt,
                false);
    }

    private void each(List<ItemQuantity> items, BiFunction<Level, Long, Level> move) {
        items.forEach(
                item -> current.computeIfPresent(item.productId(), (id, level) -> move.apply(level, item.quantity())));
    }

    private static List<ItemQuantity> merged(List<OrderLine> lines) {
        return lines.stream()
                .collect(Collectors.groupingBy(
                        OrderLine::productId,
                        TreeMap::new,
                        Collectors.reducing(0L, OrderLine::quantity, Math::addExact)))
                .entrySet()
                .stream()
                .map(line -> new ItemQuantity(line.getKey(), line.getValue()))
                .toList();
    }
}

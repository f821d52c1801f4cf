package dev.orderly.order.domain;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What customers may still order before they pay, while a batch of orders is answered: the next wish sees what the ones before it took.
 * Wishes under one key take together what one of them takes.
 */
public final class Allowances {

    private final UnpaidLimit limit;
    private final Map<String, Unpaid> taken;
    private final Set<RequestKey> counted = new HashSet<>();

    /** Customers with what they have ordered and not paid; whoever is missing has nothing. */
    public Allowances(UnpaidLimit limit, Map<String, Unpaid> unpaid) {
        this.limit = limit;
        this.taken = new HashMap<>(unpaid);
    }

    /** Refuses an order that could be placed where its customer has too much to pay already. */
    public Placement allow(Wish wish, Placement placement) {
        if (!(placement instanceof Placement.Placed) || !wish.limited() || isCounted(wish)) {
            return placement;
        }
        String customer = wish.command().customerId();
        Unpaid before = taken.getOrDefault(customer, Unpaid.NOTHING);
        Unpaid after = before.plus(Unpaid.of(wish.command()));
        if (!limit.covers(after)) {
            return new Placement.Unaffordable(detail(before));
        }
        taken.put(customer, after);
        wish.key().ifPresent(counted::add);
        return placement;
    }

    private boolean isCounted(Wish wish) {
        Optional<RequestKey> key = wish.key();
        return key.isPresent() && counted.contains(key.get());
    }

    private String detail(Unpaid before) {
        return "A customer may have at most " + limit.words() + " unpaid. " + before.orders() + " orders with "
                + before.units() + " pieces are; this order would be too much.";
    }

    /** The customers who could come past the limit if more of their orders were placed at the same time; in order. */
    public Set<String> close(List<Wish> wishes) {
        Map<String, Unpaid> wanted = new HashMap<>();
        wishes.stream()
                .filter(Wish::limited)
                .map(Wish::command)
                .forEach(command -> wanted.merge(command.customerId(), Unpaid.of(command), Unpaid::plus));
        Set<String> close = new TreeSet<>();
        wanted.forEach((customer, more) -> {
            if (!limit.isFarFrom(taken.getOrDefault(customer, Unpaid.NOTHING).plus(more))) {
                close.add(customer);
            }
        });
        return close;
    }
}

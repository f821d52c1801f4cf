package dev.orderly.order.domain;

import dev.orderly.contracts.ItemQuantity;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the products cost at the moment of placing; an order keeps the prices that it was placed at. */
public record PriceList(Map<String, Price> prices) {

    /** Prices the order, or says why it cannot be sold. */
    public Placement place(PlaceOrder command, UUID id, Instant at) {
        List<String> unknown = command.items().stream()
                .map(ItemQuantity::productId)
                .filter(product -> !prices.containsKey(product))
                .toList();
        return unknown.isEmpty() ? priced(command, id, at) : Placement.Refused.unknownProducts(unknown);
    }

    private Placement priced(PlaceOrder command, UUID id, Instant at) {
        List<Placement.Line> lines = command.items().stream().map(this::line).toList();
        Set<String> currencies = currencies(command.items());
        if (currencies.size() > 1) {
            return Placement.Refused.currenciesDiffer(currencies);
        }
        try {
            long total = lines.stream().mapToLong(Placement.Line::amountMinor).reduce(0, Math::addExact);
            return new Placement.Placed(
                    id, command, lines, total, currencies.iterator().next(), at);
        } catch (ArithmeticException tooLarge) {
            return Placement.Refused.totalTooLarge();
        }
    }

    private Placement.Line line(ItemQuantity item) {
        return new Placement.Line(item.productId(), item.quantity(), price(item).minor());
    }

    private Set<String> currencies(List<ItemQuantity> items) {
        Set<String> currencies = new LinkedHashSet<>();
        items.forEach(item -> currencies.add(price(item).currency()));
        return currencies;
    }

    private Price price(ItemQuantity item) {
        Price price = prices.get(item.productId());
        if (price == null) {
            throw new IllegalArgumentException("no price for " + item.productId());
        }
        return price;
    }
}

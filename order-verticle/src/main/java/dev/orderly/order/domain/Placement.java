package dev.orderly.order.domain;

import dev.orderly.contracts.Money;
import dev.orderly.contracts.OrderEvent.OrderCreated;
import dev.orderly.contracts.OrderLine;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What becomes of the wish to order: an order, or a refusal that stores nothing. */
public sealed interface Placement {

    /** One line at the price of one, in minor units. */
    record Line(String productId, long quantity, long priceMinor) {

        /** @throws ArithmeticException when it does not fit */
        long amountMinor() {
            return Math.multiplyExact(quantity, priceMinor);
        }
    }

    /** The order as it will be stored. */
    record Placed(UUID id, PlaceOrder command, List<Line> lines, long totalMinor, String currency, Instant at)
            implements Placement {

        /** The lines with their prices as people write them. */
        public List<OrderLine> orderLines() {
            return lines.stream()
                    .map(line ->
                            new OrderLine(line.productId(), line.quantity(), Money.amount(line.priceMinor(), currency)))
                    .toList();
        }

        /** The event that tells of it. */
        public OrderCreated announcement() {
            return new OrderCreated(
                    id,
                    command.customerId(),
                    orderLines(),
                    Money.amount(totalMinor, currency),
                    currency,
                    command.paymentMethod(),
                    command.shipTo(),
                    Optional.empty(),
                    Status.PENDING.label());
        }
    }

    /** The customer has too much to pay already. */
    record Unaffordable(String detail) implements Placement {}

    /** Why not, for people and for programs; each complaint about the items. */
    record Refused(String code, String detail, List<String> complaints) implements Placement {

        static Refused unknownProducts(List<String> products) {
            return new Refused(
                    "unknown_product",
                    "not for sale: " + String.join(", ", products),
                    products.stream()
                            .map(product -> "unknown product " + product)
                            .toList());
        }

        static Refused currenciesDiffer(Collection<String> currencies) {
            String detail = "an order has one currency, these products are priced in " + String.join(", ", currencies);
            return new Refused("mixed_currencies", detail, List.of(detail));
        }

        static Refused totalTooLarge() {
            String detail = "the total is larger than the shop can count";
            return new Refused("total_too_large", detail, List.of(detail));
        }
    }
}

package dev.orderly.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Ids;
import dev.orderly.contracts.ItemQuantity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AllowancesTest {

    private static final PriceList PRICES = new PriceList(Map.of("tea", new Price(450, "USD")));
    private static final UnpaidLimit LIMIT = new UnpaidLimit(16, 64);

    @Test
    void s42TakesOrdersUpToTheLimit() {
        Allowances allowances = unpaid(14, 20);

        assertThat(allow(allowances, wish(1, "one"))).isInstanceOf(Placement.Placed.class);
        assertThat(allow(allowances, wish(1, "two"))).isInstanceOf(Placement.Placed.class);
        assertThat(allow(allowances, wish(1, "three")))
                .isEqualTo(new Placement.Unaffordable("A customer may have at most 16 orders and 64 pieces unpaid. "
                        + "16 orders with 22 pieces are; this order would be too much."));
    }

    @Test
    void s42TakesPiecesUpToTheLimit() {
        Allowances allowances = unpaid(1, 60);

        assertThat(allow(allowances, wish(5, "large"))).isInstanceOf(Placement.Unaffordable.class);
        assertThat(allow(allowances, wish(4, "small"))).isInstanceOf(Placement.Placed.class);
    }

    @Test
    void countsARepetitionOnce() {
        Allowances allowances = unpaid(15, 15);

        assertThat(allow(allowances, wish(1, "same"))).isInstanceOf(Placement.Placed.class);
        assertThat(allow(allowances, wish(1, "same"))).isInstanceOf(Placement.Placed.class);
    }

    @Test
    void leavesRefusalsAndStaffAlone() {
        Allowances allowances = unpaid(16, 16);
        Placement refused = Placement.Refused.totalTooLarge();
        Wish byStaff = new Wish(wish(1, "own").command(), Optional.empty(), Optional.empty(), false);

        assertThat(allowances.allow(wish(1, "own"), refused)).isEqualTo(refused);
        assertThat(allow(allowances, byStaff)).isInstanceOf(Placement.Placed.class);
    }

    @Test
    void limitsNothingWhereNothingIsSet() {
        Allowances allowances = new Allowances(UnpaidLimit.NONE, Map.of("ann", new Unpaid(1_000_000, 1_000_000)));

        assertThat(allow(allowances, wish(1_000_000, "own"))).isInstanceOf(Placement.Placed.class);
        assertThat(allowances.close(List.of(wish(1, "own")))).isEmpty();
    }

    @Test
    void tellsWhoIsClose() {
        assertThat(unpaid(1, 1).close(List.of(wish(1, "one")))).isEmpty();
        assertThat(unpaid(1, 1).close(List.of(wish(1, "one"), wish(1, "two")))).containsExactly("ann");
        assertThat(unpaid(1, 1).close(List.of(wish(8, "one")))).containsExactly("ann");
    }

    private static Allowances unpaid(long orders, long units) {
        return new Allowances(LIMIT, Map.of("ann", new Unpaid(orders, units)));
    }

    private static Placement allow(Allowances allowances, Wish wish) {
        return allowances.allow(wish, PRICES.place(wish.command(), Ids.next(), Instant.EPOCH));
    }

    private static Wish wish(long quantity, String key) {
        PlaceOrder command =
                new PlaceOrder("ann", List.of(new ItemQuantity("tea", quantity)), "tok_ok", Optional.empty());
        return new Wish(command, Optional.of(key), Optional.empty(), true);
    }
}

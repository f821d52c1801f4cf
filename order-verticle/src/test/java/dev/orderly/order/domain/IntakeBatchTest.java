package dev.orderly.order.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderly.contracts.Ids;
import dev.orderly.contracts.ItemQuantity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IntakeBatchTest {

    private static final RequestKey KEY = new RequestKey("ann", "key-0001");
    private static final PriceList PRICES = new PriceList(Map.of("tea", new Price(450, "USD")));

    @Test
    void storesEveryWishWithoutAKey() {
        IntakeBatch batch = batch(wish("tea"), wish("tea"));

        assertThat(batch.accepted(Set.of())).hasSize(2);
        assertThat(batch.claims()).isEmpty();
        assertThat(batch.toLookUp(Set.of())).isEmpty();
    }

    @Test
    void letsEqualWishesUnderOneKeyFollowTheFirst() {
        IntakeBatch batch = batch(wish("tea", KEY.key()), wish("tea", KEY.key()), wish("tea", KEY.key()));

        assertThat(batch.accepted(Set.of(KEY))).hasSize(1);
        assertThat(batch.answers(Set.of(KEY), Map.of())).extracting("replayed").containsExactly(false, true, true);
        assertThat(batch.answers(Set.of(KEY), Map.of()))
                .extracting("placed.id")
                .containsOnly(batch.accepted(Set.of(KEY)).get(0).order().id());
    }

    @Test
    void tellsADifferentWishUnderTheSameKeyApart() {
        Wish two = new Wish(command("ann", new ItemQuantity("tea", 2)), Optional.of(KEY.key()), Optional.empty(), true);
        IntakeBatch batch = batch(wish("tea", KEY.key()), two);

        assertThat(batch.answers(Set.of(KEY), Map.of()).get(1)).isInstanceOf(Answer.KeyReused.class);
    }

    @Test
    void leavesTheKeyOfAnotherCustomerAlone() {
        Wish bob = new Wish(command("bob", new ItemQuantity("tea", 1)), Optional.of(KEY.key()), Optional.empty(), true);
        IntakeBatch batch = batch(wish("tea", KEY.key()), bob);

        assertThat(batch.claims()).hasSize(2);
    }

    @Test
    void replaysWhatIsOnRecord() {
        IntakeBatch batch = batch(wish("tea", KEY.key()));
        Answer.Recorded recorded = new Answer.Recorded(command("ann", tea()).fingerprint(), Ids.next(), "{}");

        assertThat(batch.accepted(Set.of())).isEmpty();
        assertThat(batch.toLookUp(Set.of())).containsExactly(KEY);
        assertThat(batch.answers(Set.of(), Map.of(KEY, recorded))).containsExactly(new Answer.Replayed(recorded));
    }

    @Test
    void replaysWhatIsOnRecordAlsoWhenItCouldNoLongerBeSold() {
        IntakeBatch batch = batch(wish("gone", KEY.key()));
        Answer.Recorded recorded =
                new Answer.Recorded(command("ann", new ItemQuantity("gone", 1)).fingerprint(), Ids.next(), "{}");

        assertThat(batch.toLookUp(Set.of())).containsExactly(KEY);
        assertThat(batch.answers(Set.of(), Map.of(KEY, recorded))).containsExactly(new Answer.Replayed(recorded));
    }

    @Test
    void claimsNoKeyForARefusal() {
        IntakeBatch batch = batch(wish("gin", KEY.key()));

        assertThat(batch.claims()).isEmpty();
        assertThat(batch.accepted(Set.of())).isEmpty();
        assertThat(batch.answers(Set.of(), Map.of())).hasOnlyElementsOfType(Answer.Declined.class);
    }

    @Test
    void neverAnswersForAnOrderThatWasNotStored() {
        IntakeBatch batch = batch(wish("tea", KEY.key()));

        assertThatThrownBy(() -> batch.answers(Set.of(), Map.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void seesThroughTheOrderOfEqualLines() {
        PlaceOrder split = command("ann", tea(), tea());
        PlaceOrder merged = command("ann", new ItemQuantity("tea", 2));

        assertThat(split.fingerprint()).isEqualTo(merged.fingerprint());
        assertThat(split.fingerprint()).isNotEqualTo(command("ann", tea()).fingerprint());
    }

    private static IntakeBatch batch(Wish... wishes) {
        return new IntakeBatch(List.of(wishes), wish -> PRICES.place(wish.command(), Ids.next(), Instant.EPOCH));
    }

    private static Wish wish(String product) {
        return new Wish(command("ann", new ItemQuantity(product, 1)), Optional.empty(), Optional.empty(), true);
    }

    private static Wish wish(String product, String key) {
        return new Wish(command("ann", new ItemQuantity(product, 1)), Optional.of(key), Optional.empty(), true);
    }

    private static PlaceOrder command(String customer, ItemQuantity... items) {
        return new PlaceOrder(customer, List.of(items), "tok_ok", Optional.empty());
    }

    private static ItemQuantity tea() {
        return new ItemQuantity("tea", 1);
    }
}

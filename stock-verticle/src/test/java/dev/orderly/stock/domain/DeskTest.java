package dev.orderly.stock.domain;

import static dev.orderly.stock.domain.Samples.NOW;
import static dev.orderly.stock.domain.Samples.cancelled;
import static dev.orderly.stock.domain.Samples.completed;
import static dev.orderly.stock.domain.Samples.level;
import static dev.orderly.stock.domain.Samples.line;
import static dev.orderly.stock.domain.Samples.order;
import static dev.orderly.stock.domain.Samples.paid;
import static dev.orderly.stock.domain.Samples.told;
import static dev.orderly.stock.domain.Samples.unpaid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.ItemQuantity;
import dev.orderly.contracts.StockEvent.StockDeducted;
import dev.orderly.contracts.StockEvent.StockReleased;
import dev.orderly.contracts.StockEvent.StockReserved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeskTest {

    private static final Duration DEADLINE = Duration.ofMinutes(30);
    private static final UUID ORDER = new UUID(0, 1);
    private static final List<ItemQuantity> TWO_TEAS = List.of(new ItemQuantity("tea", 2));

    private final Demand create = Demand.created(told("order", order(ORDER, line("tea", 2))));
    private final Demand cancel = Demand.cancelled(told("order", cancelled(ORDER)));
    private final Demand complete = Demand.completed(told("order", completed(ORDER)));

    @Test
    void promisesTheReservationUntilTheDeadline() {
        Settlement settled = fresh().answer(List.of(create));

        assertThat(settled.announcements()).singleElement().satisfies(told -> {
            assertThat(told.event()).isInstanceOf(StockReserved.class);
            assertThat(((StockReserved) told.event()).expiresAt()).isEqualTo(NOW.plus(DEADLINE));
            assertThat(told.sequence()).isEqualTo(1);
        });
        assertThat(settled.opened()).hasSize(1);
        assertThat(settled.moved()).isEmpty();
    }

    @Test
    void answersADuplicateWithTheVeryEventOfTheFirst() {
        Settlement first = fresh().answer(List.of(create));
        Settlement again = after(first).answer(List.of(create));

        assertThat(again.announcements()).isEqualTo(first.announcements());
        assertThat(again.decisions()).isEmpty();
        assertThat(again.movements()).isEmpty();
    }

    @Test
    void answersADuplicateOfTheSameBatchOnce() {
        Settlement settled = fresh().answer(List.of(create, create));

        assertThat(settled.announcements()).hasSize(1);
        assertThat(settled.levels()).extracting(Level::available).containsExactly(8L);
    }

    @Test
    void releasesWhatAnOrderHeldWhenItEnds() {
        Settlement settled = after(fresh().answer(List.of(create))).answer(List.of(cancel, cancel));

        assertThat(settled.announcements())
                .extracting(Announcement::event)
                .containsExactly(new StockReleased(ORDER, TWO_TEAS, "order_cancelled"));
        assertThat(settled.announcements()).extracting(Announcement::sequence).containsExactly(2L);
        assertThat(settled.moved()).hasSize(1);
    }

    @Test
    void buriesAnOrderWhoseEndOvertookItsBeginning() {
        Settlement settled = fresh().answer(List.of(cancel, create));

        assertThat(settled.opened())
                .extracting(standing -> standing.reservation().status())
                .containsExactly(ReservationStatus.VOID);
        assertThat(settled.announcements()).isEmpty();
        assertThat(settled.levels()).isEmpty();
    }

    @Test
    void deductsOnceAndRepeatsItAfterwards() {
        Settlement settled = after(fresh().answer(List.of(create))).answer(List.of(complete, complete));

        assertThat(settled.announcements())
                .extracting(Announcement::event)
                .containsExactly(new StockDeducted(ORDER, TWO_TEAS));
        assertThat(settled.movements()).extracting(Movement::kind).containsExactly(Movement.Kind.DEDUCT);
        assertThat(settled.alarms()).isEmpty();
    }

    @Test
    void confirmsWithoutAWordAndCanStillRepeatTheReservation() {
        Demand pay = Demand.paid(told("payment", paid(ORDER)));
        Settlement reserved = fresh().answer(List.of(create));
        Settlement confirmed = after(reserved).answer(List.of(pay, pay));

        assertThat(confirmed.announcements()).isEmpty();
        assertThat(confirmed.decisions()).hasSize(1);
        assertThat(after(reserved, confirmed).answer(List.of(create)).announcements())
                .isEqualTo(reserved.announcements());
    }

    @Test
    void repeatsTheRefusalToAnOrderThatComesAgain() {
        Demand tooMany = Demand.created(told("order", order(ORDER, line("tea", 11))));
        Settlement refused = fresh().answer(List.of(tooMany));

        assertThat(after(refused).answer(List.of(tooMany)).announcements()).isEqualTo(refused.announcements());
    }

    @Test
    void raisesAnAlarmWhenADeductedOrderIsSaidToHaveEnded() {
        Settlement deducted = after(fresh().answer(List.of(create))).answer(List.of(complete));
        Settlement ended = after(deducted).answer(List.of(cancel, Demand.unpaid(told("payment", unpaid(ORDER)))));

        assertThat(ended.alarms())
                .hasSize(2)
                .allSatisfy(alarm -> assertThat(alarm.what()).contains("deducted"));
        assertThat(ended.moved()).isEmpty();
    }

    @Test
    void cannotAnswerTheCompletionOfAnOrderItNeverSaw() {
        assertThat(fresh().answer(List.of(complete)).unanswerable()).hasSize(1);
    }

    @Test
    void cannotReserveLessThanOneUnit() {
        Settlement settled = fresh().answer(List.of(Demand.created(told("order", order(ORDER, line("tea", -1))))));

        assertThat(settled.unanswerable()).hasSize(1);
        assertThat(settled.opened()).isEmpty();
    }

    private static Desk fresh() {
        return new Desk(new Shelf(List.of(level("tea", 10))), List.of(), NOW, DEADLINE);
    }

    /** A desk that finds what the settlements saved. */
    private static Desk after(Settlement... settlements) {
        List<Level> levels = new ArrayList<>(List.of(level("tea", 10)));
        List<Standing> standings = new ArrayList<>();
        for (Settlement settled : settlements) {
            levels.addAll(settled.levels());
            standings.addAll(settled.opened());
            standings.addAll(settled.moved());
        }
        return new Desk(new Shelf(levels), standings, NOW.plusSeconds(5), DEADLINE);
    }
}

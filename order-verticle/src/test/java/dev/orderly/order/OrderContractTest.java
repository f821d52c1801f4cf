package dev.orderly.order;

import static dev.orderly.testing.ServiceContract.components;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.order.domain.Status;
import dev.orderly.order.stats.OrderStats;
import dev.orderly.testing.ServiceContract;
import dev.orderly.testing.api.OpenApi;
import dev.orderly.testing.api.ReaderCheck;
import dev.orderly.testing.api.RecordCheck;
import dev.orderly.web.Page;
import org.junit.jupiter.api.Test;

/** What the contracts promise and what the records are say the same. */
class OrderContractTest {

    private final ServiceContract contract = ServiceContract.of(OrderService.NAME);
    private final OpenApi http = OpenApi.of(OrderService.NAME);

    @Test
    void documentsEveryAnswer() {
        assertThat(RecordCheck.differences(http.schema("Order"), OrderViews.OrderView.class))
                .isEmpty();
        assertThat(RecordCheck.differences(http.schema("OrderPage"), Page.class, OrderViews.OrderView.class))
                .isEmpty();
        assertThat(RecordCheck.differences(http.schema("Timeline"), OrderViews.Timeline.class))
                .isEmpty();
        assertThat(RecordCheck.differences(http.schema("OrderStats"), OrderStats.class))
                .isEmpty();
        assertThat(contract.properties("StatusCounts")).containsExactlyInAnyOrderElementsOf(Status.labels());
    }

    @Test
    void readsWhatTheContractAllowsAndNothingElse() {
        assertThat(ReaderCheck.differences(http.schema("OrderCreate"), OrderBodies::placeOrder))
                .isEmpty();
        assertThat(ReaderCheck.differences(http.schema("OrderPatch"), OrderBodies::patchedStatus))
                .isEmpty();
        assertThat(ReaderCheck.differences(http.schema("OrderCancel"), OrderBodies::cancelReason))
                .isEmpty();
    }

    @Test
    void documentsEveryStatus() {
        assertThat(contract.words("Status")).isEqualTo(Status.labels());
    }

    @Test
    void documentsEveryEvent() {
        assertThat(contract.heard()).isEqualTo(contract.queued());
        assertThat(contract.announced())
                .isNotEmpty()
                .allSatisfy(event -> assertThat(contract.payload(event)).isEqualTo(components(event)));
    }
}

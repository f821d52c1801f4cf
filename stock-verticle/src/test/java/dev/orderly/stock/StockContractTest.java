package dev.orderly.stock;

import static dev.orderly.testing.ServiceContract.components;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.testing.ServiceContract;
import dev.orderly.testing.api.OpenApi;
import dev.orderly.testing.api.ReaderCheck;
import dev.orderly.testing.api.RecordCheck;
import dev.orderly.web.Page;
import org.junit.jupiter.api.Test;

/** What the contracts promise and what the records are say the same. */
class StockContractTest {

    private final ServiceContract contract = ServiceContract.of("stock");
    private final OpenApi http = OpenApi.of("stock");

    @Test
    void documentsEveryAnswer() {
        assertThat(RecordCheck.differences(http.schema("Level"), StockApi.View.class))
                .isEmpty();
        assertThat(RecordCheck.differences(http.schema("LevelPage"), Page.class, StockApi.View.class))
                .isEmpty();
    }

    @Test
    void readsWhatTheContractAllowsAndNothingElse() {
        assertThat(ReaderCheck.differences(http.schema("Count"), StockApi::onHand))
                .isEmpty();
    }

    @Test
    void documentsEveryEvent() {
        assertThat(contract.heard()).isEqualTo(contract.queued());
        assertThat(contract.announced())
                .isNotEmpty()
                .allSatisfy(event -> assertThat(contract.payload(event)).isEqualTo(components(event)));
    }
}

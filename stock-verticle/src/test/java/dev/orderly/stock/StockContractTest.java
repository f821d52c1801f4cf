package dev.orderly.stock;

import static dev.orderly.testing.ServiceContract.components;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.testing.ServiceContract;
import org.junit.jupiter.api.Test;

/** What the contracts promise and what the records are say the same. */
class StockContractTest {

    private final ServiceContract contract = ServiceContract.of("stock");

    @Test
    void documentsEveryAnswer() {
        assertThat(contract.properties("Level")).isEqualTo(components(StockApi.View.class));
        assertThat(contract.properties("LevelPage")).isEqualTo(components(StockApi.Page.class));
    }

    @Test
    void documentsEveryEvent() {
        assertThat(contract.heard()).isEqualTo(contract.queued());
        assertThat(contract.announced())
                .isNotEmpty()
                .allSatisfy(event -> assertThat(contract.payload(event)).isEqualTo(components(event)));
    }
}

package dev.orderly.catalog;

import static dev.orderly.testing.ServiceContract.components;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.testing.ServiceContract;
import org.junit.jupiter.api.Test;

/** What the contracts promise and what the records are say the same. */
class CatalogContractTest {

    private final ServiceContract contract = ServiceContract.of("catalog");

    @Test
    void documentsEveryAnswer() {
        assertThat(contract.properties("Product")).isEqualTo(components(CatalogApi.View.class));
        assertThat(contract.properties("ProductPage")).isEqualTo(components(CatalogApi.Page.class));
    }

    @Test
    void documentsEveryEvent() {
        assertThat(contract.heard()).isEqualTo(contract.queued());
        assertThat(contract.announced())
                .isNotEmpty()
                .allSatisfy(event -> assertThat(contract.payload(event)).isEqualTo(components(event)));
    }
}

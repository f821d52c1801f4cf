package dev.orderly.catalog;

import static dev.orderly.testing.ServiceContract.components;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.testing.ServiceContract;
import dev.orderly.testing.api.OpenApi;
import dev.orderly.testing.api.ReaderCheck;
import dev.orderly.testing.api.RecordCheck;
import dev.orderly.web.Page;
import org.junit.jupiter.api.Test;

/** What the contracts promise and what the records are say the same. */
class CatalogContractTest {

    private final ServiceContract contract = ServiceContract.of("catalog");
    private final OpenApi http = OpenApi.of("catalog");

    @Test
    void documentsEveryAnswer() {
        assertThat(RecordCheck.differences(http.schema("Product"), CatalogApi.View.class))
                .isEmpty();
        assertThat(RecordCheck.differences(http.schema("ProductPage"), Page.class, CatalogApi.View.class))
                .isEmpty();
    }

    @Test
    void readsWhatTheContractAllowsAndNothingElse() {
        ProductReader reader = new ProductReader("USD");

        assertThat(ReaderCheck.differences(http.schema("AddProduct"), reader::read))
                .isEmpty();
        assertThat(ReaderCheck.differences(http.schema("ChangeProduct"), reader::readChange))
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

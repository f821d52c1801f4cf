package dev.orderly.payment;

import static dev.orderly.testing.ServiceContract.components;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.payment.domain.Status;
import dev.orderly.testing.ServiceContract;
import dev.orderly.testing.api.OpenApi;
import dev.orderly.testing.api.ReaderCheck;
import dev.orderly.testing.api.RecordCheck;
import dev.orderly.web.Page;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the contracts promise and what the records are say the same. */
class PaymentContractTest {

    private final ServiceContract contract = ServiceContract.of(PaymentService.NAME);
    private final OpenApi http = OpenApi.of(PaymentService.NAME);

    @Test
    void documentsEveryAnswer() {
        assertThat(RecordCheck.differences(http.schema("Payment"), PaymentViews.PaymentView.class))
                .isEmpty();
        assertThat(RecordCheck.differences(http.schema("Refund"), PaymentViews.RefundView.class))
                .isEmpty();
        assertThat(RecordCheck.differences(http.schema("PaymentPage"), Page.class, PaymentViews.PaymentView.class))
                .isEmpty();
    }

    @Test
    void readsWhatTheContractAllowsAndNothingElse() {
        assertThat(ReaderCheck.differences(
                        http.schema("InitiatePayment"), body -> PaymentBodies.initiate(body, "USD", Optional.empty())))
                .isEmpty();
        assertThat(ReaderCheck.differences(
                        http.schema("RefundPayment"), body -> PaymentBodies.refund(body, "any", "USD")))
                .isEmpty();
    }

    @Test
    void documentsEveryStatus() {
        assertThat(contract.words("Payment/properties/status"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Status.values())
                        .filter(status -> status != Status.NONE)
                        .map(Status::label)
                        .toList());
    }

    @Test
    void documentsEveryEvent() {
        assertThat(contract.heard()).isEqualTo(contract.queued());
        assertThat(contract.announced())
                .isNotEmpty()
                .allSatisfy(event -> assertThat(contract.payload(event)).isEqualTo(components(event)));
    }
}

package dev.orderly.payment;

import static dev.orderly.testing.ServiceContract.components;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.payment.domain.Status;
import dev.orderly.testing.ServiceContract;
import dev.orderly.web.Fields;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the contracts promise and what the records are say the same. */
class PaymentContractTest {

    private final ServiceContract contract = ServiceContract.of(PaymentService.NAME);

    @Test
    void documentsEveryAnswer() {
        assertThat(contract.properties("Payment")).isEqualTo(components(PaymentViews.PaymentView.class));
        assertThat(contract.properties("Refund")).isEqualTo(components(PaymentViews.RefundView.class));
        assertThat(contract.properties("PaymentPage")).isEqualTo(components(PaymentViews.Page.class));
    }

    @Test
    void documentsEveryPropertyThatIsRead() {
        Fields initiate = body();
        Fields refund = body();

        assertThat(PaymentBodies.initiate(initiate, "EUR", Optional.empty())).isNotNull();
        assertThat(PaymentBodies.refund(refund, "any", "EUR")).isNotNull();

        assertThat(initiate.known()).isEqualTo(contract.properties("InitiatePayment"));
        assertThat(refund.known()).isEqualTo(contract.properties("RefundPayment"));
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

    private static Fields body() {
        return Fields.parse(Buffer.buffer("{\"amount\":1}"));
    }
}

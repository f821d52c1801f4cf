package dev.orderly.order.calls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentClientTest {

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 422})
    void takesThisForAWordAboutThePayment(int status) {
        assertThat(new PaymentClient.Answer(status, "").isRefusal()).isTrue();
    }

    /** Nobody is called for every single order when a token has expired. */
    @ParameterizedTest
    @ValueSource(ints = {200, 401, 403, 408, 429, 500, 503})
    void takesThisForNone(int status) {
        assertThat(new PaymentClient.Answer(status, "").isRefusal()).isFalse();
    }
}

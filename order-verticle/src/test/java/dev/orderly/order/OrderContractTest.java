package dev.orderly.order;

import static dev.orderly.testing.ServiceContract.components;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Address;
import dev.orderly.contracts.OrderLine;
import dev.orderly.order.domain.Status;
import dev.orderly.order.stats.OrderStats;
import dev.orderly.testing.ServiceContract;
import dev.orderly.web.Fields;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the contracts promise and what the records are say the same. */
class OrderContractTest {

    private final ServiceContract contract = ServiceContract.of(OrderService.NAME);

    @Test
    void documentsEveryAnswer() {
        assertThat(contract.properties("Order")).isEqualTo(components(OrderViews.OrderView.class));
        assertThat(contract.properties("OrderLine")).isEqualTo(components(OrderLine.class));
        assertThat(contract.properties("OrderPage")).isEqualTo(components(OrderViews.Page.class));
        assertThat(contract.properties("Timeline")).isEqualTo(components(OrderViews.Timeline.class));
        assertThat(contract.properties("Step")).isEqualTo(components(OrderViews.Step.class));
        assertThat(contract.properties("OrderStats")).isEqualTo(components(OrderStats.class));
        assertThat(contract.properties("MinuteCounts")).isEqualTo(components(OrderStats.Minute.class));
        assertThat(contract.properties("StatusCounts")).containsExactlyInAnyOrderElementsOf(Status.labels());
    }

    @Test
    void documentsEveryPropertyThatIsRead() {
        Fields place = Fields.parse(Buffer.buffer("{\"customerId\":\"ann\",\"items\":[\"tea\"],\"shipTo\":{}}"));
        Fields patch = Fields.parse(Buffer.buffer("{\"status\":\"shipped\"}"));
        Fields cancel = Fields.parse(Buffer.buffer("{}"));

        assertThat(OrderBodies.placeOrder(place)).isNotNull();
        assertThat(OrderBodies.patchedStatus(patch)).isEqualTo(Status.SHIPPED);
        assertThat(OrderBodies.cancelReason(cancel)).isEqualTo("customer_request");

        assertThat(topLevel(place.known())).isEqualTo(contract.properties("OrderCreate"));
        assertThat(patch.known()).isEqualTo(contract.properties("OrderPatch"));
        assertThat(cancel.known()).isEqualTo(contract.properties("OrderCancel"));
        assertThat(contract.properties("Address")).isEqualTo(components(Address.class));
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

    private static Set<String> topLevel(Set<String> paths) {
        return paths.stream().filter(path -> !path.contains(".")).collect(Collectors.toSet());
    }
}

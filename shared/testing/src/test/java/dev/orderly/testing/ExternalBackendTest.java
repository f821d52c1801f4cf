package dev.orderly.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class ExternalBackendTest {

    @Test
    void readsUserPasswordAndPlaceFromTheAddress() {
        assertThat(ExternalBackend.postgresAt(URI.create("postgresql://admin:s%40fe@db:6543/postgres")))
                .isEqualTo(new PostgresAccess("db", 6543, "admin", "s@fe"));
        assertThat(ExternalBackend.brokerAt(URI.create("amqp://orderly:pass@mq/shop")))
                .isEqualTo(new BrokerAccess("mq", 5672, "shop", "orderly", "pass"));
    }
}

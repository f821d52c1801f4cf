package dev.orderly.testing;

/** One kind of PostgreSQL and broker; each is started when it is first asked for, and lives as long as the JVM. */
interface Backend {

    PostgresAccess postgres();

    BrokerAccess broker();

    BackendControl postgresControl();

    BackendControl brokerControl();
}

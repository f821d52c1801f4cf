package dev.orderly.testing;

import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/** PostgreSQL and RabbitMQ as containers; loaded only when it is asked for, so that no other run looks for Docker. */
final class ContainerBackend implements Backend {

    private static final String POSTGRES_IMAGE = "postgres:17-alpine";
    private static final String BROKER_IMAGE = "rabbitmq:4-alpine";

    private @Nullable PostgreSQLContainer postgres;
    private @Nullable RabbitMQContainer broker;

    private ContainerBackend() {}

    static ContainerBackend whenDockerAnswers() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException("orderly.backends=containers needs a Docker engine, and none answers.");
        }
        return new ContainerBackend();
    }

    @Override
    public PostgresAccess postgres() {
        PostgreSQLContainer running = runningPostgres();
        return new PostgresAccess(
                running.getHost(),
                running.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                running.getUsername(),
                running.getPassword());
    }

    @Override
    public BrokerAccess broker() {
        RabbitMQContainer running = runningBroker();
        return new BrokerAccess(
                running.getHost(), running.getAmqpPort(), "/", running.getAdminUsername(), running.getAdminPassword());
    }

    @Override
    public BackendControl postgresControl() {
        return new Pausing(runningPostgres());
    }

    @Override
    public BackendControl brokerControl() {
        return new Pausing(runningBroker());
    }

    @SuppressWarnings("resource") // testcontainers removes it when the JVM ends
    private synchronized PostgreSQLContainer runningPostgres() {
        if (postgres == null) {
            var starting = new PostgreSQLContainer(POSTGRES_IMAGE).withUsername("postgres");
            starting.start();
            postgres = starting;
        }
        return postgres;
    }

    private synchronized RabbitMQContainer runningBroker() {
        if (broker == null) {
            var starting = new RabbitMQContainer(BROKER_IMAGE);
            starting.start();
            broker = starting;
        }
        return broker;
    }

    /** A container comes back on another port, so it is only frozen and thawed. */
    private record Pausing(GenericContainer<?> container) implements BackendControl {

        @Override
        public boolean can(Act act) {
            return act == Act.FREEZE || act == Act.THAW;
        }

        @Override
        public void perform(Act act) {
            switch (act) {
                case FREEZE ->
                    container
                            .getDockerClient()
                            .pauseContainerCmd(container.getContainerId())
                            .exec();
                case THAW ->
                    container
                            .getDockerClient()
                            .unpauseContainerCmd(container.getContainerId())
                            .exec();
                default -> throw new UnsupportedOperationException("a container cannot " + act);
            }
        }
    }
}

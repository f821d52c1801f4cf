package dev.orderly.embedded;

import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own on loopback, durable ({@code fsync} and {@code synchronous_commit} on), its data kept over restarts. While it
 * is open a daemon thread starts the server again when it dies. After a {@code kill -9} of the JVM the server lives on as an orphan;
 * the next {@link #start} on the same folder stops it first.
 */
public final class LocalPostgres implements AutoCloseable {

    /** The role that owns everything; its password is kept in the folder. */
    public static final String SUPERUSER = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(LocalPostgres.class);

    /**
     * Where it lives.
     *
     * @param directory its folder, {@code <data>/postgres}
     * @param port loopback port; 0 takes a free one
     * @param cache where the programs are unpacked once per version
     */
    public record Settings(Path directory, int port, Path cache) {

        public Settings(Path directory, int port) {
            this(directory, port, PostgresBinaries.defaultCache());
        }
    }

    private final PostgresCluster cluster;
    private final int port;
    private final Supervisor supervisor;

    private LocalPostgres(PostgresCluster cluster, int port) {
        this.cluster = cluster;
        this.port = port;
        this.supervisor = new Supervisor("PostgreSQL", () -> cluster.server().isPresent(), () -> cluster.start(port));
    }

    /**
     * Returns when it takes connections: some seconds at the first start in a folder, about one later.
     *
     * @throws StartRefused with one sentence that says why not
     */
    public static LocalPostgres start(Settings settings) {
        PostgresCluster cluster = PostgresCluster.open(settings);
        var postgres = new LocalPostgres(cluster, Ports.claim(settings.port(), "PostgreSQL"));
        postgres.start();
        return postgres;
    }

    /** Starts it again on the same port after {@link #stop}. */
    public void start() {
        cluster.start(port);
        supervisor.watch();
        LOG.debug("PostgreSQL answers on port {}", port);
    }

    /** Has it stopped and its folder removed when the JVM ends: for tests; the product stops its parts in an order of its own. */
    public LocalPostgres removeAtExit() {
        Folders.deleteAtExit(this::close, cluster.directory());
        return this;
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** The superuser's password. */
    public String password() {
        return cluster.superuserPassword();
    }

    /** The JDBC URL of one of its databases; user and password are given apart. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port + "/" + database;
    }

    /** The server process, absent while it is down. */
    public Optional<ProcessHandle> process() {
        return cluster.server();
    }

    /** Ends all sessions and the server; nothing of it is left running. {@link #start()} brings it back. */
    public void stop() {
        supervisor.rest();
        cluster.stop();
    }

    /** As {@link #stop}. */
    @Override
    public void close() {
        stop();
    }
}

package dev.orderly.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One data folder of PostgreSQL: made once, configured at every start, started and stopped through its programs. */
final class PostgresCluster {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
    private static final int START_ATTEMPTS = 8;
    private static final int PAUSE_MS = 400;
    private static final long LOG_LIMIT_BYTES = 10_000_000;

    /** Written anew at every start: durable first, then sized for a laptop. */
    private static final String CONFIGURATION = """
            listen_addresses = '127.0.0.1'
            port = %d
            unix_socket_directories = ''
            max_connections = 200
            shared_buffers = 128MB
            fsync = on
            synchronous_commit = on
            full_page_writes = on
            max_wal_size = 1GB
            autovacuum = on
            autovacuum_naptime = 10s
            autovacuum_vacuum_scale_factor = 0.05
            autovacuum_analyze_scale_factor = 0.05
            autovacuum_vacuum_cost_limit = 1000
            jit = off
            timezone = 'UTC'
            log_timezone = 'UTC'
            log_line_prefix = '%%m [%%p] '
            datestyle = 'iso, mdy'
            default_text_search_config = 'pg_catalog.english'
            """;

    private final Path directory;
    private final Path cluster;
    private final PostgresPrograms programs;
    private final Postmaster postmaster;
    private volatile CountDownLatch stopped = new CountDownLatch(1);

    private PostgresCluster(Path directory, PostgresPrograms programs) {
        this.directory = directory;
        this.cluster = directory.resolve("cluster");
        this.programs = programs;
        this.postmaster = new Postmaster(cluster);
    }

    /** The cluster in this folder, made when it is not there; an orphaned server on it is stopped. */
    static PostgresCluster open(LocalPostgres.Settings settings) {
        Path directory = settings.directory().toAbsolutePath().normalize();
        try {
            Files.createDirectories(directory);
            var programs = new PostgresPrograms(PostgresBinaries.in(settings.cache()), Stepdown.detect(), directory);
            var cluster = new PostgresCluster(directory, programs);
            cluster.stopOrphan();
            cluster.createWhenMissing();
            return cluster;
        } catch (AccessDeniedException denied) {
            throw new StartRefused("PostgreSQL's folder cannot be written: " + denied.getFile() + ".", denied);
        } catch (IOException failure) {
            throw new StartRefused("PostgreSQL's folder " + directory + " cannot be used: " + failure + ".", failure);
        }
    }

    /** Nothing to do when it runs. Tries several times: after a kill the server refuses until the last of its children is gone. */
    synchronized void start(int port) {
        if (server().isPresent()) {
            return;
        }
        stopped = new CountDownLatch(1);
        try {
            Files.writeString(cluster.resolve("postgresql.conf"), CONFIGURATION.formatted(port));
            trimLog();
            for (int attempt = 1; !startOnce(); attempt++) {
                if (attempt == START_ATTEMPTS) {
                    throw new StartRefused("PostgreSQL did not start: " + lastComplaint() + " (" + serverLog() + ").");
                }
                pauseUnlessStopped();
            }
        } catch (IOException failure) {
            throw new StartRefused("PostgreSQL could not be started: " + failure + ".", failure);
        }
    }

    /** Ends the sessions and the server, cleanly if it can in 5 s; a start that is between two attempts makes no other. */
    void stop() {
        stopped.countDown();
        Optional<ProcessHandle> server = server();
        if (server.isEmpty()) {
            return;
        }
        try {
            if (!programs.stop(cluster, "fast", 5) && !programs.stop(cluster, "immediate", 3)) {
                server.get().destroyForcibly();
            }
        } catch (IOException failure) {
            LOG.warn("PostgreSQL could not be asked to stop, ending its process", failure);
            server.get().destroyForcibly();
        }
    }

    Path directory() {
        return directory;
    }

    Optional<ProcessHandle> server() {
        return postmaster.find();
    }

    String superuserPassword() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException failure) {
            throw new StartRefused("PostgreSQL's password file " + passwordFile() + " cannot be read.", failure);
        }
    }

    private boolean startOnce() throws IOException {
        postmaster.disownStalePid();
        return programs.start(cluster, serverLog());
    }

    private void stopOrphan() {
        server().ifPresent(orphan -> {
            LOG.info("Stopping PostgreSQL (pid {}) that outlived the instance which started it", orphan.pid());
            stop();
        });
    }

    /** Under another name until it is whole, so that a crash in between leaves nothing that looks like a cluster. */
    private void createWhenMissing() throws IOException {
        if (Files.exists(cluster.resolve("PG_VERSION"))) {
            return;
        }
        LOG.info("Creating PostgreSQL's data folder {}", cluster);
        Path draft = directory.resolve("cluster.new");
        Folders.delete(draft);
        Files.writeString(passwordFile(), Secrets.fresh());
        restrict(passwordFile());
        programs.initdb(draft, passwordFile());
        Files.move(draft, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void restrict(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        }
    }

    private void trimLog() throws IOException {
        if (Files.exists(serverLog()) && Files.size(serverLog()) > LOG_LIMIT_BYTES) {
            Files.move(serverLog(), directory.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private String lastComplaint() throws IOException {
        List<String> lines = Files.exists(serverLog()) ? Files.readAllLines(serverLog()) : List.of();
        return lines.stream()
                .filter(line -> line.contains("FATAL") || line.contains("PANIC"))
                .reduce((earlier, later) -> later)
                .orElse("no reason given");
    }

    private void pauseUnlessStopped() {
        try {
            if (stopped.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                throw new StartRefused("PostgreSQL was stopped while it was starting.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartRefused("Interrupted while PostgreSQL was starting.", interrupted);
        }
    }

    private Path serverLog() {
        return directory.resolve("server.log");
    }

    private Path passwordFile() {
        return directory.resolve("superuser.password");
    }
}

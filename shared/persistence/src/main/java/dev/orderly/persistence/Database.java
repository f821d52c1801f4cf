package dev.orderly.persistence;

import com.google.errorprone.annotations.CompileTimeConstant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** One service's way to its rows: a bounded pool, owned by the context that opened it, on which nothing waits for ever. */
public final class Database {

    private static final int RETRIES = 5;
    private static final int RETRY_PAUSE_MS = 20;
    private static final int POOL_GRACE_MS = 250;
    private static final int PIPELINED_STATEMENTS = 32;
    private static final int CACHED_STATEMENTS = 256;
    private static final int CACHED_STATEMENT_LENGTH = 16_384;

    private final Vertx vertx;
    private final Pool pool;
    private final String schema;
    private final Duration queryTimeout;
    private final WaitingCallers callers;

    private Database(Vertx vertx, Pool pool, DatabaseSettings settings) {
        this.vertx = vertx;
        this.pool = pool;
        this.schema = settings.schema();
        this.queryTimeout = settings.queryTimeout();
        this.callers = new WaitingCallers(settings.maxWaiting(), queryTimeout.dividedBy(2));
    }

    /** Opens the pool without connecting: the process may start while the database is away. */
    public static Database open(Vertx vertx, DatabaseSettings settings) {
        Pool pool = PgBuilder.pool()
                .using(vertx)
                .connectingTo(connectOptions(settings))
                .with(poolOptions(settings))
                .with(new NetClientOptions().setTcpKeepAlive(true).setTcpNoDelay(true))
                .build();
        return new Database(vertx, pool, settings);
    }

    /**
     * Runs the work in one transaction and commits when its future succeeds; the future returned succeeds after the commit and after the
     * {@code afterCommit} actions. The work is repeated, on a fresh transaction, when the server undid it for a deadlock or a serialization
     * failure, five times at most with a jittered pause; so it must have no effect outside the transaction. Fails with what the work or the
     * server failed with, {@link DatabaseUnavailable} or {@link CommitOutcomeUnknown}.
     */
    public <T> Future<T> inTransaction(Function<Transaction, Future<T>> work) {
        return attempt(work, RETRIES);
    }

    /** Runs one prepared and cached statement outside any transaction; the text is a constant, or the build fails. */
    public Future<RowSet<Row>> read(@CompileTimeConstant String sql, Tuple parameters) {
        return lease().compose(lease -> lease.run(sql, parameters).eventually(lease::giveBack));
    }

    /**
     * Why the pool is no use to further callers: as many wait as may, or one has waited for half of the query timeout; empty when all is
     * well. May be asked by any thread.
     */
    public Optional<String> trouble() {
        return callers.trouble().map(why -> schema + ": " + why);
    }

    /** Closes every connection of this pool; does not wait for a database that does not answer. */
    public Future<Void> close() {
        return pool.close()
                .timeout(queryTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure ->
                        failure instanceof TimeoutException ? Future.succeededFuture() : Future.failedFuture(failure));
    }

    private <T> Future<T> attempt(Function<Transaction, Future<T>> work, int retriesLeft) {
        return lease().compose(lease -> once(lease, work)).recover(failure -> {
            if (retriesLeft > 0 && Failures.isContention(failure)) {
                return pause(RETRIES - retriesLeft).compose(rested -> attempt(work, retriesLeft - 1));
            }
            return Future.failedFuture(failure);
        });
    }

    private <T> Future<T> once(Lease lease, Function<Transaction, Future<T>> work) {
        Transaction tx = new Transaction(lease);
        return Future.succeededFuture(tx)
                .compose(work)
                .compose(result -> tx.commit().map(result))
                .recover(failure -> tx.rollback().compose(undone -> Future.failedFuture(tx.causeOf(failure))))
                .eventually(lease::giveBack)
                .onFailure(failure -> tx.undone())
                .map(result -> {
                    tx.committed();
                    return result;
                });
    }

    /** The pool's own timeout can miss a connection that comes at that very moment; ours, a little later, lets nobody wait for ever. */
    private Future<Lease> lease() {
        Future<SqlConnection> asked = pool.getConnection();
        return callers.watch(asked.timeout(queryTimeout.toMillis() + POOL_GRACE_MS, TimeUnit.MILLISECONDS))
                .recover(refused -> unavailable(asked, refused))
                .map(connection -> new Lease(vertx, connection, queryTimeout));
    }

    /** The pool tells of its own timeout by a bare text. */
    private static Future<SqlConnection> unavailable(Future<SqlConnection> asked, Throwable refused) {
        if (refused instanceof TimeoutException || "Timeout".equals(refused.getMessage())) {
            asked.onSuccess(SqlConnection::close);
            return Future.failedFuture(new DatabaseUnavailable("no connection to the database in time", refused));
        }
        return Future.failedFuture(refused);
    }

    private Future<Void> pause(int retriesDone) {
        return vertx.timer(
                        1 + ThreadLocalRandom.current().nextInt(RETRY_PAUSE_MS << retriesDone), TimeUnit.MILLISECONDS)
                .mapEmpty();
    }

    private static PgConnectOptions connectOptions(DatabaseSettings settings) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setDatabase(settings.database())
                .setUser(settings.role())
                .setPassword(settings.password())
                .setPipeliningLimit(PIPELINED_STATEMENTS)
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(CACHED_STATEMENTS)
                .setPreparedStatementCacheSqlLimit(CACHED_STATEMENT_LENGTH)
                .setProperties(sessionProperties(settings));
        return settings.tls().verifies() ? encrypted(options, settings.tls()) : options;
    }

    private static PgConnectOptions encrypted(PgConnectOptions options, Tls tls) {
        return options.setSslMode(SslMode.VERIFY_FULL)
                .setSslOptions(new ClientSSLOptions()
                        .setTrustOptions(tls.trustOptions())
                        .setHostnameVerificationAlgorithm("HTTPS"));
    }

    /** A service's statements, and the audit's, run for less than it takes to compile them: tables that were never analysed look expensive. */
    private static Map<String, String> sessionProperties(DatabaseSettings settings) {
        return Map.of(
                "application_name",
                "orderly-" + settings.schema(),
                "client_encoding",
                "utf-8",
                "DateStyle",
                "ISO",
                "jit",
                "off",
                "search_path",
                settings.schema(),
                "statement_timeout",
                settings.statementTimeout().toMillis() + "ms",
                "lock_timeout",
                settings.lockTimeout().toMillis() + "ms",
                "idle_in_transaction_session_timeout",
                settings.idleInTransaction().toMillis() + "ms");
    }

    private static PoolOptions poolOptions(DatabaseSettings settings) {
        return new PoolOptions()
                .setMaxSize(settings.poolSize())
                .setMaxWaitQueueSize(settings.maxWaiting())
                .setConnectionTimeout(Math.toIntExact(settings.queryTimeout().toMillis()))
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
    }
}

package dev.orderly.persistence;

import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One connection on loan from the pool; a connection that misses an answer is cut, because it would stay lost to the pool. */
final class Lease {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final SqlConnection connection;
    private final Duration answerTimeout;
    private boolean cut;

    Lease(SqlConnection connection, Duration answerTimeout) {
        this.connection = connection.exceptionHandler(lost -> LOG.debug("connection lost", lost));
        this.answerTimeout = answerTimeout;
    }

    Future<RowSet<Row>> run(String sql, Tuple parameters) {
        return answered(connection.preparedQuery(sql).execute(parameters));
    }

    Future<RowSet<Row>> run(String sql) {
        return answered(connection.query(sql).execute());
    }

    /** Back to the pool, or nowhere when it was cut. */
    Future<Void> giveBack() {
        return connection.close();
    }

    /**
     * Closes the socket. {@code close()} would only return the connection to the pool, or queue a goodbye behind the query that is never
     * answered; there is no public way, hence the client's internal types.
     */
    void cut() {
        if (!cut) {
            cut = true;
            Connection pooled = ((SqlConnectionInternal) connection).unwrap();
            if (pooled.unwrap() instanceof SocketConnectionBase socketConnection) {
                socketConnection.socket().close();
            }
        }
    }

    private <T> Future<T> answered(Future<T> answer) {
        return answer.timeout(answerTimeout.toMillis(), TimeUnit.MILLISECONDS).recover(this::giveUpOnTimeout);
    }

    private <T> Future<T> giveUpOnTimeout(Throwable failure) {
        if (failure instanceof TimeoutException) {
            cut();
            return Future.failedFuture(new DatabaseUnavailable(
                    "no answer from the database in " + answerTimeout.toMillis() + " ms", failure));
        }
        return Future.failedFuture(failure);
    }
}

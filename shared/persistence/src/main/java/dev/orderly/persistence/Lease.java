package dev.orderly.persistence;

import io.netty.channel.ChannelFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection on loan from the pool; a connection that misses an answer is cut, because it would stay lost to the pool. */
final class Lease {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final Vertx vertx;
    private final SqlConnection connection;
    private final Duration answerTimeout;
    private final Promise<Void> closed = Promise.promise();
    private boolean cut;

    Lease(Vertx vertx, SqlConnection connection, Duration answerTimeout) {
        this.vertx = vertx;
        this.answerTimeout = answerTimeout;
        this.connection = connection
                .exceptionHandler(lost -> LOG.debug("connection lost", lost))
                .closeHandler(gone -> closed.tryComplete());
    }

    Future<RowSet<Row>> run(String sql, Tuple parameters) {
        return cut ? gone() : answered(connection.preparedQuery(sql).execute(parameters));
    }

    Future<RowSet<Row>> run(String sql) {
        return cut ? gone() : answered(connection.query(sql).execute());
    }

    /** Back to the pool; a connection that was cut goes nowhere, once the pool has noticed, so that nobody is handed a dead one. */
    Future<Void> giveBack() {
        return cut ? closed.future().compose(gone -> nextTurn()).eventually(connection::close) : connection.close();
    }

    /**
     * Closes the channel from its first handler on, by the client's internal types, for there is no other way: {@code close()} of the
     * connection gives it back to the pool, and {@code close()} of the socket or channel ends in the client's encoder, which only says
     * goodbye and leaves the closing to the server.
     */
    void cut() {
        if (cut) {
            return;
        }
        cut = true;
        if (((SqlConnectionInternal) connection).unwrap().unwrap() instanceof SocketConnectionBase open
                && open.isValid()) {
            ChannelFuture unused = open.socket()
                    .channelHandlerContext()
                    .pipeline()
                    .firstContext()
                    .close();
        } else {
            closed.tryComplete();
        }
    }

    private <T> Future<T> answered(Future<T> answer) {
        return answer.timeout(answerTimeout.toMillis(), TimeUnit.MILLISECONDS).recover(this::cutWhenLost);
    }

    private <T> Future<T> cutWhenLost(Throwable failure) {
        if (Failures.isTransient(failure) && !Failures.isAnswer(failure)) {
            cut();
        }
        return Future.failedFuture(failure instanceof TimeoutException ? silence(failure) : failure);
    }

    private Throwable silence(Throwable timeout) {
        return new DatabaseUnavailable("no answer from the database in " + answerTimeout.toMillis() + " ms", timeout);
    }

    private Future<Void> nextTurn() {
        Promise<Void> turn = Promise.promise();
        vertx.runOnContext(turn::complete);
        return turn.future();
    }

    private static <T> Future<T> gone() {
        return Future.failedFuture(new DatabaseUnavailable("the connection to the database is gone"));
    }
}

package dev.orderly.persistence;

import com.google.errorprone.annotations.CompileTimeConstant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work between BEGIN and COMMIT, and what is to happen once it is durable. One statement that fails dooms it: it is rolled back even
 * when the work recovers from that failure.
 */
public final class Transaction {

    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

    private final Lease lease;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<Runnable> otherwise = new ArrayList<>();
    private Future<RowSet<Row>> last;
    private @Nullable Throwable failure;
    private boolean over;

    /** Sends BEGIN and does not wait for its answer: the first statement travels with it. */
    Transaction(Lease lease) {
        this.lease = lease;
        this.last = watched(lease.run("BEGIN"));
    }

    /**
     * Runs one prepared and cached statement; several may be sent without waiting, the server answers in their order.
     * Parameters need casts in the text ({@code $1::uuid[]}). The text is a constant, or the build fails: nothing that somebody sent can
     * get into it.
     */
    public Future<RowSet<Row>> run(@CompileTimeConstant String sql, Tuple parameters) {
        if (over) {
            return Future.failedFuture(new IllegalStateException("the transaction is over"));
        }
        last = watched(lease.run(sql, parameters));
        return last;
    }

    /**
     * Has the action run once COMMIT is confirmed, in the order of registration; never after a rollback or an unknown outcome. What it
     * throws is logged: the work is done, and whoever waits for it must not hear otherwise.
     */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Has the action run when the transaction is rolled back or its outcome is unknown. */
    void otherwise(Runnable action) {
        otherwise.add(action);
    }

    /** Commits; fails with what the server said, or with {@link CommitOutcomeUnknown} when it said nothing. */
    Future<Void> commit() {
        return settled().compose(settled -> {
            over = true;
            return failure == null ? sendCommit() : Future.failedFuture(failure);
        });
    }

    /** Rolls back, also what the server has undone already; a connection that cannot even do that is cut. */
    Future<Void> rollback() {
        over = true;
        return lease.run("ROLLBACK").<Void>mapEmpty().otherwise(lost -> {
            lease.cut();
            return null;
        });
    }

    void committed() {
        afterCommit.forEach(Transaction::follow);
    }

    void undone() {
        otherwise.forEach(Runnable::run);
    }

    /** The first thing that went wrong in here, which may be the cause of what the work failed with. */
    Throwable causeOf(Throwable workFailure) {
        return failure == null ? workFailure : failure;
    }

    private static void follow(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException failure) {
            LOG.error("the transaction is committed, what was to follow has failed", failure);
        }
    }

    private Future<Void> sendCommit() {
        return lease.run("COMMIT").<Void>mapEmpty().recover(unanswered -> {
            if (Failures.isAnswer(unanswered)) {
                return Future.failedFuture(unanswered);
            }
            lease.cut();
            return Future.failedFuture(new CommitOutcomeUnknown(unanswered));
        });
    }

    /** Answers come in order: when the last statement is answered, all are. */
    private Future<Void> settled() {
        return last.transform(answered -> Future.succeededFuture());
    }

    private Future<RowSet<Row>> watched(Future<RowSet<Row>> answer) {
        return answer.onFailure(refused -> failure = failure == null ? refused : failure);
    }
}

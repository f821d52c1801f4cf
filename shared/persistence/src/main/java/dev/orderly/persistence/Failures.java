package dev.orderly.persistence;

import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells a failure that time heals from one that the next attempt would meet again. */
public final class Failures {

    private static final Set<String> RETRYABLE = Set.of("40001", "40P01");

    /** Lock and statement timeouts, sessions cut off, a server that stops, starts or became a standby. */
    private static final Set<String> PASSING =
            Set.of("55P03", "57014", "25P03", "25006", "57P01", "57P02", "57P03", "57P04", "57P05");

    /**
     * Connection trouble, no entry (a password that is being changed, a database that is not there yet), resources exhausted, the server's
     * own disk (PostgreSQL documentation, appendix A): the surroundings are at fault, never the event or request.
     */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "28", "3D", "53", "58");

    private Failures() {}

    /**
     * Whether the same work may succeed later without anybody changing it: connection lost or refused, server starting or stopping,
     * timeout, deadlock, serialization failure, resources or pool exhausted, outcome of a commit unknown. Looks through causes.
     */
    public static boolean isTransient(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (passes(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the server undid the transaction only because of its neighbours: the same work can run again at once. */
    static boolean isContention(Throwable failure) {
        return failure instanceof DatabaseException refused
                && RETRYABLE.contains(String.valueOf(refused.getSqlState()));
    }

    /** Whether the server has said what became of the statement; otherwise the connection cannot be trusted any more. */
    static boolean isAnswer(Throwable failure) {
        return failure instanceof DatabaseException refused
                && !String.valueOf(refused.getSqlState()).startsWith("57P")
                && !String.valueOf(refused.getSqlState()).startsWith("08");
    }

    private static boolean passes(Throwable cause) {
        if (cause instanceof DatabaseException refused) {
            return passes(String.valueOf(refused.getSqlState()));
        }
        return cause instanceof TimeoutException
                || cause instanceof IOException
                || cause instanceof ClosedConnectionException
                || cause instanceof ConnectionPoolTooBusyException
                || cause instanceof DatabaseUnavailable
                || cause instanceof CommitOutcomeUnknown
                || cause instanceof Batcher.Overloaded
                || (cause instanceof VertxException && isNoConnection(String.valueOf(cause.getMessage())));
    }

    private static boolean passes(String sqlState) {
        return RETRYABLE.contains(sqlState)
                || PASSING.contains(sqlState)
                || (sqlState.length() == 5 && PASSING_CLASSES.contains(sqlState.substring(0, 2)));
    }

    /** The client has no types for these; the wording is that of vertx-sql-client 5.0 (SocketConnectionBase, NetSocketInternal). */
    private static boolean isNoConnection(String message) {
        return message.equals("SSL handshake failed")
                || message.startsWith("Connection is not active now")
                || message.startsWith("Pending requests failed to be sent")
                || message.startsWith("Connection was closed");
    }
}

package dev.orderly.messaging;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;

/** What the end of a connection says about the messages that were under way on it. */
enum Verdict {
    /** The connection is at fault; they are published again. */
    INNOCENT,
    /** One of them was to go where nothing is, or where we may not write: somebody can change that. */
    MISDIRECTED,
    /** The broker will never take one of them. */
    REFUSED;

    static Verdict of(Throwable cause) {
        if (!(cause instanceof ShutdownSignalException signal)) {
            return cause instanceof IllegalArgumentException ? REFUSED : INNOCENT;
        }
        if (signal.getReason() instanceof AMQP.Channel.Close close) {
            return ofChannel(close.getReplyCode());
        }
        return signal.getReason() instanceof AMQP.Connection.Close close
                ? ofConnection(close.getReplyCode())
                : INNOCENT;
    }

    private static Verdict ofChannel(int replyCode) {
        return switch (replyCode) {
            case AMQP.PRECONDITION_FAILED, AMQP.CONTENT_TOO_LARGE -> REFUSED;
            case AMQP.NOT_FOUND, AMQP.ACCESS_REFUSED -> MISDIRECTED;
            default -> INNOCENT;
        };
    }

    private static Verdict ofConnection(int replyCode) {
        return switch (replyCode) {
            case AMQP.FRAME_ERROR, AMQP.SYNTAX_ERROR -> REFUSED;
            default -> INNOCENT;
        };
    }
}

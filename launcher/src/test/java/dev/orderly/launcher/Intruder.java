package dev.orderly.launcher;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.orderly.testing.BrokerAccess;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Somebody who has a service's name and password on the broker, and tries what that service never does. */
final class Intruder implements AutoCloseable {

    /** What the broker answers with when it has done what was asked. */
    static final int DONE = 0;

    /** A confirmed message that did not fit in. */
    static final int NACKED = -1;

    private final Connection connection;

    Intruder(BrokerAccess access) throws IOException, TimeoutException {
        connection = access.connect("intruder");
    }

    /** Something to be tried on a channel of its own. */
    interface Attempt {
        Object on(Channel channel) throws IOException;
    }

    /** The AMQP reply code of a refusal, {@link #DONE} or {@link #NACKED}. */
    int attempt(Attempt attempt) {
        try (Channel channel = connection.createChannel()) {
            AMQP.Confirm.SelectOk selected = channel.confirmSelect();
            Object done = attempt.on(channel);
            return selected != null && done != null && channel.waitForConfirms() ? DONE : NACKED;
        } catch (IOException | TimeoutException | ShutdownSignalException | InterruptedException refused) {
            return replyCode(refused);
        }
    }

    /** As {@link #attempt}, for a message of so many bytes. */
    int publish(String exchange, String key, int bytes) {
        return attempt(channel -> {
            channel.basicPublish(exchange, key, new AMQP.BasicProperties(), new byte[bytes]);
            return channel;
        });
    }

    /** How many channels the broker gives to a connection. */
    int channels() {
        return connection.getChannelMax();
    }

    @Override
    public void close() {
        connection.abort();
    }

    private static int replyCode(Throwable refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException signal
                    && signal.getReason() instanceof AMQP.Channel.Close why) {
                return why.getReplyCode();
            }
        }
        throw new AssertionError("no refusal", refused);
    }
}

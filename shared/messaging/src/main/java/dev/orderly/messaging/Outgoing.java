package dev.orderly.messaging;

import com.rabbitmq.client.AMQP;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** A message on its way to an exchange; always persistent. */
record Outgoing(
        String exchange,
        String routingKey,
        String contentType,
        String messageId,
        Map<String, Object> headers,
        Buffer body) {

    private static final int PERSISTENT = 2;

    AMQP.BasicProperties properties() {
        return new AMQP.BasicProperties.Builder()
                .deliveryMode(PERSISTENT)
                .contentType(contentType)
                .messageId(messageId)
                .headers(headers)
                .build();
    }
}

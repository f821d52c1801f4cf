package dev.orderly.launcher;

import dev.orderly.web.Fields;
import java.time.Duration;
import java.util.List;

/**
 * Where the broker is, and how it is used.
 *
 * @param embedded whether it comes with the jar
 * @param host of an external one
 * @param port of an external one; where an embedded one listens, 0 for a free port
 * @param virtualHost the AMQP virtual host
 * @param user of that virtual host
 * @param password of that user
 * @param prefix put before the name of every exchange and queue
 * @param heartbeat a frozen broker is noticed after about twice this
 * @param prefetch unacknowledged messages per consumer
 * @param queueType classic or quorum
 * @param declareTopology whether this process declares exchanges and queues
 */
record BrokerSection(
        boolean embedded,
        String host,
        int port,
        String virtualHost,
        String user,
        Secret password,
        String prefix,
        Duration heartbeat,
        int prefetch,
        String queueType,
        boolean declareTopology) {

    static BrokerSection read(Fields section) {
        return new BrokerSection(
                section.choice("backend", Configuration.BACKENDS, Configuration.EMBEDDED)
                        .equals(Configuration.EMBEDDED),
                section.text("host", 255, "127.0.0.1"),
                section.count("port", 0, 0, 65_535),
                section.text("virtualHost", 255, "orderly"),
                section.text("user", 255, "orderly"),
                Secret.read(section, "password"),
                section.text("prefix", 64, ""),
                section.duration("heartbeat", Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMinutes(1)),
                section.count("prefetch", 50, 1, 1_000),
                section.choice("queueType", List.of("classic", "quorum"), "classic"),
                section.choice("topology", List.of("declare", "assume"), "declare")
                        .equals("declare"));
    }
}

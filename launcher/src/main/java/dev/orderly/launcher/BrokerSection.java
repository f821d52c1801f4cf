package dev.orderly.launcher;

import dev.orderly.persistence.Tls;
import dev.orderly.web.Fields;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Where the broker is, and how it is used.
 *
 * @param embedded whether it comes with the jar
 * @param host of an external one
 * @param port of an external one; where an embedded one listens, 0 for a free port
 * @param virtualHost the AMQP virtual host
 * @param user of that virtual host; with {@code perService} the first part of every user's name
 * @param password of that user
 * @param perService whether a process connects as a user who may do what its services do and no more
 * @param userSecret what the passwords of those users are derived from
 * @param prefix put before the name of every exchange and queue
 * @param heartbeat a frozen broker is noticed after about twice this
 * @param prefetch unacknowledged messages per consumer
 * @param queueType classic or quorum
 * @param declareTopology whether this process declares exchanges and queues
 * @param tls whether the connections are encrypted, and whom they trust
 */
record BrokerSection(
        boolean embedded,
        String host,
        int port,
        String virtualHost,
        String user,
        Secret password,
        boolean perService,
        Secret userSecret,
        String prefix,
        Duration heartbeat,
        int prefetch,
        String queueType,
        boolean declareTopology,
        Tls tls) {

    private static final int AMQP_PORT = 5672;
    private static final int AMQPS_PORT = 5671;

    /** Where an external one listens. */
    int externalPort() {
        int usual = tls.verifies() ? AMQPS_PORT : AMQP_PORT;
        return port == 0 ? usual : port;
    }

    /** As whom a process that runs these services connects to an external one. */
    BrokerUser login(Collection<String> services) {
        return perService ? users().ofProcess(services) : new BrokerUser(user, password);
    }

    /** The users of a broker with least rights. */
    BrokerUsers users() {
        return new BrokerUsers(user, userSecret);
    }

    static BrokerSection read(Fields section, boolean production) {
        BrokerSection read = readAll(section);
        if (read.embedded) {
            read.refuseWhatNeedsAnExternalOne(section);
        } else if (read.perService) {
            read.refuseUnequalUsers(section);
        }
        if (production) {
            read.refuseWhatEveryRabbitHas(section);
        }
        return read;
    }

    private static BrokerSection readAll(Fields section) {
        return new BrokerSection(
                section.choice("backend", Configuration.BACKENDS, Configuration.EMBEDDED)
                        .equals(Configuration.EMBEDDED),
                section.text("host", 255, "127.0.0.1"),
                section.count("port", 0, 0, 65_535),
                section.text("virtualHost", 255, "orderly"),
                section.text("user", 100, "orderly"),
                Secret.read(section, "password"),
                section.flag("perService", false),
                Secret.read(section, "userSecret"),
                section.text("prefix", 64, ""),
                section.duration("heartbeat", Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMinutes(1)),
                section.count("prefetch", 50, 1, 1_000),
                section.choice("queueType", List.of("classic", "quorum"), "classic"),
                section.choice("topology", List.of("declare", "assume"), "declare")
                        .equals("declare"),
                TlsChoice.read(section));
    }

    private void refuseWhatNeedsAnExternalOne(Fields section) {
        if (tls.verifies()) {
            section.reject("tls", "must be none with an embedded broker: nothing leaves the machine");
        }
        if (perService) {
            section.reject("perService", "must be false with an embedded broker: nobody else could reach it");
        }
        if (!declareTopology) {
            section.reject("topology", "must be declare with an embedded broker: nobody else could declare anything");
        }
    }

    private void refuseUnequalUsers(Fields section) {
        if (userSecret.isEmpty()) {
            section.reject("userSecret", "must be given with perService: every user's password is derived from it");
        }
        if (declareTopology) {
            section.reject("topology", "must be assume with perService: such a user may declare nothing");
        }
    }

    private void refuseWhatEveryRabbitHas(Fields section) {
        if (user.equals("guest")) {
            section.reject("user", "must not be guest in profile production: everybody knows it");
        }
        if (virtualHost.equals("/")) {
            section.reject("virtualHost", "must not be / in profile production: the shop needs one of its own");
        }
    }
}

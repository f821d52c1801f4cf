package dev.orderly.launcher;

import dev.orderly.service.OrderlyService;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The users of a broker with least rights: one for each set of services that a process runs together, and one who declares exchanges and
 * queues. Their passwords come from one secret, so that nobody has to hand any out.
 */
final class BrokerUsers {

    private final String first;
    private final RolePasswords passwords;

    BrokerUsers(String first, Secret secret) {
        this.first = first;
        this.passwords = new RolePasswords(secret.value());
    }

    /** The user of a process that runs these services, in whatever order they are named: {@code orderly_stock}, {@code orderly_order_payment}. */
    BrokerUser ofProcess(Collection<String> services) {
        return user(Services.named(services).stream().map(OrderlyService::name).collect(Collectors.joining("_")));
    }

    /** Who declares exchanges and queues. */
    BrokerUser ofTopology() {
        return user("topology");
    }

    /** The secret may be the database's, too: no password of one is any of the other's. */
    private BrokerUser user(String last) {
        String name = first + "_" + last;
        return new BrokerUser(name, new Secret(passwords.of("broker user " + name)));
    }
}

package dev.orderly.embedded;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** What the broker is told at its start: one user, one port, one virtual host with its store. */
final class BrokerConfiguration {

    /**
     * Read at each start; definitions made by clients are in the store and win over the blueprint. Left alone, the store would refuse
     * to write on a disk with less than 5 GB free, and the broker to accept on one that is 90 % full: usual for a laptop.
     */
    private static final String INITIAL = """
            {
              "name": "orderly",
              "modelVersion": "9.1",
              "authenticationproviders": [{
                "name": "plain", "type": "Plain", "secureOnlyMechanisms": [],
                "users": [{"name": "%s", "type": "managed", "password": "%s"}]
              }],
              "ports": [{
                "name": "AMQP", "port": %d, "bindingAddress": "127.0.0.1",
                "protocols": ["AMQP_0_9_1"], "authenticationProvider": "plain",
                "virtualhostaliases": [
                  {"name": "nameAlias", "type": "nameAlias"},
                  {"name": "defaultAlias", "type": "defaultAlias"}
                ]
              }],
              "virtualhostnodes": [{
                "name": "%s", "type": "BDB", "defaultVirtualHostNode": "true", "storePath": "%s",
                "context": {"je.freeDisk": "104857600", "store.filesystem.maxUsagePercent": "0"},
                "virtualHostInitialConfiguration": "{\\"type\\": \\"ProvidedStore\\"}"
              }]
            }
            """;

    private BrokerConfiguration() {}

    /** What the library reads from the JVM's properties; none is overridden that somebody has set. */
    static void prepareJvm() {
        // Topology is declared in RabbitMQ's words and in the broker's own: each ignores the other's.
        unlessSet("exchange.behaviourOnUnknownDeclareArgument", "IGNORE");
        unlessSet("queue.behaviourOnUnknownDeclareArgument", "IGNORE");
        unlessSet("virtualhost.housekeepingCheckPeriod", "200");
        unlessSet("broker.failStartupWithErroredChild", "true");
    }

    static Map<String, Object> attributes(Path directory, int port, String password) {
        String store = directory.resolve("store").toString().replace("\\", "\\\\");
        String json = INITIAL.formatted(LocalBroker.USER, password, port, LocalBroker.VIRTUAL_HOST, store);
        String inline = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        return Map.of(
                "type",
                "Memory",
                "initialConfigurationLocation",
                "data:application/json;base64," + inline,
                "startupLoggedToSystemOut",
                "false",
                "context",
                Map.of("qpid.work_dir", directory.toString()));
    }

    private static void unlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}

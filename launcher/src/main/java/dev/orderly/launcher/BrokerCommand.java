package dev.orderly.launcher;

import dev.orderly.messaging.BrokerDefinitions;
import dev.orderly.service.OrderlyService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code orderly broker}: prepares a RabbitMQ, so that no service needs the rights to. */
@Command(name = "broker", description = "Prepares a RabbitMQ of your own.")
final class BrokerCommand {

    @Spec
    private @Nullable CommandSpec spec;

    @Command(description = "Prints users, rights and limits, as a file that RabbitMQ imports; holds no password.")
    int init(
            @Mixin DataOption data,
            @Mixin ConfigOption config,
            @Option(
                            names = "--together",
                            paramLabel = "NAMES",
                            description = "Services that one process runs together (order,payment); may be repeated.")
                    @Nullable
                    List<String> together,
            @Option(
                            names = "--max-length",
                            defaultValue = "1000000",
                            description = "Messages in one queue; more are refused (${DEFAULT-VALUE}).")
                    int maxLength,
            @Option(
                            names = "--max-connections",
                            defaultValue = "200",
                            description =
                                    "Connections of one user (${DEFAULT-VALUE}): three per event loop and process.")
                    int maxConnections) {
        BrokerDefinitions.Limits limits = new BrokerDefinitions.Limits(maxLength, maxConnections);
        Screen.of(spec)
                .println(definitions(configuration(config), together == null ? List.of() : together, limits)
                        .json());
        return 0;
    }

    @Command(description = "Declares the exchanges and queues of all services of the shop; may be repeated.")
    int declare(@Mixin DataOption data, @Mixin ConfigOption config) {
        Configuration configuration = configuration(config);
        new TopologyStart(configuration).declare();
        Screen.of(spec)
                .println("exchanges and queues of " + configuration.shop().services() + " are declared");
        return 0;
    }

    private static BrokerDefinitions definitions(
            Configuration configuration, List<String> together, BrokerDefinitions.Limits limits) {
        BrokerSection broker = configuration.broker();
        BrokerUser topology = broker.users().ofTopology();
        BrokerDefinitions definitions = new BrokerDefinitions(broker.virtualHost(), broker.prefix(), limits)
                .topology(topology.name(), topology.password().value());
        for (Map.Entry<BrokerUser, Collection<String>> process :
                processes(configuration, together).entrySet()) {
            BrokerUser user = process.getKey();
            definitions = definitions.process(user.name(), user.password().value(), process.getValue());
        }
        return definitions;
    }

    private static Configuration configuration(ConfigOption config) {
        Configuration configuration = config.read(tree -> {});
        if (!configuration.broker().perService()) {
            throw Refusal.wrongInput(List.of(
                    "broker.perService is false: this is for a broker on which every service has a user of its own"));
        }
        return configuration;
    }

    /** Each service may run by itself; what else runs together has a user, too. */
    private static Map<BrokerUser, Collection<String>> processes(Configuration configuration, List<String> together) {
        List<List<String>> processes = new ArrayList<>();
        configuration.shop().services().forEach(service -> processes.add(List.of(service)));
        processes.add(
                configuration.services().stream().map(OrderlyService::name).toList());
        together.forEach(names -> processes.add(named(names)));
        Map<BrokerUser, Collection<String>> users = new LinkedHashMap<>();
        processes.forEach(services -> users.put(configuration.broker().login(services), services));
        return users;
    }

    private static List<String> named(String together) {
        List<String> names =
                Stream.of(together.split(",", -1)).map(String::strip).toList();
        if (!Services.names().containsAll(names)) {
            throw Refusal.wrongInput(
                    List.of("--together names an unknown service in " + names + "; there are " + Services.names()));
        }
        return names;
    }
}

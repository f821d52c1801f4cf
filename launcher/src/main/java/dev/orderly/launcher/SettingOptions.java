package dev.orderly.launcher;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that are settings: each goes over what the file and the environment say. */
final class SettingOptions {

    @Option(
            names = "--services",
            split = ",",
            paramLabel = "NAME",
            description = "Which services: order, stock, payment, catalog.")
    private List<String> services = List.of();

    @Option(names = "--port", paramLabel = "N", description = "The API's port (8080).")
    private @Nullable String port;

    @Option(
            names = "--management-port",
            paramLabel = "N",
            description = "The port of health, metrics and audit (8081).")
    private @Nullable String managementPort;

    @Option(names = "--no-demo", description = "No demo products on an empty database.")
    private boolean noDemo;

    /** Lays what was given over the tree. */
    void set(ConfigurationTree tree) {
        tree.from("option");
        if (!services.isEmpty()) {
            tree.set("services", services.toString());
        }
        if (port != null) {
            tree.set("http.port", port);
        }
        if (managementPort != null) {
            tree.set("management.port", managementPort);
        }
        if (noDemo) {
            tree.set("catalog.demoProducts", "false");
        }
    }
}

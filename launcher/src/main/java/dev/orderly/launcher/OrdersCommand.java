package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code orderly orders}: finds orders that do not move, shows why, and moves them. Every act stands in the order's timeline. */
@Command(name = "orders", description = "Finds orders that do not move, shows why, and moves them.")
final class OrdersCommand {

    @Spec
    private @Nullable CommandSpec spec;

    @Command(description = "Lists orders that have waited for long, the oldest first.")
    int stuck(
            @Mixin ManagementOption management,
            @Option(
                            names = "--older-than",
                            paramLabel = "TIME",
                            defaultValue = "PT5M",
                            description = "How long they have waited at least (PT5M, 30m).")
                    String olderThan,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "How many at most (100).")
                    int limit) {
        JsonNode orders = management
                .port()
                .get("/orders/stuck?olderThan=" + ManagementPort.encoded(olderThan) + "&limit=" + limit)
                .document()
                .path("orders");
        OrderScreen.stuck(orders, olderThan).forEach(out()::println);
        return 0;
    }

    @Command(description = "Shows one order: its facts, what it waits for, and its timeline.")
    int show(@Mixin ManagementOption management, @Parameters(paramLabel = "ID") String id) {
        JsonNode order = management.port().get(path(id)).document();
        OrderScreen.order(order).forEach(out()::println);
        return 0;
    }

    @Command(description = "Announces again what the order waits for an answer to.")
    int retry(
            @Mixin ManagementOption management,
            @Mixin OperatorOption operator,
            @Parameters(paramLabel = "ID") String id) {
        JsonNode done = management
                .port()
                .post(path(id) + "/retry", Map.of("operator", operator.name()))
                .document();
        out().println("Announced again: " + OrderScreen.words(done.path("repeated")) + ".");
        if (done.path("called").asBoolean()) {
            out().println("The payment service is called again.");
        }
        return 0;
    }

    @Command(description = "Cancels one order, where the table of states allows it.")
    int cancel(
            @Mixin ManagementOption management,
            @Mixin OperatorOption operator,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the timeline.")
                    String reason) {
        JsonNode order = management
                .port()
                .post(path(id) + "/cancel", Map.of("reason", reason, "operator", operator.name()))
                .document();
        out().println("Order " + order.path("id").asText() + " is "
                + order.path("status").asText() + ".");
        return 0;
    }

    private static String path(String id) {
        return "/orders/" + ManagementPort.encoded(id);
    }

    private PrintWriter out() {
        return Screen.of(spec);
    }
}

package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderly.launcher.ManagementPort.Answer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code orderly customers erase}: takes a customer's name out of what is finished, service by service. */
@Command(name = "customers", description = "What the shop keeps of one customer.")
final class CustomersCommand {

    private static final List<String> SERVICES = List.of("order", "payment", "stock", "catalog");

    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            description = {
                "Takes the customer out of every finished order, payment and reservation, and out of the messages that are kept;",
                "the books stay. Where something is still held or waiting, it is to be asked for again."
            })
    int erase(
            @Mixin ManagementOption management,
            @Mixin OperatorOption operator,
            @Parameters(paramLabel = "ID") String customerId) {
        ManagementPort port = management.port();
        boolean isDone = true;
        for (String service : SERVICES) {
            Answer answer = port.post(
                    "/" + service + "/customers/" + ManagementPort.encoded(customerId) + "/erase",
                    Map.of("operator", operator.name()));
            Screen.of(spec).printf("%-8s %s%n", service, outcome(answer));
            if (isRefusedByOrder(service, answer)) {
                Screen.of(spec).println("No other service was asked: what they keep may belong to an open order.");
                return Main.EXIT_FAILED;
            }
            isDone &= isDone(answer);
        }
        return isDone ? 0 : Main.EXIT_FAILED;
    }

    private static boolean isDone(Answer answer) {
        JsonNode left = answer.body();
        return answer.isOk() && left.path("held").asInt() + left.path("waiting").asInt() == 0;
    }

    private static boolean isRefusedByOrder(String service, Answer answer) {
        return service.equals("order") && !answer.isOk() && !answer.isUnknownPath();
    }

    private static String outcome(Answer answer) {
        if (answer.isOk()) {
            return "erased" + counts(answer.body());
        }
        return answer.isUnknownPath()
                ? "does not run in this process: ask the one where it does (--url)"
                : answer.sentence();
    }

    private static String counts(JsonNode answer) {
        String counts = answer.properties().stream()
                .filter(entry -> entry.getValue().isNumber())
                .map(entry -> entry.getValue().asText() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return counts.isEmpty() ? "" : ": " + counts;
    }
}

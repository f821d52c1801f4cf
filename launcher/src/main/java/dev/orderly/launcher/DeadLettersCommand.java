package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code orderly dead-letters}: looks at what could not be handled, sent or delivered, and has it sent again or dropped. Every act stands in
 * the operators' journal.
 */
@Command(
        name = "dead-letters",
        description = "Looks at what could not be handled, sent or delivered; has it sent again, or dropped.")
final class DeadLettersCommand {

    private static final String PATH = "/dead-letters";

    @Spec
    private @Nullable CommandSpec spec;

    @Command(description = "Lists dead letters, those that wait longest first.")
    int list(
            @Mixin ManagementOption management,
            @Mixin LetterOption which,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "How many at most (100).")
                    int limit) {
        StringBuilder query = new StringBuilder(PATH + "?limit=" + limit);
        which.criteria()
                .forEach((name, value) ->
                        query.append('&').append(name).append('=').append(ManagementPort.encoded(value)));
        JsonNode listed = management.port().get(query.toString()).document();
        DeadLetterScreen.list(listed).forEach(out()::println);
        return 0;
    }

    @Command(description = "Shows one: the event, why it is dead, and the timeline of its order.")
    int show(@Mixin ManagementOption management, @Parameters(paramLabel = "ID") String id) {
        ManagementPort port = management.port();
        JsonNode opened = port.get(PATH + '/' + ManagementPort.encoded(id)).document();
        DeadLetterScreen.letter(opened).forEach(out()::println);
        timeline(port, opened.path("letter")).forEach(out()::println);
        return 0;
    }

    @Command(description = "Sends them to their queue again, those of one order in its sequence.")
    int replay(@Mixin ManagementOption management, @Mixin LetterChoice letters) {
        return act("replay", management, letters.body());
    }

    @Command(description = "Gives them up for good.")
    int drop(@Mixin ManagementOption management, @Mixin LetterChoice letters) {
        return act("drop", management, letters.body());
    }

    private int act(String act, ManagementOption management, Map<String, Object> body) {
        JsonNode touched = management.port().post(PATH + '/' + act, body).document();
        DeadLetterScreen.touched(act, touched).forEach(out()::println);
        return 0;
    }

    /** Only what is about an order has a timeline, and only the process that runs the order service knows it. */
    private static List<String> timeline(ManagementPort port, JsonNode letter) {
        if (!letter.has("subject")) {
            return List.of("", "It does not say which order it is about.");
        }
        String subject = letter.path("subject").asText();
        ManagementPort.Answer order = port.get("/orders/" + ManagementPort.encoded(subject));
        if (order.isUnknownPath()) {
            return List.of(
                    "", "The order service does not run in this process: orderly orders show " + subject + " --url …");
        }
        return order.isOk() ? DeadLetterScreen.beside(order.body()) : List.of("", order.sentence());
    }

    private PrintWriter out() {
        return Screen.of(spec);
    }
}

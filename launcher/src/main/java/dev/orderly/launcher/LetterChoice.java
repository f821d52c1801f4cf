package dev.orderly.launcher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters something is done to, and by whom. */
final class LetterChoice {

    @Mixin
    private OperatorOption operator = new OperatorOption();

    @Mixin
    private LetterOption which = new LetterOption();

    @Option(names = "--all", description = "All there are.")
    private boolean all;

    @Option(names = "--dry-run", description = "Only says what it would do.")
    private boolean dryRun;

    @Parameters(paramLabel = "ID", arity = "0..*")
    private @Nullable List<String> ids;

    /** What was said, as the management port reads it. */
    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>(which.criteria());
        body.put("operator", operator.name());
        body.put("dryRun", dryRun);
        if (all) {
            body.put("all", true);
        }
        if (ids != null) {
            body.put("ids", ids);
        }
        return body;
    }
}

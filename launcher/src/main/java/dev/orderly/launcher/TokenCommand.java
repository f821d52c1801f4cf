package dev.orderly.launcher;

import dev.orderly.web.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code orderly token}: issues a token with the key of the data folder, for trying out and for development. */
@Command(
        name = "token",
        description = "Issues a token for a customer, or for a clerk who acts for all of them; not in production.")
final class TokenCommand implements Callable<Integer> {

    private static final Duration LONGEST = Duration.ofDays(365);

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--subject",
            paramLabel = "NAME",
            description = "Whom it is about: a customer's id (default: clerk).")
    private String subject = "clerk";

    @Option(names = "--clerk", description = "With every scope, for every customer.")
    private boolean clerk;

    @Option(
            names = "--scopes",
            paramLabel = "SCOPES",
            description = "These scopes, separated by blanks (default: a customer's).")
    private @Nullable String scopes;

    @Option(names = "--ttl", paramLabel = "DURATION", description = "How long it holds (default: PT8H).")
    private Duration validity = Duration.ofHours(8);

    @Override
    public Integer call() {
        Configuration configuration = config.read(tree -> {});
        if (!configuration.tokens().local()) {
            throw Refusal.cannot("Tokens come from elsewhere here: tokens.source is external.");
        }
        requireSensible();
        System.out.println(LocalIssuer.in(data.folder(), configuration.tokens().terms())
                .issue(new Caller(subject, chosen()), validity));
        return 0;
    }

    private void requireSensible() {
        if (!subject.matches("[\\x21-\\x7e]{1,255}")) {
            throw Refusal.wrongInput(List.of("--subject: must be printable, without blanks"));
        }
        if (validity.compareTo(Duration.ofSeconds(1)) < 0 || validity.compareTo(LONGEST) > 0) {
            throw Refusal.wrongInput(List.of("--ttl: must be from PT1S to P365D"));
        }
    }

    private Set<String> chosen() {
        if (scopes != null) {
            return Set.of(scopes.strip().split(" +"));
        }
        return clerk ? LocalIssuer.CLERK : LocalIssuer.CUSTOMER;
    }
}

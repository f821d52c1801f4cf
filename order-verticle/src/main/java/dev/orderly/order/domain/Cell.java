package dev.orderly.order.domain;

import dev.orderly.contracts.EventType;
import dev.orderly.order.domain.Decision.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One cell of the state table: what it says to people, and to the program. */
record Cell(String text, Function<Situation, Decision> decision) {

    static final Cell NOTE = verdict("·", Verdict.NOTE);
    static final Cell WRONG = verdict("!", Verdict.IMPOSSIBLE);
    static final Cell ALARM = verdict("alarm", Verdict.ALARM);
    static final Cell NEVER = verdict("–", Verdict.NEVER);
    static final Cell NO = verdict("409", Verdict.REFUSED);
    static final Cell YES = verdict("200", Verdict.SETTLED);
    static final Cell ASK = verdict("202 + order.cancel-requested", Verdict.REQUESTED);

    Decision decide(Situation now) {
        return decision.apply(now);
    }

    static Cell to(Status... path) {
        return moving(Optional.empty(), path);
    }

    static Cell failing(String reason) {
        return moving(Optional.of(reason), Status.FAILED);
    }

    static Cell repeat(EventType... types) {
        return repeating(new Decision.Repeat(List.of(types), false), "");
    }

    static Cell repeatAndCall(EventType type) {
        return repeating(new Decision.Repeat(List.of(type), true), " and the call");
    }

    private static Cell moving(Optional<String> reason, Status... path) {
        Decision move = new Decision.Move(List.of(path), reason);
        String arrows = Arrays.stream(path).map(status -> "→ " + status.label()).collect(Collectors.joining(" "));
        return new Cell(arrows + reason.map(why -> " (" + why + ")").orElse(""), now -> move);
    }

    private static Cell repeating(Decision.Repeat repeat, String more) {
        String types = repeat.repeated().stream().map(EventType::wireName).collect(Collectors.joining(", "));
        return new Cell("R " + types + more, now -> repeat);
    }

    private static Cell verdict(String text, Verdict verdict) {
        return new Cell(text, now -> verdict);
    }
}

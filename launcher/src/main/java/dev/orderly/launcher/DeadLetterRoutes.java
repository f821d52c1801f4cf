package dev.orderly.launcher;

import dev.orderly.messaging.Desk;
import dev.orderly.messaging.Letter;
import dev.orderly.messaging.LetterFilter;
import dev.orderly.messaging.OpenLetter;
import dev.orderly.web.Fields;
import dev.orderly.web.ManagementEdge;
import dev.orderly.web.Problem;
import dev.orderly.web.Reply;
import dev.orderly.web.Request;
import dev.orderly.web.SecurityLog;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** What operators ask of the desks of all services in this process: list, show, replay, drop. */
final class DeadLetterRoutes {

    private static final int MAX_LISTED = 100;
    private static final int MAX_TOUCHED = 1_000;
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private final List<Desk> desks;

    DeadLetterRoutes(List<Desk> desks) {
        this.desks = desks;
    }

    void addTo(ManagementEdge edge) {
        edge.route(HttpMethod.GET, "/dead-letters", this::list);
        edge.route(HttpMethod.GET, "/dead-letters/:id", this::show);
        edge.route(HttpMethod.POST, "/dead-letters/replay", request -> act(request, "replay", Desk::replay));
        edge.route(HttpMethod.POST, "/dead-letters/drop", request -> act(request, "drop", Desk::drop));
    }

    /** What {@code GET /dead-letters} answers. */
    record Listed(List<Letter> letters, boolean more) {}

    /** What a replay or a drop answers; after a rehearsal, what it would have touched. */
    record Touched(List<Letter> letters, boolean dryRun, boolean more) {}

    private record Order(LetterFilter filter, String operator, boolean dryRun) {}

    private Future<Reply> list(Request request) {
        LetterFilter filter = request.query().into(DeadLetterRoutes::query);
        return everywhere(filter, Desk::list).map(letters -> Reply.ok(listed(letters, filter.limit())));
    }

    private static Listed listed(List<Letter> letters, int limit) {
        List<Letter> oldestFirst = letters.stream()
                .sorted(Comparator.comparing(Letter::lastAt))
                .limit(limit)
                .toList();
        return new Listed(oldestFirst, letters.size() >= limit);
    }

    private Future<Reply> show(Request request) {
        UUID id = request.uuid("id");
        return Future.all(desks.stream().map(desk -> desk.open(id)).toList())
                .map(found -> found.<Optional<OpenLetter>>list().stream()
                        .flatMap(Optional::stream)
                        .findFirst()
                        .map(Reply::ok)
                        .orElseThrow(() -> Problem.notFound("dead letter " + id)));
    }

    private Future<Reply> act(Request request, String name, Act act) {
        Order order = request.body().into(DeadLetterRoutes::order);
        Future<List<Letter>> touched = order.dryRun()
                ? everywhere(order.filter(), Desk::rehearse)
                : everywhere(order.filter(), (desk, filter) -> act.on(desk, filter, order.operator()))
                        .andThen(done -> SecurityLog.acted(request, order.operator(), inWords(name, done)));
        return touched.map(letters -> Reply.ok(new Touched(letters, order.dryRun(), letters.size() >= MAX_TOUCHED)));
    }

    private static String inWords(String name, AsyncResult<List<Letter>> done) {
        String outcome = done.succeeded()
                ? done.result().size() + " letters"
                : "failed, some may be done: " + done.cause().getMessage();
        return "dead letters, " + name + ": " + outcome;
    }

    private Future<List<Letter>> everywhere(
            LetterFilter filter, BiFunction<Desk, LetterFilter, Future<List<Letter>>> step) {
        return Future.all(desks.stream().map(desk -> step.apply(desk, filter)).toList())
                .map(all ->
                        all.<List<Letter>>list().stream().flatMap(List::stream).toList());
    }

    private static LetterFilter query(Fields query) {
        return new LetterFilter(
                Set.of(),
                query.optionalText("queue", 255),
                query.optionalText("cause", 32),
                query.optionalText("orderId", 64),
                query.duration("olderThan", Duration.ZERO, Duration.ZERO, LONGEST),
                query.count("limit", MAX_LISTED, 1, MAX_LISTED));
    }

    /** Nobody replays or drops all there is by forgetting a word. */
    private static Order order(Fields body) {
        LetterFilter filter = new LetterFilter(
                ids(body),
                body.optionalText("queue", 255),
                body.optionalText("cause", 32),
                body.optionalText("orderId", 64),
                body.duration("olderThan", Duration.ZERO, Duration.ZERO, LONGEST),
                MAX_TOUCHED);
        if (!body.flag("all", false) && !filter.narrows()) {
            body.reject("all", "must be true when nothing else says which letters are meant");
        }
        return new Order(filter, body.text("operator", 64), body.flag("dryRun", false));
    }

    private static Set<UUID> ids(Fields body) {
        return body.texts("ids", 0, MAX_LISTED, 36, List.of()).stream()
                .map(id -> Fields.spelled(Map.of("ids", id)).into(one -> one.uuid("ids")))
                .collect(Collectors.toSet());
    }

    /** Something done to letters by somebody. */
    private interface Act {
        Future<List<Letter>> on(Desk desk, LetterFilter filter, String operator);
    }
}

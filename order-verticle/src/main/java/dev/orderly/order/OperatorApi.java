package dev.orderly.order;

import dev.orderly.order.OperatorViews.Found;
import dev.orderly.order.OperatorViews.Shown;
import dev.orderly.order.OperatorViews.Stuck;
import dev.orderly.order.OperatorViews.StuckOrders;
import dev.orderly.order.OperatorViews.Told;
import dev.orderly.order.domain.Patience;
import dev.orderly.order.domain.Waiting;
import dev.orderly.service.CustomerErasure;
import dev.orderly.service.ServiceEdge;
import dev.orderly.web.Fields;
import dev.orderly.web.Problem;
import dev.orderly.web.Reply;
import dev.orderly.web.Request;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What operators may ask about orders and do to them, on the management port. */
final class OperatorApi {

    private static final int MAX_STUCK = 100;
    private static final int MAX_NAME = 64;
    private static final int MAX_TEXT = 200;
    private static final Duration USUAL_WAIT = Duration.ofMinutes(5);
    private static final Duration LONGEST_WAIT = Duration.ofDays(3650);

    private final OperatorQueries queries;
    private final TimelineRepository timeline;
    private final Operators operators;
    private final Erasure erasure;
    private final Patience patience;

    private record Look(Duration olderThan, int limit) {}

    private record Cancellation(String reason, Optional<String> operator) {}

    OperatorApi(
            OperatorQueries queries,
            TimelineRepository timeline,
            Operators operators,
            Erasure erasure,
            Patience patience) {
        this.queries = queries;
        this.timeline = timeline;
        this.operators = operators;
        this.erasure = erasure;
        this.patience = patience;
    }

    void offer(ServiceEdge edge) {
        edge.manage(HttpMethod.GET, "/orders/stuck", this::stuck);
        edge.manage(HttpMethod.GET, "/orders/:id", this::show);
        edge.manage(HttpMethod.POST, "/orders/:id/retry", this::retry);
        edge.manage(HttpMethod.POST, "/orders/:id/cancel", this::cancel);
        edge.manage(HttpMethod.POST, "/order/customers/:id/erase", this::erase);
    }

    private Future<Reply> stuck(Request request) {
        Look look = request.query()
                .into(query -> new Look(
                        query.duration("olderThan", USUAL_WAIT, Duration.ZERO, LONGEST_WAIT),
                        query.count("limit", MAX_STUCK, 1, MAX_STUCK)));
        return queries.findStuck(look.olderThan(), look.limit())
                .map(this::stuck)
                .map(Reply::ok);
    }

    private StuckOrders stuck(List<Found> found) {
        return new StuckOrders(found.stream()
                .filter(order -> patience.isRestless(order.order()))
                .map(order -> Stuck.of(order, waiting(order)))
                .toList());
    }

    private Waiting waiting(Found found) {
        return Waiting.of(found.order(), patience.flow());
    }

    private Future<Reply> show(Request request) {
        UUID id = request.uuid("id");
        return queries.find(id)
                .map(order -> order.orElseThrow(() -> Problem.notFound("order " + id)))
                .compose(order -> timeline.find(id).map(steps -> shown(order, steps)))
                .map(Reply::ok);
    }

    private Shown shown(Found found, List<OrderViews.Step> steps) {
        return Shown.of(found, waiting(found), steps.stream().map(Told::of).toList());
    }

    private Future<Reply> retry(Request request) {
        Optional<String> operator = body(request).into(OperatorApi::operator);
        return operators.retry(request.uuid("id"), operator).map(Reply::ok);
    }

    private Future<Reply> cancel(Request request) {
        Cancellation wish = body(request).into(body -> new Cancellation(body.text("reason", MAX_TEXT), operator(body)));
        return operators
                .cancel(request.uuid("id"), wish.reason(), wish.operator())
                .map(Reply::ok);
    }

    private Future<Reply> erase(Request request) {
        return erasure.erase(CustomerErasure.read(request)).map(Reply::ok);
    }

    private static Fields body(Request request) {
        return request.rawBody().length() == 0 ? Fields.spelled(Map.of()) : request.body();
    }

    private static Optional<String> operator(Fields body) {
        return body.optionalText("operator", MAX_NAME);
    }
}

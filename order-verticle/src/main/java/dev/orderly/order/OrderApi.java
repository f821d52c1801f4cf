package dev.orderly.order;

import dev.orderly.contracts.Flow;
import dev.orderly.order.OrderConfig.Idempotency;
import dev.orderly.order.OrderQueries.Seen;
import dev.orderly.order.OrderViews.OrderView;
import dev.orderly.order.OrderViews.Timeline;
import dev.orderly.order.domain.Answer;
import dev.orderly.order.domain.Heard;
import dev.orderly.order.domain.Order;
import dev.orderly.order.domain.Placement.Refused;
import dev.orderly.order.domain.Status;
import dev.orderly.order.domain.Step;
import dev.orderly.order.domain.Transitions;
import dev.orderly.order.domain.Wish;
import dev.orderly.web.Caller;
import dev.orderly.web.EntityTag;
import dev.orderly.web.IfMatch;
import dev.orderly.web.Json;
import dev.orderly.web.Operations;
import dev.orderly.web.Problem;
import dev.orderly.web.Reply;
import dev.orderly.web.Request;
import dev.orderly.web.Violation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** HTTP in: from request to use case to reply. */
final class OrderApi {

    private static final EntityTag FIRST = EntityTag.of(1);

    private final Function<Wish, Future<Answer>> placing;
    private final BiFunction<Heard, Consumer<Order>, Future<Optional<Step>>> carryingOut;
    private final OrderQueries queries;
    private final OrderLists lists;
    private final OrderTables tables;
    private final Terms terms;

    /** What the shop's configuration says about requests. */
    record Terms(Idempotency idempotency, Flow flow) {}

    OrderApi(
            Function<Wish, Future<Answer>> placing,
            BiFunction<Heard, Consumer<Order>, Future<Optional<Step>>> carryingOut,
            OrderQueries queries,
            OrderTables tables,
            Terms terms) {
        this.placing = placing;
        this.carryingOut = carryingOut;
        this.queries = queries;
        this.lists = new OrderLists(queries);
        this.tables = tables;
        this.terms = terms;
    }

    Operations operations() {
        return new Operations()
                .intake("placeOrder", this::place)
                .on("listOrders", lists::list)
                .on("getOrder", this::find)
                .on("updateOrder", this::update)
                .on("cancelOrder", this::cancel)
                .on("getOrderTimeline", this::timeline)
                .on("getOrderStats", this::stats);
    }

    private Future<Reply> place(Request request) {
        Wish wish = new Wish(
                request.body().into(OrderBodies::placeOrder),
                key(request),
                request.traceparent(),
                !request.caller().isStaff());
        requireOwn(request.caller(), wish.command().customerId());
        return placing.apply(wish).map(OrderApi::placed);
    }

    /** @throws Problem 403 when that is another customer */
    static void requireOwn(Caller caller, String customerId) {
        if (!caller.actsFor(customerId)) {
            throw Problem.forbidden("customerId must be the token's subject; others' orders are for staff.");
        }
    }

    private Optional<String> key(Request request) {
        Optional<String> key = request.idempotencyKey();
        if (key.isEmpty() && terms.idempotency() == Idempotency.REQUIRED) {
            throw Problem.validation("Idempotency-Key", "is required");
        }
        return key;
    }

    private static Reply placed(Answer answer) {
        if (answer instanceof Answer.Accepted accepted) {
            Reply fresh = created(accepted.placed().id(), Json.write(OrderView.of(accepted.placed())));
            return accepted.replayed() ? replayed(fresh) : fresh;
        }
        if (answer instanceof Answer.Replayed replayed) {
            return replayed(created(
                    replayed.recorded().orderId(),
                    Buffer.buffer(replayed.recorded().body())));
        }
        if (answer instanceof Answer.Postponed postponed) {
            throw Problem.of(409, "too_much_unpaid", "Too much is not paid yet", postponed.detail());
        }
        throw answer instanceof Answer.Declined declined
                ? refused(declined.refusal())
                : Problem.unprocessable(
                        "idempotency_key_reused", "This Idempotency-Key was used for another request before.");
    }

    private static Reply created(UUID id, Buffer body) {
        return Reply.written(201, body).with("Location", "/orders/" + id).tagged(FIRST);
    }

    private static Reply replayed(Reply reply) {
        return reply.with("Idempotency-Replayed", "true");
    }

    private static Problem refused(Refused refusal) {
        List<Violation> violations = refusal.complaints().stream()
                .map(complaint -> new Violation("items", complaint))
                .toList();
        return Problem.unprocessable(refusal.code(), refusal.detail(), violations);
    }

    private Future<Reply> find(Request request) {
        return own(request).map(OrderApi::shown);
    }

    /** Another customer's order is none: its id tells nothing. */
    private Future<Seen> own(Request request) {
        UUID id = request.uuid("id");
        return queries.find(id)
                .map(found -> found.filter(
                                seen -> request.caller().actsFor(seen.order().customerId()))
                        .orElseThrow(() -> noOrder(id)));
    }

    private Future<Reply> shown(UUID id) {
        return queries.find(id).map(order -> shown(order.orElseThrow(() -> noOrder(id))));
    }

    private static Reply shown(Seen seen) {
        return Reply.ok(seen.order()).tagged(EntityTag.of(seen.version()));
    }

    private static Problem noOrder(UUID id) {
        return Problem.notFound("order " + id);
    }

    private Future<Reply> cancel(Request request) {
        String reason = request.body().into(OrderBodies::cancelReason);
        Heard wish = Heard.cancel(request.uuid("id"), reason, request.traceparent());
        IfMatch expected = request.ifMatch();
        return own(request).compose(order -> carryOut(wish, expected, "cancelled"));
    }

    private Future<Reply> update(Request request) {
        UUID id = request.uuid("id");
        Status status = request.body().into(OrderBodies::patchedStatus);
        Heard wish = Heard.patch(id, status, request.traceparent());
        return carryOut(wish, request.ifMatch(), "set to " + status.label() + " by hand");
    }

    private Future<Reply> carryOut(Heard wish, IfMatch expected, String done) {
        return carryingOut
                .apply(wish, order -> expected.require(EntityTag.of(order.version())))
                .map(step -> step.orElseThrow(() -> noOrder(wish.orderId())))
                .map(step -> requireAllowed(step, done))
                .compose(step -> shown(wish.orderId()));
    }

    private Step requireAllowed(Step step, String done) {
        if (step.isRefused()) {
            Status status = step.before().status();
            throw Problem.conflict(
                    "An order that is " + status.label() + " cannot be " + done + ". " + movesFrom(status));
        }
        return step;
    }

    private String movesFrom(Status status) {
        String moves = Transitions.from(status, terms.flow()).stream()
                .map(Status::label)
                .collect(Collectors.joining(", "));
        return moves.isEmpty() ? "It has no moves left." : "From there it can only become: " + moves + ".";
    }

    private Future<Reply> stats(Request request) {
        return tables.counters().stats().map(Reply::ok);
    }

    private Future<Reply> timeline(Request request) {
        return own(request)
                .map(seen -> seen.order().id())
                .compose(id -> tables.timeline().find(id).map(steps -> Reply.ok(new Timeline(id, steps))));
    }
}

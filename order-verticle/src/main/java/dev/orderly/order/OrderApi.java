package dev.orderly.order;

import dev.orderly.contracts.Flow;
import dev.orderly.order.OrderConfig.Idempotency;
import dev.orderly.order.OrderQueries.PageRequest;
import dev.orderly.order.OrderViews.OrderView;
import dev.orderly.order.OrderViews.Page;
import dev.orderly.order.OrderViews.Timeline;
import dev.orderly.order.domain.Answer;
import dev.orderly.order.domain.Heard;
import dev.orderly.order.domain.PageCursor;
import dev.orderly.order.domain.Placement.Refused;
import dev.orderly.order.domain.Status;
import dev.orderly.order.domain.Step;
import dev.orderly.order.domain.Transitions;
import dev.orderly.order.domain.Wish;
import dev.orderly.web.Caller;
import dev.orderly.web.Fields;
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
import java.util.function.Function;
import java.util.stream.Collectors;

/** HTTP in: from request to use case to reply. */
final class OrderApi {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final int MAX_OFFSET = 10_000;
    private static final int MAX_CURSOR = 64;

    private final Function<Wish, Future<Answer>> placing;
    private final Function<Heard, Future<Optional<Step>>> carryingOut;
    private final OrderQueries queries;
    private final OrderTables tables;
    private final Terms terms;

    /** What the shop's configuration says about requests. */
    record Terms(Idempotency idempotency, Flow flow) {}

    OrderApi(
            Function<Wish, Future<Answer>> placing,
            Function<Heard, Future<Optional<Step>>> carryingOut,
            OrderQueries queries,
            OrderTables tables,
            Terms terms) {
        this.placing = placing;
        this.carryingOut = carryingOut;
        this.queries = queries;
        this.tables = tables;
        this.terms = terms;
    }

    Operations operations() {
        return new Operations()
                .intake("placeOrder", this::place)
                .on("listOrders", this::list)
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

    private static void requireOwn(Caller caller, String customerId) {
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
        return Reply.written(201, body).with("Location", "/orders/" + id);
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
        return own(request).map(Reply::ok);
    }

    /** Another customer's order is none: its id tells nothing. */
    private Future<OrderView> own(Request request) {
        UUID id = request.uuid("id");
        return queries.find(id)
                .map(found -> found.filter(order -> request.caller().actsFor(order.customerId()))
                        .orElseThrow(() -> noOrder(id)));
    }

    private Future<OrderView> found(UUID id) {
        return queries.find(id).map(order -> order.orElseThrow(() -> noOrder(id)));
    }

    private static Problem noOrder(UUID id) {
        return Problem.notFound("order " + id);
    }

    private Future<Reply> list(Request request) {
        PageRequest page = request.query().into(query -> pageRequest(query, request.caller()));
        return queries.findPage(page).map(orders -> Reply.ok(page(page, orders)));
    }

    /** One order more than asked for is read: it tells whether there is a next page. */
    private static PageRequest pageRequest(Fields query, Caller caller) {
        Optional<String> status = query.optionalChoice("status", Status.labels());
        Optional<String> customer = customer(query, caller);
        int limit = query.count("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        int offset = query.count("offset", 0, 0, MAX_OFFSET);
        UUID before = query.optionalText("after", MAX_CURSOR)
                .map(word -> cursor(query, word, filters(status, customer)))
                .orElse(OrderQueries.NEWEST);
        return new PageRequest(status, customer, before, limit + 1, offset);
    }

    /** Whose orders are listed: a customer sees none but the own ones. */
    private static Optional<String> customer(Fields query, Caller caller) {
        Optional<String> asked = query.optionalId("customerId");
        asked.ifPresent(customer -> requireOwn(caller, customer));
        return caller.isStaff() ? asked : Optional.of(caller.subject());
    }

    private static UUID cursor(Fields query, String word, String filters) {
        Optional<PageCursor> cursor = PageCursor.read(word, filters);
        if (cursor.isEmpty()) {
            query.reject("after", "must be the \"next\" of a page that was read with the same filters");
        }
        return cursor.map(PageCursor::after).orElse(OrderQueries.NEWEST);
    }

    private static Page page(PageRequest request, List<OrderView> orders) {
        if (orders.size() < request.limit()) {
            return new Page(orders, Optional.empty());
        }
        List<OrderView> shown = orders.subList(0, orders.size() - 1);
        PageCursor next = new PageCursor(shown.get(shown.size() - 1).id());
        return new Page(shown, Optional.of(next.word(filters(request.status(), request.customerId()))));
    }

    private static String filters(Optional<String> status, Optional<String> customer) {
        return status.orElse("") + "/" + customer.orElse("");
    }

    private Future<Reply> cancel(Request request) {
        String reason = request.body().into(OrderBodies::cancelReason);
        return own(request)
                .compose(order -> carryOut(Heard.cancel(order.id(), reason, request.traceparent()), "cancelled"));
    }

    private Future<Reply> update(Request request) {
        UUID id = request.uuid("id");
        Status status = request.body().into(OrderBodies::patchedStatus);
        return carryOut(Heard.patch(id, status, request.traceparent()), "set to " + status.label() + " by hand");
    }

    private Future<Reply> carryOut(Heard wish, String done) {
        return carryingOut
                .apply(wish)
                .map(step -> step.orElseThrow(() -> noOrder(wish.orderId())))
                .map(step -> requireAllowed(step, done))
                .compose(step -> found(wish.orderId()))
                .map(Reply::ok);
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
                .compose(order ->
                        tables.timeline().find(order.id()).map(steps -> Reply.ok(new Timeline(order.id(), steps))));
    }
}

package dev.orderly.order;

import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Flow;
import dev.orderly.order.OperatorViews.Now;
import dev.orderly.order.OperatorViews.Repeated;
import dev.orderly.order.domain.Decision;
import dev.orderly.order.domain.Heard;
import dev.orderly.order.domain.Status;
import dev.orderly.order.domain.Step;
import dev.orderly.order.domain.Transitions;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import dev.orderly.web.Problem;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What operators do to orders, along the state table; every act stands in the order's timeline. */
final class Operators {

    private static final String OPERATOR = "operator";

    private final Database database;
    private final Orders orders;
    private final TimelineRepository timeline;
    private final Flow flow;
    private final Clock clock;

    Operators(Database database, Orders orders, TimelineRepository timeline, Flow flow, Clock clock) {
        this.database = database;
        this.orders = orders;
        this.timeline = timeline;
        this.flow = flow;
        this.clock = clock;
    }

    /** Has the order's last word said again, as the clock would after half the deadline. */
    Future<Repeated> retry(UUID id, Optional<String> operator) {
        return act(Heard.retry(id, OPERATOR), operator, this::requireSomethingToWaitFor)
                .map(step -> new Repeated(
                        step.decision().repeated().stream()
                                .map(EventType::wireName)
                                .toList(),
                        step.decision() instanceof Decision.Repeat repeat && repeat.call()));
    }

    /** Cancels the order where the table lets it. */
    Future<Now> cancel(UUID id, String reason, Optional<String> operator) {
        return act(Heard.cancel(id, reason, Optional.empty()).by(OPERATOR), operator, this::requireAllowed)
                .map(step -> new Now(id, step.after().status().label()));
    }

    private Future<Step> act(Heard wish, Optional<String> operator, Consumer<Step> requirement) {
        return database.inTransaction(tx -> orders.carryOut(tx, wish)
                .map(step -> step.orElseThrow(() -> Problem.notFound("order " + wish.orderId())))
                .map(step -> required(step, requirement))
                .compose(step -> sign(tx, step, operator).map(step)));
    }

    private static Step required(Step step, Consumer<Step> requirement) {
        requirement.accept(step);
        return step;
    }

    private Future<Void> sign(Transaction tx, Step step, Optional<String> operator) {
        return operator.filter(name -> step.isRemembered())
                .map(name -> timeline.write(
                        tx, List.of(signature(step, name)), clock.instant().truncatedTo(ChronoUnit.MILLIS)))
                .orElse(Future.succeededFuture());
    }

    private static TimelineEntry signature(Step step, String name) {
        return new TimelineEntry(
                step.after().id(),
                OptionalInt.empty(),
                Optional.empty(),
                step.heard().label(),
                OPERATOR,
                Optional.empty(),
                Optional.empty(),
                "asked for by " + name,
                List.of());
    }

    private void requireSomethingToWaitFor(Step step) {
        if (step.decision().repeated().isEmpty()) {
            throw Problem.conflict("A " + step.before().status().label()
                    + " order has nothing to say again: nobody owes it an answer.");
        }
    }

    private void requireAllowed(Step step) {
        if (step.isRefused()) {
            Status status = step.before().status();
            throw Problem.conflict("A " + status.label() + " order cannot be cancelled. " + movesFrom(status));
        }
    }

    private String movesFrom(Status status) {
        String moves =
                Transitions.from(status, flow).stream().map(Status::label).collect(Collectors.joining(", "));
        return moves.isEmpty() ? "It has no moves left." : "From there it can only become: " + moves + ".";
    }
}

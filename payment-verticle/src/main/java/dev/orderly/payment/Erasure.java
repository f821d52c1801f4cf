package dev.orderly.payment;

import dev.orderly.web.Problem;
import dev.orderly.web.Reply;
import dev.orderly.web.Request;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Forgets a customer: payments that are over stay in the books without name and means of payment. An operation of the management port. */
final class Erasure {

    private static final int AT_ONCE = 2000;
    private static final UUID BEGINNING = new UUID(0, 0);

    private final RetentionRepository rows;

    Erasure(RetentionRepository rows) {
        this.rows = rows;
    }

    /** What an erasure answers. */
    record Erased(String customerId, int payments) {}

    Future<Reply> erase(Request request) {
        String customerId = request.pathParameter("id");
        return rows.open(customerId)
                .compose(open -> eraseAll(customerId, open))
                .map(count -> Reply.ok(new Erased(customerId, count)));
    }

    private Future<Integer> eraseAll(String customerId, List<UUID> open) {
        if (!open.isEmpty()) {
            String orders = open.stream().map(UUID::toString).collect(Collectors.joining(", "));
            throw Problem.conflict("Payments of these orders are still under way: " + orders + ".");
        }
        return eraseAfter(customerId, BEGINNING);
    }

    private Future<Integer> eraseAfter(String customerId, UUID after) {
        return rows.erase(customerId, after, AT_ONCE)
                .compose(step -> step.isLastStep()
                        ? Future.succeededFuture(step.erased())
                        : eraseAfter(customerId, step.last()).map(more -> step.erased() + more));
    }
}

package dev.orderly.payment;

import dev.orderly.persistence.MessageErasure;
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
    private final MessageErasure messages;

    Erasure(RetentionRepository rows, MessageErasure messages) {
        this.rows = rows;
        this.messages = messages;
    }

    /** What an erasure answers: from how many payments and kept messages it took the customer; {@code waiting} messages are to be sent yet. */
    record Erased(String customerId, int payments, int messages, int waiting) {}

    Future<Reply> erase(Request request) {
        String customerId = request.pathParameter("id");
        return rows.open(customerId)
                .compose(open -> eraseAll(customerId, open))
                .compose(payments -> messages.erase(customerId)
                        .map(said -> new Erased(customerId, payments, said.messages(), said.waiting())))
                .map(Reply::ok);
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

package dev.orderly.payment;

import dev.orderly.payment.RetentionRepository.ErasureStep;
import dev.orderly.persistence.MessageErasure;
import dev.orderly.persistence.Stride;
import dev.orderly.service.CustomerErasure;
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
    private static final ErasureStep START = new ErasureStep(new UUID(0, 0), false, 0);

    private final RetentionRepository rows;
    private final MessageErasure messages;

    Erasure(RetentionRepository rows, MessageErasure messages) {
        this.rows = rows;
        this.messages = messages;
    }

    /** What an erasure answers: from how many payments and kept messages it took the customer; {@code waiting} messages are to be sent yet. */
    record Erased(String customerId, int payments, int messages, int waiting) {}

    Future<Reply> erase(Request request) {
        CustomerErasure wish = CustomerErasure.read(request);
        String customerId = wish.customer();
        return rows.open(customerId)
                .compose(open -> open.isEmpty()
                        ? messages.writeDown(wish.operator(), customerId)
                        : Future.failedFuture(underWay(open)))
                .compose(writtenDown -> eraseAll(customerId))
                .compose(payments -> messages.erase(customerId)
                        .map(said -> new Erased(customerId, payments, said.messages(), said.waiting())))
                .map(Reply::ok);
    }

    private static Problem underWay(List<UUID> open) {
        return Problem.conflict("Payments of these orders are still under way: "
                + open.stream().map(UUID::toString).collect(Collectors.joining(", ")) + ".");
    }

    private Future<Integer> eraseAll(String customerId) {
        return Stride.from(START, ErasureStep::isLastStep, before -> eraseAfter(customerId, before))
                .map(ErasureStep::erased);
    }

    private Future<ErasureStep> eraseAfter(String customerId, ErasureStep before) {
        return rows.erase(customerId, before.last(), AT_ONCE)
                .map(step -> new ErasureStep(step.last(), step.isLastStep(), before.erased() + step.erased()));
    }
}

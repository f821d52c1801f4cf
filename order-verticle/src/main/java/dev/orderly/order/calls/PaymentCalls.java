package dev.orderly.order.calls;

import dev.orderly.contracts.Flow;
import dev.orderly.contracts.PaymentTrigger;
import dev.orderly.order.domain.Cause;
import dev.orderly.order.domain.Decision;
import dev.orderly.order.domain.Status;
import dev.orderly.order.domain.Step;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Which orders' payments are to be asked for: written in the transaction of the move that says so, sent after its commit. */
public final class PaymentCalls {

    private final CallRepository calls = new CallRepository();
    private final Flow flow;
    private final Runnable sending;

    /** {@code sending} is run after a commit that made calls due. */
    public PaymentCalls(Flow flow, Runnable sending) {
        this.flow = flow;
        this.sending = sending;
    }

    /** Makes the calls due that these steps ask for, and drops those of orders that do not wait for money any more. */
    public Future<Void> follow(Transaction tx, List<Step> steps) {
        if (flow.trigger() != PaymentTrigger.ORDER_CALLS) {
            return Future.succeededFuture();
        }
        Map<UUID, Optional<Step>> wanted = new LinkedHashMap<>();
        steps.forEach(step -> decide(step, wanted));
        List<Step> armed = wanted.values().stream().flatMap(Optional::stream).toList();
        if (!armed.isEmpty()) {
            tx.afterCommit(sending);
        }
        return calls.arm(tx, armed).compose(done -> calls.drop(tx, unwanted(wanted)));
    }

    /** The step that asks for an order's payment, or nothing where it is not to be asked for any more. */
    private static void decide(Step step, Map<UUID, Optional<Step>> wanted) {
        if (asks(step)) {
            wanted.put(step.after().id(), Optional.of(step));
        } else if (step.isMove() && step.after().status() != Status.AWAITING_PAYMENT) {
            wanted.put(step.after().id(), Optional.empty());
        }
    }

    private static boolean asks(Step step) {
        boolean isReserved = step.isMove()
                && step.after().status() == Status.AWAITING_PAYMENT
                && step.heard().cause() == Cause.STOCK_RESERVED;
        return isReserved || (step.decision() instanceof Decision.Repeat repeat && repeat.call());
    }

    private static List<UUID> unwanted(Map<UUID, Optional<Step>> wanted) {
        return wanted.entrySet().stream()
                .filter(order -> order.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }
}

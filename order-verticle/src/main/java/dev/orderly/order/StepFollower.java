package dev.orderly.order;

import dev.orderly.order.domain.Step;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import java.util.List;

/** What else is written in the transaction in which orders take steps. */
@FunctionalInterface
interface StepFollower {

    /** Writes what these steps entail. */
    Future<Void> follow(Transaction tx, List<Step> steps);
}

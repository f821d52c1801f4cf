package dev.orderly.order;

import dev.orderly.order.OperatorViews.Erased;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.MessageErasure;
import dev.orderly.persistence.Stride;
import dev.orderly.service.CustomerErasure;
import dev.orderly.web.Problem;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Makes finished orders forget whose they were; what was ordered and paid stays on record. */
final class Erasure {

    private static final String FIND_OPEN = """
            SELECT id FROM orders WHERE customer_id = $1::text AND NOT is_finished(orders) ORDER BY id LIMIT 100
            """;

    private static final String ERASE = "SELECT erase_customer($1::text, $2::int) AS erased";

    private static final int STEP = 500;

    private record Walked(int erased, boolean isOver) {}

    private final Database database;
    private final MessageErasure messages;

    Erasure(Database database) {
        this.database = database;
        this.messages = new MessageErasure(database);
    }

    /** Erases the customer from all orders, and from what was said about them, in small steps. Refused while an order is open. */
    Future<Erased> erase(CustomerErasure wish) {
        String customer = wish.customer();
        return database.read(FIND_OPEN, Tuple.of(customer))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList())
                .compose(open -> open.isEmpty()
                        ? messages.writeDown(wish.operator(), customer)
                        : Future.failedFuture(openOrders(open)))
                .compose(writtenDown -> eraseAll(customer))
                .compose(orders -> messages.erase(customer)
                        .map(said -> new Erased(customer, orders, said.messages(), said.waiting())));
    }

    private Future<Integer> eraseAll(String customer) {
        return Stride.from(new Walked(0, false), Walked::isOver, before -> eraseStep(customer, before))
                .map(Walked::erased);
    }

    private Future<Walked> eraseStep(String customer, Walked before) {
        return database.read(ERASE, Tuple.of(customer, STEP))
                .map(rows -> rows.iterator().next().getInteger("erased"))
                .map(erased -> new Walked(before.erased() + erased, erased < STEP));
    }

    private static Problem openOrders(List<UUID> open) {
        return Problem.conflict("These orders are not finished: "
                + open.stream().map(UUID::toString).collect(Collectors.joining(", ")) + ".");
    }
}

package dev.orderly.launcher;

import dev.orderly.contracts.Money;
import dev.orderly.launcher.Node.NodeParts;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Failures;
import dev.orderly.service.OrderlyService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits a little for what the catalog sells to reach order and stock, so that the lines of the ready block work at once. */
final class DemoShelf {

    private static final Logger LOG = LoggerFactory.getLogger(DemoShelf.class);
    private static final int PAUSE_MS = 50;

    /** Five seconds: the shop is open, also while its products are on their way. */
    private static final int LOOKS = 100;

    private static final String SHELF = """
            SELECT p.product_id, p.price_minor, p.currency, l.available,
                   (SELECT count(*) FROM catalog.products) AS for_sale,
                   (SELECT count(*) FROM catalog.products JOIN stock.stock_levels USING (product_id)
                                                          JOIN orders.products USING (product_id)) AS known
              FROM catalog.products p
              JOIN stock.stock_levels l USING (product_id)
              JOIN orders.products o USING (product_id)
             ORDER BY p.product_id
             LIMIT 10
            """;

    private final Vertx vertx;
    private final NodeParts parts;

    DemoShelf(Vertx vertx, NodeParts parts) {
        this.vertx = vertx;
        this.parts = parts;
    }

    /** The first products of the shelf; none when this process does not run the services that know them. */
    Future<List<DemoProduct>> await() {
        List<String> here = parts.configuration().services().stream()
                .map(OrderlyService::name)
                .toList();
        if (!here.containsAll(List.of("catalog", "stock", "order"))
                || !parts.configuration().demo()) {
            return Future.succeededFuture(List.of());
        }
        Database database =
                Database.open(vertx, parts.plan().auditor(parts.database().address()));
        return whenKnown(database, LOOKS).otherwise(DemoShelf::unknownYet).eventually(database::close);
    }

    /** Lines to copy are not worth a start that fails: a database that is away for a moment is expected here, nothing else is. */
    private static List<DemoProduct> unknownYet(Throwable failure) {
        if (Failures.isTransient(failure)) {
            LOG.debug("the demo products could not be looked up", failure);
            return List.of();
        }
        throw new IllegalStateException("the demo products cannot be looked up", failure);
    }

    private Future<List<DemoProduct>> whenKnown(Database database, int looks) {
        return database.read(SHELF, Tuple.tuple()).compose(rows -> {
            boolean isKnown = rows.size() > 0
                    && rows.iterator()
                            .next()
                            .getLong("for_sale")
                            .equals(rows.iterator().next().getLong("known"));
            return isKnown || looks == 0
                    ? Future.succeededFuture(
                            rows.stream().map(DemoShelf::product).toList())
                    : vertx.timer(PAUSE_MS, TimeUnit.MILLISECONDS).compose(again -> whenKnown(database, looks - 1));
        });
    }

    private static DemoProduct product(Row row) {
        String currency = row.getString("currency");
        return new DemoProduct(
                row.getString("product_id"),
                Money.amount(row.getLong("price_minor"), currency).toPlainString(),
                currency,
                row.getLong("available"));
    }
}

package dev.orderly.testing;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.ProductEvent.ProductDeleted;
import dev.orderly.contracts.StockEvent.StockUpdated;
import dev.orderly.messaging.EventRoutes;
import dev.orderly.persistence.Transaction;
import dev.orderly.service.OrderlyService;
import dev.orderly.service.ServiceEdge;
import dev.orderly.web.Fields;
import dev.orderly.web.Operations;
import dev.orderly.web.Reply;
import dev.orderly.web.Request;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;

/** The smallest service that hears, writes, tells and answers; it takes the catalog's place. */
final class SeeingService implements OrderlyService {

    private static final String SEE = """
            INSERT INTO seen (product_id, quantity)
            VALUES ($1, $2)
                ON CONFLICT (product_id) DO UPDATE SET quantity = EXCLUDED.quantity
            """;

    private static final String FIND = "SELECT quantity FROM seen WHERE product_id = $1";

    /** Its only setting. */
    record Settings(String greeting) {}

    @Override
    public String name() {
        return "catalog";
    }

    @Override
    public Record settings(Fields section) {
        return new Settings(section.text("greeting", 20, "hello"));
    }

    @Override
    public VerticleBase create(ServiceEdge edge) {
        return new SeeingVerticle(edge);
    }

    private static final class SeeingVerticle extends VerticleBase {

        private final ServiceEdge edge;

        SeeingVerticle(ServiceEdge edge) {
            this.edge = edge;
        }

        @Override
        public Future<?> start() {
            edge.hear(new EventRoutes().on(StockUpdated.class, this::see));
            return edge.serve(new Operations().on("getSeen", this::find));
        }

        private Future<Void> see(Transaction tx, List<Announcement<StockUpdated>> updates) {
            Future<Void> seen = Future.succeededFuture();
            for (Announcement<StockUpdated> update : updates) {
                seen = seen.compose(done -> see(tx, update));
            }
            return seen;
        }

        private Future<Void> see(Transaction tx, Announcement<StockUpdated> update) {
            StockUpdated event = update.event();
            var told = new ProductDeleted(event.productId(), event.sequence());
            return tx.run(SEE, Tuple.of(event.productId(), event.quantity()))
                    .compose(written -> edge.announcer()
                            .announce(
                                    tx,
                                    List.of(Announcement.of(
                                            "catalog",
                                            update.sequence(),
                                            edge.clock().instant(),
                                            told))));
        }

        private Future<Reply> find(Request request) {
            return edge.database()
                    .read(FIND, Tuple.of(request.pathParameter("productId")))
                    .map(rows -> Reply.ok(Map.of(
                            "quantity",
                            rows.iterator().next().getLong("quantity"),
                            "greeting",
                            edge.settings(Settings.class).greeting())));
        }
    }
}

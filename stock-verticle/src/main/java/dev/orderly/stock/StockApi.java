package dev.orderly.stock;

import dev.orderly.stock.domain.Level;
import dev.orderly.web.EntityTag;
import dev.orderly.web.Fields;
import dev.orderly.web.IfMatch;
import dev.orderly.web.Operations;
import dev.orderly.web.Page;
import dev.orderly.web.Problem;
import dev.orderly.web.Reply;
import dev.orderly.web.Request;
import io.vertx.core.Future;
import java.util.Optional;

/** HTTP in: the operations of stock's contract. */
final class StockApi {

    private static final int MAX_PAGE = 100;
    private static final long MAX_ON_HAND = 1_000_000_000;

    private final StockLevels levels;

    StockApi(StockLevels levels) {
        this.levels = levels;
    }

    Operations operations() {
        return new Operations()
                .on("listStock", this::list)
                .on("getStock", this::read)
                .on("countStock", this::count);
    }

    private Future<Reply> list(Request request) {
        int limit = request.query().count("limit", 1, MAX_PAGE);
        return levels.page(request.query("after").orElse(""), limit + 1)
                .map(found -> Page.of(found.stream().map(View::of).toList(), limit, View::productId)
                        .reply(request, "/stock"));
    }

    private Future<Reply> read(Request request) {
        String productId = request.pathParameter("productId");
        return levels.find(productId).map(found -> shown(existing(found, productId)));
    }

    private Future<Reply> count(Request request) {
        String productId = request.pathParameter("productId");
        long onHand = request.body().into(StockApi::onHand);
        IfMatch expected = request.ifMatch();
        return levels.count(productId, onHand, level -> expected.require(tag(level)))
                .map(counted -> counted(counted, productId));
    }

    static long onHand(Fields body) {
        return body.whole("onHand", 0, MAX_ON_HAND);
    }

    /** The sequence rises with what can be sold; what is set aside may go without that. */
    private static EntityTag tag(Level level) {
        return EntityTag.of(level.sequence() + "." + level.reserved());
    }

    private static Reply shown(Level level) {
        return Reply.ok(View.of(level)).tagged(tag(level));
    }

    private static Reply counted(StockLevels.Counted counted, String productId) {
        Level level = existing(counted.level(), productId);
        return switch (counted.outcome()) {
            case BELOW_RESERVED ->
                throw Problem.conflict(level.reserved() + " are reserved for orders; onHand cannot be below that.");
            case DELETED_PRODUCT ->
                throw Problem.conflict(
                        "The product is no longer for sale; what is reserved of it stays until its orders end.");
            case UNKNOWN_PRODUCT -> throw notFound(productId);
            case COUNTED -> shown(level);
        };
    }

    private static Level existing(Optional<Level> level, String productId) {
        return level.orElseThrow(() -> notFound(productId));
    }

    private static Problem notFound(String productId) {
        return Problem.notFound("stock of a product " + productId);
    }

    /** A level as the contract shows it. */
    record View(String productId, long available, long reserved, long onHand) {

        static View of(Level level) {
            return new View(level.productId(), level.available(), level.reserved(), level.onHand());
        }
    }
}

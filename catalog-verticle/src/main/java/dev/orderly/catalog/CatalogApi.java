package dev.orderly.catalog;

import dev.orderly.catalog.domain.Change;
import dev.orderly.catalog.domain.Product;
import dev.orderly.web.EntityTag;
import dev.orderly.web.IfMatch;
import dev.orderly.web.Operations;
import dev.orderly.web.Page;
import dev.orderly.web.Problem;
import dev.orderly.web.Reply;
import dev.orderly.web.Request;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** HTTP in: the operations of the catalog's contract. */
final class CatalogApi {

    private static final int MAX_PAGE = 100;

    private final Products products;
    private final ProductReader reader;

    CatalogApi(Products products, String shopCurrency) {
        this.products = products;
        this.reader = new ProductReader(shopCurrency);
    }

    Operations operations() {
        return new Operations()
                .on("listProducts", this::list)
                .on("addProduct", this::add)
                .on("getProduct", this::read)
                .on("changeProduct", this::change)
                .on("withdrawProduct", this::withdraw);
    }

    private Future<Reply> list(Request request) {
        int limit = request.query().count("limit", 1, MAX_PAGE);
        return products.page(request.query("after").orElse(""), limit + 1)
                .map(found -> Page.of(found.stream().map(View::of).toList(), limit, View::productId)
                        .reply(request, "/products"));
    }

    private Future<Reply> add(Request request) {
        Product product = request.body().into(reader::read);
        return products.offer(List.of(product)).map(offered -> created(product.productId(), offered));
    }

    private Future<Reply> read(Request request) {
        String productId = request.pathParameter("productId");
        return products.find(productId).map(found -> shown(existing(found, productId)));
    }

    private Future<Reply> change(Request request) {
        String productId = request.pathParameter("productId");
        Change change = request.body().into(reader::readChange);
        return products.change(productId, change, as(request.ifMatch()))
                .map(changed -> shown(existing(changed, productId)));
    }

    private Future<Reply> withdraw(Request request) {
        String productId = request.pathParameter("productId");
        return products.withdraw(productId, as(request.ifMatch()))
                .map(taken -> existing(taken, productId))
                .map(tombstone -> Reply.noContent());
    }

    private static Consumer<Product> as(IfMatch expected) {
        return product -> expected.require(tag(product));
    }

    /** A client changes all but the quantity that is shown, which is stock's to tell. */
    private static EntityTag tag(Product product) {
        return EntityTag.of(product.sequence()).showing(product.stockSequence());
    }

    private static Reply shown(Product product) {
        return Reply.ok(View.of(product)).tagged(tag(product));
    }

    private static Product existing(Optional<Product> product, String productId) {
        return product.orElseThrow(() -> Problem.notFound("product " + productId));
    }

    private static Reply created(String productId, List<Product> offered) {
        if (offered.isEmpty()) {
            throw Problem.conflict("There is a product " + productId + " already.");
        }
        Product product = offered.get(0);
        return Reply.created("/products/" + productId, View.of(product)).tagged(tag(product));
    }

    /** A product as the contract shows it. */
    record View(String productId, String name, BigDecimal price, String currency, long quantity) {

        static View of(Product product) {
            return new View(
                    product.productId(), product.name(), product.price(), product.currency(), product.quantityShown());
        }
    }
}

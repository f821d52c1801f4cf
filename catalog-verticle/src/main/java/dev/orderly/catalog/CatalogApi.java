package dev.orderly.catalog;

import dev.orderly.catalog.domain.Change;
import dev.orderly.catalog.domain.Product;
import dev.orderly.web.Operations;
import dev.orderly.web.Problem;
import dev.orderly.web.Reply;
import dev.orderly.web.Request;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

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
                .map(found -> Reply.ok(Page.of(found, limit)));
    }

    private Future<Reply> add(Request request) {
        Product product = request.body().into(reader::read);
        return products.offer(List.of(product)).map(offered -> created(product.productId(), offered));
    }

    private Future<Reply> read(Request request) {
        String productId = request.pathParameter("productId");
        return products.find(productId).map(found -> Reply.ok(View.of(existing(found, productId))));
    }

    private Future<Reply> change(Request request) {
        String productId = request.pathParameter("productId");
        Change change = request.body().into(reader::readChange);
        return products.change(productId, change).map(changed -> Reply.ok(View.of(existing(changed, productId))));
    }

    private Future<Reply> withdraw(Request request) {
        String productId = request.pathParameter("productId");
        return products.withdraw(productId)
                .map(taken -> existing(taken, productId))
                .map(tombstone -> Reply.noContent());
    }

    private static Product existing(Optional<Product> product, String productId) {
        return product.orElseThrow(() -> Problem.notFound("product " + productId));
    }

    private static Reply created(String productId, List<Product> offered) {
        if (offered.isEmpty()) {
            throw Problem.conflict("There is a product " + productId + " already.");
        }
        return Reply.created("/products/" + productId, View.of(offered.get(0)));
    }

    /** A product as the contract shows it. */
    record View(String productId, String name, BigDecimal price, String currency, long quantity) {

        static View of(Product product) {
            return new View(
                    product.productId(), product.name(), product.price(), product.currency(), product.quantityShown());
        }
    }

    /** Some products, and where to read on. */
    record Page(List<View> items, Optional<String> next) {

        /** @param found one more than the page holds, if there are more */
        static Page of(List<Product> found, int limit) {
            List<View> items = found.stream().limit(limit).map(View::of).toList();
            Optional<String> next = found.size() > limit
                    ? Optional.of(items.get(items.size() - 1).productId())
                    : Optional.empty();
            return new Page(items, next);
        }
    }
}

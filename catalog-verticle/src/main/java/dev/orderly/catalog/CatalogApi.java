package dev.orderly.catalog;

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

    private static final int MAX_PAGE = 200;

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
                .on("getProduct", this::read);
    }

    private Future<Reply> list(Request request) {
        int limit = request.query().count("limit", 1, MAX_PAGE);
        return products.page(request.query("after").orElse(""), limit + 1)
                .map(found -> Reply.ok(Page.of(found, limit)));
    }

    private Future<Reply> add(Request request) {
        Product product = request.body().into(reader::read);
        return products.offer(List.of(product)).map(offered -> created(product, offered));
    }

    private Future<Reply> read(Request request) {
        String productId = request.pathParameter("productId");
        return products.find(productId)
                .map(found ->
                        found.map(View::of).map(Reply::ok).orElseThrow(() -> Problem.notFound("product " + productId)));
    }

    private static Reply created(Product product, List<Product> offered) {
        if (offered.isEmpty()) {
            throw Problem.conflict("There is a product " + product.productId() + " already.");
        }
        return Reply.created("/products/" + product.productId(), View.of(product));
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

package dev.orderly.catalog;

import dev.orderly.catalog.domain.Change;
import dev.orderly.catalog.domain.Product;
import dev.orderly.web.Fields;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a product as people write it, over HTTP or in the demo file: same fields, same limits. */
record ProductReader(String shopCurrency) {

    private static final int MAX_NAME_LENGTH = 200;
    private static final List<String> STEPS = List.of(".", "..");
    private static final long MAX_QUANTITY = 1_000_000_000;

    /** The product; what is wrong with it is collected in the fields. */
    Product read(Fields fields) {
        String productId = productId(fields);
        String name = fields.text("name", MAX_NAME_LENGTH);
        String currency = fields.choice("currency", List.of(shopCurrency), shopCurrency);
        BigDecimal price = price(fields, currency);
        return Product.fresh(productId, name, price, currency, fields.whole("quantity", 0, MAX_QUANTITY));
    }

    /** Addresses are written without steps: what is called so could be found nowhere (RFC 3986, section 5.2.4). */
    private static String productId(Fields fields) {
        String productId = fields.id("productId");
        if (STEPS.contains(productId)) {
            fields.reject("productId", "must not be . or ..");
        }
        return productId;
    }

    /** The change of a product whose currency is the shop's, as every product's is. */
    Change readChange(Fields fields) {
        Change change = new Change(
                fields.optionalText("name", MAX_NAME_LENGTH),
                fields.has("price") ? Optional.of(price(fields, shopCurrency)) : Optional.empty(),
                onHand(fields));
        if (change.isEmpty()) {
            fields.reject("", "must change name, price or quantity");
        }
        return change;
    }

    private static OptionalLong onHand(Fields fields) {
        return fields.has("quantity")
                ? OptionalLong.of(fields.whole("quantity", 0, MAX_QUANTITY))
                : OptionalLong.empty();
    }

    private static BigDecimal price(Fields fields, String currency) {
        BigDecimal price = fields.amount("price").stripTrailingZeros();
        int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        if (price.scale() > digits) {
            fields.reject("price", "must have at most " + digits + " fraction digits, as " + currency + " has");
            return BigDecimal.ONE;
        }
        if (price.signum() == 0 && fields.has("price")) {
            fields.reject("price", "must be more than 0");
        }
        return price;
    }
}

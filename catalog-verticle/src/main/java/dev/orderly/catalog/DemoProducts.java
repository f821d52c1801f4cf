package dev.orderly.catalog;

import dev.orderly.catalog.domain.Product;
import dev.orderly.web.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What an empty shop begins with: the file {@code demo-products.yaml} on the class path. */
final class DemoProducts {

    private static final String FILE = "/demo-products.yaml";
    private static final int MOST = 100;

    private DemoProducts() {}

    /** The products of the file. @throws dev.orderly.web.Problem naming every mistake in it */
    static List<Product> read(String shopCurrency) {
        ProductReader reader = new ProductReader(shopCurrency);
        return Fields.parseYaml(text())
                .into(file -> file.objects("products", 1, MOST).stream()
                        .map(reader::read)
                        .toList());
    }

    private static String text() {
        try (InputStream file = DemoProducts.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

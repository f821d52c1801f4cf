package dev.orderly.testing;

import dev.orderly.web.Access;
import dev.orderly.web.Caller;
import java.util.Optional;
import java.util.Set;

/** Whoever asks a {@link ShopFixture} is taken for a clerk, without a token; who may do what is tested with the launcher. */
final class Clerk {

    private static final Caller CLERK = new Caller(
            "clerk",
            Set.of(
                    "orders.read",
                    "orders.write",
                    "payments.read",
                    "payments.write",
                    "stock.read",
                    "stock.write",
                    "products.read",
                    "products.write",
                    Caller.STAFF));

    private Clerk() {}

    static Access access() {
        return Access.unlimited(headers -> CLERK, Optional::empty);
    }
}

package dev.orderly.launcher;

import dev.orderly.web.Caller;
import dev.orderly.web.ManagementEdge;
import dev.orderly.web.tokens.TokenIssuer;
import dev.orderly.web.tokens.TokenTerms;
import dev.orderly.web.tokens.UnusableKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

/** Issues tokens with a key of the data folder, which is made when it is first asked for: for trying out and for development. */
final class LocalIssuer {

    /** What a customer may do, with what is the customer's own. */
    static final Set<String> CUSTOMER =
            Set.of("orders.read", "orders.write", "payments.read", "stock.read", "products.read");

    /** What a clerk may do, for every customer. */
    static final Set<String> CLERK = Set.of(
            "orders.read",
            "orders.write",
            "payments.read",
            "payments.write",
            "stock.read",
            "stock.write",
            "products.read",
            "products.write",
            Caller.STAFF,
            ManagementEdge.SCOPE);

    private LocalIssuer() {}

    /** The issuer of a data folder. @throws Refusal when its key can neither be read nor made */
    static TokenIssuer in(Path folder, TokenTerms terms) {
        Clock clock = Clock.systemUTC();
        Path file = folder.resolve("token-key.json");
        String key =
                PrivateFile.read(file, () -> TokenIssuer.fresh(terms, clock).privateKey());
        try {
            return TokenIssuer.of(terms, key, clock);
        } catch (UnusableKeys unusable) {
            throw Refusal.cannot("The key " + file + " cannot be used: " + unusable.getMessage() + ".", unusable);
        }
    }
}

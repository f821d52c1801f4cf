package dev.orderly.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the planned orders ask for, and new products beside it, so that the catalog has something to tell. */
final class Shelves {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ShopClient shop;
    private final Deque<String> unanswered = new ArrayDeque<>();
    private int added;

    Shelves(ShopClient shop) {
        this.shop = shop;
    }

    /** Puts up for sale what {@link PlannedOrder} orders; returns when order and stock know all of it. */
    void stock() {
        for (int i = 0; i < 10; i++) {
            offer(product("crash-" + i, 1_000_000));
        }
        offer(product("scarce", 5));
        Eventually.holds(LIMIT, this::everythingIsForSale, () -> "products did not reach order and stock");
    }

    /** Like any clerk, who asks again when the shop is too busy just after its start. */
    private void offer(String product) {
        Eventually.holds(LIMIT, () -> isThere(shop.send("/products", product).status()), () -> "not taken: " + product);
    }

    /** Asks for one more product, once; whether it came to be is asked later. */
    void addOne() {
        unanswered.add("extra-" + added++);
        boolean unused = tryToSettle();
    }

    /** Asks again for what got no answer; true when nothing is left. A product that is there already is one whose answer was lost. */
    boolean tryToSettle() {
        try {
            while (!unanswered.isEmpty()
                    && isThere(shop.post("/products", product(unanswered.element(), 1))
                            .status())) {
                unanswered.remove();
            }
        } catch (IOException gone) {
            return false;
        }
        return unanswered.isEmpty();
    }

    private static boolean isThere(int status) {
        return status == 201 || status == 409;
    }

    private static String product(String id, int quantity) {
        return "{\"productId\":\"%s\",\"name\":\"%s\",\"price\":1.25,\"quantity\":%d}".formatted(id, id, quantity);
    }

    /** An order for all of it is taken when the order service knows all prices; too much, so that it fails. */
    private boolean everythingIsForSale() {
        String items =
                IntStream.range(0, 10).mapToObj(i -> "\"crash-" + i + "\",").collect(Collectors.joining());
        String probe = "{\"customerId\":\"probe\",\"items\":[" + items + "{\"productId\":\"scarce\",\"quantity\":9}]}";
        return IntStream.range(0, 10)
                        .allMatch(i -> shop.get("/stock/crash-" + i).status() == 200)
                && shop.get("/stock/scarce").status() == 200
                && shop.send("/orders", probe).status() == 201;
    }
}

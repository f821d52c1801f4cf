package dev.orderly.launcher;

import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.PaymentTrigger;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** The person who does what a flow leaves to people: notes payments, ships, delivers. */
final class Clerk {

    private static final Set<Integer> USUAL = Set.of(200, 409, 503);

    private final ShopClient shop;
    private final Flow flow;

    Clerk(ShopClient shop, Flow flow) {
        this.shop = shop;
        this.flow = flow;
    }

    /** Whether this shop leaves anything to a person. */
    boolean isNeeded() {
        return flow.trigger() == PaymentTrigger.MANUAL || flow.fulfilment() == Fulfilment.MANUAL;
    }

    /** Moves the order on where that is a person's turn; 409 says that the order is not ready for it yet. @return its status before, empty when the shop is gone */
    String attend(String orderId) {
        try {
            return move(orderId);
        } catch (IOException gone) {
            return "";
        }
    }

    private String move(String orderId) throws IOException {
        String status = shop.read("/orders/" + orderId).body().path("status").asText();
        Optional<String> next = next(status);
        if (next.isPresent()) {
            ShopClient.Answer answer = shop.patch("/orders/" + orderId, "{\"status\":\"" + next.get() + "\"}");
            if (!USUAL.contains(answer.status())) {
                throw new AssertionError(next.get() + " was answered " + answer.status() + " " + answer.text());
            }
        }
        return status;
    }

    private Optional<String> next(String status) {
        boolean isManual = flow.fulfilment() == Fulfilment.MANUAL;
        return switch (status) {
            case "awaiting_payment" -> Optional.of("paid").filter(paid -> flow.trigger() == PaymentTrigger.MANUAL);
            case "paid" -> Optional.of("shipped").filter(shipped -> isManual);
            case "shipped" -> Optional.of("delivered").filter(delivered -> isManual);
            default -> Optional.empty();
        };
    }
}

package dev.orderly.launcher;

import dev.orderly.contracts.Flow;
import dev.orderly.contracts.PaymentTrigger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * One order of the crash test as its customer intends it: 10 % ask for more than there is, 10 % pay with a card that is declined,
 * 5 % are cancelled while a slow payment is under way, 5 % are sent twice with one key.
 */
record PlannedOrder(int number, String customerId, String key, String body, Kind kind) {

    private static final List<Kind> TWENTY = Stream.of(
                    Collections.nCopies(14, Kind.PLAIN),
                    Collections.nCopies(2, Kind.SHORT),
                    Collections.nCopies(2, Kind.DECLINED),
                    List.of(Kind.CANCELLED, Kind.SENT_TWICE))
            .flatMap(List::stream)
            .toList();

    enum Kind {
        PLAIN,
        SHORT,
        DECLINED,
        CANCELLED,
        SENT_TWICE;

        /** Whether such an order may end in that state, in such a shop: where a person notes payments, no card is declined. */
        boolean mayEnd(String status, Flow flow) {
            String good = Flows.goodEnd(flow);
            return switch (this) {
                case PLAIN, SENT_TWICE -> status.equals(good);
                case SHORT -> status.equals("failed");
                case DECLINED -> status.equals(flow.trigger() == PaymentTrigger.MANUAL ? good : "failed");
                case CANCELLED -> status.equals("cancelled") || status.equals(good);
            };
        }
    }

    /** So many orders, the same for the same seed; every twenty in a row hold the promised share of each kind. */
    static List<PlannedOrder> plan(int count, Random random) {
        List<PlannedOrder> orders = new ArrayList<>();
        List<Kind> kinds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (kinds.isEmpty()) {
                kinds.addAll(TWENTY);
                Collections.shuffle(kinds, random);
            }
            orders.add(one(i, kinds.remove(kinds.size() - 1), random));
        }
        return orders;
    }

    /** An order of this kind. */
    static PlannedOrder one(int number, Kind kind, Random random) {
        String customer = "customer-" + random.nextInt(200);
        String product = kind == Kind.SHORT ? "scarce" : "crash-" + random.nextInt(5);
        int quantity = kind == Kind.SHORT ? 1_000_000 : 1 + random.nextInt(3);
        String body =
                "{\"customerId\":\"%s\",\"items\":[{\"productId\":\"%s\",\"quantity\":%d},\"crash-%d\"],\"paymentMethod\":\"%s\"}"
                        .formatted(customer, product, quantity, 5 + random.nextInt(5), method(kind, random));
        return new PlannedOrder(number, customer, "key-%08d".formatted(number), body, kind);
    }

    private static String method(Kind kind, Random random) {
        return switch (kind) {
            case DECLINED -> random.nextBoolean() ? "tok_declined" : "tok_insufficient_funds";
            case CANCELLED -> "tok_slow";
            default -> random.nextInt(20) == 0 ? "tok_flaky" : "tok_ok";
        };
    }
}

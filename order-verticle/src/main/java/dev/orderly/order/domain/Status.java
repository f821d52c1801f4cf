package dev.orderly.order.domain;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where an order stands; the columns of the state table. */
public enum Status {
    PENDING,
    AWAITING_PAYMENT,
    PAID,
    COMPLETED,
    SHIPPED,
    DELIVERED,
    FAILED,
    CANCELLED;

    private static final List<String> LABELS =
            Arrays.stream(values()).map(Status::label).toList();

    /** As events, tables and HTTP spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All spellings, in the order of the table's columns. */
    public static List<String> labels() {
        return LABELS;
    }

    /** The status spelled like that, if there is one. */
    public static Optional<Status> labelled(String label) {
        int index = LABELS.indexOf(label);
        return index < 0 ? Optional.empty() : Optional.of(values()[index]);
    }
}

package dev.orderly.order.domain;

import dev.orderly.contracts.Flow;

/** All that a decision about an order depends on. */
public record Situation(Status status, Facts facts, long totalMinor, Flow flow) {

    /** Whether stock or money is still held for it: reserved and not released, or captured and not refunded in full. */
    public boolean isUnsettled() {
        boolean holdsStock = facts.reserved() && !facts.released();
        boolean holdsMoney = facts.captured() && facts.refundedMinor() < totalMinor;
        return holdsStock || holdsMoney;
    }
}

package dev.orderly.payment;

import java.util.UUID;

/**
 * A refund that the provider has not made.
 *
 * @param why what it said, or that it said nothing
 * @param pauseMs until it is asked again
 */
record RefundDelay(UUID refundId, String why, long pauseMs) {}

package dev.orderly.stock.domain;

import java.util.UUID;

/** A payment that was heard of before its order's reservation, kept until that is asked about. */
public record Confirmation(UUID orderId, UUID eventId) {}

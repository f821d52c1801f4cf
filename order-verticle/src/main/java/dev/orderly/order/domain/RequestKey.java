package dev.orderly.order.domain;

/** A customer's name for one request, so that sending it twice orders once. */
public record RequestKey(String customerId, String key) {}

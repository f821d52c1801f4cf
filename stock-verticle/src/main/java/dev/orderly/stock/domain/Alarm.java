package dev.orderly.stock.domain;

import java.util.UUID;

/**
 * Something that cannot happen while every service keeps to its table; a person should look.
 *
 * @param subject the order or the product
 */
public record Alarm(String subject, UUID causeEventId, String what) {}

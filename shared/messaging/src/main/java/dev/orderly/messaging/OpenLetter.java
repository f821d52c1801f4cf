package dev.orderly.messaging;

/**
 * A letter with what is inside.
 *
 * @param letter its envelope
 * @param stack of the last failure, in short; empty when there was none
 * @param body the message as text, cut off where it is long
 */
public record OpenLetter(Letter letter, String stack, String body) {}

package dev.orderly.web;

/**
 * One thing wrong with what somebody sent or configured.
 *
 * @param field where, as {@code items[2].quantity}; empty for the document as a whole
 * @param message what is allowed there; reads on after the field's name: "must be a whole number from 1 to 1000"
 */
public record Violation(String field, String message) {

    /** Field and message as one sentence. */
    @Override
    public String toString() {
        return field.isEmpty() ? message : field + " " + message;
    }
}

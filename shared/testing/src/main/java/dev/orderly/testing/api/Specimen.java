package dev.orderly.testing.api;

import com.fasterxml.jackson.databind.JsonNode;

/** A value, and what there is about it. */
public record Specimen(String about, JsonNode value) {

    private static final int SHOWN = 60;

    static Specimen of(JsonNode value) {
        return new Specimen(value.toString(), value);
    }

    @Override
    public String toString() {
        return about.length() > SHOWN ? about.substring(0, SHOWN) + "… (" + about.length() + ")" : about;
    }
}

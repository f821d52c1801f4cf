package dev.orderly.audit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What one check found.
 *
 * @param check its number and what it says
 * @param violations how many rows violate it
 * @param examples the first few of them, subject and detail
 * @param notCheckable why it could not be asked
 * @param tookMs how long the database worked on it
 */
public record Answer(String check, long violations, List<String> examples, Optional<String> notCheckable, long tookMs) {

    static Answer found(Check check, long violations, List<String> examples, long tookMs) {
        return new Answer(check.name(), violations, examples, Optional.empty(), tookMs);
    }

    static Answer notCheckable(Check check, String why) {
        return new Answer(check.name(), 0, List.of(), Optional.of(why), 0);
    }

    /** The check's number, {@code A07} for instance. */
    public String number() {
        return check.substring(0, check.indexOf(' '));
    }

    /** Whether the check was asked and found something. */
    public boolean isViolated() {
        return violations > 0;
    }

    JsonObject json() {
        JsonObject json = new JsonObject().put("check", check).put("milliseconds", tookMs);
        notCheckable.ifPresentOrElse(why -> json.put("notCheckable", why), () -> json.put("violations", violations));
        return isViolated() ? json.put("examples", new JsonArray(examples)) : json;
    }
}

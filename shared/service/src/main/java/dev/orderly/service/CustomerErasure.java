package dev.orderly.service;

import dev.orderly.web.Fields;
import dev.orderly.web.Request;
import java.util.Map;

/**
 * An operator's wish that a customer be forgotten: {@code POST /SERVICE/customers/ID/erase} with {@code {"operator": NAME}}.
 *
 * @param operator who stands in the journal for it; {@code unnamed} when the body says nobody
 */
public record CustomerErasure(String customer, String operator) {

    private static final int MAX_NAME = 64;
    private static final String UNNAMED = "unnamed";

    /** Reads it; an id that no customer can have, or a body with something else in it, is refused with all that is wrong. */
    public static CustomerErasure read(Request request) {
        String customer =
                Fields.spelled(Map.of("id", request.pathParameter("id"))).into(path -> path.id("id"));
        String operator = request.rawBody().length() == 0
                ? UNNAMED
                : request.body().into(body -> body.text("operator", MAX_NAME, UNNAMED));
        return new CustomerErasure(customer, operator);
    }
}

package dev.orderly.messaging;

import java.time.Duration;

/** A use case that did not answer in time: not the surroundings, whose every query has a shorter limit, but the use case or its event. */
final class Stuck extends RuntimeException {

    private static final long serialVersionUID = 1;

    Stuck(Duration limit) {
        super("the handler did not answer within " + limit.toMillis() + " ms");
    }
}

package dev.orderly.web;

import io.vertx.core.MultiMap;

/** Tells from a request's head who sends it. */
@FunctionalInterface
public interface Callers {

    /** Who it is. @throws Problem 401 when the request does not say so, or not to be believed */
    Caller identify(MultiMap headers);
}

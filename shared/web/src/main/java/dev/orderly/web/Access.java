package dev.orderly.web;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who may ask this process, how much, and by what the shop's own services are known where they ask each other over HTTP.
 *
 * @param callers tells who sends a request
 * @param ownToken the token that a service of this process shows, at each time; empty where there is none
 * @param requests how much a customer may ask
 * @param intake how much of that may be new work; staff have no limits
 */
public record Access(Callers callers, Supplier<Optional<String>> ownToken, ClientLimits requests, ClientLimits intake) {

    /** The same without limits. */
    public static Access unlimited(Callers callers, Supplier<Optional<String>> ownToken) {
        return new Access(callers, ownToken, ClientLimits.none(), ClientLimits.none());
    }
}

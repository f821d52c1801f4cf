package dev.orderly.web;

import dev.orderly.web.ClientLimits.Left;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Set;

/** Lets in who may do what is asked for, by the scopes that the contract wants, and as often as a client may ask. */
final class Doorkeeper {

    private final Access access;

    Doorkeeper(Access access) {
        this.access = access;
    }

    /** Who sends the request; nobody in particular where the operation is open to all. @throws Problem 401 */
    Caller identify(HttpServerRequest request, ContractOperation operation) {
        return operation.security().isEmpty()
                ? Caller.ANYBODY
                : access.callers().identify(request.headers());
    }

    /** Lets the caller in. @throws Problem 403, 429 */
    void admit(Caller caller, ContractOperation operation, HttpServerResponse response) {
        Set<String> wanted = operation.security().orElse(Set.of());
        if (!caller.scopes().containsAll(wanted)) {
            throw Problem.forbidden(wanted);
        }
        if (operation.security().isPresent() && !caller.isStaff()) {
            requireRoom(caller, operation, response);
        }
    }

    private void requireRoom(Caller caller, ContractOperation operation, HttpServerResponse response) {
        requireRoom(caller, Map.entry("requests", access.requests()), response);
        if (operation.takesIn()) {
            requireRoom(caller, Map.entry("intake", access.intake()), response);
        }
    }

    private static void requireRoom(
            Caller caller, Map.Entry<String, ClientLimits> limits, HttpServerResponse response) {
        limits.getValue().count(caller.subject()).ifPresent(left -> {
            tell(limits.getKey(), limits.getValue().rate(), left, response);
            if (!left.admitted()) {
                throw Problem.tooManyRequests(left.untilNext());
            }
        });
    }

    /** As the IETF's draft on rate limit headers spells it: the policy, and what is left of it. */
    private static void tell(String policy, ClientLimits.Rate rate, Left left, HttpServerResponse response) {
        response.headers()
                .add(
                        "RateLimit-Policy",
                        "\"" + policy + "\";q=" + rate.burst() + ";w=" + Problem.seconds(rate.window()))
                .add(
                        "RateLimit",
                        "\"" + policy + "\";r=" + left.requests() + ";t=" + Problem.seconds(left.untilNext()));
    }
}

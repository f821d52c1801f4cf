package dev.orderly.web;

import dev.orderly.web.ClientLimits.Left;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in who may do what is asked for, by the scopes that the contract wants, and as often as a client may ask; whom it turns away stands in the log, without the token. */
final class Doorkeeper {

    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);
    private static final Caller ANYBODY = new Caller("", Set.of());

    private final Access access;

    Doorkeeper(Access access) {
        this.access = access;
    }

    /** Who sends the request; nobody in particular where the operation is open to all. @throws Problem 401, 403, 429 */
    Caller admit(HttpServerRequest request, ContractOperation operation) {
        if (operation.security().isEmpty()) {
            return ANYBODY;
        }
        Caller caller = identified(request, operation);
        requireScopes(caller, operation);
        if (!caller.isStaff()) {
            requireRoom(caller, operation, request.response());
        }
        return caller;
    }

    private Caller identified(HttpServerRequest request, ContractOperation operation) {
        try {
            return access.callers().identify(request.headers());
        } catch (Problem refused) {
            LOG.info("{} {} from {}: {}", refused.status(), operation.id(), request.remoteAddress(), refused.detail());
            throw refused;
        }
    }

    private static void requireScopes(Caller caller, ContractOperation operation) {
        Set<String> wanted = operation.security().orElse(Set.of());
        if (!caller.scopes().containsAll(wanted)) {
            LOG.info("403 {} for {}: needs {}", operation.id(), caller.subject(), wanted);
            throw Problem.forbidden(wanted);
        }
    }

    private void requireRoom(Caller caller, ContractOperation operation, HttpServerResponse response) {
        requireRoom(caller, operation, Map.entry("requests", access.requests()), response);
        if (operation.takesIn()) {
            requireRoom(caller, operation, Map.entry("intake", access.intake()), response);
        }
    }

    private static void requireRoom(
            Caller caller,
            ContractOperation operation,
            Map.Entry<String, ClientLimits> limits,
            HttpServerResponse response) {
        limits.getValue().count(caller.subject()).ifPresent(left -> {
            tell(limits.getKey(), limits.getValue().rate(), left, response);
            if (!left.admitted()) {
                LOG.info("429 {} for {}", operation.id(), caller.subject());
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

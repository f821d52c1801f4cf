package dev.orderly.web;

import dev.orderly.tracing.TraceFields;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom a door has turned away, and what operators have done: a line each, with who it was and never with a token. Clients that keep knocking
 * cannot flood it: each may write a few lines, and all together some more; how many were left out stands on the next line.
 */
public final class SecurityLog {

    /** The logger's name. */
    public static final String NAME = "dev.orderly.security";

    private static final Logger LOG = LoggerFactory.getLogger(NAME);
    private static final Set<Integer> TURNED_AWAY = Set.of(401, 403, 429);
    private static final ClientLimits.Rate EACH = new ClientLimits.Rate(1, 10);
    private static final ClientLimits.Rate TOGETHER = new ClientLimits.Rate(20, 100);

    private final ClientLimits each;
    private final ClientLimits together;
    private final AtomicLong leftOut = new AtomicLong();

    /**
     * What was asked for, and by whom.
     *
     * @param operation the contract's name of it
     * @param caller nobody in particular where no token said who
     * @param address where the request comes from
     * @param traceparent of the work on it
     */
    record Asked(String operation, Caller caller, String address, Optional<String> traceparent) {

        boolean isKnown() {
            return !caller.equals(Caller.ANYBODY);
        }

        String client() {
            return isKnown() ? caller.subject() : address;
        }
    }

    SecurityLog(LongSupplier nanoTime) {
        each = new ClientLimits(EACH, nanoTime);
        together = new ClientLimits(TOGETHER, nanoTime);
    }

    /** An operator's act, on its own line always; who shows no token, as none is asked for on loopback, is known by the name given. */
    public static void acted(Request request, String operator, String what) {
        Caller caller = request.caller();
        TraceFields.on(LOG.atInfo(), request.traceparent())
                .addKeyValue("subject", caller.equals(Caller.ANYBODY) ? operator : caller.subject())
                .addKeyValue("operator", operator)
                .log(what);
    }

    /** A request was answered with this; a line where that turns it away, by the client's subject or else its address. */
    void refused(Problem problem, Asked asked) {
        if (!TURNED_AWAY.contains(problem.status())) {
            return;
        }
        if (admitted(each, problem.status() + " " + asked.client()) && admitted(together, "")) {
            TraceFields.on(LOG.atInfo(), asked.traceparent())
                    .addKeyValue(asked.isKnown() ? "subject" : "address", asked.client())
                    .addKeyValue("left_out", leftOut.getAndSet(0))
                    .log("{} {} at {}: {}", problem.status(), problem.code(), asked.operation(), problem.detail());
        } else {
            leftOut.incrementAndGet();
        }
    }

    private static boolean admitted(ClientLimits limits, String client) {
        return limits.count(client).stream().allMatch(ClientLimits.Left::admitted);
    }
}

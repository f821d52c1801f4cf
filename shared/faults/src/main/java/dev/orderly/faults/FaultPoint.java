package dev.orderly.faults;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The named points at which a test ends the process as kill -9 would, each between two effects that a crash must not tear apart.
 * Armed by {@code -Dorderly.fault=NAME:n} or {@code NAME@role:n}: the n-th hit halts the process with exit code 137. Unarmed, a hit
 * is one comparison.
 */
public enum FaultPoint {
    /** Intake: the batch is written, not committed. */
    INTAKE_BEFORE_COMMIT,
    /** Intake: committed, the client has no answer yet. */
    INTAKE_AFTER_COMMIT,
    /** Intake: answered. */
    INTAKE_AFTER_ANSWER,
    /** Relay: rows were claimed or handed over, nothing is published. */
    RELAY_AFTER_CLAIM,
    /** Relay: published, not confirmed. */
    RELAY_AFTER_PUBLISH,
    /** Relay: confirmed, the rows are still there. */
    RELAY_AFTER_CONFIRM,
    /** Consumer: messages are here, no transaction yet. */
    CONSUMER_BEFORE_TRANSACTION,
    /** Consumer: all rows are written, not committed. */
    CONSUMER_BEFORE_COMMIT,
    /** Consumer: committed, not acknowledged. */
    CONSUMER_AFTER_COMMIT,
    /** Consumer: acknowledged. */
    CONSUMER_AFTER_ACK,
    /** Payment: marked as sent, the provider is not called yet. */
    PROVIDER_BEFORE_CALL,
    /** Payment: the provider has answered, the outcome is not committed. */
    PROVIDER_AFTER_CALL,
    /** Payment: the provider has refunded, the ledger does not know. */
    REFUND_AFTER_CALL;

    /** What happens at the hit that was armed. */
    public interface Reaction {
        /** Ends the process, or records the hit in a test. */
        void reached(FaultPoint point, String role);
    }

    private static final Reaction HALT = (point, role) -> Runtime.getRuntime().halt(137);
    private static final Armed ARMED = Armed.parse(System.getProperty("orderly.fault", ""));
    private static volatile Reaction observer = (point, role) -> {};

    /** Passes the point as this role (a service's name). */
    public void hit(String role) {
        observer.reached(this, role);
        if (ARMED.matches(this, role)) {
            HALT.reached(this, role);
        }
    }

    /** Whether this process was started to crash; the launcher refuses that in production. */
    public static boolean armed() {
        return ARMED.point != null;
    }

    /** Tells a test of every hit, until the next call. */
    public static void observe(Reaction reaction) {
        observer = reaction;
    }

    /** {@code relay.after-publish} for RELAY_AFTER_PUBLISH. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-');
    }

    private record Armed(@org.jspecify.annotations.Nullable FaultPoint point, String role, AtomicInteger left) {

        static Armed parse(String text) {
            if (text.isBlank()) {
                return new Armed(null, "", new AtomicInteger());
            }
            String[] nameAndHit = text.split(":", 2);
            String[] nameAndRole = nameAndHit[0].split("@", 2);
            int hit = nameAndHit.length > 1 ? Integer.parseInt(nameAndHit[1]) : 1;
            return new Armed(
                    labelled(nameAndRole[0]), nameAndRole.length > 1 ? nameAndRole[1] : "", new AtomicInteger(hit));
        }

        private static FaultPoint labelled(String label) {
            for (FaultPoint point : values()) {
                if (point.label().equals(label)) {
                    return point;
                }
            }
            throw new IllegalArgumentException("orderly.fault: no fault point is named " + label);
        }

        boolean matches(FaultPoint hit, String hitRole) {
            return point == hit && (role.isEmpty() || role.equals(hitRole)) && left.decrementAndGet() == 0;
        }
    }
}

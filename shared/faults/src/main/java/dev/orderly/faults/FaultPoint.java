package dev.orderly.faults;

import java.util.List;
import java.util.Locale;

/**
 * The named points at which a test ends the process as kill -9 would, or has an exception or a delay happen, each between two effects
 * that must not be torn apart. Armed by {@code -Dorderly.fault=} with the form of {@link Fault}, or by {@link #arm}. Unarmed, a hit
 * costs next to nothing.
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

    /** Who watches the points. */
    public interface Reaction {
        /** Called at each hit. */
        void reached(FaultPoint point, String role);
    }

    private static volatile List<Fault> faults = List.of(Fault.parse(System.getProperty("orderly.fault", "")));
    private static volatile Reaction observer = (point, role) -> {};

    /** Passes the point as this role (a service's name). */
    public void hit(String role) {
        observer.reached(this, role);
        for (Fault fault : faults) {
            fault.passed(this, role);
        }
    }

    /** Has this happen from now on, and nothing that was armed before, in the form of {@link Fault}; for tests. */
    public static Fault arm(String text) {
        return arm(List.of(text)).get(0);
    }

    /** The same for several faults at a time, each of which strikes once. */
    public static List<Fault> arm(List<String> texts) {
        List<Fault> armed = texts.stream().map(Fault::parse).toList();
        faults = armed;
        return armed;
    }

    /** Whether this process was started to fail; the launcher refuses that in production. */
    public static boolean armed() {
        return faults.stream().anyMatch(Fault::isArmed);
    }

    /** Tells a test of every hit, until the next call. */
    public static void observe(Reaction reaction) {
        observer = reaction;
    }

    /** {@code relay.after-publish} for RELAY_AFTER_PUBLISH. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-');
    }
}

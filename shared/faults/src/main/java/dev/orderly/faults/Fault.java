package dev.orderly.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One fault that waits at one point: written {@code POINT[@role][:n][=kill|exception|delay]}, it strikes at the n-th hit, once. */
public final class Fault {

    /** What happens when it strikes. */
    public enum Action {
        /** As kill -9: the process halts with exit code 137. */
        KILL,
        /** {@link InjectedFault}. */
        EXCEPTION,
        /** The thread stands still for 200 ms, as in a long collection of garbage. */
        DELAY
    }

    private static final Pattern FORM = Pattern.compile("([a-z.-]+)(?:@([a-z]+))?(?::([1-9][0-9]*))?(?:=([a-z]+))?");
    private static final Duration DELAY = Duration.ofMillis(200);
    private static final Fault NONE = new Fault(null, "", 0, Action.KILL);

    private final @Nullable FaultPoint point;
    private final String role;
    private final Action action;
    private final AtomicInteger left;

    private Fault(@Nullable FaultPoint point, String role, int hits, Action action) {
        this.point = point;
        this.role = role;
        this.action = action;
        this.left = new AtomicInteger(hits);
    }

    /** Reads the form above; an empty text is no fault. @throws IllegalArgumentException when it is not of that form */
    static Fault parse(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("orderly.fault: not POINT[@role][:n][=action]: " + text);
        }
        return new Fault(
                point(form.group(1)),
                form.group(2) == null ? "" : form.group(2),
                form.group(3) == null ? 1 : Integer.parseInt(form.group(3)),
                form.group(4) == null ? Action.KILL : action(form.group(4)));
    }

    /** Whether it has struck. */
    public boolean hasStruck() {
        return left.get() <= 0;
    }

    boolean isArmed() {
        return point != null;
    }

    void passed(FaultPoint hit, String hitRole) {
        if (point == hit && (role.isEmpty() || role.equals(hitRole)) && left.decrementAndGet() == 0) {
            strike(hit.label() + "@" + hitRole);
        }
    }

    private void strike(String where) {
        switch (action) {
            case KILL -> Runtime.getRuntime().halt(137);
            case EXCEPTION -> throw new InjectedFault(where);
            case DELAY -> LockSupport.parkNanos(DELAY.toNanos());
        }
    }

    private static FaultPoint point(String label) {
        return Arrays.stream(FaultPoint.values())
                .filter(point -> point.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("orderly.fault: no fault point is named " + label));
    }

    private static Action action(String name) {
        return Arrays.stream(Action.values())
                .filter(action -> action.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("orderly.fault: no action is named " + name));
    }
}

package dev.orderly.launcher;

import dev.orderly.faults.Fault;
import dev.orderly.faults.FaultPoint;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** A fault point as one role passes it. */
record FaultPlace(FaultPoint point, String role) {

    static final List<String> EVERY_ROLE = List.of("order", "stock", "payment", "catalog");
    private static final Set<FaultPoint> RARE = Set.of(
            FaultPoint.INTAKE_BEFORE_COMMIT,
            FaultPoint.INTAKE_AFTER_COMMIT,
            FaultPoint.INTAKE_AFTER_ANSWER,
            FaultPoint.REFUND_AFTER_CALL);

    /** Every role that passes each point, when all services run. */
    static List<FaultPlace> all() {
        return Stream.of(FaultPoint.values())
                .flatMap(point -> at(point).stream())
                .toList();
    }

    /** Every role that passes this point. */
    static List<FaultPlace> at(FaultPoint point) {
        return roles(point).stream().map(role -> new FaultPlace(point, role)).toList();
    }

    /** What happens to it, as the system property is written. */
    String fault(Fault.Action action) {
        return label() + ":" + hit() + "=" + action.name().toLowerCase(Locale.ROOT);
    }

    /** At which hit a few orders surely pass it, if possible with others under way. */
    private int hit() {
        return RARE.contains(point) || role.equals("catalog") ? 1 : 2;
    }

    /** As the system property is written. */
    String label() {
        return point.label() + "@" + role;
    }

    private static List<String> roles(FaultPoint point) {
        return switch (point) {
            case INTAKE_BEFORE_COMMIT, INTAKE_AFTER_COMMIT, INTAKE_AFTER_ANSWER -> List.of("order");
            case PROVIDER_BEFORE_CALL, PROVIDER_AFTER_CALL, REFUND_AFTER_CALL -> List.of("payment");
            default -> EVERY_ROLE;
        };
    }
}

package dev.orderly.web;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The table of a service's HTTP side: operationId of the contract → method. */
public final class Operations {

    private final Map<String, Operation> operations = new TreeMap<>();
    private final Set<String> intakes = new TreeSet<>();

    /** This operation is answered by that method. @throws IllegalStateException when it has a method already */
    public Operations on(String operationId, Operation operation) {
        if (operations.putIfAbsent(operationId, operation) != null) {
            throw new IllegalStateException("operation " + operationId + " is there twice");
        }
        return this;
    }

    /** As {@link #on}, for an operation that takes new work in: it is refused while the intake is closed ({@link HttpEdge#closeIntakeWhile}). */
    public Operations intake(String operationId, Operation operation) {
        intakes.add(operationId);
        return on(operationId, operation);
    }

    Set<String> names() {
        return operations.keySet();
    }

    boolean takesIn(String operationId) {
        return intakes.contains(operationId);
    }

    @Nullable
    Operation find(String operationId) {
        return operations.get(operationId);
    }
}

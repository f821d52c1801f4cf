package dev.orderly.order.domain;

import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.PaymentTrigger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which status may follow which, read off the state table by trying every cause in every situation. */
public final class Transitions {

    /** From one status to the next. */
    public record Transition(Status from, Status to) {}

    private static final int FACTS = 6;

    private Transitions() {}

    /** All that some shop may see, in the order of the columns. */
    public static List<Transition> all() {
        Set<Transition> seen = new LinkedHashSet<>();
        for (Status from : Status.values()) {
            flows().forEach(flow -> seen.addAll(stepsFrom(from, flow)));
        }
        return List.copyOf(seen);
    }

    /** The statuses that an order of such a shop may go to from here, in one step. */
    public static Set<Status> from(Status from, Flow flow) {
        EnumSet<Status> next = EnumSet.noneOf(Status.class);
        stepsFrom(from, flow).stream().filter(step -> step.from() == from).forEach(step -> next.add(step.to()));
        return next;
    }

    private static Collection<Transition> stepsFrom(Status from, Flow flow) {
        Set<Transition> steps = new LinkedHashSet<>();
        for (Cause cause : Cause.values()) {
            if (cause.occursIn(flow)) {
                situations(from, flow)
                        .map(now -> StateTable.decide(cause, now))
                        .forEach(decision -> steps.addAll(steps(from, decision)));
            }
        }
        return steps;
    }

    private static List<Transition> steps(Status start, Decision decision) {
        List<Transition> steps = new ArrayList<>();
        Status here = start;
        for (Status next : decision.path()) {
            steps.add(new Transition(here, next));
            here = next;
        }
        return steps;
    }

    /** Every combination of the facts that the table asks for, at a total of 1. */
    static Stream<Situation> situations(Status status, Flow flow) {
        return IntStream.range(0, 1 << FACTS).mapToObj(bits -> new Situation(status, facts(bits), 1, flow));
    }

    /** Every way to run the saga. */
    static Stream<Flow> flows() {
        return Arrays.stream(PaymentTrigger.values())
                .flatMap(
                        trigger -> Arrays.stream(Fulfilment.values()).map(fulfilment -> new Flow(trigger, fulfilment)));
    }

    private static Facts facts(int bits) {
        return new Facts(
                (bits & 1) != 0,
                (bits & 2) != 0,
                (bits & 4) != 0,
                (bits & 8) != 0,
                bits >> 4 & 1,
                (bits & 32) != 0,
                false);
    }
}

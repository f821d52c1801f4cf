package dev.orderly.launcher;

import java.util.Set;
import java.util.function.IntPredicate;

/** The statuses with which a request may be answered, if its operation documents them. */
record Expected(String word, IntPredicate statuses) {

    private static final Set<Integer> OF_FORM = Set.of(400, 405, 406, 413, 414, 415, 431);

    /** The contract allows the request: at most the state stands in its way. */
    static final Expected TAKEN = new Expected("taken", status -> !OF_FORM.contains(status));

    /** Whether it can be done is not for the contract to say. */
    static final Expected ANYTHING = new Expected("answered as documented", status -> true);

    /** It is refused with one of these. */
    static Expected refused(Integer... statuses) {
        return new Expected(
                "refused with " + Set.of(statuses), status -> Set.of(statuses).contains(status));
    }

    boolean includes(int status) {
        return statuses.test(status);
    }
}

package dev.orderly.launcher;

import dev.orderly.testing.api.ApiOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a fuzzing has found. */
final class FuzzReport {

    private static final int SHOWN = 40;

    private final long seed;
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final Map<String, Integer> faults = new TreeMap<>();
    private final List<String> shown = new ArrayList<>();
    private final Set<String> done = new TreeSet<>();
    private int requests;

    FuzzReport(long seed) {
        this.seed = seed;
    }

    void add(Probe probe, Answered answer, List<String> found) {
        requests++;
        statuses.merge(answer.status(), 1, Integer::sum);
        if (answer.status() < 300) {
            done.add(probe.operation().id());
        }
        found.forEach(fault -> addFault(probe, answer.status() + " " + answer.body() + ": " + fault));
    }

    void addUnanswered(Probe probe, Throwable failure) {
        requests++;
        addFault(probe, "no answer: " + failure);
    }

    /** One of each kind is shown. */
    private void addFault(Probe probe, String fault) {
        String kind = probe.operation().id() + ": " + probe.about() + fault.replaceAll(".*: ", ": ");
        if (faults.merge(kind, 1, Integer::sum) == 1 && shown.size() < SHOWN) {
            shown.add(probe + "\n    -> " + (fault.length() > 600 ? fault.substring(0, 600) + "…" : fault));
        }
    }

    /** What is wrong, one of each kind. */
    List<String> faults() {
        return shown;
    }

    /** Those of the operations that no request has had done. */
    List<String> neverDone(List<ApiOperation> operations) {
        return operations.stream()
                .map(ApiOperation::id)
                .filter(id -> !done.contains(id))
                .toList();
    }

    /** In one line. */
    String summary() {
        return "contract fuzzing: %d requests (-Dfuzz.seed=%d), %d faults; by status %s"
                .formatted(
                        requests,
                        seed,
                        faults.values().stream().mapToInt(Integer::intValue).sum(),
                        statuses);
    }
}

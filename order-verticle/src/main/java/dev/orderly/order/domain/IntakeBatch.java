package dev.orderly.order.domain;

import dev.orderly.order.domain.Placement.Placed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Requests that are answered in one transaction. Of those with one key the first that can be accepted leads and the others follow it; what
 * a key stands for on record wins over what is in the batch.
 */
public final class IntakeBatch {

    /** A request and what would become of it. */
    public record Draft(Wish wish, Placement placement) {

        /** The order, unless it is refused. */
        public Optional<Placed> placed() {
            return placement instanceof Placed placed ? Optional.of(placed) : Optional.empty();
        }

        /** The order that this request alone would make. @throws IllegalStateException when it is refused */
        public Placed order() {
            return placed().orElseThrow(() -> new IllegalStateException("refused: " + placement));
        }

        /** What is asked, so that another request under the same key can be told apart. */
        public String fingerprint() {
            return wish.command().fingerprint();
        }
    }

    private final List<Draft> drafts = new ArrayList<>();
    private final Map<RequestKey, Draft> leaders = new LinkedHashMap<>();

    /** Drafts an order for every request. */
    public IntakeBatch(List<Wish> wishes, Function<Wish, Placement> pricing) {
        wishes.forEach(wish -> add(new Draft(wish, pricing.apply(wish))));
    }

    private void add(Draft draft) {
        drafts.add(draft);
        draft.placed().flatMap(placed -> draft.wish().key()).ifPresent(key -> leaders.putIfAbsent(key, draft));
    }

    /** The keys to be claimed, each with the draft that it will stand for. */
    public Map<RequestKey, Draft> claims() {
        return leaders;
    }

    /** The keys whose record has to be looked up, those being the ones that were claimed. */
    public List<RequestKey> toLookUp(Set<RequestKey> claimed) {
        return drafts.stream()
                .flatMap(draft -> draft.wish().key().stream())
                .filter(key -> !claimed.contains(key))
                .distinct()
                .toList();
    }

    /** The orders to be stored. */
    public List<Draft> accepted(Set<RequestKey> claimed) {
        return drafts.stream().filter(draft -> isAccepted(draft, claimed)).toList();
    }

    private boolean isAccepted(Draft draft, Set<RequestKey> claimed) {
        Optional<RequestKey> key = draft.wish().key();
        return draft.placed().isPresent()
                && key.map(own -> draft.equals(leaders.get(own)) && claimed.contains(own))
                        .orElse(true);
    }

    /**
     * What every request is told, in their order.
     *
     * @throws IllegalStateException when a key was neither claimed nor on record: it was purged in between
     */
    public List<Answer> answers(Set<RequestKey> claimed, Map<RequestKey, Answer.Recorded> recorded) {
        leaders.keySet().stream()
                .filter(key -> !claimed.contains(key) && !recorded.containsKey(key))
                .forEach(key -> {
                    throw new IllegalStateException("the record of " + key + " went away");
                });
        return drafts.stream().map(draft -> answer(draft, recorded)).toList();
    }

    private Answer answer(Draft draft, Map<RequestKey, Answer.Recorded> recorded) {
        return draft.wish()
                .key()
                .map(key -> answer(draft, leaders.get(key), recorded.get(key)))
                .orElseGet(() -> alone(draft));
    }

    private static Answer answer(Draft draft, @Nullable Draft leader, Answer.@Nullable Recorded recorded) {
        if (recorded != null) {
            boolean same = recorded.fingerprint().equals(draft.fingerprint());
            return same ? new Answer.Replayed(recorded) : new Answer.KeyReused();
        }
        if (leader == null || leader.equals(draft)) {
            return alone(draft);
        }
        boolean same = leader.fingerprint().equals(draft.fingerprint());
        return same ? new Answer.Accepted(leader.order(), true) : new Answer.KeyReused();
    }

    private static Answer alone(Draft draft) {
        if (draft.placement() instanceof Placement.Refused refused) {
            return new Answer.Declined(refused);
        }
        return draft.placement() instanceof Placement.Unaffordable unaffordable
                ? new Answer.Postponed(unaffordable.detail())
                : new Answer.Accepted(draft.order(), false);
    }
}

package dev.orderly.messaging;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How messaging fares on one context, as of a few seconds ago at most.
 *
 * @param connected whether the publishing connection is up
 * @param away why a connection is down, in words; empty when none is
 * @param blocked whether the broker has stopped reading from it (memory or disk alarm)
 * @param consuming whether the consuming connection is up, or there is nothing to consume
 * @param waiting outbox rows that wait for a confirm, of all services relayed here
 * @param parked outbox rows that the broker refused
 * @param oldest age of the oldest waiting row: the true sign of a stuck relay
 * @param lag age of the event being handled, of the worst queue; zero when there is none
 * @param inHand messages delivered and not acknowledged yet, at most the prefetch per queue
 * @param stuck how often a handler that did not answer was given up, since the start
 * @param ready messages that wait in each live queue consumed here, as of the last look
 * @param unrouted messages that no queue wanted, whoever said them, in their queues or on a desk here; must be zero
 * @param deadLetters messages per dead letter queue of the queues consumed here, in it or on the service's desk; empty ones left out
 * @param backlog which queue of the shop is being worked off after an outage, in words, wherever it is consumed
 */
public record BrokerHealth(
        boolean connected,
        Optional<String> away,
        boolean blocked,
        boolean consuming,
        long waiting,
        long parked,
        Duration oldest,
        Duration lag,
        int inHand,
        long stuck,
        Map<String, Long> ready,
        long unrouted,
        Map<String, Long> deadLetters,
        Optional<String> backlog) {

    /** What is not as it should be, in words; {@code limit}: how old the oldest outbox row, and the oldest event under way, may be. */
    public Optional<String> trouble(Duration limit) {
        return connectionTrouble().or(() -> outboxTrouble(limit)).or(() -> lateness(limit));
    }

    /** Why events do not travel at all, in words. */
    public Optional<String> connectionTrouble() {
        if (blocked) {
            return Optional.of("the broker takes no messages (memory or disk alarm)");
        }
        if (!connected) {
            return Optional.of("not connected to the broker" + because());
        }
        return consuming
                ? Optional.empty()
                : Optional.of("the queues are not consumed: no connection to the broker" + because());
    }

    /** Since when events do not leave, in words, if that is longer than the limit. */
    public Optional<String> outboxTrouble(Duration limit) {
        return oldest.compareTo(limit) > 0
                ? Optional.of("the oldest outbox row has waited for " + oldest.toSeconds() + " s")
                : Optional.empty();
    }

    private Optional<String> lateness(Duration limit) {
        return lag.compareTo(limit) > 0
                ? Optional.of("events are handled " + lag.toSeconds() + " s late")
                : Optional.empty();
    }

    /** Why it is not connected, as the end of a sentence. */
    public String because() {
        return away.map(": "::concat).orElse("");
    }

    /** Whether both connections are up and the broker takes messages. */
    public boolean isWell() {
        return connected && consuming && !blocked;
    }
}

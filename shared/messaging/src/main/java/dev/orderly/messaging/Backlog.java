package dev.orderly.messaging;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What waits in the queues of the whole shop, look by look: it tells what somebody is working off after an outage from what nobody works on
 * and from what is ordinary.
 */
final class Backlog {

    private static final long ORDINARY = 20;

    private final Map<String, Long> before = new ConcurrentHashMap<>();
    private final Map<String, Long> shrinking = new ConcurrentSkipListMap<>();

    /** So many messages wait in this queue now. */
    void note(String queue, long waiting) {
        Long last = before.put(queue, waiting);
        if (last != null && waiting > ORDINARY && waiting < last) {
            shrinking.put(queue, waiting);
        } else {
            shrinking.remove(queue);
        }
    }

    /** A queue that is being worked off, in words; empty when there is none. */
    Optional<String> reason() {
        return shrinking.entrySet().stream()
                .findFirst()
                .map(queue -> queue.getValue() + " messages in " + queue.getKey() + " are being worked off");
    }
}

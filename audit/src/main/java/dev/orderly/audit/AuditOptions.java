package dev.orderly.audit;

import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the host knows and the tables do not say. What is not told makes the checks that need it not checkable. */
public final class AuditOptions {

    /** A service and the type of an event that it hears. */
    public record Hearing(String service, String eventType) {

        static Tuple columns(List<Hearing> all) {
            String[] types = all.stream().map(Hearing::eventType).toArray(String[]::new);
            return Tuple.of(all.stream().map(Hearing::service).toArray(String[]::new), (Object) types);
        }
    }

    private boolean trail;
    private boolean handFulfilment;
    private boolean restDemanded;
    private Duration patience = Duration.ZERO;
    private Duration ahead = Duration.ZERO;
    private List<Hearing> subscriptions = List.of();
    private Optional<List<Acknowledged>> acknowledged = Optional.empty();
    private Optional<Map<String, Long>> queues = Optional.empty();
    private Optional<Duration> deadline = Optional.empty();

    private AuditOptions() {}

    /** Nothing but the tables is known. */
    public static AuditOptions plain() {
        return new AuditOptions();
    }

    /** Whether {@code messaging.trail} is on and has been since the tables were made: what was sent and heard is written down. */
    public AuditOptions withTrail(boolean on) {
        trail = on;
        return this;
    }

    /** The orders that clients hold a 201 for. */
    public AuditOptions withAcknowledged(List<Acknowledged> promised) {
        acknowledged = Optional.of(List.copyOf(promised));
        return this;
    }

    /** Who hears what, so that a lost event is noticed. */
    public AuditOptions withSubscriptions(List<Hearing> table) {
        subscriptions = List.copyOf(table);
        return this;
    }

    /** How many messages wait in each queue, dead letters ({@code ….dead}) and what nobody wanted ({@code unrouted}) among them. */
    public AuditOptions withQueues(Map<String, Long> messages) {
        queues = Optional.of(Map.copyOf(messages));
        return this;
    }

    /** How long an order may wait for stock or payment. */
    public AuditOptions withDeadline(Duration longest) {
        deadline = Optional.of(longest);
        return this;
    }

    /** Whether a paid or shipped order may rest because a person or a carrier has to act. */
    public AuditOptions withHandFulfilment(boolean byHand) {
        handFulfilment = byHand;
        return this;
    }

    /** Takes it that nothing is under way any more: what still is, is a violation. */
    public AuditOptions demandingRest() {
        restDemanded = true;
        return this;
    }

    /** Waits that long for rest before asking. */
    public AuditOptions withPatience(Duration longest) {
        patience = longest;
        return this;
    }

    /** How far the shop's time is ahead of the database's: a test that moves time on says so. */
    public AuditOptions withTimeAhead(Duration time) {
        ahead = time;
        return this;
    }

    boolean trail() {
        return trail;
    }

    boolean handFulfilment() {
        return handFulfilment;
    }

    boolean restDemanded() {
        return restDemanded;
    }

    Duration patience() {
        return patience;
    }

    Duration ahead() {
        return ahead;
    }

    List<Hearing> subscriptions() {
        return subscriptions;
    }

    Optional<List<Acknowledged>> acknowledged() {
        return acknowledged;
    }

    Optional<Map<String, Long>> queues() {
        return queues;
    }

    Optional<Duration> deadline() {
        return deadline;
    }

    static Tuple columns(Map<String, Long> queues) {
        Long[] messages = queues.values().toArray(Long[]::new);
        return Tuple.of(queues.keySet().toArray(String[]::new), (Object) messages);
    }
}

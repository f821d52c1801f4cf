package dev.orderly.launcher;

import dev.orderly.audit.Acknowledged;
import dev.orderly.audit.AuditOptions;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.Subscription;
import dev.orderly.messaging.BrokerHealth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What this process knows and the audit cannot read in the tables. */
record AuditScope(Configuration configuration) {

    AuditOptions options(Optional<List<Acknowledged>> promised, List<BrokerHealth> health) {
        AuditOptions known = AuditOptions.plain()
                .withTrail(configuration.trail())
                .withSubscriptions(hearings())
                .withDeadline(configuration.shop().deadline())
                .withHandFulfilment(configuration.shop().flow().fulfilment() == Fulfilment.MANUAL);
        AuditOptions withQueues = health.isEmpty() ? known : known.withQueues(unwanted(health));
        return promised.map(withQueues::withAcknowledged).orElse(withQueues);
    }

    /** The queues that must be empty whenever one looks: what nobody wanted, and what nobody could handle. */
    private static Map<String, Long> unwanted(List<BrokerHealth> health) {
        Map<String, Long> depths = new TreeMap<>();
        for (BrokerHealth loop : health) {
            depths.merge("unrouted", loop.unrouted(), Math::max);
            loop.deadLetters().forEach((queue, messages) -> depths.merge(queue, messages, Math::max));
        }
        return depths;
    }

    private List<AuditOptions.Hearing> hearings() {
        return Subscription.of(
                        configuration.shop().services(), configuration.shop().flow())
                .stream()
                .map(queue ->
                        new AuditOptions.Hearing(queue.service(), queue.type().wireName()))
                .toList();
    }
}

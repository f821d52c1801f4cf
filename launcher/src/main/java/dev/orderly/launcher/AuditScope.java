package dev.orderly.launcher;

import dev.orderly.audit.Acknowledged;
import dev.orderly.audit.AuditOptions;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.Subscription;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What this process knows and the audit cannot read in the tables. */
record AuditScope(Configuration configuration) {

    AuditOptions options(Optional<List<Acknowledged>> promised, Map<String, Long> queueDepths) {
        AuditOptions known = AuditOptions.plain()
                .withTrail(configuration.trail())
                .withSubscriptions(hearings())
                .withDeadline(configuration.shop().deadline())
                .withHandFulfilment(configuration.shop().flow().fulfilment() == Fulfilment.MANUAL);
        AuditOptions withQueues = queueDepths.isEmpty() ? known : known.withQueues(queueDepths);
        return promised.map(withQueues::withAcknowledged).orElse(withQueues);
    }

    private List<AuditOptions.Hearing> hearings() {
        return Subscription.of(configuration.shop().services()).stream()
                .map(queue -> new AuditOptions.Hearing(queue.service(), queue.type().wireName()))
                .toList();
    }
}

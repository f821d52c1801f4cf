package dev.orderly.audit;

import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** What a check cannot do without and only the host can give. */
enum Need {
    TRAIL("messaging.trail is off") {
        @Override
        boolean isMet(AuditOptions options) {
            return options.trail();
        }
    },
    ACKED("no file of acknowledged orders was given (--acked FILE)") {
        @Override
        boolean isMet(AuditOptions options) {
            return options.acknowledged().isPresent();
        }

        @Override
        Optional<Tuple> parameters(AuditOptions options) {
            return options.acknowledged().map(Acknowledged::columns);
        }
    },
    SUBSCRIPTIONS("who hears what was not given") {
        @Override
        boolean isMet(AuditOptions options) {
            return !options.subscriptions().isEmpty();
        }

        @Override
        Optional<Tuple> parameters(AuditOptions options) {
            return Optional.of(AuditOptions.Hearing.columns(options.subscriptions()));
        }
    },
    QUEUES("the broker's queues were not looked at") {
        @Override
        boolean isMet(AuditOptions options) {
            return options.queues().isPresent();
        }

        @Override
        Optional<Tuple> parameters(AuditOptions options) {
            return options.queues().map(AuditOptions::columns);
        }
    },
    DEADLINE("no deadline was given") {
        @Override
        boolean isMet(AuditOptions options) {
            return options.deadline().isPresent();
        }

        @Override
        Optional<Tuple> parameters(AuditOptions options) {
            return options.deadline().map(deadline -> Tuple.of(deadline.toMillis()));
        }
    },
    FULFILMENT("how orders are fulfilled was not given") {
        @Override
        boolean isMet(AuditOptions options) {
            return true;
        }

        @Override
        Optional<Tuple> parameters(AuditOptions options) {
            return Optional.of(Tuple.of(options.handFulfilment()));
        }
    },
    CLOCK("the time was not given") {
        @Override
        boolean isMet(AuditOptions options) {
            return true;
        }

        @Override
        Optional<Tuple> parameters(AuditOptions options) {
            return Optional.of(Tuple.of(options.ahead().toMillis()));
        }
    };

    private final String missing;

    Need(String missing) {
        this.missing = missing;
    }

    abstract boolean isMet(AuditOptions options);

    /** What is sent with the query; at most one need of a check has any. */
    Optional<Tuple> parameters(AuditOptions options) {
        return Optional.empty();
    }

    String missing() {
        return missing;
    }
}

package dev.orderly.service;

import dev.orderly.contracts.Subscription;
import dev.orderly.messaging.Announcer;
import dev.orderly.messaging.EventRoutes;
import dev.orderly.messaging.MessagingHealth;
import dev.orderly.persistence.Batcher;
import dev.orderly.persistence.Database;
import dev.orderly.web.Operation;
import dev.orderly.web.Operations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the host hands to one service on one event loop; the host opened all of it on that loop and closes it there.
 *
 * @param host what all services of this loop share
 * @param service whose edge this is
 * @param settings what {@link OrderlyService#settings} read
 * @param databases its own schema and its further schemas, by schema name
 * @param announcer tells the others, through the service's outbox
 */
public record ServiceEdge(
        LoopHost host, OrderlyService service, Record settings, Map<String, Database> databases, Announcer announcer) {

    /** The Vert.x instance. */
    public Vertx vertx() {
        return host.vertx();
    }

    /** What all services of the shop agree on. */
    public Shop shop() {
        return host.shop();
    }

    /** Tells the time of decisions. */
    public Clock clock() {
        return host.clock();
    }

    /** How requests and events are gathered into one transaction. */
    public Batcher.Limits batching() {
        return host.batching();
    }

    /** Whether this is the one loop of the process that does the work of timers. */
    public boolean first() {
        return host.loop() == 0;
    }

    /** What the service counts, as all services do; what is its alone it registers with the host's meters, each with a description. */
    public ServiceMeters meters() {
        return new ServiceMeters(host.meters(), service.name());
    }

    /** The service's settings as the record that it read. */
    public <S extends Record> S settings(Class<S> type) {
        return type.cast(settings);
    }

    /** The service's own schema, under its runtime role. */
    public Database database() {
        return database(service.schema());
    }

    /** One of the service's schemas. @throws IllegalArgumentException when it named no such schema */
    public Database database(String schema) {
        Database database = databases.get(schema);
        if (database == null) {
            throw new IllegalArgumentException(service.name() + " has no schema " + schema);
        }
        return database;
    }

    /** Mounts the operations of the service's contract. Fails when contract and operations differ. */
    public Future<Void> serve(Operations operations) {
        return host.http().mount(service.contract(), operations);
    }

    /** While this gives a reason, requests that take in new work are answered 503 with it, on this loop; asked at each such request. */
    public void closeIntakeWhile(Supplier<Optional<String>> reason) {
        host.http().closeIntakeWhile(reason);
    }

    /** Hears the service's events, as far as their queues fall to this loop: each queue is consumed on one loop of a process. */
    public void hear(EventRoutes routes) {
        EventRoutes measured = routes.measuredBy(meters().batches("events")::record);
        host.broker().consume(service.name(), database(), measured, queuesOfThisLoop());
    }

    /**
     * Offers something to operators, on the management port of the process; one loop of each process answers for all. Paths begin with
     * what they are about: {@code /orders/stuck}.
     */
    public void manage(HttpMethod method, String path, Operation operation) {
        host.managed().add(new ManagedRoute(method, path, operation));
    }

    /** How messaging fares on all loops of this process: what must rest while events cannot travel asks here. */
    public MessagingHealth messaging() {
        return host.messaging();
    }

    private List<Subscription> queuesOfThisLoop() {
        return Subscription.of(List.of(service.name()), shop().flow()).stream()
                .filter(queue -> Subscription.TABLE.indexOf(queue) % host.loops() == host.loop())
                .toList();
    }
}

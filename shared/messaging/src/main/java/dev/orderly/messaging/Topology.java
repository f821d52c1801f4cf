package dev.orderly.messaging;

import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Publication;
import dev.orderly.contracts.Subscription;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.rabbitmq.RabbitMQClient;
import java.util.List;
import java.util.stream.Stream;

/**
 * The exchanges and queues by name, and their declaration: before anything is published or consumed, on every new connection, so that
 * what somebody deleted is there again.
 */
final class Topology {

    /** The exchange of dead letters and replays, without the shop's prefix. */
    static final String DIRECT = "orderly.direct";

    /** The exchange of what no service has said, without the shop's prefix. */
    static final String UNKNOWN = "unrouted.unknown";

    private static final String TOPIC = "topic";

    private final BrokerSettings settings;
    private final List<Subscription> subscriptions;

    Topology(BrokerSettings settings, List<Subscription> subscriptions) {
        this.settings = settings;
        this.subscriptions = subscriptions;
    }

    /**
     * Where events of the type are published: news go where nobody has to listen. So does what no service at all listens to
     * ({@code order.delivered} until somebody writes to customers), or it would pile up in {@code unrouted}, which means a queue that should
     * be there and is not. What some service hears is never news, whichever services this shop names: it must not be dropped by a mistake
     * in one node's configuration.
     */
    String exchangeOf(String wireName) {
        return EventType.named(wireName).map(Topology::needsNoListener).orElse(false) ? news() : events();
    }

    private static boolean needsNoListener(EventType type) {
        return type.isNews() || Subscription.TABLE.stream().noneMatch(subscription -> subscription.type() == type);
    }

    /** Where dead letters and replays are published; the key is the queue's name. */
    String direct() {
        return prefixed(DIRECT);
    }

    /** The exchange for what no queue is bound to, and the queue of what of that no service has said: the one without a service's name. */
    String unrouted() {
        return settings.prefix() + "unrouted";
    }

    /** The queue of what nobody wanted of what this service says: who collects it may say it again. */
    String unrouted(String service) {
        return settings.prefix() + Publication.unroutedQueueOf(service);
    }

    /** All queues of what nobody wanted. */
    List<String> unroutedQueues() {
        return Stream.concat(services().map(this::unrouted), Stream.of(unrouted()))
                .toList();
    }

    /**
     * By which keys that queue is bound: the types that the service announces, and the names of its own queues with their dead letter queues.
     * Where two services of this shop announce a type, the first in the table answers for it, so that a message is on one desk.
     */
    List<String> unroutedKeys(String service) {
        Stream<String> types = Publication.of(service).stream()
                .filter(type -> answers(service, type))
                .map(EventType::wireName);
        Stream<String> queues = Subscription.TABLE.stream()
                .filter(entry -> entry.service().equals(service))
                .map(entry -> queue(entry) + ".#");
        return Stream.concat(types, queues).toList();
    }

    private boolean answers(String service, EventType type) {
        return Publication.TABLE.stream()
                .filter(entry -> entry.type() == type)
                .map(Publication::service)
                .filter(announcer -> services().anyMatch(announcer::equals))
                .findFirst()
                .filter(service::equals)
                .isPresent();
    }

    private Stream<String> services() {
        return subscriptions.stream().map(Subscription::service).distinct();
    }

    String queue(Subscription subscription) {
        return settings.prefix() + subscription.queue();
    }

    /** The names of all queues on which services of this shop hear events. */
    List<String> queues() {
        return subscriptions.stream().map(this::queue).toList();
    }

    String deadLetterQueue(Subscription subscription) {
        return settings.prefix() + subscription.deadLetterQueue();
    }

    /** The name as it is on the broker. */
    String prefixed(String name) {
        return settings.prefix() + name;
    }

    /** The name as it is in every shop. */
    String unprefixed(String name) {
        return name.startsWith(settings.prefix())
                ? name.substring(settings.prefix().length())
                : name;
    }

    List<Subscription> subscriptions() {
        return subscriptions;
    }

    /** Declares all of it, or nothing when it is assumed to be there. */
    Future<Void> declare(Generation generation) {
        if (!settings.declareTopology()) {
            return Future.succeededFuture();
        }
        Future<Void> declared = declareUnrouted(generation).compose(done -> declareExchanges(generation));
        for (Subscription subscription : subscriptions) {
            declared = declared.compose(done -> declareQueues(generation, subscription));
        }
        return declared;
    }

    /** Declares one subscription's queue and dead letter queue. */
    Future<Void> declareQueues(Generation generation, Subscription subscription) {
        if (!settings.declareTopology()) {
            return Future.succeededFuture();
        }
        String queue = queue(subscription);
        String dead = deadLetterQueue(subscription);
        String exchange = exchangeOf(subscription.type().wireName());
        return declareQueue(generation, queue)
                .compose(done ->
                        bind(generation, queue, exchange, subscription.type().wireName()))
                .compose(done -> bind(generation, queue, direct(), queue))
                .compose(done -> declareQueue(generation, dead))
                .compose(done -> bind(generation, dead, direct(), dead));
    }

    /** Two alternates, one after the other: what is not for one service's own queue comes to the queue that is nobody's. */
    private Future<Void> declareUnrouted(Generation generation) {
        Future<Void> declared = declareExchange(generation, unknown(), "fanout", new JsonObject())
                .compose(done -> declareQueue(generation, unrouted()))
                .compose(done -> bind(generation, unrouted(), unknown(), ""))
                .compose(done -> declareExchange(generation, unrouted(), TOPIC, alternate(unknown())));
        for (String service : services().toList()) {
            declared = declared.compose(done -> declareUnrouted(generation, service));
        }
        return declared;
    }

    private Future<Void> declareUnrouted(Generation generation, String service) {
        String queue = unrouted(service);
        Future<Void> declared = declareQueue(generation, queue);
        for (String key : unroutedKeys(service)) {
            declared = declared.compose(done -> bind(generation, queue, unrouted(), key));
        }
        return declared;
    }

    private Future<Void> declareExchanges(Generation generation) {
        return declareExchange(generation, events(), TOPIC, alternate(unrouted()))
                .compose(done -> declareExchange(generation, direct(), TOPIC, alternate(unrouted())))
                .compose(done -> declareExchange(generation, news(), TOPIC, new JsonObject()));
    }

    /** RabbitMQ reads the first spelling, Qpid Broker-J the second; each ignores the other's. */
    private static JsonObject alternate(String exchange) {
        return new JsonObject().put("alternate-exchange", exchange).put("alternateExchange", exchange);
    }

    private String unknown() {
        return settings.prefix() + UNKNOWN;
    }

    private String events() {
        return settings.prefix() + "orderly.events";
    }

    private String news() {
        return settings.prefix() + "orderly.news";
    }

    private static Future<Void> declareExchange(Generation generation, String name, String type, JsonObject arguments) {
        return generation.call(client -> client.exchangeDeclare(name, type, true, false, arguments));
    }

    private Future<Void> declareQueue(Generation generation, String name) {
        JsonObject arguments = "quorum".equals(settings.queueType())
                ? new JsonObject().put("x-queue-type", "quorum")
                : new JsonObject();
        return generation
                .call(client -> client.queueDeclare(name, true, false, false, arguments))
                .mapEmpty();
    }

    private static Future<Void> bind(Generation generation, String queue, String exchange, String key) {
        return generation.call((RabbitMQClient client) -> client.queueBind(queue, exchange, key));
    }
}

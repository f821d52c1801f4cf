package dev.orderly.messaging;

import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Publication;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What RabbitMQ has to know before a shop runs on it, as the definitions file that it imports: users who may do what their services do and
 * nothing else, and how much there may be of all. Holds no password, only what proves one.
 */
public final class BrokerDefinitions {

    private static final String NOTHING = "^$";
    private static final String ANY_QUEUE = "[A-Z][a-z]+_[A-Za-z]+(\\.dead)?|unrouted";
    private static final List<String> EXCHANGES = List.of("orderly.events", "orderly.news", Topology.DIRECT);
    private static final int SALT_BYTES = 4;

    private final String virtualHost;
    private final String prefix;
    private final Limits limits;
    private final JsonArray users = new JsonArray();
    private final JsonArray permissions = new JsonArray();
    private final JsonArray topicPermissions = new JsonArray();

    /** For a shop on that virtual host, the names of whose exchanges and queues begin with that prefix. */
    public BrokerDefinitions(String virtualHost, String prefix, Limits limits) {
        this.virtualHost = virtualHost;
        this.prefix = prefix;
        this.limits = limits;
    }

    /**
     * How much there may be.
     *
     * @param messages in one queue; what is beyond is refused, and waits in its outbox
     * @param connections of one user, in all its processes together; each has one channel
     */
    public record Limits(int messages, int connections) {}

    /**
     * Adds the user of processes that run these services: hears on their queues, announces what they may announce, sends their dead letters
     * and replays, and makes or binds nothing.
     */
    public BrokerDefinitions process(String user, String password, Collection<String> services) {
        String queues = services.stream()
                        .map(service -> Character.toUpperCase(service.charAt(0)) + service.substring(1))
                        .collect(Collectors.joining("|", "(", ")"))
                + "_[A-Za-z]+(\\.dead)?";
        addUser(user, password);
        permit(user, NOTHING, named(exchanges()), named(queues + "|unrouted"));
        permitKeys(user, EXCHANGES.get(0), announced(services), NOTHING);
        permitKeys(user, EXCHANGES.get(1), announced(services), NOTHING);
        permitKeys(user, Topology.DIRECT, named(queues), NOTHING);
        return this;
    }

    /** Adds the user who declares exchanges and queues, on which it can say nothing. */
    public BrokerDefinitions topology(String user, String password) {
        String everything = named(exchanges() + "|" + quoted(Topology.UNKNOWN) + "|" + ANY_QUEUE);
        addUser(user, password);
        permit(user, everything, everything, everything);
        EXCHANGES.forEach(exchange -> permitKeys(user, exchange, NOTHING, ".*"));
        return this;
    }

    /** The file, as {@code rabbitmqctl import_definitions} and {@code load_definitions} take it. */
    public String json() {
        return new JsonObject()
                .put("vhosts", new JsonArray().add(new JsonObject().put("name", virtualHost)))
                .put("users", users)
                .put("permissions", permissions)
                .put("topic_permissions", topicPermissions)
                .put("policies", new JsonArray().add(queueLimit()))
                .encodePrettily();
    }

    private JsonObject queueLimit() {
        JsonObject full = new JsonObject().put("max-length", limits.messages()).put("overflow", "reject-publish");
        return new JsonObject()
                .put("vhost", virtualHost)
                .put("name", prefix + "orderly-limits")
                .put("pattern", named(ANY_QUEUE))
                .put("apply-to", "queues")
                .put("priority", 0)
                .put("definition", full);
    }

    private void addUser(String user, String password) {
        JsonObject most =
                new JsonObject().put("max-connections", limits.connections()).put("max-channels", limits.connections());
        users.add(new JsonObject()
                .put("name", user)
                .put("password_hash", hash(user, password))
                .put("hashing_algorithm", "rabbit_password_hashing_sha256")
                .put("tags", new JsonArray())
                .put("limits", most));
    }

    private void permit(String user, String configure, String write, String read) {
        permissions.add(rights(user, write, read).put("configure", configure));
    }

    private void permitKeys(String user, String exchange, String write, String read) {
        topicPermissions.add(rights(user, write, read).put("exchange", prefix + exchange));
    }

    private JsonObject rights(String user, String write, String read) {
        return new JsonObject()
                .put("user", user)
                .put("vhost", virtualHost)
                .put("write", write)
                .put("read", read);
    }

    /** A pattern for these names, none of which another shop's name could be. */
    private String named(String names) {
        return "^" + quoted(prefix) + "(" + names + ")$";
    }

    private static String exchanges() {
        return EXCHANGES.stream().map(BrokerDefinitions::quoted).collect(Collectors.joining("|"));
    }

    private static String announced(Collection<String> services) {
        return services.stream()
                .flatMap(service -> Publication.of(service).stream())
                .map(EventType::wireName)
                .map(BrokerDefinitions::quoted)
                .collect(Collectors.joining("|", "^(", ")$"));
    }

    private static String quoted(String name) {
        return name.replaceAll("[^A-Za-z0-9_]", "\\\\$0");
    }

    /** RabbitMQ's format: four bytes of salt, and the SHA-256 of salt and password. The same user has the same salt: files can be compared. */
    private static String hash(String user, String password) {
        byte[] salt = Arrays.copyOf(sha256(("salt of " + user).getBytes(StandardCharsets.UTF_8)), SALT_BYTES);
        return Base64.getEncoder()
                .encodeToString(joined(salt, sha256(joined(salt, password.getBytes(StandardCharsets.UTF_8)))));
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

package dev.orderly.persistence;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The messages a service owes the broker, from the commit of their cause until their confirm. A row belongs to the instance that wrote it,
 * for as long as that instance renews its lease; one instance of this class per schema and context, used on that context only.
 */
public final class Outbox {

    private static final String APPEND = """
            INSERT INTO outbox (id, type, body, event_ids, owner)
            SELECT message.id, message.type, message.body, string_to_array(message.events, ',')::uuid[], $5::uuid
              FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::text[]) AS message (id, type, body, events)
            """;

    private static final String DELETE_CONFIRMED = """
            DELETE FROM outbox WHERE id = ANY ($1::uuid[])
            """;

    private static final String ARCHIVE_CONFIRMED = """
            WITH sent AS (
                DELETE FROM outbox WHERE id = ANY ($1::uuid[])
                RETURNING id, type, body, event_ids, owner, created_at)
            INSERT INTO outbox_archive (id, type, body, event_ids, owner, created_at)
            SELECT id, type, body, event_ids, owner, created_at FROM sent
                ON CONFLICT (id) DO NOTHING
            """;

    /** A row is an orphan when no live lease stands behind its owner, or when it is ours and not with the relay. */
    private static final String CLAIM_ORPHANS = """
            UPDATE outbox SET owner = $1::uuid
             WHERE id IN (
                SELECT id FROM outbox
                 WHERE parked_at IS NULL
                   AND id <> ALL ($2::uuid[])
                   AND (owner = $1::uuid
                        OR owner NOT IN (SELECT owner FROM outbox_owners WHERE expires_at > clock_timestamp()))
                 ORDER BY id
                 LIMIT $3::int
                   FOR UPDATE SKIP LOCKED)
            RETURNING id, type, body, event_ids
            """;

    private static final String PARK = """
            UPDATE outbox SET parked_at = now(), reason = $2::text WHERE id = $1::uuid
            """;

    private static final String UNPARK = """
            UPDATE outbox SET parked_at = NULL, reason = NULL WHERE id = $1::uuid
            """;

    /** The lease runs on the database's clock, so that instances need not agree on theirs; ended leases are cleared away in passing. */
    private static final String RENEW_LEASE = """
            WITH ended AS (
                DELETE FROM outbox_owners
                 WHERE owner IN (
                    SELECT owner FROM outbox_owners
                     WHERE expires_at < clock_timestamp() AND owner <> $1::uuid
                       FOR UPDATE SKIP LOCKED))
            INSERT INTO outbox_owners (owner, expires_at)
            VALUES ($1::uuid, clock_timestamp() + $2::bigint * interval '1 millisecond')
                ON CONFLICT (owner) DO UPDATE SET expires_at = excluded.expires_at
            """;

    private static final String END_LEASE = """
            DELETE FROM outbox_owners WHERE owner = $1::uuid
            """;

    private static final String STATE = """
            SELECT count(*) FILTER (WHERE parked_at IS NULL) AS waiting,
                   count(*) FILTER (WHERE parked_at IS NOT NULL) AS parked,
                   min(created_at) FILTER (WHERE parked_at IS NULL) AS oldest,
                   clock_timestamp() AS now
              FROM outbox
            """;

    private final Database database;
    private final UUID owner;
    private final boolean trail;
    private final Set<UUID> entrusted = new HashSet<>();
    private final Set<UUID> appendedMeanwhile = new HashSet<>();
    private boolean claiming;
    private Consumer<List<OutboxMessage>> relay = messages -> giveBack(idsOf(messages));

    /** The outbox of this database's schema for this owner, an id of one life of one context; with the trail on, sent rows are kept in the archive. */
    public Outbox(Database database, UUID owner, boolean trail) {
        this.database = database;
        this.owner = owner;
        this.trail = trail;
    }

    /** Names who publishes: called with what was appended, in its order, right after the commit. Before that, rows wait to be claimed. */
    public void handOffTo(Consumer<List<OutboxMessage>> publisher) {
        this.relay = publisher;
    }

    /** Writes the messages with the change that they tell of; hands them to the relay after the commit, never before and never else. */
    public Future<Void> append(Transaction tx, List<OutboxMessage> messages) {
        if (messages.isEmpty()) {
            return Future.succeededFuture();
        }
        List<UUID> ids = idsOf(messages);
        entrusted.addAll(ids);
        if (claiming) {
            appendedMeanwhile.addAll(ids);
        }
        tx.afterCommit(() -> handOver(messages));
        tx.otherwise(() -> giveBack(ids));
        return tx.run(APPEND, rows(messages)).mapEmpty();
    }

    /** Tells that the relay has no room for these: a later claim returns them. */
    public void giveBack(Collection<UUID> ids) {
        entrusted.removeAll(ids);
    }

    /** Removes what the broker has confirmed, in one statement; to be called again when it fails, more than once does no harm. */
    public Future<Void> confirmed(List<UUID> ids) {
        return ids.isEmpty()
                ? Future.succeededFuture()
                : remove(Tuple.of(array(ids))).map(removed -> forget(ids));
    }

    private Future<RowSet<Row>> remove(Tuple ids) {
        return trail ? database.read(ARCHIVE_CONFIRMED, ids) : database.read(DELETE_CONFIRMED, ids);
    }

    /**
     * Takes over rows that nobody publishes, oldest first: those of owners whose lease has ended, and own ones that are not with the relay.
     * They count as handed over from here on. What is appended while the claim is under way is none of its: it is handed over by itself.
     * One claim at a time.
     */
    public Future<List<OutboxMessage>> claim(int limit) {
        claiming = true;
        return database.read(CLAIM_ORPHANS, Tuple.of(owner, array(entrusted), limit))
                .map(this::claimed)
                .onComplete(claimed -> endClaim());
    }

    private void endClaim() {
        claiming = false;
        appendedMeanwhile.clear();
    }

    /** Sets a row aside that the broker refuses; it blocks nothing and stays until it is unparked or removed. */
    public Future<Void> park(UUID id, String reason) {
        return database.read(PARK, Tuple.of(id, reason)).map(parked -> forget(List.of(id)));
    }

    /** Lets a parked row be claimed again. */
    public Future<Void> unpark(UUID id) {
        return database.read(UNPARK, Tuple.of(id)).mapEmpty();
    }

    /** Says that this owner lives for so long from now, by the database's clock; to be called before the first append. */
    public Future<Void> renewLease(Duration lease) {
        return database.read(RENEW_LEASE, Tuple.of(owner, lease.toMillis())).mapEmpty();
    }

    /** Says that this owner ends: others may claim its rows at once. */
    public Future<Void> endLease() {
        return database.read(END_LEASE, Tuple.of(owner)).mapEmpty();
    }

    /** Counts the schema's rows, of all owners. */
    public Future<OutboxState> state() {
        return database.read(STATE, Tuple.tuple()).map(Outbox::toState);
    }

    private void handOver(List<OutboxMessage> messages) {
        try {
            relay.accept(messages);
        } catch (RuntimeException refused) {
            giveBack(idsOf(messages));
            throw refused;
        }
    }

    private List<OutboxMessage> claimed(RowSet<Row> rows) {
        List<OutboxMessage> messages = rows.stream()
                .map(Outbox::toMessage)
                .filter(message -> !appendedMeanwhile.contains(message.id()))
                .sorted(Comparator.comparing(message -> message.id().toString()))
                .toList();
        entrusted.addAll(idsOf(messages));
        return messages;
    }

    private Void forget(Collection<UUID> ids) {
        giveBack(ids);
        return null;
    }

    private Tuple rows(List<OutboxMessage> messages) {
        return Tuple.of(
                array(idsOf(messages)),
                messages.stream().map(OutboxMessage::type).toArray(String[]::new),
                messages.stream().map(OutboxMessage::body).toArray(Buffer[]::new),
                messages.stream().map(Outbox::joinedEventIds).toArray(String[]::new),
                owner);
    }

    private static String joinedEventIds(OutboxMessage message) {
        return message.eventIds().stream().map(UUID::toString).collect(Collectors.joining(","));
    }

    private static OutboxMessage toMessage(Row row) {
        return new OutboxMessage(
                row.getUUID("id"),
                row.getString("type"),
                row.getBuffer("body"),
                List.of(row.getArrayOfUUIDs("event_ids")));
    }

    private static OutboxState toState(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        OffsetDateTime now = row.getOffsetDateTime("now");
        OffsetDateTime oldest =
                Optional.ofNullable(row.getOffsetDateTime("oldest")).orElse(now);
        return new OutboxState(row.getLong("waiting"), row.getLong("parked"), Duration.between(oldest, now));
    }

    private static List<UUID> idsOf(List<OutboxMessage> messages) {
        return messages.stream().map(OutboxMessage::id).toList();
    }

    private static UUID[] array(Collection<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }
}

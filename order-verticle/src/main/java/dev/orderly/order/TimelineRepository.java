package dev.orderly.order;

import dev.orderly.order.domain.Heard;
import dev.orderly.order.domain.LockedOrders.Known;
import dev.orderly.persistence.Columns;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The timeline: every event that was heard, every move, and what it announced. Rows are only ever added. */
final class TimelineRepository {

    /** An event heard before has its row already and gets no second one. */
    private static final String INSERT = """
            INSERT INTO history (order_id, version, at, event_id, event_type, source, from_status, to_status, effect,
                                 announced_ids, announced_types)
            SELECT entry.order_id, entry.version, $11::timestamptz, entry.event_id, entry.event_type, entry.source,
                   entry.from_status, entry.to_status, entry.effect,
                   entry.announced_ids::uuid[], entry.announced_types::text[]
              FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                          $9::text[], $10::text[])
                   AS entry (order_id, version, event_id, event_type, source, from_status, to_status, effect,
                             announced_ids, announced_types)
                ON CONFLICT (order_id, event_id) DO NOTHING
            """;

    private static final String FIND_KNOWN = """
            SELECT history.order_id, history.event_id
              FROM history
              JOIN unnest($1::uuid[], $2::uuid[]) AS heard (order_id, event_id) USING (order_id, event_id)
            """;

    private static final String FIND_ANNOUNCED = """
            SELECT order_id, version, at, coalesce(from_status, '') AS from_status, to_status,
                   announced_ids, announced_types
              FROM history
             WHERE order_id = ANY ($1::uuid[]) AND version IS NOT NULL
             ORDER BY order_id, version
            """;

    private static final String FIND_TIMELINE = """
            SELECT at, event_type, event_id, source, from_status, to_status, effect
              FROM history
             WHERE order_id = $1::uuid
             ORDER BY id
            """;

    /** An announcement that was made, and the move that it told of: enough to make it again under the same id. */
    record Announced(UUID orderId, UUID eventId, String type, long sequence, Instant at, String from, String to) {}

    private final Database database;

    TimelineRepository(Database database) {
        this.database = database;
    }

    Future<Void> write(Transaction tx, List<TimelineEntry> entries, Instant at) {
        return entries.isEmpty()
                ? Future.succeededFuture()
                : tx.run(INSERT, rows(entries, at)).mapEmpty();
    }

    private static Tuple rows(List<TimelineEntry> entries, Instant at) {
        return Columns.of(entries)
                .uuids(TimelineEntry::orderId)
                .ints(TimelineRepository::version)
                .uuids(entry -> entry.eventId().orElse(null))
                .texts(TimelineEntry::eventType)
                .texts(TimelineEntry::source)
                .texts(entry -> entry.from().orElse(null))
                .texts(entry -> entry.to().orElse(null))
                .texts(TimelineEntry::effect)
                .texts(entry -> array(ids(entry)))
                .texts(entry -> array(types(entry)))
                .value(at.atOffset(ZoneOffset.UTC))
                .tuple();
    }

    private static @Nullable Integer version(TimelineEntry entry) {
        return entry.version().isPresent() ? entry.version().getAsInt() : null;
    }

    private static Stream<String> ids(TimelineEntry entry) {
        return entry.announced().stream().map(told -> told.id().toString());
    }

    private static Stream<String> types(TimelineEntry entry) {
        return entry.announced().stream().map(told -> told.type());
    }

    /** An array within an array must travel as text: {@code unnest} would take it apart too. */
    private static String array(Stream<String> plainWords) {
        return plainWords.collect(Collectors.joining(",", "{", "}"));
    }

    /** Those of the events that are on record already. */
    Future<Set<Known>> findKnown(Transaction tx, List<Heard> batch) {
        List<Heard> events =
                batch.stream().filter(heard -> heard.eventId().isPresent()).toList();
        if (events.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        Tuple pairs = Columns.of(events)
                .uuids(Heard::orderId)
                .uuids(heard -> heard.eventId().orElseThrow())
                .tuple();
        return tx.run(FIND_KNOWN, pairs)
                .map(rows -> rows.stream()
                        .map(row -> new Known(row.getUUID("order_id"), row.getUUID("event_id")))
                        .collect(Collectors.toSet()));
    }

    /** All that these orders announced, oldest first. */
    Future<List<Announced>> findAnnounced(Transaction tx, Collection<UUID> orderIds) {
        return tx.run(FIND_ANNOUNCED, Tuple.of(orderIds.toArray(UUID[]::new)))
                .map(rows ->
                        rows.stream().flatMap(row -> announced(row).stream()).toList());
    }

    private static List<Announced> announced(Row row) {
        UUID[] ids = row.getArrayOfUUIDs("announced_ids");
        String[] types = row.getArrayOfStrings("announced_types");
        List<Announced> announced = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            announced.add(new Announced(
                    row.getUUID("order_id"),
                    ids[i],
                    types[i],
                    row.getInteger("version"),
                    instant(row),
                    row.getString("from_status"),
                    row.getString("to_status")));
        }
        return announced;
    }

    /** The steps of an order; none when there is no such order. */
    Future<List<OrderViews.Step>> find(UUID orderId) {
        return database.read(FIND_TIMELINE, Tuple.of(orderId))
                .map(rows -> rows.stream().map(TimelineRepository::toStep).toList());
    }

    private static OrderViews.Step toStep(Row row) {
        return new OrderViews.Step(
                instant(row),
                row.getString("event_type"),
                Optional.ofNullable(row.getUUID("event_id")),
                row.getString("source"),
                Optional.ofNullable(row.getString("from_status")),
                Optional.ofNullable(row.getString("to_status")),
                row.getString("effect"));
    }

    private static Instant instant(Row row) {
        return row.getOffsetDateTime("at").toInstant();
    }
}

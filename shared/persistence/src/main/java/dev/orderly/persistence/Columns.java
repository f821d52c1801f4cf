package dev.orderly.persistence;

import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Rows turned into the arrays that {@code unnest($1::uuid[], $2::text[], …)} takes, one per column in the order of the calls, so that one
 * statement serves a whole batch. A function that answers null makes an SQL NULL.
 */
public final class Columns<R> {

    private final Collection<R> rows;
    private final Tuple tuple = Tuple.tuple();

    private Columns(Collection<R> rows) {
        this.rows = rows;
    }

    /** The rows, no column yet. */
    public static <R> Columns<R> of(Collection<R> rows) {
        return new Columns<>(rows);
    }

    /** A {@code uuid[]}. */
    public Columns<R> uuids(Function<? super R, @Nullable UUID> value) {
        return add(value, UUID[]::new);
    }

    /** A {@code text[]}. */
    public Columns<R> texts(Function<? super R, @Nullable String> value) {
        return add(value, String[]::new);
    }

    /** A {@code bigint[]}. */
    public Columns<R> longs(Function<? super R, @Nullable Long> value) {
        return add(value, Long[]::new);
    }

    /** An {@code int[]}. */
    public Columns<R> ints(Function<? super R, @Nullable Integer> value) {
        return add(value, Integer[]::new);
    }

    /** A {@code boolean[]}. */
    public Columns<R> flags(Function<? super R, @Nullable Boolean> value) {
        return add(value, Boolean[]::new);
    }

    /** A {@code timestamptz[]}; PostgreSQL keeps microseconds. */
    public Columns<R> instants(Function<? super R, @Nullable Instant> value) {
        return add(row -> atUtc(value.apply(row)), OffsetDateTime[]::new);
    }

    /** One value that is no array, the same for every row. */
    public Columns<R> value(Object value) {
        tuple.addValue(value);
        return this;
    }

    /** The parameters of the statement. */
    public Tuple tuple() {
        return tuple;
    }

    private <V> Columns<R> add(Function<? super R, @Nullable V> value, IntFunction<V[]> array) {
        tuple.addValue(rows.stream().map(value).toArray(array));
        return this;
    }

    private static @Nullable OffsetDateTime atUtc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}

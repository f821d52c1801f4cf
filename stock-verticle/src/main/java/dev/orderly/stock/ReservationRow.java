package dev.orderly.stock;

import dev.orderly.contracts.ItemQuantity;
import dev.orderly.contracts.Shortage;
import dev.orderly.persistence.Columns;
import dev.orderly.stock.domain.Reservation;
import dev.orderly.stock.domain.Reservation.Held;
import dev.orderly.stock.domain.Reservation.Refused;
import dev.orderly.stock.domain.Reservation.Released;
import dev.orderly.stock.domain.ReservationStatus;
import dev.orderly.stock.domain.Standing;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a reservation is written into its row, and read back word for word. */
final class ReservationRow {

    private ReservationRow() {}

    /** All columns of new rows. */
    static Columns<Standing> columns(List<Standing> opened) {
        return Columns.of(opened)
                .uuids(standing -> standing.reservation().orderId())
                .texts(standing -> standing.reservation().customerId())
                .texts(ReservationRow::status)
                .flags(ReservationRow::isConfirmed)
                .longs(ofHeld(Held::totalMinor))
                .texts(ofHeld(Held::currency))
                .texts(ofHeld(Held::paymentMethod))
                .instants(ofHeld(Held::expiresAt))
                .texts(ReservationRow::shortages)
                .texts(ReservationRow::reason)
                .ints(Standing::version)
                .uuids(standing -> standing.eventId().orElse(null))
                .longs(Standing::sequence)
                .instants(Standing::at);
    }

    /** The key and the columns that change. */
    static Tuple changes(List<Standing> moved) {
        return Columns.of(moved)
                .uuids(standing -> standing.reservation().orderId())
                .texts(ReservationRow::status)
                .flags(ReservationRow::isConfirmed)
                .texts(ReservationRow::reason)
                .ints(Standing::version)
                .uuids(standing -> standing.eventId().orElse(null))
                .longs(Standing::sequence)
                .instants(Standing::at)
                .tuple();
    }

    /** What the row and the order's lines say. */
    static Standing standing(Row row, List<ItemQuantity> items) {
        return new Standing(
                reservation(row, items),
                row.getInteger("version"),
                row.getLong("event_sequence"),
                Optional.ofNullable(row.getUUID("event_id")),
                row.getOffsetDateTime("event_at").toInstant());
    }

    private static Reservation reservation(Row row, List<ItemQuantity> items) {
        UUID orderId = row.getUUID("order_id");
        String customerId = row.getString("customer_id");
        return switch (ReservationStatus.of(row.getString("status"))) {
            case HELD -> held(row, items);
            case REFUSED -> new Refused(orderId, customerId, shortages(row.getJsonArray("shortages")));
            case RELEASED -> new Released(held(row, items), row.getString("reason"));
            case DEDUCTED -> new Reservation.Deducted(held(row, items));
            case VOID -> new Reservation.Voided(orderId, customerId);
            case NONE -> throw new IllegalStateException("no row says none");
        };
    }

    private static Held held(Row row, List<ItemQuantity> items) {
        return new Held(
                row.getUUID("order_id"),
                row.getString("customer_id"),
                items,
                row.getLong("total_minor"),
                row.getString("currency"),
                row.getString("payment_method"),
                row.getOffsetDateTime("expires_at").toInstant(),
                row.getBoolean("confirmed"));
    }

    private static String status(Standing standing) {
        return standing.reservation().status().word();
    }

    private static boolean isConfirmed(Standing standing) {
        return standing.reservation().holding().map(Held::confirmed).orElse(false);
    }

    private static @Nullable String reason(Standing standing) {
        return standing.reservation() instanceof Released released ? released.reason() : null;
    }

    private static <V> Function<Standing, @Nullable V> ofHeld(Function<Held, V> value) {
        return standing -> standing.reservation().holding().map(value).orElse(null);
    }

    private static @Nullable String shortages(Standing standing) {
        return standing.reservation() instanceof Refused refused ? json(refused.shortages()) : null;
    }

    private static String json(List<Shortage> shortages) {
        JsonArray array = new JsonArray();
        shortages.forEach(shortage -> array.add(new JsonObject()
                .put("productId", shortage.productId())
                .put("requested", shortage.requested())
                .put("available", shortage.available())));
        return array.encode();
    }

    private static List<Shortage> shortages(JsonArray array) {
        return array.stream()
                .map(JsonObject.class::cast)
                .map(shortage -> new Shortage(
                        shortage.getString("productId"), shortage.getLong("requested"), shortage.getLong("available")))
                .toList();
    }
}

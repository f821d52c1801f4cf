package dev.orderly.payment;

import dev.orderly.payment.domain.Contact;
import dev.orderly.payment.domain.Payment;
import dev.orderly.payment.domain.Refund;
import dev.orderly.payment.domain.RefundCause;
import dev.orderly.payment.domain.RefundWish;
import dev.orderly.payment.domain.Status;
import dev.orderly.payment.domain.Sums;
import dev.orderly.payment.domain.Terms;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** How rows become what the domain speaks of. */
final class Rows {

    private Rows() {}

    static Tuple ids(Collection<UUID> ids) {
        return Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new));
    }

    static OffsetDateTime atUtc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Payment payment(Row row) {
        boolean isDue = row.getOffsetDateTime("next_attempt_at") != null;
        Status status = Status.labelled(row.getString("status"));
        return new Payment(
                row.getUUID("id"),
                row.getUUID("order_id"),
                row.getString("customer_id"),
                terms(row),
                status,
                Optional.ofNullable(row.getString("reason")),
                contact(status, row, isDue),
                row.getBoolean("unwanted"),
                sums(row),
                row.getLong("version"));
    }

    static Refund refund(Row row) {
        return new Refund(
                row.getUUID("id"),
                row.getUUID("payment_id"),
                new RefundWish(
                        row.getString("refund_key"),
                        Optional.ofNullable(row.getLong("asked_minor")),
                        RefundCause.labelled(row.getString("cause")),
                        Optional.ofNullable(row.getString("reason"))),
                row.getLong("amount_minor"),
                row.getString("status").equals("done"));
    }

    static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    static Optional<String> text(Row row, String column) {
        return Optional.ofNullable(row.getString(column));
    }

    private static Terms terms(Row row) {
        Long amountMinor = row.getLong("amount_minor");
        return amountMinor == null
                ? Terms.UNKNOWN
                : new Terms(amountMinor, row.getString("currency"), row.getString("method"));
    }

    private static Sums sums(Row row) {
        Long capturedMinor = row.getLong("captured_minor");
        return new Sums(
                capturedMinor != null,
                capturedMinor == null ? 0 : capturedMinor,
                row.getLong("promised_minor"),
                row.getLong("refunded_minor"));
    }

    private static Contact contact(Status status, Row row, boolean isDue) {
        return switch (status) {
            case PENDING -> row.getOffsetDateTime("sent_at") == null ? Contact.UNSENT : Contact.SENT;
            case FAILED -> isDue ? Contact.ASKING : Contact.SETTLED;
            default -> Contact.SETTLED;
        };
    }
}

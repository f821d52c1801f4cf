package dev.orderly.stock.domain;

import static dev.orderly.stock.domain.ReservationStatus.*;
import static dev.orderly.stock.domain.ReservationTable.Cause.*;
import static dev.orderly.stock.domain.ReservationTable.Verdict.*;

import java.util.List;
import java.util.Map;

/** The one place that says what each event does to an order's reservation in each of its states; total. */
public final class ReservationTable {

    /** What happened to the order. */
    public enum Cause {
        /** {@code order.created}. */
        ORDER_CREATED,
        /** {@code order.cancelled}, {@code order.failed}. */
        ORDER_ENDED,
        /** {@code payment.failed}. */
        PAYMENT_FAILED,
        /** {@code payment.successful}. */
        PAYMENT_SUCCESSFUL,
        /** {@code order.shipped}, {@code order.completed}. */
        ORDER_HANDED_OVER,
        /** The moment that the reservation promised as {@code expiresAt}, then every half; asked of unconfirmed ones only. */
        EXPIRED
    }

    /** What stock does about it. */
    public enum Verdict {
        /** Hold all lines, or refuse. */
        RESERVE,
        /** The payment is in: the reservation need not be asked about again. */
        CONFIRM,
        /** The payment came before the reservation: keep it for when that would be asked about. */
        REMEMBER,
        /** Make the held units available again. */
        RELEASE,
        /** Let the held units leave for good. */
        DEDUCT,
        /** Leave a tombstone. */
        BURY,
        /** Announce the recorded outcome again: same event, same id. */
        REPEAT,
        /** Nothing to do. */
        NOTE,
        /** Impossible while every service keeps to its table: warn somebody, move nothing. */
        ALARM,
        /** Impossible, and unanswerable: the event goes to the dead letters. */
        DEAD_LETTER,
        /** Nobody can ask. */
        CANNOT_OCCUR
    }

    private static final List<ReservationStatus> COLUMNS = List.of(NONE, HELD, REFUSED, RELEASED, DEDUCTED, VOID);

    private static final Map<Cause, List<Verdict>> ROWS = Map.of(
            ORDER_CREATED, List.of(RESERVE, REPEAT, REPEAT, REPEAT, NOTE, NOTE),
            ORDER_ENDED, List.of(BURY, RELEASE, NOTE, REPEAT, ALARM, NOTE),
            PAYMENT_FAILED, List.of(BURY, RELEASE, NOTE, NOTE, ALARM, NOTE),
            PAYMENT_SUCCESSFUL, List.of(REMEMBER, CONFIRM, NOTE, NOTE, NOTE, NOTE),
            ORDER_HANDED_OVER, List.of(DEAD_LETTER, DEDUCT, ALARM, ALARM, REPEAT, ALARM),
            EXPIRED, List.of(CANNOT_OCCUR, REPEAT, CANNOT_OCCUR, CANNOT_OCCUR, CANNOT_OCCUR, CANNOT_OCCUR));

    private ReservationTable() {}

    /** What to do when this happens to an order that stands so. */
    public static Verdict verdict(ReservationStatus status, Cause cause) {
        List<Verdict> row = ROWS.getOrDefault(cause, List.of());
        return row.get(COLUMNS.indexOf(status));
    }
}

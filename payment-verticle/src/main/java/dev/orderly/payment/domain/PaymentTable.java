package dev.orderly.payment.domain;

import static dev.orderly.payment.domain.Move.*;
import static dev.orderly.payment.domain.Occasion.*;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The payment table: for every occasion and status the one move. It is total; nothing else decides what a status allows. */
public final class PaymentTable {

    /** Columns: none, pending, captured, failed, void, refunded. */
    private static final Map<Occasion, Row> ROWS = new EnumMap<>(Map.of(
            TRIGGERED, new Row(OPEN, REPEAT_OUTCOME, REPEAT_OUTCOME, REPEAT_OUTCOME, NOTHING, REPEAT_ALL),
            ORDER_ENDED, new Row(BURY, WITHDRAW, REFUND_REMAINDER, NOTHING, NOTHING, REPEAT_REFUNDS),
            CAPTURED, new Row(NEVER, CAPTURE, NOTHING, BOOK_AND_REFUND, ALARM_BOOK_AND_REFUND, NOTHING),
            DECLINED, new Row(NEVER, DECLINE, ALARM, NOTHING, NOTHING, ALARM),
            TIMED_OUT, new Row(NEVER, GIVE_UP, NEVER, NEVER, NEVER, NEVER),
            REFUND_ASKED, new Row(UNKNOWN, CONFLICT, GRANT_REFUND, CONFLICT, CONFLICT, EXCESS),
            REFUNDED, new Row(NEVER, NEVER, SETTLE_REFUND, SETTLE_REFUND, SETTLE_REFUND, NOTHING),
            PICKED_UP, new Row(NEVER, CALL_AGAIN, RESUME_REFUNDS, ASK_AND_RESUME, NEVER, NEVER)));

    private PaymentTable() {}

    /** The move for an occasion in a status. */
    public static Move on(Occasion occasion, Status status) {
        return Objects.requireNonNull(ROWS.get(occasion)).on(status);
    }

    private record Row(Move none, Move pending, Move captured, Move failed, Move tombstone, Move refunded) {
        Move on(Status status) {
            return switch (status) {
                case NONE -> none;
                case PENDING -> pending;
                case CAPTURED -> captured;
                case FAILED -> failed;
                case VOID -> tombstone;
                case REFUNDED -> refunded;
            };
        }
    }
}

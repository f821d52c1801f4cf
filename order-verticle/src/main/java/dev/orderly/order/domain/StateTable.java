package dev.orderly.order.domain;

import static dev.orderly.contracts.EventType.*;
import static dev.orderly.order.domain.Cell.*;
import static dev.orderly.order.domain.Status.*;

import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.PaymentTrigger;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What becomes of an order: for every cause and every status one cell, in this place only. */
public final class StateTable {

    private static final Condition CAPTURED =
            new Condition("captured", now -> now.facts().captured());
    private static final Condition RESERVED =
            new Condition("reserved", now -> now.facts().reserved());
    private static final Condition REQUESTED =
            new Condition("requested", now -> now.facts().cancelRequested());
    private static final Condition NOT_DEDUCTED =
            new Condition("not deducted", now -> !now.facts().deducted());
    private static final Condition U = new Condition("U", Situation::isUnsettled);
    private static final Condition N = fulfilment("N", Fulfilment.NONE);
    private static final Condition S = fulfilment("S", Fulfilment.SHIPPING);
    private static final Condition M = fulfilment("M", Fulfilment.MANUAL);
    private static final Condition T1 = trigger("T1", PaymentTrigger.STOCK_RESERVED);
    private static final Condition CALLS = trigger("order.calls", PaymentTrigger.ORDER_CALLS);
    private static final Condition BY_HAND = trigger("trigger manual", PaymentTrigger.MANUAL);

    private static final Cell AWAIT = to(AWAITING_PAYMENT);
    private static final Cell PAY = to(PAID);
    private static final Cell FAIL = to(FAILED);
    private static final Cell CANCEL = to(CANCELLED);
    private static final Cell NO_STOCK = failing("out_of_stock");
    private static final Cell STOCK_LATE = failing("stock_timeout");
    private static final Cell MONEY_LATE = failing("payment_timeout");
    private static final Cell R_CREATED = repeat(ORDER_CREATED);
    private static final Cell R_FAILED = repeat(ORDER_FAILED);
    private static final Cell R_CANCELLED = repeat(ORDER_CANCELLED);
    private static final Cell R_SHIPPED = NOT_DEDUCTED.then(repeat(ORDER_SHIPPED), NOTE);
    private static final Cell R_UPDATED =
            REQUESTED.then(repeat(ORDER_UPDATED, ORDER_CANCEL_REQUESTED), repeat(ORDER_UPDATED));

    private static final Cell PAY_IF_CAPTURED = CAPTURED.then(PAY, NOTE);
    private static final Cell COMPLETE_N = N.then(to(COMPLETED), NOTE);
    private static final Cell PAY_T1 = T1.then(PAY, AWAIT);
    private static final Cell PAY_T1_R = T1.or(RESERVED).then(PAY, NOTE);
    private static final Cell CANCEL_PAID = N.then(NO, M.then(CANCEL, ASK));
    private static final Cell STOP_PAID = REQUESTED.then(CANCEL, WRONG);
    private static final Cell H_PAID = N.then(repeat(ORDER_COMPLETED), S.then(R_UPDATED, NOTE));
    private static final Cell H_AWAITING = CALLS.then(repeatAndCall(ORDER_CREATED), R_CREATED);
    private static final Cell H_SHIPPED = M.then(R_SHIPPED, NOTE);
    private static final Cell H_DELIVERED = M.then(R_SHIPPED, NEVER);
    private static final Cell H_FAILED = U.then(R_FAILED, NOTE);
    private static final Cell H_CANCELLED = U.then(R_CANCELLED, NOTE);
    private static final Cell SHIP = to(SHIPPED);
    private static final Cell SHIP_M = M.then(SHIP, NO);
    private static final Cell DELIVER = to(DELIVERED);
    private static final Cell DELIVER_M = M.then(DELIVER, NO);
    private static final Cell BOTH = to(SHIPPED, DELIVERED);
    private static final Cell PAY_BY_HAND = BY_HAND.and(RESERVED).then(PAY, NO);

    private static final Map<Cause, Map<Status, Cell>> ROWS = new EnumMap<>(Cause.class);

    // columns: pending, awaiting_payment, paid, completed, shipped, delivered, failed, cancelled
    static {
        row(Cause.STOCK_RESERVED, AWAIT, PAY_IF_CAPTURED, NOTE, NOTE, NOTE, NOTE, R_FAILED, R_CANCELLED);
        row(Cause.STOCK_NOT_RESERVED, NO_STOCK, NO_STOCK, WRONG, WRONG, WRONG, WRONG, NOTE, NOTE);
        row(Cause.STOCK_RELEASED, FAIL, FAIL, WRONG, WRONG, WRONG, WRONG, NOTE, NOTE);
        row(Cause.STOCK_DEDUCTED, WRONG, WRONG, COMPLETE_N, NOTE, NOTE, NOTE, WRONG, WRONG);
        row(Cause.PAYMENT_INITIATED, AWAIT, NOTE, NOTE, NOTE, NOTE, NOTE, NOTE, NOTE);
        row(Cause.PAYMENT_SUCCESSFUL, PAY_T1, PAY_T1_R, NOTE, NOTE, NOTE, NOTE, R_FAILED, R_CANCELLED);
        row(Cause.PAYMENT_FAILED, FAIL, FAIL, WRONG, WRONG, WRONG, WRONG, NOTE, NOTE);
        row(Cause.PAYMENT_REFUNDED, NOTE, NOTE, NOTE, NOTE, NOTE, NOTE, NOTE, NOTE);
        row(Cause.CANCEL, CANCEL, CANCEL, CANCEL_PAID, NO, NO, NO, NO, YES);
        row(Cause.HALF_DEADLINE, R_CREATED, H_AWAITING, H_PAID, NEVER, H_SHIPPED, H_DELIVERED, H_FAILED, H_CANCELLED);
        row(Cause.DEADLINE, STOCK_LATE, MONEY_LATE, ALARM, NEVER, ALARM, NEVER, NEVER, NEVER);
        row(Cause.ORDER_SHIPPED, WRONG, WRONG, SHIP, WRONG, NOTE, NOTE, WRONG, WRONG);
        row(Cause.ORDER_DELIVERED, WRONG, WRONG, BOTH, WRONG, DELIVER, NOTE, WRONG, WRONG);
        row(Cause.SHIPMENT_STOPPED, WRONG, WRONG, STOP_PAID, WRONG, WRONG, WRONG, NOTE, NOTE);
        row(Cause.PATCH_PAID, NO, PAY_BY_HAND, YES, NO, NO, NO, NO, NO);
        row(Cause.PATCH_SHIPPED, NO, NO, SHIP_M, NO, YES, NO, NO, NO);
        row(Cause.PATCH_DELIVERED, NO, NO, NO, NO, DELIVER_M, YES, NO, NO);
    }

    private StateTable() {}

    /** What the table says to this cause in this situation; the cause's own fact is part of the situation already. */
    public static Decision decide(Cause cause, Situation now) {
        return cell(cause, now.status()).decide(now);
    }

    /** The table for people, as Markdown; the page in {@code docs/} is this text. */
    public static String markdown() {
        StringBuilder page = new StringBuilder();
        page.append(line(Stream.concat(Stream.of("event"), Status.labels().stream())));
        page.append(line(Stream.generate(() -> "---").limit(1L + Status.labels().size())));
        for (Cause cause : Cause.values()) {
            Stream<String> cells = Arrays.stream(Status.values())
                    .map(status -> cell(cause, status).text());
            page.append(line(Stream.concat(Stream.of(cause.label()), cells)));
        }
        return page.toString();
    }

    private static String line(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static Cell cell(Cause cause, Status status) {
        Cell cell = ROWS.getOrDefault(cause, Map.of()).get(status);
        if (cell == null) {
            throw new IllegalStateException("no cell for " + cause + " at " + status);
        }
        return cell;
    }

    private static void row(Cause cause, Cell... cells) {
        Map<Status, Cell> row = new EnumMap<>(Status.class);
        Iterator<Cell> next = List.of(cells).iterator();
        for (Status status : Status.values()) {
            row.put(status, next.next());
        }
        ROWS.put(cause, row);
    }

    private static Condition fulfilment(String text, Fulfilment fulfilment) {
        return new Condition(text, now -> now.flow().fulfilment() == fulfilment);
    }

    private static Condition trigger(String text, PaymentTrigger trigger) {
        return new Condition(text, now -> now.flow().trigger() == trigger);
    }
}

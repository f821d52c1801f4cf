package dev.orderly.order.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.PaymentTrigger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table against an expectation written down on its own, in every situation that facts and flows can make. */
class StateTableTest {

    /** A cell is a list of {@code condition ? outcome}, the last one without a condition; {@code &} and {@code /} are and, or. */
    private static final String EXPECTED = """
            stock.reserved     | →awaiting_payment | captured?→paid ; · | · | · | · | · | R order.failed | R order.cancelled
            stock.not-reserved | →failed(out_of_stock) | →failed(out_of_stock) | ! | ! | ! | ! | · | ·
            stock.released     | →failed | →failed | ! | ! | ! | ! | · | ·
            stock.deducted     | ! | ! | N?→completed ; · | · | · | · | ! | !
            payment.initiated  | →awaiting_payment | · | · | · | · | · | · | ·
            payment.successful | T1?→paid ; →awaiting_payment | T1/reserved?→paid ; · | · | · | · | · | R order.failed | R order.cancelled
            payment.failed     | →failed | →failed | ! | ! | ! | ! | · | ·
            payment.refunded   | · | · | · | · | · | · | · | ·
            cancel             | →cancelled | →cancelled | N?409 ; M?→cancelled ; 202 | 409 | 409 | 409 | 409 | 200
            half the deadline  | R order.created | calls?R order.created+call ; R order.created | N?R order.completed ; S&requested?R order.updated,order.cancel-requested ; S?R order.updated ; · | – | M&undeducted?R order.shipped ; · | M&undeducted?R order.shipped ; M?· ; – | U?R order.failed ; · | U?R order.cancelled ; ·
            deadline           | →failed(stock_timeout) | →failed(payment_timeout) | alarm | – | alarm | – | – | –
            order.shipped      | ! | ! | →shipped | ! | · | · | ! | !
            order.delivered    | ! | ! | →shipped→delivered | ! | →delivered | · | ! | !
            shipment.stopped   | ! | ! | requested?→cancelled ; ! | ! | ! | ! | · | ·
            PATCH paid         | 409 | hand&reserved?→paid ; 409 | 200 | 409 | 409 | 409 | 409 | 409
            PATCH shipped      | 409 | 409 | M?→shipped ; 409 | 409 | 200 | 409 | 409 | 409
            PATCH delivered    | 409 | 409 | 409 | 409 | M?→delivered ; 409 | 200 | 409 | 409
            """;

    @ParameterizedTest
    @EnumSource
    void answersEveryCauseInEverySituationAsExpected(Cause cause) {
        List<String> cells = cellsOf(cause);
        assertThat(cells).hasSize(Status.values().length);

        List<Status> statuses = List.of(Status.values());
        assertAll(statuses.stream()
                .flatMap(status -> situations(status)
                        .map(now -> () -> assertThat(described(StateTable.decide(cause, now)))
                                .as("%s at %s", cause.label(), now)
                                .isEqualTo(expected(cells.get(statuses.indexOf(status)), now)))));
    }

    @Test
    void hasOneRowPerCause() {
        assertThat(EXPECTED.lines()).hasSize(Cause.values().length);
    }

    private static List<String> cellsOf(Cause cause) {
        String row = EXPECTED.lines()
                .filter(line -> line.split("\\|", 2)[0].trim().equals(cause.label()))
                .findFirst()
                .orElseThrow();
        return Arrays.stream(row.split("\\|", -1)).skip(1).map(String::trim).toList();
    }

    private static Stream<Situation> situations(Status status) {
        return Transitions.flows().flatMap(flow -> Transitions.situations(status, flow));
    }

    private static String expected(String cell, Situation now) {
        return Arrays.stream(cell.split(" ; ", -1))
                .filter(branch -> !branch.contains("?") || holds(branch.substring(0, branch.indexOf('?')), now))
                .map(branch -> branch.substring(branch.indexOf('?') + 1))
                .findFirst()
                .orElseThrow();
    }

    private static boolean holds(String condition, Situation now) {
        return condition.contains("&")
                ? Arrays.stream(condition.split("&", -1)).allMatch(part -> isTrue(part, now))
                : Arrays.stream(condition.split("/", -1)).anyMatch(part -> isTrue(part, now));
    }

    private static boolean isTrue(String name, Situation now) {
        Facts facts = now.facts();
        return switch (name) {
            case "captured" -> facts.captured();
            case "reserved" -> facts.reserved();
            case "requested" -> facts.cancelRequested();
            case "undeducted" -> !facts.deducted();
            case "U" -> holdsStock(facts) || holdsMoney(facts, now.totalMinor());
            case "N" -> now.flow().fulfilment() == Fulfilment.NONE;
            case "S" -> now.flow().fulfilment() == Fulfilment.SHIPPING;
            case "M" -> now.flow().fulfilment() == Fulfilment.MANUAL;
            case "T1" -> now.flow().trigger() == PaymentTrigger.STOCK_RESERVED;
            case "calls" -> now.flow().trigger() == PaymentTrigger.ORDER_CALLS;
            case "hand" -> now.flow().trigger() == PaymentTrigger.MANUAL;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static boolean holdsStock(Facts facts) {
        return facts.reserved() && !facts.released();
    }

    private static boolean holdsMoney(Facts facts, long total) {
        return facts.captured() && total - facts.refundedMinor() > 0;
    }

    private static String described(Decision decision) {
        if (decision instanceof Decision.Move move) {
            return move.path().stream().map(status -> "→" + status.label()).collect(Collectors.joining())
                    + move.reason().map(reason -> "(" + reason + ")").orElse("");
        }
        if (decision instanceof Decision.Repeat repeat) {
            return "R "
                    + repeat.repeated().stream().map(EventType::wireName).collect(Collectors.joining(","))
                    + (repeat.call() ? "+call" : "");
        }
        return switch ((Decision.Verdict) decision) {
            case NOTE -> "·";
            case IMPOSSIBLE -> "!";
            case ALARM -> "alarm";
            case NEVER -> "–";
            case REFUSED -> "409";
            case SETTLED -> "200";
            case REQUESTED -> "202";
        };
    }
}

package dev.orderly.stock.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.stock.domain.ReservationTable.Cause;
import dev.orderly.stock.domain.ReservationTable.Verdict;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table as the domain's page prints it, against the one in the code: every state × every event. */
class ReservationTableTest {

    private static final List<String> PAGE = List.of(
            // event          | none        | held    | refused      | released     | deducted     | void
            "ORDER_CREATED     | RESERVE     | REPEAT  | REPEAT       | REPEAT       | NOTE         | NOTE",
            "ORDER_ENDED       | BURY        | RELEASE | NOTE         | REPEAT       | ALARM        | NOTE",
            "PAYMENT_FAILED    | BURY        | RELEASE | NOTE         | NOTE         | ALARM        | NOTE",
            "PAYMENT_SUCCESSFUL| REMEMBER       | CONFIRM | NOTE         | NOTE         | NOTE         | NOTE",
            "ORDER_HANDED_OVER | DEAD_LETTER | DEDUCT  | ALARM        | ALARM        | REPEAT       | ALARM",
            "EXPIRED           | CANNOT_OCCUR| REPEAT  | CANNOT_OCCUR | CANNOT_OCCUR | CANNOT_OCCUR | CANNOT_OCCUR");

    @ParameterizedTest
    @MethodSource("cells")
    void answersEveryEventInEveryStateAsThePageSays(ReservationStatus status, Cause cause, Verdict expected) {
        assertThat(ReservationTable.verdict(status, cause)).isEqualTo(expected);
    }

    @Test
    void knowsEveryEventAndEveryState() {
        assertThat(cells()).hasSize(ReservationStatus.values().length * Cause.values().length);
    }

    static Stream<Arguments> cells() {
        return PAGE.stream().map(line -> line.split("\\|", -1)).flatMap(ReservationTableTest::cellsOf);
    }

    private static Stream<Arguments> cellsOf(String... row) {
        ReservationStatus[] columns = ReservationStatus.values();
        Cause cause = Cause.valueOf(row[0].strip());
        return IntStream.range(0, columns.length)
                .mapToObj(column -> Arguments.of(columns[column], cause, Verdict.valueOf(row[column + 1].strip())));
    }
}

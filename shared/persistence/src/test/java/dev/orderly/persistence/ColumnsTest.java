package dev.orderly.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ColumnsTest {

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private record Line(String product, long quantity, Optional<String> note) {}

    @Test
    void turnsRowsIntoOneArrayPerColumn() {
        Tuple tuple = Columns.of(List.of(new Line("tea", 2, Optional.empty()), new Line("cup", 1, Optional.of("blue"))))
                .texts(Line::product)
                .longs(Line::quantity)
                .texts(line -> line.note().orElse(null))
                .instants(line -> NOON)
                .value(7)
                .tuple();

        assertThat(tuple.getArrayOfStrings(0)).containsExactly("tea", "cup");
        assertThat(tuple.getArrayOfLongs(1)).containsExactly(2L, 1L);
        assertThat(tuple.getArrayOfStrings(2)).containsExactly(null, "blue");
        assertThat(tuple.getArrayOfOffsetDateTimes(3)).hasSize(2).contains(NOON.atOffset(ZoneOffset.UTC));
        assertThat(tuple.getInteger(4)).isEqualTo(7);
    }

    @Test
    void makesEmptyArraysOfNoRows() {
        Tuple tuple = Columns.of(List.<Line>of()).texts(Line::product).tuple();

        assertThat(tuple.getArrayOfStrings(0)).isEmpty();
    }
}

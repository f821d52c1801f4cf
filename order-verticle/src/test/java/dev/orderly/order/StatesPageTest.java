package dev.orderly.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.order.domain.StateTable;
import dev.orderly.order.domain.Transitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written about the state table elsewhere says what the code says. */
class StatesPageTest {

    @Test
    void showsTheTableOfTheCode() throws IOException {
        assertThat(Files.readString(Path.of("../docs/states.md"))).contains(StateTable.markdown());
    }

    @Test
    void showsTheTransitionsThatTheMigrationWrites() throws IOException {
        List<String> legal = Stream.concat(
                        Stream.of("(NULL, 'pending')"),
                        Transitions.all().stream()
                                .map(step -> "('" + step.from().label() + "', '"
                                        + step.to().label() + "')"))
                .toList();

        assertThat(rowsOf("src/main/resources/db/orders/V001__orders.sql")).containsExactlyInAnyOrderElementsOf(legal);
    }

    private static List<String> rowsOf(String migration) throws IOException {
        return Files.readString(Path.of(migration))
                .lines()
                .dropWhile(line -> !line.startsWith("INSERT INTO legal_transitions"))
                .skip(1)
                .takeWhile(line -> line.startsWith("    ("))
                .map(line -> line.replaceAll("[,;]$", "").trim())
                .collect(Collectors.toList());
    }
}

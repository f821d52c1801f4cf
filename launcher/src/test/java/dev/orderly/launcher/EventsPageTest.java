package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.EventType;
import dev.orderly.contracts.Subscription;
import dev.orderly.testing.ServiceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/events.md tells who says and who hears what, as the contracts and the table of queues do. */
class EventsPageTest {

    private static final List<String> SERVICES = List.of("order", "stock", "payment", "catalog");

    private record Row(String type, String news, String record, String saidBy, String heardBy) {}

    @Test
    void namesEveryEventThatIsSaidWithItsRecord() throws IOException {
        assertThat(rows()).extracting(Row::type).containsExactlyInAnyOrderElementsOf(said());
        assertThat(rows()).allSatisfy(row -> {
            EventType type = EventType.named(row.type()).orElseThrow();
            assertThat(row.record()).isEqualTo(type.record().getSimpleName());
            assertThat(row.news()).isEqualTo(type.isNews() ? "(news)" : "");
        });
    }

    @Test
    void namesWhoSaysIt() throws IOException {
        assertThat(rows())
                .allSatisfy(row -> assertThat(ServiceContract.of(row.saidBy().split(",", -1)[0])
                                .announced())
                        .contains(row.type()));
    }

    @Test
    void namesWhoHearsIt() throws IOException {
        assertThat(rows()).allSatisfy(row -> assertThat(hearers(row.heardBy())).isEqualTo(hearersOf(row.type())));
    }

    private static Set<String> said() {
        return SERVICES.stream()
                .flatMap(service -> ServiceContract.of(service).announced().stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> hearers(String cell) {
        return Arrays.stream(cell.split("·", -1))
                .map(part -> part.split(":", -1)[0].strip())
                .filter(service -> !service.isEmpty())
                .collect(Collectors.toSet());
    }

    private static Set<String> hearersOf(String type) {
        return Subscription.TABLE.stream()
                .filter(queue -> queue.type().wireName().equals(type))
                .map(Subscription::service)
                .collect(Collectors.toSet());
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(Path.of("../docs/events.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1))
                .map(cells -> new Row(
                        cells[1].split("`", -1)[1],
                        cells[1].split("`", -1)[2].strip(),
                        cells[2].strip(),
                        cells[3].strip(),
                        cells[4].strip()))
                .toList();
    }
}

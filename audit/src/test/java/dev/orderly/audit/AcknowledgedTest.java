package dev.orderly.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcknowledgedTest {

    private static final String ORDER = "0192d3a0-0000-7000-8000-000000000001";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void readsOneOrderPerLine() throws IOException {
        Path file = folder.resolve("acked.jsonl");
        Files.writeString(file, """
                {"orderId":"%s","customerId":"c-1","key":"k-1","bodyHash":"h"}

                {"orderId":"%s","customerId":"c-2","bodyHash":"i"}
                """.formatted(ORDER, ORDER));

        assertThat(Acknowledged.read(file))
                .containsExactly(
                        new Acknowledged(UUID.fromString(ORDER), "c-1", Optional.of("k-1"), "h"),
                        new Acknowledged(UUID.fromString(ORDER), "c-2", Optional.empty(), "i"));
    }

    @Test
    void namesTheLineThatIsNone() throws IOException {
        Path file = folder.resolve("acked.jsonl");
        Files.writeString(file, "{\"order\":1}\n");

        assertThatThrownBy(() -> Acknowledged.read(file)).hasMessageContaining("{\"order\":1}");
    }
}

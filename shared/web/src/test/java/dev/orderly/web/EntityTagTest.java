package dev.orderly.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {

    private static final EntityTag PRESENT = EntityTag.of(7).showing(12);

    @Test
    void isWrittenBetweenQuotes() {
        assertThat(EntityTag.of(7)).hasToString("\"7\"");
        assertThat(PRESENT).hasToString("\"7-12\"");
        assertThat(EntityTag.ofContent(Buffer.buffer("tea")).toString())
                .matches("\"[0-9a-f]{24}\"")
                .isEqualTo(EntityTag.ofContent(Buffer.buffer("tea")).toString())
                .isNotEqualTo(EntityTag.ofContent(Buffer.buffer("tee")).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", " * ", "\"7\"", "\"7-12\"", "\"7-11\"", "\"6\", \"7-1\"", "W/\"7\",\"7\"", "\t\"7\""})
    void expectsThisVersion(String header) {
        assertThatCode(() -> IfMatch.read(Optional.of(header)).require(PRESENT)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"6\"", "\"71-12\"", "\"12\"", "W/\"7-12\"", "\"\"", "\"-12\""})
    void expectsAnotherVersion(String header) {
        assertThatThrownBy(() -> IfMatch.read(Optional.of(header)).require(PRESENT))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(412))
                .hasMessageContaining("\"7-12\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7", "\"7", "7\"", "\"7\" \"8\"", "\"7\";", "w/\"7\"", "*, \"7\"", "\"7\",,\"8\"", "\"a b\""
            })
    void refusesWhatIsNoListOfTags(String header) {
        assertThatThrownBy(() -> IfMatch.read(Optional.of(header)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(400));
    }

    @Test
    void expectsNothingWithoutTheHeader() {
        assertThatCode(() -> IfMatch.read(Optional.empty()).require(PRESENT)).doesNotThrowAnyException();
    }
}

package dev.orderly.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Ids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageCursorTest {

    private final PageCursor cursor = new PageCursor(Ids.next());

    @Test
    void comesBackAsItWent() {
        assertThat(PageCursor.read(cursor.word("paid/ann"), "paid/ann")).contains(cursor);
    }

    @Test
    void belongsToItsFilters() {
        assertThat(PageCursor.read(cursor.word("paid/ann"), "paid/bob")).isEmpty();
    }

    @Test
    void isNoticedWhenASingleLetterIsChanged() {
        String word = cursor.word("/");
        for (int i = 0; i < word.length(); i++) {
            char other = word.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(PageCursor.read(word.substring(0, i) + other + word.substring(i + 1), "/"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAA", "\u0000"})
    void isNotReadFromWhatIsNone(String word) {
        assertThat(PageCursor.read(word, "/")).isEmpty();
    }
}

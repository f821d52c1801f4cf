package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.testing.VirtualClock;
import dev.orderly.web.Caller;
import dev.orderly.web.tokens.TokenIssuer;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnTokenTest {

    private final VirtualClock clock = new VirtualClock();
    private final OwnToken own =
            new OwnToken(TokenIssuer.fresh(TestShop.TERMS, clock), new Caller("order", Set.of()), clock);

    @Test
    void showsOneTokenManyTimesAndANewOneInTime() {
        String first = own.get().orElseThrow();
        assertThat(own.get()).hasValue(first);

        clock.advance(Duration.ofMinutes(4));
        assertThat(own.get()).hasValue(first);

        clock.advance(Duration.ofMinutes(2));
        assertThat(own.get()).isPresent().get().isNotEqualTo(first);
    }
}

package dev.orderly.launcher;

import dev.orderly.web.Caller;
import dev.orderly.web.tokens.TokenIssuer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The token by which this process asks others: one for many requests, and a new one when half of its time is over. */
final class OwnToken implements Supplier<Optional<String>> {

    private static final Duration VALIDITY = Duration.ofMinutes(10);

    private final TokenIssuer issuer;
    private final Caller caller;
    private final Clock clock;
    private volatile @Nullable Made made;

    private record Made(String token, Instant until) {}

    OwnToken(TokenIssuer issuer, Caller caller, Clock clock) {
        this.issuer = issuer;
        this.caller = caller;
        this.clock = clock;
    }

    @Override
    public Optional<String> get() {
        Made known = made;
        if (known == null || !clock.instant().isBefore(known.until())) {
            known = new Made(issuer.issue(caller, VALIDITY), clock.instant().plus(VALIDITY.dividedBy(2)));
            made = known;
        }
        return Optional.of(known.token());
    }
}

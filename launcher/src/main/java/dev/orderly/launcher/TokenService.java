package dev.orderly.launcher;

import dev.orderly.web.Access;
import dev.orderly.web.Caller;
import dev.orderly.web.tokens.KeySource;
import dev.orderly.web.tokens.TokenIssuer;
import dev.orderly.web.tokens.TokenKeys;
import dev.orderly.web.tokens.Tokens;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** The tokens of this process: by which keys they are checked, and which it shows itself. */
final class TokenService implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Caller SERVICE = new Caller("order", Set.of("payments.write", "payments.read", Caller.STAFF));

    private final Access access;
    private final Runnable end;

    private TokenService(Access access, Runnable end) {
        this.access = access;
        this.end = end;
    }

    /** Begins to know callers. @throws Refusal when there are no keys of use: without them nobody could be told from anybody */
    static TokenService open(Configuration configuration, Path folder, Vertx vertx) {
        return configuration.tokens().local()
                ? new TokenService(
                        local(LocalIssuer.in(folder, configuration.tokens().terms()), configuration), () -> {})
                : external(configuration, vertx);
    }

    /** Tokens of this issuer. */
    static Access local(TokenIssuer issuer, Configuration configuration) {
        return configuration
                .clients()
                .access(
                        new Tokens(configuration.tokens().terms(), issuer.keys(), Clock.systemUTC()),
                        new OwnToken(issuer, SERVICE, Clock.systemUTC()));
    }

    private static TokenService external(Configuration configuration, Vertx vertx) {
        TokenSection section = configuration.tokens();
        KeySource source = new KeySource(vertx, section.keys());
        Tokens tokens = new Tokens(section.terms(), loaded(source, section), Clock.systemUTC());
        source.follow(tokens, section.keysEvery());
        GivenToken own = new GivenToken(vertx, section.service(), section.serviceFile());
        own.follow(section.keysEvery());
        return new TokenService(configuration.clients().access(tokens, own), () -> {
            own.close();
            Blocking.await(source.close(), LIMIT, "the key source");
        });
    }

    private static TokenKeys loaded(KeySource source, TokenSection section) {
        try {
            return Blocking.await(source.load(), LIMIT, "the keys of tokens");
        } catch (RuntimeException unusable) {
            Throwable cause = unusable.getCause() == null ? unusable : unusable.getCause();
            throw Refusal.cannot(
                    "No tokens can be checked by " + section.keys() + ": " + cause.getMessage() + ".", unusable);
        }
    }

    Access access() {
        return access;
    }

    @Override
    public void close() {
        end.run();
    }
}

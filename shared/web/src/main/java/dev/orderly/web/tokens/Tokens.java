package dev.orderly.web.tokens;

import dev.orderly.web.Caller;
import dev.orderly.web.Callers;
import dev.orderly.web.Problem;
import dev.orderly.web.tokens.TokenCheck.Checked;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Tells callers by their bearer tokens. A token is verified once and then remembered until it expires or the keys change. Serves all
 * event loops of a process.
 */
public final class Tokens implements Callers {

    private static final int MOST_REMEMBERED = 20_000;
    private static final int LONGEST = 4_096;

    /** Three parts in base64url and nothing else, so that one token is not written in many ways. */
    private static final Pattern BEARER =
            Pattern.compile("Bearer +([A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+)", Pattern.CASE_INSENSITIVE);

    private final TokenTerms terms;
    private final Clock clock;
    private volatile Door door;

    /** What is known while one set of keys holds. */
    private record Door(TokenKeys keys, TokenCheck check, Map<String, Checked> known) {}

    /** Takes tokens that these keys have signed. */
    public Tokens(TokenTerms terms, TokenKeys keys, Clock clock) {
        this.terms = terms;
        this.clock = clock;
        this.door = door(keys);
    }

    /** From now on these keys count and no others; the same keys change nothing. */
    public void use(TokenKeys keys) {
        if (!keys.isSameAs(door.keys())) {
            door = door(keys);
        }
    }

    private Door door(TokenKeys keys) {
        return new Door(keys, new TokenCheck(terms, keys), new ConcurrentHashMap<>());
    }

    @Override
    public Caller identify(MultiMap headers) {
        List<String> given = headers.getAll("Authorization");
        if (given.isEmpty()) {
            throw Problem.unauthorized();
        }
        var bearer = BEARER.matcher(given.get(0));
        if (given.size() > 1 || given.get(0).length() > LONGEST || !bearer.matches()) {
            throw Problem.invalidToken("must be sent once, as Authorization: Bearer, and be a JWT of at most 4 kB");
        }
        return caller(bearer.group(1));
    }

    private Caller caller(String token) {
        Door here = door;
        Checked known = here.known().get(token);
        if (known != null && clock.instant().isBefore(known.until())) {
            return known.caller();
        }
        here.known().remove(token);
        Checked fresh = here.check().check(token);
        remember(here, token, fresh);
        return fresh.caller();
    }

    /** Forgetting all of them costs one more check each, and spares an order among them. */
    private static void remember(Door here, String token, Checked checked) {
        if (here.known().size() >= MOST_REMEMBERED) {
            here.known().clear();
        }
        here.known().put(token, checked);
    }
}

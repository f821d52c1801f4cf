package dev.orderly.launcher;

import dev.orderly.web.Fields;
import dev.orderly.web.tokens.TokenTerms;
import java.time.Duration;
import java.util.List;

/**
 * Whose tokens count.
 *
 * @param local whether this process issues them itself
 * @param terms what they say of issuer and audience
 * @param keys where the issuer's public keys are, a file or an address; empty where they are this process's own
 * @param keysEvery how often they, and the service's token, are looked at
 * @param service the token by which services of the shop ask each other; empty where this process issues it itself
 * @param serviceFile where the ones after it are to be found; empty where there are none
 */
record TokenSection(
        boolean local, TokenTerms terms, String keys, Duration keysEvery, Secret service, String serviceFile) {

    private static final String LOCAL = "local";

    static TokenSection read(Fields section, boolean production) {
        boolean local =
                section.choice("source", List.of(LOCAL, "external"), LOCAL).equals(LOCAL);
        String keys = section.text("keys", 2_000, "");
        if (local && production) {
            section.reject("source", "must be external in profile production");
        }
        if (!local && keys.isEmpty()) {
            section.reject("keys", "is required where source is external: a JWKS file, or its address");
        }
        if (production && keys.startsWith("http:")) {
            section.reject("keys", "must be an https address, or a file, in profile production");
        }
        return new TokenSection(
                local,
                new TokenTerms(section.text("issuer", 500, "orderly"), section.text("audience", 500, "orderly")),
                keys,
                section.duration("keysEvery", Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofDays(1)),
                Secret.read(section, "service"),
                Secret.file(section, "service"));
    }
}

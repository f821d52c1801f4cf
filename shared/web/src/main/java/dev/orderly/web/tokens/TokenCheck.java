package dev.orderly.web.tokens;

import dev.orderly.web.Caller;
import dev.orderly.web.Problem;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;

/**
 * Checks one token against one set of keys, as RFC 8725 and RFC 9068 ask: an algorithm of ours, a signature by a known key, type, issuer,
 * audience, subject and times. What the head of a token says of keys, other than their id, counts for nothing.
 */
final class TokenCheck {

    static final String ACCESS_TOKEN = "at+jwt";
    private static final int SKEW_S = 30;
    private static final Pattern SUBJECT = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Pattern SPACES = Pattern.compile(" +");

    private final JwtConsumer consumer;

    TokenCheck(TokenTerms terms, TokenKeys keys) {
        consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        ConstraintType.PERMIT,
                        AlgorithmIdentifiers.RSA_USING_SHA256,
                        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                        AlgorithmIdentifiers.EDDSA)
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys.keys()))
                .setExpectedType(true, ACCESS_TOKEN)
                .setExpectedIssuer(true, terms.issuer())
                .setExpectedAudience(true, terms.audience())
                .setRequireSubject()
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setIssuedAtRestrictions(0, Integer.MAX_VALUE)
                .setAllowedClockSkewInSeconds(SKEW_S)
                .build();
    }

    /**
     * A token that holds until then.
     *
     * @param caller whom it is about
     * @param until when it expires
     */
    record Checked(Caller caller, Instant until) {}

    /** @throws Problem 401 that says in words which of the demands is not met, and nothing of the token */
    Checked check(String token) {
        try {
            JwtClaims claims = consumer.processToClaims(token);
            String subject = claims.getSubject();
            if (!SUBJECT.matcher(subject).matches()) {
                throw Problem.invalidToken("has a subject that cannot be printed");
            }
            return new Checked(
                    new Caller(subject, scopes(claims)),
                    until(claims.getExpirationTime().getValue()));
        } catch (InvalidJwtException refused) {
            throw Problem.invalidToken(reason(refused));
        } catch (MalformedClaimException malformed) {
            throw Problem.invalidToken("has a claim of a wrong type");
        }
    }

    /** As far as time goes. */
    private static Instant until(long epochSecond) {
        return Instant.ofEpochSecond(Math.min(epochSecond, Instant.MAX.getEpochSecond()));
    }

    private static Set<String> scopes(JwtClaims claims) throws MalformedClaimException {
        String scope = claims.hasClaim("scope") ? claims.getStringClaimValue("scope") : "";
        return Set.of(SPACES.splitAsStream(scope)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toArray(String[]::new));
    }

    private static String reason(InvalidJwtException refused) {
        if (refused.hasErrorCode(ErrorCodes.EXPIRED)) {
            return "has expired";
        }
        if (refused.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || refused.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return "is for another audience";
        }
        if (refused.hasErrorCode(ErrorCodes.ISSUER_INVALID) || refused.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
            return "comes from another issuer";
        }
        if (refused.hasErrorCode(ErrorCodes.TYPE_INVALID) || refused.hasErrorCode(ErrorCodes.TYPE_MISSING)) {
            return "is no access token (typ at+jwt)";
        }
        return "cannot be verified";
    }
}

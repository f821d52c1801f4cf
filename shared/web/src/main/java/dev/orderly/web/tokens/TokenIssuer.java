package dev.orderly.web.tokens;

import dev.orderly.web.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** An issuer of our own for development and tests: one Ed25519 key, access tokens as RFC 9068 describes them. */
public final class TokenIssuer {

    private static final String CURVE = "Ed25519";

    private final TokenTerms terms;
    private final PublicJsonWebKey key;
    private final Clock clock;

    private TokenIssuer(TokenTerms terms, PublicJsonWebKey key, Clock clock) {
        this.terms = terms;
        this.key = key;
        this.clock = clock;
    }

    /** An issuer with a key of its own, which ends with it unless {@link #privateKey} is kept. */
    public static TokenIssuer fresh(TokenTerms terms, Clock clock) {
        try {
            OctetKeyPairJsonWebKey key = OkpJwkGenerator.generateJwk(CURVE);
            key.setKeyId(UUID.randomUUID().toString());
            return new TokenIssuer(terms, key, clock);
        } catch (JoseException impossible) {
            throw new IllegalStateException("this JVM makes no Ed25519 keys", impossible);
        }
    }

    /** An issuer with a key that was kept. @throws UnusableKeys when that is no private key */
    public static TokenIssuer of(TokenTerms terms, String privateKey, Clock clock) {
        try {
            PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(privateKey);
            if (key.getPrivateKey() == null || key.getKeyId() == null) {
                throw new UnusableKeys("it is no private key with a kid");
            }
            return new TokenIssuer(terms, key, clock);
        } catch (JoseException unreadable) {
            throw new UnusableKeys("it is no JSON Web Key");
        }
    }

    /** The key as a JSON Web Key with its private part: a secret. */
    public String privateKey() {
        return key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE);
    }

    /** The keys by which its tokens are checked. */
    public TokenKeys keys() {
        return new TokenKeys(List.of(key));
    }

    /** A token for this caller that holds for so long. */
    public String issue(Caller caller, Duration validity) {
        Instant now = clock.instant();
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(terms.issuer());
        claims.setAudience(terms.audience());
        claims.setSubject(caller.subject());
        claims.setStringClaim("client_id", caller.subject());
        claims.setStringClaim("scope", String.join(" ", new TreeSet<>(caller.scopes())));
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.plus(validity).getEpochSecond()));
        claims.setGeneratedJwtId();
        return signed(claims);
    }

    private String signed(JwtClaims claims) {
        JsonWebSignature token = new JsonWebSignature();
        token.setHeader("typ", TokenCheck.ACCESS_TOKEN);
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
        token.setKeyIdHeaderValue(key.getKeyId());
        token.setPayload(claims.toJson());
        token.setKey(key.getPrivateKey());
        try {
            return token.getCompactSerialization();
        } catch (JoseException unsigned) {
            throw new IllegalStateException("a token cannot be signed", unsigned);
        }
    }
}

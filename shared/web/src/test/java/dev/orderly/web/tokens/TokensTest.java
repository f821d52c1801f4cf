package dev.orderly.web.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.orderly.web.Caller;
import dev.orderly.web.Problem;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctJwkGenerator;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token must be to be taken: checks S01 to S13. */
class TokensTest {

    private static final TokenTerms TERMS = new TokenTerms("https://issuer.example", "orderly");
    private static final Caller ADA = new Caller("ada", Set.of("orders.read", "orders.write"));
    private static final PublicJsonWebKey RSA = rsa("one", 2_048);

    /** Shows whatever it was set to. */
    private static final class Wristwatch extends Clock {

        private final Instant[] now;

        Wristwatch(Instant[] now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now[0];
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Tokens tokens = new Tokens(TERMS, keys(RSA), Clock.systemUTC());

    @Test
    void tellsTheCallerByTheToken() {
        assertThat(identify(token(TokensTest::asIs))).isEqualTo(ADA);
        assertThat(identify(token(claims -> claims.unsetClaim("scope")))).isEqualTo(new Caller("ada", Set.of()));
    }

    @Test
    void takesTheThreeAlgorithmsThatItKnows() throws JoseException {
        PublicJsonWebKey ec = named("ec", EcJwkGenerator.generateJwk(EllipticCurves.P256));
        PublicJsonWebKey ed = named("ed", OkpJwkGenerator.generateJwk("Ed25519"));
        tokens.use(keys(RSA, ec, ed));

        assertThat(identify(signed(RSA, AlgorithmIdentifiers.RSA_USING_SHA256, TokensTest::asIs)))
                .isEqualTo(ADA);
        assertThat(identify(signed(ec, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256, TokensTest::asIs)))
                .isEqualTo(ADA);
        assertThat(identify(signed(ed, AlgorithmIdentifiers.EDDSA, TokensTest::asIs)))
                .isEqualTo(ADA);
        assertThat(refusal(signed(RSA, AlgorithmIdentifiers.RSA_USING_SHA512, TokensTest::asIs))
                        .status())
                .isEqualTo(401);
        assertThat(refusal(signed(RSA, AlgorithmIdentifiers.RSA_PSS_USING_SHA256, TokensTest::asIs))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void s01RefusesARequestWithoutAToken() {
        Problem refused = refusalOf(MultiMap.caseInsensitiveMultiMap());

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers()).containsEntry("WWW-Authenticate", "Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YWRhOmFkYQ==", "Bearer", "Bearer ", "Bearer a b", "Bearer é", "bearertoken"})
    void refusesWhatIsNoBearerToken(String header) {
        Problem refused = refusalOf(MultiMap.caseInsensitiveMultiMap().add("Authorization", header));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers()).containsEntry("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    @Test
    void refusesTwoTokensAtOnce() {
        assertThat(refusalOf(MultiMap.caseInsensitiveMultiMap()
                                .add("Authorization", "Bearer " + token(TokensTest::asIs))
                                .add("Authorization", "Bearer " + token(TokensTest::asIs)))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void s02RefusesATokenThatNobodySigned() {
        String body = token(TokensTest::asIs).replaceAll("^[^.]*\\.|\\.[^.]*$", "");
        String none = base64("{\"alg\":\"none\",\"typ\":\"at+jwt\"}");

        assertThat(refusal(none + "." + body + ".").status()).isEqualTo(401);
        assertThat(refusal(none + "." + body).status()).isEqualTo(401);
    }

    @Test
    void s03RefusesAPublicKeyAsASharedSecret() throws JoseException {
        JsonWebSignature forged = unsigned(AlgorithmIdentifiers.HMAC_SHA256, TokensTest::asIs);
        forged.setKeyIdHeaderValue("one");
        forged.setKey(new HmacKey(RSA.getPublicKey().getEncoded()));

        assertThat(refusal(forged.getCompactSerialization()).status()).isEqualTo(401);
    }

    @Test
    void s04TakesNoKeySetThatIsOfNoUse() throws JoseException {
        assertUnusable("{\"keys\":[]}", "no key");
        assertUnusable("no JSON", "no JWKS");
        assertUnusable("{}", "no JWKS");
        assertUnusable(document(rsa("weak", 1_024)), "weak has 1024 bits");
        assertUnusable(document(RSA, named("one", OkpJwkGenerator.generateJwk("Ed25519"))), "same kid");
        assertUnusable(document(named("wide", EcJwkGenerator.generateJwk(EllipticCurves.P384))), "another curve");
        PublicJsonWebKey nameless = rsa("x", 2_048);
        nameless.setKeyId(null);
        assertUnusable(document(nameless), "no kid");
        String mixed = document(RSA).replace("]}", ",{\"kty\":\"XXX\",\"kid\":\"odd\"}]}");
        assertThat(mixed).contains("odd");
        assertUnusable(mixed, "of a kind that is not known");
    }

    @Test
    void s12TakesNoSharedSecretHoweverLong() {
        JsonWebKey secret = OctJwkGenerator.generateJwk(512);
        secret.setKeyId("secret");

        assertUnusable(
                new JsonWebKeySet(secret).toJson(JsonWebKey.OutputControlLevel.INCLUDE_SYMMETRIC), "shared secret");
    }

    @Test
    void s05RefusesATokenThatNeverExpires() {
        assertThat(refusal(token(claims -> claims.unsetClaim("exp"))).status()).isEqualTo(401);
    }

    @Test
    void s06RefusesATokenOutOfItsTime() {
        assertThat(refusal(token(TokensTest::expire)).detail()).isEqualTo("The token has expired.");
        assertThat(refusal(token(claims -> claims.setNotBefore(in(60)))).status())
                .isEqualTo(401);
        assertThat(refusal(token(claims -> claims.setIssuedAt(in(60)))).status())
                .isEqualTo(401);
        assertThat(identify(token(claims -> claims.setIssuedAt(in(10))))).isEqualTo(ADA);
    }

    @Test
    void s07RefusesATokenForSomebodyElse() {
        assertThat(refusal(token(claims -> claims.setAudience("another"))).detail())
                .isEqualTo("The token is for another audience.");
        assertThat(refusal(token(claims -> claims.unsetClaim("aud"))).status()).isEqualTo(401);
        assertThat(identify(token(claims -> claims.setAudience("another", "orderly"))))
                .isEqualTo(ADA);
    }

    @Test
    void s08RefusesATokenOfAnotherIssuer() {
        assertThat(refusal(token(claims -> claims.setIssuer("https://other.example")))
                        .detail())
                .isEqualTo("The token comes from another issuer.");
        assertThat(refusal(token(claims -> claims.unsetClaim("iss"))).status()).isEqualTo(401);
    }

    @Test
    void s09RefusesWhatIsBroken() throws JoseException {
        assertThat(refusal(token(claims -> claims.setClaim("exp", "tomorrow"))).status())
                .isEqualTo(401);
        assertThat(refusal(token(claims -> claims.setClaim("scope", List.of("orders.read"))))
                        .status())
                .isEqualTo(401);
        assertThat(refusal(token(claims -> claims.setClaim("sub", 7))).status()).isEqualTo(401);
        assertThat(refusal(token(claims -> claims.setSubject("line\nbreak"))).status())
                .isEqualTo(401);
        assertThat(refusal(token(claims -> claims.unsetClaim("sub"))).status()).isEqualTo(401);
        assertThat(refusal(withPayload("[1,2]")).status()).isEqualTo(401);
        assertThat(refusal(withPayload("no JSON")).status()).isEqualTo(401);
        assertThat(refusal("...").status()).isEqualTo(401);
        assertThat(refusal("a.b.c").status()).isEqualTo(401);
        assertThat(refusal("x".repeat(65_536)).status()).isEqualTo(401);
        assertThat(refusal(token(claims -> claims.setClaim("x", "y".repeat(4_096))))
                        .status())
                .isEqualTo(401);
        String good = token(TokensTest::asIs);
        assertThat(refusal(good.substring(0, good.length() - 4) + "AAAA").status())
                .isEqualTo(401);
    }

    @Test
    void s09TakesATokenThatHoldsLongerThanTime() {
        assertThat(identify(token(claims -> claims.setExpirationTime(NumericDate.fromSeconds(Long.MAX_VALUE)))))
                .isEqualTo(ADA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "=AAAA", "~", "+", "/"})
    void s09TakesATokenInOneSpellingOnly(String more) {
        assertThat(refusal(token(TokensTest::asIs) + more).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "one' OR '1'='1", "unknown", ""})
    void s10RefusesAKeyThatIsNotKnown(String kid) throws JoseException {
        JsonWebSignature token = unsigned(AlgorithmIdentifiers.RSA_USING_SHA256, TokensTest::asIs);
        token.setKeyIdHeaderValue(kid);
        token.setKey(RSA.getPrivateKey());

        assertThat(refusal(token.getCompactSerialization()).status()).isEqualTo(401);
    }

    @Test
    void s10HeedsNoKeyThatTheTokenBringsAlong() throws JoseException {
        PublicJsonWebKey own = rsa("one", 2_048);
        JsonWebSignature token = unsigned(AlgorithmIdentifiers.RSA_USING_SHA256, TokensTest::asIs);
        token.setKeyIdHeaderValue("one");
        token.setJwkHeader(own);
        token.setHeader("jku", "https://attacker.example/keys");
        token.setHeader("x5u", "https://attacker.example/chain");
        token.setKey(own.getPrivateKey());

        assertThat(refusal(token.getCompactSerialization()).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "at+JWS", "id+jwt"})
    void s11RefusesATokenOfAnotherKind(String type) throws JoseException {
        JsonWebSignature token = unsigned(AlgorithmIdentifiers.RSA_USING_SHA256, TokensTest::asIs);
        token.setHeader("typ", type);
        token.setKeyIdHeaderValue("one");
        token.setKey(RSA.getPrivateKey());

        assertThat(refusal(token.getCompactSerialization()).detail())
                .isEqualTo("The token is no access token (typ at+jwt).");
    }

    @Test
    void s13TakesOldAndNewKeysWhileTheyOverlapAndTheOldNoMore() {
        PublicJsonWebKey next = rsa("two", 2_048);
        String old = token(TokensTest::asIs);
        String fresh = signed(next, AlgorithmIdentifiers.RSA_USING_SHA256, TokensTest::asIs);
        assertThat(identify(old)).isEqualTo(ADA);
        assertThat(refusal(fresh).status()).isEqualTo(401);

        tokens.use(keys(RSA, next));
        assertThat(identify(old)).isEqualTo(ADA);
        assertThat(identify(fresh)).isEqualTo(ADA);

        tokens.use(keys(next));
        assertThat(refusal(old).status()).isEqualTo(401);
        assertThat(identify(fresh)).isEqualTo(ADA);
    }

    @Test
    void remembersATokenNoLongerThanItHolds() {
        Instant[] now = {Instant.now()};
        Tokens patient = new Tokens(TERMS, keys(RSA), new Wristwatch(now));
        String expired = token(claims -> {
            claims.setIssuedAt(in(-100));
            claims.setExpirationTime(in(-5));
        });
        assertThat(patient.identify(bearer(expired))).as("within the skew").isEqualTo(ADA);
        String good = token(TokensTest::asIs);
        assertThat(patient.identify(bearer(good))).isEqualTo(ADA);
        now[0] = now[0].plus(Duration.ofHours(2));

        assertThat(patient.identify(bearer(good)))
                .as("checked anew, by the machine's clock")
                .isEqualTo(ADA);
    }

    @Test
    void issuesTokensThatAreTaken() {
        TokenIssuer issuer = TokenIssuer.fresh(TERMS, Clock.systemUTC());
        TokenIssuer again = TokenIssuer.of(TERMS, issuer.privateKey(), Clock.systemUTC());
        tokens.use(issuer.keys());

        assertThat(identify(issuer.issue(ADA, Duration.ofMinutes(1)))).isEqualTo(ADA);
        assertThat(identify(again.issue(ADA, Duration.ofMinutes(1)))).isEqualTo(ADA);
        assertThat(issuer.keys().document()).doesNotContain("\"d\"");
        assertThat(TokenKeys.parse(issuer.keys().document()).isSameAs(issuer.keys()))
                .isTrue();
        assertThatThrownBy(() -> TokenIssuer.of(TERMS, issuer.keys().document(), Clock.systemUTC()))
                .isInstanceOf(UnusableKeys.class);
    }

    private Caller identify(String token) {
        return tokens.identify(bearer(token));
    }

    private Problem refusal(String token) {
        Problem refused = refusalOf(bearer(token));
        assertThat(refused.detail()).doesNotContain(token);
        return refused;
    }

    private Problem refusalOf(MultiMap headers) {
        return catchThrowableOfType(Problem.class, () -> tokens.identify(headers));
    }

    private static MultiMap bearer(String token) {
        return MultiMap.caseInsensitiveMultiMap().add("Authorization", "Bearer " + token);
    }

    private static String token(Consumer<JwtClaims> change) {
        return signed(RSA, AlgorithmIdentifiers.RSA_USING_SHA256, change);
    }

    private static String signed(PublicJsonWebKey key, String algorithm, Consumer<JwtClaims> change) {
        JsonWebSignature token = unsigned(algorithm, change);
        token.setKeyIdHeaderValue(key.getKeyId());
        token.setKey(key.getPrivateKey());
        return serialized(token);
    }

    private static String withPayload(String payload) {
        JsonWebSignature token = unsigned(AlgorithmIdentifiers.RSA_USING_SHA256, TokensTest::asIs);
        token.setPayload(payload);
        token.setKeyIdHeaderValue("one");
        token.setKey(RSA.getPrivateKey());
        return serialized(token);
    }

    private static String serialized(JsonWebSignature token) {
        try {
            return token.getCompactSerialization();
        } catch (JoseException unsigned) {
            throw new AssertionError(unsigned);
        }
    }

    private static JsonWebSignature unsigned(String algorithm, Consumer<JwtClaims> change) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(TERMS.issuer());
        claims.setAudience(TERMS.audience());
        claims.setSubject("ada");
        claims.setStringClaim("scope", "orders.read  orders.write");
        claims.setIssuedAtToNow();
        claims.setExpirationTime(in(600));
        change.accept(claims);
        JsonWebSignature token = new JsonWebSignature();
        token.setHeader("typ", "at+jwt");
        token.setAlgorithmHeaderValue(algorithm);
        token.setPayload(claims.toJson());
        return token;
    }

    private static void asIs(JwtClaims claims) {
        assertThat(claims.hasClaim("sub")).isTrue();
    }

    private static void expire(JwtClaims claims) {
        claims.setIssuedAt(in(-100));
        claims.setExpirationTime(in(-31));
    }

    private static NumericDate in(long seconds) {
        return NumericDate.fromSeconds(Instant.now().getEpochSecond() + seconds);
    }

    private static void assertUnusable(String jwks, String why) {
        assertThatThrownBy(() -> TokenKeys.parse(jwks))
                .isInstanceOf(UnusableKeys.class)
                .hasMessageContaining(why);
    }

    private static TokenKeys keys(PublicJsonWebKey... keys) {
        return TokenKeys.parse(document(keys));
    }

    private static String document(PublicJsonWebKey... keys) {
        return new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    private static PublicJsonWebKey rsa(String id, int bits) {
        try {
            return named(id, RsaJwkGenerator.generateJwk(bits));
        } catch (JoseException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static PublicJsonWebKey named(String id, PublicJsonWebKey key) {
        key.setKeyId(id);
        return key;
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

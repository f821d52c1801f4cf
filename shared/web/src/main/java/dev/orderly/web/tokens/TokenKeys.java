package dev.orderly.web.tokens;

import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * The public keys of an issuer (JWKS, RFC 7517): RSA of 2048 bits and more, EC on P-256, Ed25519. A set that holds anything else is
 * refused as a whole, for a key that is not checked is one by which anybody signs.
 *
 * @param keys each with an id of its own
 */
public record TokenKeys(List<JsonWebKey> keys) {

    private static final int SHORTEST_RSA = 2_048;
    private static final Set<String> CURVES = Set.of("P-256", "Ed25519");

    /** Reads a JWKS document. @throws UnusableKeys when there is no key in it, or one that is of no use */
    public static TokenKeys parse(String jwks) {
        List<JsonWebKey> keys = read(jwks);
        if (keys.isEmpty()) {
            throw new UnusableKeys("there is no key in the key set");
        }
        keys.forEach(TokenKeys::requireUsable);
        Set<String> ids = new TreeSet<>(keys.stream().map(JsonWebKey::getKeyId).toList());
        if (ids.size() < keys.size()) {
            throw new UnusableKeys("two keys have the same kid");
        }
        return new TokenKeys(keys);
    }

    /** Whether it holds the same public keys. */
    boolean isSameAs(TokenKeys other) {
        return document().equals(other.document());
    }

    /** The JWKS document, without any private part. */
    public String document() {
        return new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    private static List<JsonWebKey> read(String jwks) {
        try {
            List<JsonWebKey> keys = List.copyOf(new JsonWebKeySet(jwks).getJsonWebKeys());
            if (!(JsonUtil.parseJson(jwks).get("keys") instanceof List<?> given) || given.size() != keys.size()) {
                throw new UnusableKeys("a key is of a kind that is not known; only RSA, EC and Ed25519 keys are taken");
            }
            return keys;
        } catch (JoseException unreadable) {
            throw new UnusableKeys("the key set cannot be read: it is no JWKS document");
        }
    }

    private static void requireUsable(JsonWebKey key) {
        if (key.getKeyId() == null || key.getKeyId().isBlank()) {
            throw new UnusableKeys("a key has no kid");
        }
        if (!(key instanceof PublicJsonWebKey asymmetric)) {
            throw new UnusableKeys(
                    "key " + key.getKeyId() + " is a shared secret; only RSA, EC and Ed25519 keys are taken");
        }
        if (asymmetric.getPublicKey() instanceof RSAKey rsa) {
            requireLength(key.getKeyId(), rsa.getModulus().bitLength());
        } else if (!CURVES.contains(curve(asymmetric))) {
            throw new UnusableKeys("key " + key.getKeyId() + " is on another curve than " + new TreeSet<>(CURVES));
        }
    }

    private static void requireLength(String id, int bits) {
        if (bits < SHORTEST_RSA) {
            throw new UnusableKeys("key " + id + " has " + bits + " bits; " + SHORTEST_RSA + " are the least");
        }
    }

    private static String curve(PublicJsonWebKey key) {
        return String.valueOf(
                key.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY).get("crv"));
    }
}

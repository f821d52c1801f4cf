package dev.orderly.launcher;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Bodies that are no JSON object, or none that our JSON knows, made from one that is. */
final class Spoilt {

    private static final int TOO_DEEP = 33;

    private Spoilt() {}

    /** What is wrong with it → the bytes; each has to be answered 400. */
    static Map<String, Buffer> bodies(Buffer good, Random random) {
        String json = good.toString();
        Map<String, Buffer> bodies = new LinkedHashMap<>();
        bodies.put("nothing", Buffer.buffer());
        bodies.put("white space", Buffer.buffer(" \r\n\t"));
        bodies.put("cut off", good.slice(0, random.nextInt(good.length())));
        bodies.put("more than one value", Buffer.buffer(json + "{}"));
        bodies.put("a comment", Buffer.buffer("/* x */" + json));
        bodies.put("a comma too much", Buffer.buffer(json.replaceFirst("}$", ",}")));
        bodies.put("single quotes", Buffer.buffer("{'x':1}"));
        bodies.put("a bare name", Buffer.buffer("{x:1}"));
        bodies.put("broken UTF-8", withMember(good, new byte[] {'"', (byte) 0xC3, (byte) 0x28, '"'}));
        bodies.put("an overlong slash", withMember(good, new byte[] {'"', (byte) 0xC0, (byte) 0xAF, '"'}));
        bodies.put("UTF-16", Buffer.buffer(json.getBytes(StandardCharsets.UTF_16)));
        bodies.put("NUL", withMember(good, "\"a\\u0000b\""));
        bodies.put("a bare NUL", withMember(good, "\"a\u0000b\""));
        bodies.put("a bare line end", withMember(good, "\"a\nb\""));
        bodies.put("half a surrogate pair", withMember(good, "\"\\ud800\""));
        bodies.put("a number too long", withMember(good, "1".repeat(10_000)));
        bodies.put("a number beyond all", withMember(good, "1e999999999"));
        bodies.put("no number", withMember(good, "NaN"));
        bodies.put("a leading zero", withMember(good, "007"));
        bodies.put("deep", withMember(good, "[".repeat(TOO_DEEP) + "]".repeat(TOO_DEEP)));
        bodies.put("very deep", withMember(good, "[".repeat(20_000)));
        bodies.put("deep objects", withMember(good, "{\"a\":".repeat(TOO_DEEP) + "1" + "}".repeat(TOO_DEEP)));
        bodies.put("a doubled property", Buffer.buffer(doubled(json)));
        return bodies;
    }

    /** What is wrong with it → the header; each has to be answered 401. */
    static Map<String, String> authorizations(String token) {
        int claims = token.indexOf('.') + 1;
        int signature = token.lastIndexOf('.') + 1;
        return Map.of(
                "an empty token",
                "Bearer",
                "no bearer token",
                "Basic eDp5",
                "a bare token",
                token,
                "a token of another form",
                "Bearer x",
                "an unsigned token",
                "Bearer " + token.substring(0, signature),
                "a token of other claims",
                "Bearer " + token.substring(0, claims) + "e30" + token.substring(signature - 1));
    }

    private static String doubled(String json) {
        return json.equals("{}") ? "{\"x\":1,\"x\":1}" : json.replaceFirst("}$", "," + json.substring(1));
    }

    private static Buffer withMember(Buffer good, String value) {
        return withMember(good, value.getBytes(StandardCharsets.UTF_8));
    }

    private static Buffer withMember(Buffer good, byte[] value) {
        String comma = good.length() > 2 ? "," : "";
        return good.slice(0, good.length() - 1)
                .copy()
                .appendString(comma + "\"spoilt\":")
                .appendBytes(value)
                .appendString("}");
    }
}

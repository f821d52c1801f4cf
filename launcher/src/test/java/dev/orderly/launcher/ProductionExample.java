package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.web.tokens.TokenTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code config/production.yaml}, and what in it every shop puts something of its own for. */
final class ProductionExample {

    static final String KEYS = "https://login.example.com/.well-known/jwks.json";
    static final String ROLE_SECRET = "/run/secrets/orderly-role-secret";
    static final String USER_SECRET = "/run/secrets/orderly-user-secret";
    static final String AUTHORITIES = "/etc/orderly/ca.pem";

    /** What it says of tokens. */
    static final TokenTerms TERMS = new TokenTerms("https://login.example.com", "orderly");

    private static final Path FILE = Path.of("..", "config", "production.yaml");

    private ProductionExample() {}

    /** The example with other words for some of its own, all of which have to be in it. */
    static String with(Map<String, String> words) throws IOException {
        String example = Files.readString(FILE);
        for (Map.Entry<String, String> word : words.entrySet()) {
            assertThat(example).contains(word.getKey());
            example = example.replace(word.getKey(), word.getValue());
        }
        return example;
    }
}

package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Production starts with secrets of its own, and without the issuer that is for trying out. */
class KnownSecretsTest {

    @TempDir
    private Path folder;

    @Test
    void s49StartsWithNoSecretThatEverybodyKnows() throws IOException {
        assertThat(mistakes("""
                        database: {backend: external, password: postgres, roleSecret: changeit}
                        broker: {backend: external, password: Guest, userSecret: secret}
                        """))
                .contains("database.password is what everybody tries first")
                .contains("database.roleSecret is what everybody tries first")
                .contains("broker.password is what everybody tries first")
                .contains("broker.userSecret is what everybody tries first");
    }

    @Test
    void s49DerivesNoPasswordsFromAShortSecret() throws IOException {
        assertThat(mistakes("database: {backend: external, roleSecret: shorter-than-16}"))
                .contains("database.roleSecret must have at least 16 characters");
    }

    @Test
    void s49IssuesNoTokensInProduction() throws IOException {
        assertThat(mistakes("tokens: {source: local}"))
                .contains("tokens.source must be external in profile production");
        assertThat(typed("token", "tokens: {source: external, keys: keys.json}").errors())
                .contains("tokens.source is external");
    }

    @Test
    void s49AsksForTheTokenByWhichItCallsPayments() throws IOException {
        assertThat(mistakes("tokens: {source: external, keys: keys.json}\nshop: {trigger: order.calls}"))
                .contains("tokens.service is required");
    }

    private String mistakes(String settings) throws IOException {
        return typed("config check", settings).errors();
    }

    private Typed typed(String command, String settings) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), profile(command) + settings);
        Typed typed = Typed.words((command + " --config " + file).split(" "));
        assertThat(typed.code()).isNotZero();
        return typed;
    }

    /** Nothing but the profile would refuse the settings. */
    private static String profile(String command) {
        return command.equals("token") ? "" : "profile: production\n";
    }
}

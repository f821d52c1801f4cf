package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.persistence.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings are checked and shown without anything being started. */
class ConfigCommandTest {

    @TempDir
    private Path folder;

    @Test
    void findsTheDefaultsWell() {
        Typed typed = Typed.words("config", "check");

        assertThat(typed.code()).isZero();
        assertThat(typed.printed()).contains("well", "development", "order, stock, payment, catalog");
    }

    @Test
    void namesMistakesOfWordsAndOfSettingsTogether() throws IOException {
        Typed typed = Typed.words("config", "check", "--config", wrong(), "--prot", "1");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.errors()).contains("--prot", "http.port", "catalogue");
    }

    @Test
    void namesEveryMistake() throws IOException {
        Typed typed = Typed.words("config", "check", "--config", wrong(), "--services", "stok");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.errors()).contains("http.port", "catalogue", "stok");
    }

    @Test
    void showsWhereEverySettingComesFromAndNoSecret() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), """
                http: {port: 9090}
                broker: {password: "hush hush", passwordFile: ""}
                """);

        Typed typed = Typed.words("config", "show", "--config", file.toString(), "--management-port", "9091");

        assertThat(typed.code()).isZero();
        assertThat(typed.printed())
                .containsPattern("  port: 9090 +# .*mine.yaml")
                .containsPattern("  port: \"?9091\"? +# option")
                .containsPattern("  heartbeat: \"PT5S\" +# default")
                .containsPattern("  password: \"\\*\\*\\*\" +# .*mine.yaml")
                .doesNotContain("hush");
    }

    @Test
    void findsTheExampleOfProductionWell() throws Exception {
        Typed typed = Typed.words(
                "config", "check", "--config", production(file("a secret of their own"), file(authority())));

        assertThat(typed.errors()).isEmpty();
        assertThat(typed.code()).isZero();
        assertThat(typed.printed())
                .contains("well", "production", "order")
                .doesNotContain("stock", "a secret of their own");
    }

    @Test
    void namesAllThatTheExampleOfProductionIsStillMissing() throws Exception {
        String missing = folder.resolve("missing").toString();

        Typed typed = Typed.words("config", "check", "--config", production(missing, missing), "--services", "stok");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.errors())
                .contains("services", "database.roleSecretFile", "database.caFile")
                .contains("broker.userSecretFile", "broker.caFile");
    }

    private String production(String secret, String authorities) throws IOException {
        return file(ProductionExample.with(Map.of(
                ProductionExample.ROLE_SECRET, secret,
                ProductionExample.USER_SECRET, secret,
                ProductionExample.AUTHORITIES, authorities)));
    }

    /** Any that Java knows, as PEM. */
    private static String authority() throws Exception {
        byte[] certificate =
                Tls.verifying(Optional.empty()).trust().getAcceptedIssuers()[0].getEncoded();
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate)
                + "\n-----END CERTIFICATE-----\n";
    }

    private String file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "example", ""), content)
                .toString();
    }

    private String wrong() throws IOException {
        return Files.writeString(folder.resolve("wrong.yaml"), "http: {port: seventy}\ncatalogue: {}\n")
                .toString();
    }
}

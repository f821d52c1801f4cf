package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about the broker's users, on the command line and in the settings, before there is any broker. */
class BrokerCommandTest {

    private static final String SECRET = "derived from this";
    private static final String PER_SERVICE =
            "broker: {backend: external, user: shop, perService: true, topology: assume, userSecret: \"" + SECRET
                    + "\"}";

    @TempDir
    private Path folder;

    @Test
    void s44MakesAUserForEachServiceAndForThoseThatRunTogether() throws IOException {
        Typed typed = Typed.words(
                "broker", "init", "--config", config("services: [stock]", PER_SERVICE), "--together", "payment,order");

        assertThat(typed.errors()).isEmpty();
        assertThat(typed.printed())
                .contains("\"shop_order\"", "\"shop_stock\"", "\"shop_order_payment\"", "\"shop_topology\"")
                .doesNotContain("shop_order_stock", SECRET);
    }

    @Test
    void printsTheSameFileAgain() throws IOException {
        String config = config("services: [stock]", PER_SERVICE);

        assertThat(Typed.words("broker", "init", "--config", config).printed())
                .isEqualTo(Typed.words("broker", "init", "--config", config).printed());
    }

    @Test
    void namesAServiceThatIsUnknown() throws IOException {
        Typed typed =
                Typed.words("broker", "init", "--config", config("", PER_SERVICE), "--together", "order,delivery");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.errors()).contains("--together", "delivery", "payment");
    }

    @Test
    void leavesABrokerWithOneUserAlone() throws IOException {
        for (String command : new String[] {"init", "declare"}) {
            Typed typed = Typed.words("broker", command, "--config", config("", "broker: {backend: external}"));

            assertThat(typed.code()).isEqualTo(2);
            assertThat(typed.errors()).contains("broker.perService");
        }
    }

    @Test
    void wantsASecretAndADeclaredTopologyForUsersOfTheirOwn() throws IOException {
        assertThat(mistakes("", "broker: {backend: external, perService: true}"))
                .contains("broker.userSecret", "broker.topology");
        assertThat(mistakes("", "broker: {perService: true, userSecret: x, topology: assume, tls: verify}"))
                .contains("broker.perService", "broker.topology", "broker.tls");
    }

    @Test
    void s44RefusesInProductionWhatEveryRabbitHas() throws IOException {
        assertThat(mistakes("profile: production", "broker: {backend: external, user: guest, virtualHost: /}"))
                .contains("broker.user must not be guest", "broker.virtualHost must not be /");
    }

    @Test
    void s45NamesAFileThatHoldsNoCertificates() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");

        assertThat(mistakes("", "broker: {backend: external, tls: verify, caFile: \"" + empty + "\"}"))
                .contains("broker.caFile holds no certificates", "empty.pem");
        assertThat(mistakes(
                        "",
                        "database: {backend: external, roleSecret: x, tls: verify, caFile: \"" + folder
                                + "/none.pem\"}"))
                .contains("database.caFile cannot be read", "none.pem");
    }

    private String mistakes(String... lines) throws IOException {
        Typed typed = Typed.words("config", "check", "--config", config(lines));
        assertThat(typed.code()).isEqualTo(2);
        return typed.errors();
    }

    private String config(String... lines) throws IOException {
        return Files.writeString(folder.resolve("shop.yaml"), String.join("\n", lines) + "\n")
                .toString();
    }
}

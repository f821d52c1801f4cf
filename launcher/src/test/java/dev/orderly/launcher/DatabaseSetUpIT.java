package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderly.persistence.AdminSettings;
import dev.orderly.testing.Backends;
import dev.orderly.testing.TestDatabase;
import dev.orderly.web.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code orderly db init} sets a database up once; from then on a shop starts on it without anybody who may create anything. */
class DatabaseSetUpIT {

    private static final String SECRET = "what all nodes know";

    @TempDir
    private Path folder;

    @Test
    void setsUpADatabaseThatAShopThenAssumes() throws IOException {
        try (TestDatabase database = Backends.database("set_up")) {
            Typed first = init(database);
            assertThat(first.errors()).isEmpty();
            assertThat(first.printed()).contains("role orderly_payment", "schema provider of", "role orderly_auditor");
            assertThat(init(database).printed().lines()).allMatch(line -> line.contains("was there"));

            database.run("DROP ROLE IF EXISTS orderly_clerk");
            database.run("CREATE ROLE orderly_clerk LOGIN PASSWORD 'clerk'");
            plan().prepare(new AdminSettings(database.address(), "orderly_clerk", "clerk"), assuming());

            assertThat(database.number("SELECT count(*) FROM orders.orders")).isZero();
            database.run("DROP ROLE orderly_clerk");
        }
    }

    @Test
    void startsOnNothingThatWasNotSetUp() {
        try (TestDatabase database = Backends.database("not_set_up")) {
            assertThatThrownBy(() -> plan().prepare(database.admin(), assuming()))
                    .hasMessageContaining("is not set up")
                    .hasMessageContaining("stock");
        }
    }

    @Test
    void migratesWhenAsked() throws IOException {
        try (TestDatabase database = Backends.database("set_up_fully")) {
            assertThat(init(database, "--migrate").printed()).contains("schema catalog: tables are up to date");
            assertThat(database.number("SELECT count(*) FROM catalog.products")).isZero();
        }
    }

    @Test
    void leavesAnEmbeddedDatabaseAlone() {
        Typed typed = Typed.words("db", "init", "--data", folder.toString());

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.errors()).contains("database.backend");
    }

    private Typed init(TestDatabase database, String... more) throws IOException {
        Path config = Files.writeString(folder.resolve("external.yaml"), """
                database: {backend: external, host: "%s", port: %d, name: "%s", roleSecretFile: "%s"}
                """.formatted(
                        database.address().host(),
                        database.address().port(),
                        database.address().database(),
                        file("role-secret", SECRET)));
        List<String> words = new ArrayList<>(List.of("db", "init", "--config", config.toString()));
        words.addAll(List.of("--admin-user", database.admin().user(), "--data", folder.toString()));
        words.addAll(List.of(
                "--admin-password-file", file("password", database.admin().password())));
        words.addAll(List.of(more));
        return Typed.words(words.toArray(String[]::new));
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static SchemaPlan plan() {
        return new SchemaPlan(new RolePasswords(SECRET), 2, 100);
    }

    private static Configuration assuming() {
        ConfigurationTree tree = new ConfigurationTree();
        tree.set("database.backend", "external");
        tree.set("database.setup", "assume");
        tree.setText("database.roleSecret", SECRET);
        return Fields.of(tree.tree(), "").into(Configuration::read);
    }
}

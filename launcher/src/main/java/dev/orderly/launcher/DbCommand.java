package dev.orderly.launcher;

import dev.orderly.persistence.AdminSettings;
import dev.orderly.persistence.SchemaSettings;
import dev.orderly.persistence.Schemas;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code orderly db init}: sets an external database up once, so that no start needs the rights to do so. */
@Command(name = "db", description = "Sets up a database of your own.")
final class DbCommand {

    @Spec
    private @Nullable CommandSpec spec;

    @Command(description = "Creates roles and schemas of all services of the shop; may be repeated.")
    int init(
            @Mixin DataOption data,
            @Mixin ConfigOption config,
            @Option(names = "--admin-user", paramLabel = "NAME", description = "Who creates them (database.user).")
                    @Nullable
                    String user,
            @Option(
                            names = "--admin-password-file",
                            paramLabel = "FILE",
                            description = "That user's password (ORDERLY_DATABASE_PASSWORD).")
                    @Nullable
                    Path passwordFile,
            @Option(names = "--migrate", description = "Creates or renews the tables, too.") boolean migrates) {
        Configuration configuration = config.read(tree -> credentials(tree, user, passwordFile));
        if (configuration.database().embedded()) {
            throw Refusal.wrongInput(List.of(
                    "database.backend: is embedded, which every start sets up by itself; db init is for external"));
        }
        init(SchemaPlan.of(configuration, data.folder()), configuration, migrates);
        return 0;
    }

    private void init(SchemaPlan plan, Configuration configuration, boolean migrates) {
        PrintWriter out = Screen.of(spec);
        AdminSettings admin = configuration.database().admin();
        List<SchemaSettings> schemas =
                plan.schemas(Services.named(configuration.shop().services()));
        Schemas.setUp(admin, schemas, plan.auditorPassword()).forEach(out::println);
        if (migrates) {
            Schemas.migrate(admin.address(), schemas);
            schemas.forEach(schema -> out.println("schema " + schema.schema() + ": tables are up to date"));
        }
    }

    private static void credentials(ConfigurationTree tree, @Nullable String user, @Nullable Path passwordFile) {
        tree.from("option");
        if (user != null) {
            tree.setText("database.user", user);
        }
        if (passwordFile != null) {
            tree.setText("database.passwordFile", passwordFile.toString());
        }
    }
}

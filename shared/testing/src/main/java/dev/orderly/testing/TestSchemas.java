package dev.orderly.testing;

import dev.orderly.persistence.DatabaseSettings;
import dev.orderly.persistence.SchemaSettings;
import dev.orderly.persistence.Schemas;
import dev.orderly.service.OrderlyService;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The schemas of services in a test's database, with roles as in the product; passwords are the role's name, for all tests alike. */
public final class TestSchemas {

    private static final String AUDITOR = "orderly_auditor";

    private TestSchemas() {}

    /** Creates and migrates the schemas of these services. */
    public static void create(TestDatabase database, Collection<? extends OrderlyService> services) {
        List<SchemaSettings> schemas =
                services.stream().flatMap(TestSchemas::schemas).toList();
        database.aloneWithRoles(() -> Schemas.create(database.admin(), schemas, AUDITOR));
        Schemas.migrate(database.address(), schemas);
    }

    /** How a service reaches its schemas, by schema name, under its runtime roles; the limits only bound a failure. */
    public static Map<String, DatabaseSettings> settings(TestDatabase database, OrderlyService service) {
        Map<String, DatabaseSettings> settings = new LinkedHashMap<>();
        schemas(service)
                .forEach(schema -> settings.put(
                        schema.schema(),
                        patient(database, schema.schema(), schema.runtimeRole(), schema.runtimePassword())));
        return settings;
    }

    /** How the audit reaches all of it. */
    public static DatabaseSettings auditor(TestDatabase database) {
        return patient(database, "public", AUDITOR, AUDITOR);
    }

    /** A machine may be slow. */
    private static DatabaseSettings patient(TestDatabase database, String schema, String role, String password) {
        DatabaseSettings shipped = DatabaseSettings.of(database.address(), schema, role, password);
        return new DatabaseSettings(
                shipped.host(),
                shipped.port(),
                shipped.database(),
                schema,
                role,
                password,
                shipped.poolSize(),
                shipped.maxWaiting(),
                Duration.ofSeconds(15),
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                shipped.tls());
    }

    private static Stream<SchemaSettings> schemas(OrderlyService service) {
        SchemaSettings own =
                schema(service.name(), service.schema(), List.of(SchemaSettings.MESSAGING, location(service.schema())));
        return Stream.concat(
                Stream.of(own),
                service.furtherSchemas().stream().map(name -> schema(name, name, List.of(location(name)))));
    }

    private static SchemaSettings schema(String name, String schema, List<String> migrations) {
        String role = "orderly_" + name;
        return new SchemaSettings(name, schema, role + "_owner", role, migrations);
    }

    private static String location(String schema) {
        return "classpath:db/" + schema;
    }
}

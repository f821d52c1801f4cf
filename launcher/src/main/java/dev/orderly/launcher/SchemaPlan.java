package dev.orderly.launcher;

import dev.orderly.persistence.AdminSettings;
import dev.orderly.persistence.DatabaseAddress;
import dev.orderly.persistence.DatabaseSettings;
import dev.orderly.persistence.SchemaSettings;
import dev.orderly.persistence.Schemas;
import dev.orderly.service.OrderlyService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which schemas and roles the services of a process need, and the settings to reach them. */
final class SchemaPlan {

    static final String AUDITOR = "orderly_auditor";

    private final RolePasswords passwords;
    private final int poolSize;
    private final int maxWaiting;

    SchemaPlan(RolePasswords passwords, int poolSize, int maxWaiting) {
        this.passwords = passwords;
        this.poolSize = poolSize;
        this.maxWaiting = maxWaiting;
    }

    /** The plan for a configuration; without a role secret of its own the data folder's is taken. */
    static SchemaPlan of(Configuration configuration, Path folder) {
        DatabaseSection database = configuration.database();
        Secret secret = database.roleSecret().isEmpty() ? RoleSecretFile.in(folder) : database.roleSecret();
        return new SchemaPlan(new RolePasswords(secret.value()), database.poolSize(), database.maxWaiting());
    }

    /** Creates the schemas of the chosen services, or looks whether they are there, and migrates them. Blocks. */
    void prepare(AdminSettings admin, Configuration configuration) {
        List<SchemaSettings> schemas = schemas(configuration.services());
        if (configuration.database().creates()) {
            Schemas.create(admin, schemas, auditorPassword());
        } else {
            Schemas.check(admin.address(), schemas, auditorPassword());
        }
        Schemas.migrate(admin.address(), schemas);
    }

    /** All schemas of these services. */
    List<SchemaSettings> schemas(Collection<OrderlyService> services) {
        List<SchemaSettings> schemas = new ArrayList<>();
        for (OrderlyService service : services) {
            schemas.add(schema(
                    service.name(), service.schema(), List.of(SchemaSettings.MESSAGING, location(service.schema()))));
            service.furtherSchemas().forEach(name -> schemas.add(schema(name, name, List.of(location(name)))));
        }
        return schemas;
    }

    /** The auditor's password. */
    String auditorPassword() {
        return passwords.of(AUDITOR);
    }

    /** How a service reaches its own schema. */
    DatabaseSettings own(DatabaseAddress address, OrderlyService service) {
        return settings(address, service.schema(), "orderly_" + service.name());
    }

    /** How a service reaches one of its further schemas. */
    DatabaseSettings further(DatabaseAddress address, String schema) {
        return settings(address, schema, "orderly_" + schema);
    }

    /** How the audit reaches all schemas. */
    DatabaseSettings auditor(DatabaseAddress address) {
        return settings(address, "public", AUDITOR);
    }

    private DatabaseSettings settings(DatabaseAddress address, String schema, String role) {
        return DatabaseSettings.of(address, schema, role, passwords.of(role)).withPool(poolSize, maxWaiting);
    }

    private SchemaSettings schema(String name, String schema, List<String> migrations) {
        String role = "orderly_" + name;
        return new SchemaSettings(name, schema, passwords.of(role + "_owner"), passwords.of(role), migrations);
    }

    private static String location(String schema) {
        return "classpath:db/" + schema;
    }
}

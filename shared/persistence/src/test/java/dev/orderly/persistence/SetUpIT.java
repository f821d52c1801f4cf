package dev.orderly.persistence;

import static dev.orderly.persistence.Postgres.AUDITOR_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Setting a database up once, by somebody who may, and then only looking whether that was done. */
class SetUpIT {

    private final DatabaseAddress database = Postgres.freshDatabase();

    @Test
    void tellsWhatItMadeAndWhatWasThere() {
        List<SchemaSettings> told = List.of(schema("told", "secret"));

        assertThat(Schemas.setUp(Postgres.admin(database), told, AUDITOR_PASSWORD))
                .contains("role orderly_told_owner: created", "schema told_rows of orderly_told_owner: created");
        assertThat(Schemas.setUp(Postgres.admin(database), told, AUDITOR_PASSWORD))
                .hasSize(4)
                .allMatch(line -> line.contains("was there"));
    }

    @Test
    void findsNothingMissingOnceItIsSetUp() {
        List<SchemaSettings> whole = List.of(schema("whole", "secret"));
        Schemas.create(Postgres.admin(database), whole, AUDITOR_PASSWORD);

        assertThatCode(() -> Schemas.check(database, whole, AUDITOR_PASSWORD)).doesNotThrowAnyException();
        assertThatCode(() -> Schemas.migrate(database, whole)).doesNotThrowAnyException();
    }

    @Test
    void namesEverythingThatIsMissing() {
        SchemaSettings there = schema("there", "secret");
        Schemas.create(Postgres.admin(database), List.of(there), AUDITOR_PASSWORD);
        Postgres.execute(database, "DROP SCHEMA there_rows");

        assertThatThrownBy(() -> Schemas.check(database, List.of(there, schema("absent", "secret")), AUDITOR_PASSWORD))
                .isInstanceOf(DatabaseSetupFailed.class)
                .hasMessageContainingAll(
                        "no schema there_rows", "role orderly_absent is", "role orderly_absent_owner is");
    }

    @Test
    void namesTheRoleWhosePasswordIsAnother() {
        Schemas.create(Postgres.admin(database), List.of(schema("locked", "secret")), AUDITOR_PASSWORD);

        assertThatThrownBy(() -> Schemas.check(database, List.of(schema("locked", "guessed")), AUDITOR_PASSWORD))
                .hasMessageContaining("orderly_locked_owner")
                .hasMessageContaining("role secret")
                .hasMessageNotContaining("guessed");
    }

    @Test
    void namesTheSchemaThatBelongsToSomebodyElse() {
        assertThatThrownBy(() -> checkAfter("taken", "ALTER SCHEMA taken_rows OWNER TO CURRENT_USER"))
                .hasMessageContaining("taken_rows does not belong to orderly_taken_owner");
    }

    @Test
    void namesTheSchemaThatMayNotBeUsed() {
        assertThatThrownBy(() -> checkAfter("closed", "REVOKE USAGE ON SCHEMA closed_rows FROM orderly_closed"))
                .hasMessageContaining("orderly_closed may not use the schema closed_rows");
    }

    @Test
    void saysThatTheDatabaseIsNotThere() {
        var absent = new DatabaseAddress(database.host(), database.port(), "nowhere");

        assertThatThrownBy(() -> Schemas.check(absent, List.of(), AUDITOR_PASSWORD))
                .hasMessageContaining("cannot reach the database")
                .hasMessageContaining("nowhere");
    }

    @Test
    void refusesAnAdminWhoMayNotCreateRoles() {
        List<SchemaSettings> schemas = List.of(schema("denied", "secret"));
        Postgres.execute(database, "CREATE ROLE clerk LOGIN PASSWORD 'clerk'");

        assertThatThrownBy(
                        () -> Schemas.setUp(new AdminSettings(database, "clerk", "clerk"), schemas, AUDITOR_PASSWORD))
                .isInstanceOf(DatabaseSetupFailed.class)
                .hasMessageContaining("as clerk")
                .hasMessageContaining("permission denied");
    }

    @Test
    void isSetUpByARoleThatIsNoSuperuser() {
        List<SchemaSettings> schemas = List.of(schema("plain", "secret"));
        Postgres.execute(database, "CREATE ROLE keeper LOGIN PASSWORD 'keeper' CREATEROLE");
        Postgres.execute(database, "ALTER DATABASE " + database.database() + " OWNER TO keeper");
        Postgres.execute(database, "GRANT pg_read_all_data TO keeper WITH ADMIN OPTION");
        Schemas.create(Postgres.admin(database), List.of(), AUDITOR_PASSWORD);
        Postgres.execute(database, "GRANT orderly_auditor TO keeper WITH ADMIN OPTION");

        Schemas.create(new AdminSettings(database, "keeper", "keeper"), schemas, AUDITOR_PASSWORD);

        assertThatCode(() -> Schemas.check(database, schemas, AUDITOR_PASSWORD)).doesNotThrowAnyException();
    }

    private void checkAfter(String service, String change) {
        SchemaSettings changed = schema(service, "secret");
        Schemas.create(Postgres.admin(database), List.of(changed), AUDITOR_PASSWORD);
        Postgres.execute(database, change);
        Schemas.check(database, List.of(changed), AUDITOR_PASSWORD);
    }

    private static SchemaSettings schema(String name, String password) {
        return new SchemaSettings(
                name,
                name + "_rows",
                password + "-owner",
                password,
                List.of(SchemaSettings.MESSAGING, "classpath:db/left"));
    }
}

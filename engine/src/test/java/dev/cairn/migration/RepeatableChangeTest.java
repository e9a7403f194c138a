package dev.cairn.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.profile.ServerProfile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A repeatable migration may change rows, users and other roles, but not the objects and roles of the schema. */
class RepeatableChangeTest {
    private static final List<String> SCHEMA_STATEMENTS = List.of(
            "CREATE TABLE orders (id INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1",
            "CREATE ROLE reader",
            "CREATE ROLE IF NOT EXISTS shared_reader",
            "GRANT SELECT ON TABLE orders TO ROLE reader",
            "GRANT SELECT ON TABLE orders TO ROLE shared_reader",
            "GRANT reader TO USER jane");

    private static Optional<ForbiddenSchemaChange> findForbiddenChange(String statements) {
        Engine engine = new Engine(ServerProfile.DEFAULT);
        Session session = new Session("shop");
        Simulation headSimulation = new Simulation(engine, session, Catalog.EMPTY.withDatabase(Database.of("shop")));
        SCHEMA_STATEMENTS.forEach(statement -> headSimulation.apply(MigrationAction.parse(statement)));
        Simulation repeatableSimulation = headSimulation.fork();
        for (String statement : statements.split("; ", -1)) {
            repeatableSimulation.apply(MigrationAction.parse(statement));
        }
        return ForbiddenSchemaChange.find(headSimulation.catalog(), repeatableSimulation.catalog());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO orders VALUES (1)",
                "GRANT SELECT ON TABLE orders TO ROLE reader",
                "REVOKE SELECT ON TABLE orders FROM ROLE reader; GRANT SELECT ON TABLE orders TO ROLE reader",
                "CREATE ROLE IF NOT EXISTS reader",
                "GRANT reader TO USER joe",
                "GRANT reader TO EXTERNAL GROUP staff",
                "GRANT reader TO ROLE operator",
                "CREATE ROLE auditor; GRANT SELECT ON TABLE orders TO ROLE auditor; GRANT auditor TO USER joe",
                "GRANT INSERT ON TABLE orders TO USER joe",
                "GRANT SELECT ON ALL TABLES IN DATABASE other TO ROLE shared_reader",
                "GRANT operator TO ROLE shared_reader",
                "ALTER ROLE shared_reader SET COMMENT = 'x'"
            })
    void rowsMembersAndOtherRolesMayChange(String statements) {
        assertThat(findForbiddenChange(statements)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "GRANT INSERT ON TABLE orders TO ROLE reader | reader",
                "GRANT SELECT ON TABLE orders TO ROLE reader WITH GRANT OPTION | reader",
                "GRANT SELECT ON ALL TABLES IN DATABASE other TO ROLE reader | reader",
                "GRANT operator TO ROLE reader | reader",
                "ALTER ROLE reader SET COMMENT = 'x' | reader",
                "REVOKE reader FROM USER jane | reader",
                "DROP ROLE reader | reader",
                "GRANT INSERT ON TABLE orders TO ROLE shared_reader | shared_reader",
                "REVOKE SELECT ON TABLE orders FROM ROLE shared_reader | shared_reader",
                "GRANT CREATE TABLE ON DATABASE shop TO ROLE shared_reader | shared_reader",
                "DROP ROLE shared_reader | shared_reader"
            })
    void theRolesOfTheSchemaMayNotChange(String statements, String role) {
        assertThat(findForbiddenChange(statements)).contains(new ForbiddenSchemaChange(role));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE VIEW ids AS SELECT id FROM orders",
                "ALTER TABLE orders COMMENT = 'x'",
                "CREATE DATABASE more"
            })
    void definitionsMayNotChange(String statements) {
        assertThat(findForbiddenChange(statements)).contains(new ForbiddenSchemaChange(null));
    }
}

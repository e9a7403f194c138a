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

/** What a repeatable migration may change, and what not. */
class RepeatableChangeTest {
    private static final List<String> HEAD = List.of(
            "CREATE TABLE orders (id INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1",
            "CREATE ROLE reader",
            "CREATE ROLE IF NOT EXISTS shared_reader",
            "GRANT SELECT ON TABLE orders TO ROLE reader",
            "GRANT SELECT ON TABLE orders TO ROLE shared_reader",
            "GRANT reader TO USER jane");

    private static Optional<ForbiddenSchemaChange> change(String statements) {
        Engine engine = new Engine(ServerProfile.DEFAULT);
        Session session = new Session("shop");
        Simulation recorded = new Simulation(engine, session, Catalog.EMPTY.withDatabase(Database.of("shop")));
        HEAD.forEach(statement -> recorded.apply(MigrationAction.parse(statement)));
        Simulation repeatable = recorded.fork();
        for (String statement : statements.split("; ", -1)) {
            repeatable.apply(MigrationAction.parse(statement));
        }
        return ForbiddenSchemaChange.find(recorded.catalog(), repeatable.catalog());
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
        assertThat(change(statements)).isEmpty();
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
    void theRolesOfTheSchemaMayNot(String statements, String role) {
        assertThat(change(statements)).contains(new ForbiddenSchemaChange(role));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE VIEW ids AS SELECT id FROM orders",
                "ALTER TABLE orders COMMENT = 'x'",
                "CREATE DATABASE more"
            })
    void definitionsMayNot(String statements) {
        assertThat(change(statements)).contains(new ForbiddenSchemaChange(null));
    }
}

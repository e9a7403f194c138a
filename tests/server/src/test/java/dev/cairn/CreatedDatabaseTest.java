package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A database that a migration creates has no definition: if it exists, the step is done. */
class CreatedDatabaseTest {
    private static final SchemaDescriptor SCHEMA = new RecordedHistory("shop")
            .statements("database", "CREATE DATABASE finance")
            .statements(
                    "table",
                    List.of(
                            "CREATE TABLE finance.t (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1"),
                    List.of("DROP TABLE finance.t"))
            .schema();

    @AutoClose
    private final World world = new World();

    @Test
    void anUpgradeAfterADowngradeUsesTheDatabaseThatTheDowngradeKept() throws SQLException {
        Migrator migrator = world.createMigrator(SCHEMA, World.options().consent(Consent.DESTRUCTIVE));
        migrator.upgrade();
        migrator.downgradeTo(0);

        migrator.upgrade();

        assertThat(world.queryRows("SHOW TABLES FROM finance")).containsExactly("t");
    }

    @Test
    void aDatabaseOfAnAdministratorIsUsed() throws SQLException {
        world.execute("CREATE DATABASE finance");

        world.createMigrator(SCHEMA).upgrade();

        assertThat(world.queryRows("SHOW TABLES FROM finance")).containsExactly("t");
    }

    @Test
    void aStatementWhoseAnswerIsLostIsDone() throws SQLException {
        world.server.faults().add(Trigger.matching("(?is)CREATE DATABASE.*"), Fault.cutAfter());

        world.createMigrator(SCHEMA).upgrade();

        assertThat(world.queryRows("SHOW TABLES FROM finance")).containsExactly("t");
    }
}

package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.StepFailedException;
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

    private static final SchemaDescriptor ONE_MIGRATION = new RecordedHistory("shop")
            .statements(
                    "database and table",
                    List.of(
                            "CREATE DATABASE finance",
                            "CREATE TABLE finance.t (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1"),
                    List.of("ALTER TABLE finance.t RENAME t__cairn_old", "DROP TABLE finance.t__cairn_old"))
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
    void aScriptUsesADatabaseOfAnAdministrator() throws SQLException {
        world.execute("CREATE DATABASE finance");
        String script =
                world.createMigrator(SCHEMA).script(0, 2, World.DATABASE).text();

        ScriptRuns.createRunner(world).run("shop.sql", script);

        assertThat(script).contains("CREATE DATABASE IF NOT EXISTS `finance`;");
        assertThat(world.queryRows("SHOW TABLES FROM finance")).containsExactly("t");
    }

    @Test
    void aStatementWhoseAnswerIsLostIsDone() throws SQLException {
        world.server.faults().add(Trigger.matching("(?is)CREATE DATABASE.*"), Fault.cutAfter());

        world.createMigrator(SCHEMA).upgrade();

        assertThat(world.queryRows("SHOW TABLES FROM finance")).containsExactly("t");
    }

    @Test
    void anUpgradeCreatesADatabaseAgainThatWasDroppedBeforeADowngradeStopped() throws SQLException {
        Migrator migrator = world.createMigrator(ONE_MIGRATION, World.options().consent(Consent.DESTRUCTIVE));
        migrator.upgrade();
        world.execute("DROP DATABASE finance");
        assertThatThrownBy(() -> migrator.downgradeTo(0))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining(
                        "as after the step is finance.t (missing), and as before it is finance.t__cairn_");

        migrator.upgrade();

        assertThat(world.queryRows("SHOW TABLES FROM finance")).containsExactly("t");
    }

    @Test
    void aRefusalBetweenTwoStepsReleasesTheLedger() throws SQLException {
        Migrator migrator = world.createMigrator(ONE_MIGRATION, World.options().consent(Consent.DESTRUCTIVE));
        migrator.upgrade();
        world.execute("DROP DATABASE finance");
        assertThatThrownBy(() -> migrator.downgradeTo(0)).isInstanceOf(StepFailedException.class);
        world.server.faults().add(Trigger.matching("(?is)SHOW TABLES FROM .*"), Fault.reject(1064, "42000", "not so"));

        assertThatThrownBy(migrator::upgrade).isInstanceOf(StepFailedException.class);

        assertThat(migrator.status().isHeld()).isFalse();
    }
}

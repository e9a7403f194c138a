package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The drift check and the plan ignore the completed steps of an unfinished migration. */
class UnfinishedMigrationCheckTest {
    private static final String TABLE_ENDING =
            " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_ORDERS =
            "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(20)) DUPLICATE KEY(id)";
    private static final String CREATE_ACCOUNTS =
            "CREATE TABLE accounts (id INT NOT NULL, name STRING) DUPLICATE KEY(id)";
    private static final List<String> UPGRADE = List.of(
            "ALTER TABLE orders ADD COLUMN note STRING",
            "CREATE TABLE items (id INT NOT NULL) DUPLICATE KEY(id)" + TABLE_ENDING,
            "ALTER TABLE orders ADD COLUMN amount INT",
            "CREATE VIEW cities AS SELECT city FROM orders");
    private static final List<String> DOWNGRADE = List.of(
            "DROP VIEW cities",
            "ALTER TABLE orders DROP COLUMN amount",
            "DROP TABLE items",
            "ALTER TABLE orders DROP COLUMN note");
    private static final SchemaDescriptor SCHEMA = new RecordedHistory(World.DATABASE)
            .version("tables", CREATE_ORDERS + TABLE_ENDING, CREATE_ACCOUNTS + TABLE_ENDING)
            .statements("more", UPGRADE, DOWNGRADE)
            .schema();

    @AutoClose
    private final World world = new World();

    private Migrator createMigrator() {
        return createMigrator(SCHEMA);
    }

    private Migrator createMigrator(SchemaDescriptor schema) {
        // With one connection, the steps run one after the other, so it is known which steps have run.
        return world.createMigrator(
                schema, World.options().consent(Consent.values()).connections(1));
    }

    private void refuse(String statementPattern) {
        world.server
                .faults()
                .add(Trigger.matching("(?is)" + statementPattern), Fault.reject(1064, "42000", "not today"));
    }

    private void requireNoDrift() {
        Drift drift = createMigrator().check();
        assertThat(drift.differences()).isEmpty();
        assertThat(drift.remediation().steps()).isEmpty();
    }

    @Test
    void thePlanOfAnUnfinishedUpgradeHasTheRemainingSteps() {
        refuse("ALTER TABLE .*amount.*");
        assertThatThrownBy(createMigrator()::upgrade).isInstanceOf(MigrationException.class);

        List<PlannedMigration> plan = createMigrator().plan();

        assertThat(plan).hasSize(1);
        assertThat(plan.get(0).steps()).extracting(Progress.PlannedStep::number).containsExactly(3, 4);
        assertThat(plan.get(0).notes().get(3)).contains("the migration is in progress, and these steps are done: 1, 2");
        createMigrator().upgrade();
        assertThat(createMigrator().plan()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE .*note.*",
                "CREATE TABLE .*items.*",
                "ALTER TABLE .*amount.*",
                "CREATE VIEW .*cities.*"
            })
    void stepsOfAnUnfinishedUpgradeAreNoDrift(String refusedPattern) {
        refuse(refusedPattern);
        assertThatThrownBy(() -> createMigrator().upgrade()).isInstanceOf(MigrationException.class);
        assertThat(createMigrator().status().migrationInProgress()).isPresent();

        requireNoDrift();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE TABLE .*items.*", "ALTER TABLE .*amount.*", "CREATE VIEW .*cities.*"})
    void stepsOfAHalfRevertedUpgradeAreNoDrift(String refusedPattern) {
        refuse(refusedPattern);
        assertThatThrownBy(() -> createMigrator().upgrade()).isInstanceOf(MigrationException.class);
        world.server.faults().clear();
        refuse("ALTER TABLE .*DROP COLUMN .*note.*");
        assertThatThrownBy(() -> createMigrator().downgradeTo(1)).isInstanceOf(MigrationException.class);

        requireNoDrift();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"DROP VIEW .*cities.*", "ALTER TABLE .*amount.*", "DROP TABLE .*items.*", "ALTER TABLE .*note.*"
            })
    void stepsOfAnUnfinishedDowngradeAreNoDrift(String refusedPattern) {
        createMigrator().upgrade();
        refuse(refusedPattern);
        assertThatThrownBy(() -> createMigrator().downgradeTo(1)).isInstanceOf(MigrationException.class);
        assertThat(createMigrator().status().migrationInProgress()).isPresent();

        requireNoDrift();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE .*__cairn_.*",
                ".*INSERT INTO .*__cairn_.*",
                ".* SWAP WITH .*",
                "DROP TABLE .*__cairn_.*"
            })
    void aStoppedRebuildIsNoDrift(String refusedPattern) throws SQLException {
        SchemaDescriptor schemaWithKey = new RecordedHistory(World.DATABASE)
                .version("orders", CREATE_ORDERS + TABLE_ENDING)
                .version("by key", CREATE_ORDERS.replace("DUPLICATE", "PRIMARY") + TABLE_ENDING)
                .schema();
        createMigrator(schemaWithKey).upgradeTo(1);
        world.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        refuse(refusedPattern);
        assertThatThrownBy(() -> createMigrator(schemaWithKey).upgrade()).isInstanceOf(MigrationException.class);

        Drift drift = createMigrator(schemaWithKey).check();

        assertThat(drift.differences()).isEmpty();
        assertThat(drift.remediation().steps()).isEmpty();
    }

    @Test
    void aStepThatRanUnrecordedIsNoDrift() throws SQLException {
        refuse("CREATE TABLE .*items.*");
        assertThatThrownBy(() -> createMigrator().upgrade()).isInstanceOf(MigrationException.class);
        world.execute(UPGRADE.get(1));

        requireNoDrift();
    }

    @Test
    void changesByHandAreReportedButNotRepairedInMigratedTables() throws SQLException {
        refuse("ALTER TABLE .*amount.*");
        assertThatThrownBy(() -> createMigrator().upgrade()).isInstanceOf(MigrationException.class);
        world.execute("ALTER TABLE orders ADD COLUMN amount STRING");
        world.execute("ALTER TABLE accounts COMMENT = 'by hand'");

        Drift drift = createMigrator().check();

        assertThat(drift.differences())
                .extracting(Object::toString)
                .contains("shop.accounts, comment: is by hand, should not exist")
                .anyMatch(difference -> difference.startsWith("shop.orders, column amount: is "));
        assertThat(drift.remediation().steps())
                .extracting(PlannedChanges.Step::text)
                .containsExactly("ALTER TABLE `accounts` COMMENT = \"\"");
    }
}

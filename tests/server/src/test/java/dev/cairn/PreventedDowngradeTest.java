package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A downgrade that a row prevents returns to the upgraded state without losing rows. */
class PreventedDowngradeTest {
    private static final String KEY_CLAUSES = " PRIMARY KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2";
    private static final String CREATE_NOTES = "CREATE TABLE note (id BIGINT NOT NULL, words %s, n %s)" + KEY_CLAUSES
            + " PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_OTHERS =
            "CREATE TABLE other (id BIGINT NOT NULL, a INT%s)" + KEY_CLAUSES + " PROPERTIES ('replication_num' = '1')";

    @AutoClose
    private final World world = new World();

    private Migrator createMigrator(SchemaDescriptor schema) {
        return world.createMigrator(schema, World.options().consent(Consent.values()));
    }

    /** Returns a migrator whose run inserts rows after it has searched for rows that would prevent the run. */
    private Migrator createWritingMigrator(String insertStatement, SchemaDescriptor schema) {
        return world.createMigrator(
                schema, World.options().consent(Consent.values()).listener(event -> {
                    if (event instanceof Progress.RunStarted) {
                        try {
                            world.execute(insertStatement);
                        } catch (SQLException failure) {
                            throw new IllegalStateException(failure);
                        }
                    }
                }));
    }

    private static SchemaDescriptor createSchema(List<String> before, List<String> after) {
        return new RecordedHistory(World.DATABASE)
                .version("before", before.toArray(String[]::new))
                .version("after", after.toArray(String[]::new))
                .schema();
    }

    private void requireReturnToUpgradedState(List<String> createBefore, List<String> createAfter, String rowValues)
            throws SQLException {
        Migrator migrator = createMigrator(createSchema(createBefore, createAfter));
        migrator.upgrade();
        String insertStatement = "INSERT INTO note VALUES " + rowValues;
        assertThatThrownBy(() -> createWritingMigrator(insertStatement, createSchema(createBefore, createAfter))
                        .downgradeTo(1))
                .isInstanceOf(MigrationException.class);
        List<String> rows = world.queryRows("SELECT * FROM note ORDER BY id");
        assertThatThrownBy(() -> migrator.downgradeTo(1)).isInstanceOf(MigrationException.class);
        assertThat(migrator.status().migrationInProgress()).isPresent();

        MigrationResult outcome = migrator.upgrade();

        assertThat(outcome.to()).isEqualTo(2);
        assertThat(migrator.status().migrationInProgress()).isEmpty();
        assertThat(migrator.status().head().number()).isEqualTo(2);
        assertThat(migrator.check().differences()).isEmpty();
        assertThat(world.queryRows("SELECT * FROM note ORDER BY id")).isEqualTo(rows);
        assertThat(migrator.leftovers()).isEmpty();

        world.execute("DELETE FROM note WHERE id = 1");
        migrator.downgradeTo(1);
        assertThat(migrator.check().differences()).isEmpty();
        migrator.upgrade();
        assertThat(migrator.check().differences()).isEmpty();
    }

    @Test
    void aNullPreventsADowngradeToNotNull() throws SQLException {
        requireReturnToUpgradedState(
                List.of(CREATE_NOTES.formatted("VARCHAR(10) NOT NULL", "INT")),
                List.of(CREATE_NOTES.formatted("VARCHAR(10) NULL", "INT")),
                "(1, NULL, 1), (2, 'b', 2)");
    }

    @Test
    void aTooLongValuePreventsADowngradeToAShorterType() throws SQLException {
        requireReturnToUpgradedState(
                List.of(CREATE_NOTES.formatted("VARCHAR(5)", "INT NOT NULL")),
                List.of(CREATE_NOTES.formatted("VARCHAR(50)", "BIGINT NULL")),
                "(1, 'much too long', NULL), (2, 'b', 2)");
    }

    /** The downgrade of another table has begun by then, and is a rebuild. */
    @Test
    void aPreventedDowngradeAlsoRestoresDowngradedTables() throws SQLException {
        requireReturnToUpgradedState(
                List.of(
                        CREATE_OTHERS.formatted(", b VARCHAR(5)"),
                        CREATE_NOTES.formatted("VARCHAR(10) NOT NULL", "INT"),
                        CREATE_OTHERS.replace("other", "another").formatted("")),
                List.of(
                        CREATE_OTHERS.formatted(", b VARCHAR(50)").replace("BUCKETS 2", "BUCKETS 4"),
                        CREATE_NOTES.formatted("VARCHAR(10) NULL", "INT"),
                        CREATE_OTHERS.replace("other", "another").formatted(", b INT")),
                "(1, NULL, 1), (2, 'b', 2)");
    }

    @Test
    void anInterruptedReturnToTheUpgradeResumes() throws SQLException {
        SchemaDescriptor schema = createSchema(
                List.of(CREATE_NOTES.formatted("VARCHAR(10) NOT NULL", "INT"), CREATE_OTHERS.formatted("")),
                List.of(CREATE_NOTES.formatted("VARCHAR(10) NULL", "INT"), CREATE_OTHERS.formatted(", b INT")));
        Migrator migrator = createMigrator(schema);
        migrator.upgrade();
        assertThatThrownBy(() -> createWritingMigrator("INSERT INTO note VALUES (1, NULL, 1)", schema)
                        .downgradeTo(1))
                .isInstanceOf(MigrationException.class);
        if (world.queryRows("DESC other").size() == 3) {
            // The parallel downgrade may have stopped before this statement.
            world.execute("ALTER TABLE other DROP COLUMN b");
        }
        world.server.faults().add(Trigger.matching("(?is).*ADD COLUMN.*"), Fault.reject(1064, "42000", "no disk"));
        assertThatThrownBy(migrator::upgrade).hasMessageContaining("no disk");

        migrator.upgrade();

        assertThat(migrator.check().differences()).isEmpty();
        assertThat(migrator.status().migrationInProgress()).isEmpty();
        assertThat(world.queryRows("SELECT * FROM note")).containsExactly("1 null 1");
    }

    /** Statements that change rows in place would change them twice. */
    @Test
    void aMigrationThatChangesRowsIsRevertedFirst() throws SQLException {
        Migrator migrator = createMigrator(new RecordedHistory(World.DATABASE)
                .version("before", CREATE_NOTES.formatted("VARCHAR(10)", "INT"))
                .statements(
                        "double",
                        List.of("UPDATE note SET n = n * 2 WHERE id > 0"),
                        List.of("UPDATE note SET n = n / 2 WHERE id > 0", "ALTER TABLE note COMMENT = 'halved'"))
                .schema());
        migrator.upgradeTo(1);
        world.execute("INSERT INTO note VALUES (1, 'a', 10)");
        migrator.upgrade();
        world.server.faults().add(Trigger.matching("(?is).*COMMENT.*halved.*"), Fault.reject(1064, "42000", "no disk"));
        assertThatThrownBy(() -> migrator.downgradeTo(1)).hasMessageContaining("no disk");
        assertThat(world.queryRows("SELECT n FROM note")).containsExactly("10");

        migrator.upgrade();

        assertThat(world.queryRows("SELECT n FROM note")).containsExactly("20");
    }

    @Test
    void theHistoryIsRightIfTheUpgradeEndedRightAfterItHadWrittenIt() throws SQLException {
        SchemaDescriptor schema = createSchema(
                List.of(CREATE_NOTES.formatted("VARCHAR(10)", "INT")),
                List.of(CREATE_NOTES.formatted("VARCHAR(10)", "INT").replace("n INT)", "n INT, m INT)")));
        createMigrator(schema).upgradeTo(1);
        AtomicBoolean isDead = new AtomicBoolean();
        world.server
                .faults()
                .add(
                        Trigger.of(statement -> statement.text().contains("VALUES (1, ")
                                && statement.text().contains(", (2, ")
                                && !isDead.getAndSet(true)),
                        Fault.cutAfter());
        world.server.faults().add(Trigger.of(statement -> isDead.get()).every(), Fault.cutBefore());
        assertThatThrownBy(createMigrator(schema)::upgrade).isInstanceOf(MigrationException.class);
        world.server.faults().clear();

        createMigrator(schema).downgradeTo(1);

        assertThat(createMigrator(schema).upgrade().to()).isEqualTo(2);
    }

    /** The message of the failed upgrade offers to mark its step as done, which is about the upgrade from then on. */
    @Test
    void aStepOfTheUpgradeCanBeMarkedAsDoneAfterTheDowngradeStopped() throws SQLException {
        Migrator migrator = createMigrator(createSchema(
                List.of(CREATE_NOTES.formatted("VARCHAR(10)", "INT")),
                List.of(CREATE_NOTES.formatted("VARCHAR(10)", "INT").replace("n INT)", "n INT, m INT)"))));
        migrator.upgrade();
        world.execute("DROP TABLE note");
        assertThatThrownBy(() -> migrator.downgradeTo(1)).isInstanceOf(StepFailedException.class);
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("repair --done=1");

        migrator.repair(1, Migrator.Repair.DONE);

        assertThat(migrator.upgrade().to()).isEqualTo(2);
        assertThat(migrator.status().migrationInProgress()).isEmpty();
    }
}

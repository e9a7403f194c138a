package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A migration that stops at any of its statements has a way back and a way forward, also if it renames columns. */
class RevertedChangesTest {
    private static final String REFUSAL_MESSAGE = "no disk";
    private static final ObjectName TABLE_NAME = new ObjectName(World.DATABASE, "note");
    private static final String CREATE_WITH_STRUCT = """
            CREATE TABLE note (id BIGINT NOT NULL, place STRUCT<%s> NULL)
            DUPLICATE KEY (id) DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')""";

    @AutoClose
    private final World world = new World();

    /** The refused statement comes before the renames, between them, or after them. */
    @Test
    void renamesOfColumnsThatOtherPartsNameAreReversible() throws SQLException {
        String table = """
                CREATE TABLE note (%1$s BIGINT NOT NULL, k SMALLINT NOT NULL, %2$s DATE NOT NULL, %3$s INT, words VARCHAR(%4$d),
                    INDEX i (%3$s) USING BITMAP)
                PRIMARY KEY (%1$s, k, %2$s)
                PARTITION BY RANGE(%2$s) (PARTITION p VALUES LESS THAN ('2030-01-01')%5$s)
                DISTRIBUTED BY HASH(%1$s) BUCKETS 2
                ORDER BY (%3$s, %1$s)
                PROPERTIES ('replication_num' = '1')""";
        requireReversible(
                List.of("d i", "y a", "v w"),
                List.of(table.formatted("d", "y", "v", 50, "")),
                List.of(table.formatted("i", "a", "w", 50, ", PARTITION q VALUES LESS THAN ('2040-01-01')")),
                "INSERT INTO note VALUES (1, 1, '2024-01-01', 7, 'a'), (2, 1, '2024-01-02', NULL, NULL)");
    }

    @Test
    void renamesBehindAStatementThatRowsPreventAreReversible() throws SQLException {
        String table = """
                CREATE TABLE note (%s BIGINT NOT NULL, k SMALLINT NOT NULL, %s DATE NOT NULL, region VARCHAR(10) NOT NULL)
                UNIQUE KEY (%1$s, k, %2$s, region)
                PARTITION BY LIST(region) (PARTITION p2 VALUES IN (%s))
                DISTRIBUTED BY HASH(k) BUCKETS 2
                PROPERTIES ('replication_num' = '1')""";
        requireReversible(
                List.of("d i", "y a"),
                List.of(table.formatted("d", "y", "'c', 'd', 'e'")),
                List.of(table.formatted("i", "a", "'c', 'd'")),
                "INSERT INTO note VALUES (1, 1, '2024-01-01', 'c')");
    }

    @Test
    void anExchangeOfNamesIsReversible() throws SQLException {
        String table = """
                CREATE TABLE note (id BIGINT NOT NULL, %s INT, %s VARCHAR(9), words VARCHAR(9)%s)
                DUPLICATE KEY (id) DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')""";
        requireReversible(
                List.of("a b", "b a", "words letters"),
                List.of(table.formatted("a", "b", "")),
                List.of(table.formatted("b", "a", ", n INT").replace("words", "letters")),
                "INSERT INTO note VALUES (1, 10, 'x', 'y'), (2, NULL, 'z', NULL)");
    }

    @Test
    void aRenameWithAChangedTypeIsReversible() throws SQLException {
        String table = """
                CREATE TABLE note (id BIGINT NOT NULL, %s, %s)
                DUPLICATE KEY (id) DISTRIBUTED BY HASH(id) BUCKETS %d PROPERTIES ('replication_num' = '1')""";
        requireReversible(
                List.of("a b", "c d"),
                List.of(table.formatted("a INT", "c VARCHAR(5)", 2)),
                List.of(table.formatted("b BIGINT COMMENT 'n'", "d VARCHAR(50)", 4)),
                "INSERT INTO note VALUES (1, 10, 'x'), (2, NULL, 'y')");
    }

    /** SHOW CREATE TABLE does not show {@code bloom_filter_fpp}, and the server refuses to set it to the same value. */
    @Test
    void aPropertyThatIsNotShownIsReversible() throws SQLException {
        String table = """
                CREATE TABLE note (id BIGINT NOT NULL, words VARCHAR(9))
                DUPLICATE KEY (id) DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1'%s)""";
        requireReversible(
                List.of(),
                List.of(table.formatted(", 'bloom_filter_columns' = 'words', 'bloom_filter_fpp' = '0.02'")),
                List.of(table.formatted("")),
                "INSERT INTO note VALUES (1, 'x'), (2, NULL)");
    }

    /** The first statement of the downgrade is refused, so the upgrade copies a table that has its new form already. */
    @Test
    void aRebuildOfATableWithARollupIsReversible() throws SQLException {
        String table = """
                CREATE TABLE note (id BIGINT NOT NULL, words VARCHAR(9))
                DUPLICATE KEY (id) DISTRIBUTED BY HASH(id) BUCKETS 2%s PROPERTIES ('replication_num' = '1'%s)""";
        requireReversible(
                List.of(),
                List.of(table.formatted("", "")),
                List.of(table.formatted(" ROLLUP (r (id, words))", ", 'compression' = 'ZLIB'")),
                "INSERT INTO note VALUES (1, 'x'), (2, NULL)");
    }

    /**
     * A struct keeps at least one field, so new fields are added between the drops of old ones. One statement of the
     * reversal then drops the fields that several recorded statements drop.
     */
    @Test
    void aStructWhoseFieldsAreReplacedIsReversible() throws SQLException {
        requireReversible(
                List.of(),
                List.of(CREATE_WITH_STRUCT.formatted("a INT, s STRUCT<x INT, y DATE>")),
                List.of(CREATE_WITH_STRUCT.formatted("b VARCHAR(10)")),
                "INSERT INTO note VALUES (1, NULL)");
    }

    /** Like a recorded downgrade, this one drops what the upgrade adds without a marker. */
    @Test
    void aReversalKeepsTheFieldsThatBothStructsHave() throws SQLException {
        Migrator migrator = world.createMigrator(
                new RecordedHistory(World.DATABASE)
                        .version("before", CREATE_WITH_STRUCT.formatted("a INT, s STRUCT<x INT, y DATE>"))
                        .statements(
                                "after",
                                List.of(
                                        "-- destructive: a is unused\nALTER TABLE note MODIFY COLUMN place DROP FIELD a,"
                                                + " MODIFY COLUMN place ADD FIELD b INT, MODIFY COLUMN place ADD FIELD c INT",
                                        "-- destructive: s is unused\nALTER TABLE note MODIFY COLUMN place DROP FIELD s"),
                                List.of(
                                        "ALTER TABLE note MODIFY COLUMN place ADD FIELD a INT FIRST,"
                                                + " MODIFY COLUMN place ADD FIELD s STRUCT<x INT, y DATE> AFTER a",
                                        "ALTER TABLE note MODIFY COLUMN place DROP FIELD b",
                                        "ALTER TABLE note MODIFY COLUMN place DROP FIELD c"))
                        .schema(),
                World.options().consent(Consent.values()));
        migrator.upgradeTo(1);
        world.execute("INSERT INTO note VALUES (1, row(7, row(8, '2024-01-01')))");
        assertThat(stopAt(2, migrator::upgrade)).isTrue();

        migrator.downgradeTo(1);

        assertThat(migrator.check().differences()).isEmpty();
        assertThat(world.queryRows("SELECT place FROM note"))
                .containsExactly("{\"a\":null,\"s\":{\"x\":8,\"y\":\"2024-01-01\"}}");
        migrator.upgrade();
        world.execute("INSERT INTO note VALUES (2, row(9, 10))");
        assertThat(stopAt(2, () -> migrator.downgradeTo(1))).isTrue();

        migrator.upgrade();

        assertThat(migrator.check().differences()).isEmpty();
        assertThat(world.queryRows("SELECT place FROM note WHERE id = 2")).containsExactly("{\"b\":9,\"c\":10}");
    }

    /** The recorded downgrade does not know the column, because the upgrade drops it itself. */
    @Test
    void aColumnThatTheMigrationAddsForAWhileDoesNotRemain() throws SQLException {
        Migrator migrator = world.createMigrator(
                new RecordedHistory(World.DATABASE)
                        .version("before", CREATE_WITH_STRUCT.formatted("a INT"))
                        .statements(
                                "after",
                                List.of(
                                        "ALTER TABLE note ADD COLUMN copied INT",
                                        "ALTER TABLE note ADD COLUMN b INT",
                                        "-- destructive: copied is unused\nALTER TABLE note DROP COLUMN copied"),
                                List.of("ALTER TABLE note DROP COLUMN b"))
                        .schema(),
                World.options().consent(Consent.values()));
        migrator.upgradeTo(1);
        assertThat(stopAt(2, migrator::upgrade)).isTrue();

        migrator.downgradeTo(1);

        assertThat(migrator.check().differences()).isEmpty();
        assertThat(world.queryRows("DESC note")).hasSize(2);
    }

    /** Names of columns are not case-sensitive, and hand-written statements may spell them in another way. */
    @Test
    void aColumnThatIsRenamedTwiceGetsItsFirstNameAgain() throws SQLException {
        Migrator migrator = world.createMigrator(
                new RecordedHistory(World.DATABASE)
                        .version("before", CREATE_WITH_STRUCT.formatted("a INT"))
                        .statements(
                                "after",
                                List.of(
                                        "ALTER TABLE note RENAME COLUMN id TO code",
                                        "ALTER TABLE note RENAME COLUMN CODE TO number",
                                        "ALTER TABLE note RENAME COLUMN number TO total"),
                                List.of("ALTER TABLE note RENAME COLUMN total TO id"))
                        .schema(),
                World.options().consent(Consent.values()));
        migrator.upgradeTo(1);
        world.execute("INSERT INTO note VALUES (7, row(1))");
        assertThat(stopAt(3, migrator::upgrade)).isTrue();

        migrator.downgradeTo(1);

        assertThat(migrator.check().differences()).isEmpty();
        assertThat(world.queryRows("SELECT id FROM note")).containsExactly("7");
    }

    @Test
    void plannedStatementsAreAnnounced() throws SQLException {
        String table = """
                CREATE TABLE note (id BIGINT NOT NULL, %s INT, %s INT)
                DUPLICATE KEY (id) DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')""";
        List<String> warnings = new ArrayList<>();
        SchemaDescriptor schema = recordSchema(
                List.of("a b", "c d"), List.of(table.formatted("a", "c")), List.of(table.formatted("b", "d")));
        Migrator migrator = world.createMigrator(
                schema, World.options().consent(Consent.values()).listener(event -> {
                    if (event instanceof Progress.Warning warning) {
                        warnings.add(warning.message());
                    }
                }));
        migrator.upgradeTo(1);
        assertThat(stopAt(2, migrator::upgrade)).isTrue();
        assertThat(warnings).isEmpty();

        migrator.downgradeTo(1);

        assertThat(warnings)
                .containsExactly(
                        "the migration stopped between its changes of shop.note; before the recorded statements,"
                                + " Cairn sends: ALTER TABLE `note` RENAME COLUMN `b` TO `a`");
    }

    private static SchemaDescriptor recordSchema(List<String> renames, List<String> before, List<String> after) {
        List<Rename> declaredRenames = new ArrayList<>();
        for (String rename : renames) {
            String[] names = rename.split(" ", -1);
            declaredRenames.add(new Rename.ColumnRename(TABLE_NAME, names[0], names[1]));
        }
        return new RecordedHistory(World.DATABASE)
                .version("before", before.toArray(String[]::new))
                .version("after", declaredRenames, after.toArray(String[]::new))
                .schema();
    }

    private void requireReversible(List<String> renames, List<String> before, List<String> after, String insert)
            throws SQLException {
        SchemaDescriptor schema = recordSchema(renames, before, after);
        Migrator migrator = world.createMigrator(schema, World.options().consent(Consent.values()));
        migrator.upgradeTo(1);
        world.execute(insert);
        List<String> rowsBefore = readRows();
        int stopCount = 0;
        while (stopAt(stopCount + 1, migrator::upgrade)) {
            stopCount++;
            completeAfterStop(() -> migrator.downgradeTo(1));
            requireState(migrator, 1, rowsBefore);
        }
        assertThat(stopCount).isGreaterThan(renames.size());
        List<String> rowsAfter = readRows();
        requireState(migrator, 2, rowsAfter);
        for (stopCount = 0; stopAt(stopCount + 1, () -> migrator.downgradeTo(1)); stopCount++) {
            completeAfterStop(migrator::upgrade);
            requireState(migrator, 2, rowsAfter);
        }
        requireState(migrator, 1, rowsBefore);
        assertThat(stopCount).isGreaterThan(renames.size());
    }

    /** Stops a run at its second statement, if it has one, and then runs it again. */
    private void completeAfterStop(Runnable migratorRun) {
        if (stopAt(2, migratorRun)) {
            migratorRun.run();
        }
    }

    /**
     * Refuses the numbered one of the statements that change the table, and returns whether the run stopped there.
     */
    private boolean stopAt(int statementNumber, Runnable migratorRun) {
        world.server.faults().clear();
        world.server
                .faults()
                .add(
                        Trigger.matching("(?i)(?:alter|create|drop|insert)\\b(?! view).*\\bnote.*")
                                .nth(statementNumber),
                        Fault.reject(1064, "42000", REFUSAL_MESSAGE));
        try {
            migratorRun.run();
            return false;
        } catch (MigrationException failure) {
            assertThat(failure).hasMessageContaining(REFUSAL_MESSAGE);
            return true;
        } finally {
            world.server.faults().clear();
        }
    }

    private void requireState(Migrator migrator, int number, List<String> rows) throws SQLException {
        assertThat(migrator.status().migrationInProgress()).isEmpty();
        assertThat(migrator.status().head().number()).isEqualTo(number);
        assertThat(migrator.check().differences()).isEmpty();
        assertThat(readRows()).isEqualTo(rows);
    }

    /** Returns the rows with the names of their columns. */
    private List<String> readRows() throws SQLException {
        List<String> rows = new ArrayList<>(world.queryRows("SELECT * FROM note"));
        rows.sort(null);
        rows.add(
                0,
                String.join(
                        " ",
                        world.queryRows("SELECT column_name FROM information_schema.columns"
                                + " WHERE table_name = 'note' ORDER BY ordinal_position")));
        return rows;
    }
}

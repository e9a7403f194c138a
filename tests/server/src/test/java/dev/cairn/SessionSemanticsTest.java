package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements of migrations mean what was checked at compile time, whatever a session of the cluster begins with. */
class SessionSemanticsTest {
    private static final String CREATE_NAMES = "CREATE TABLE names (id INT, name VARCHAR(20)) PRIMARY KEY(id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES ('replication_num' = '1')";
    private static final String SEED = "-- seed\nINSERT INTO names (id, name) VALUES (1, ''), (2, 'b'), (5, 'e')";
    private static final String CONDITION = "name = '' || id > 3";
    private static final SchemaDescriptor SCHEMA = new RecordedHistory(World.DATABASE)
            .version("names", CREATE_NAMES, SEED)
            .version(
                    "chosen",
                    CREATE_NAMES,
                    SEED,
                    "CREATE VIEW chosen AS SELECT id FROM names WHERE " + CONDITION,
                    "CREATE VIEW sorted AS SELECT group_concat(name, '-') AS joined FROM names")
            .schema();

    @AutoClose
    private final World world = new World();

    @BeforeEach
    void setGlobalVariables() throws SQLException {
        world.execute("SET GLOBAL sql_mode = 'ANSI,GROUP_CONCAT_LEGACY,ERROR_FOR_DIVISION_BY_ZERO'");
        world.execute("SET GLOBAL sql_select_limit = 1");
    }

    private List<String> readInPlainSession(String sql) throws SQLException {
        world.execute("SET GLOBAL sql_mode = 'ONLY_FULL_GROUP_BY'");
        world.execute("SET GLOBAL sql_select_limit = 9223372036854775807");
        return world.queryRows(sql);
    }

    @Test
    void aMigrationHasTheMeaningThatWasChecked() throws SQLException {
        world.createMigrator(SCHEMA).upgrade();

        assertThat(world.createMigrator(SCHEMA).check().differences()).isEmpty();
        assertThat(readInPlainSession("SELECT id FROM chosen ORDER BY id")).containsExactly("1", "5");
        assertThat(world.createMigrator(SCHEMA).check().differences()).isEmpty();
    }

    @Test
    void aSessionIsRestoredBeforeItsConnectionReturnsToAPool() {
        world.createMigrator(SCHEMA).upgrade();

        assertThat(world.server.log().findMatching("SET sql_mode = 'ANSI_QUOTES,ERROR_FOR_DIVISION_BY_ZERO,.*"))
                .isNotEmpty()
                .hasSameSizeAs(world.server.log().findMatching("SET sql_mode = 'ANSI,.*"));
        assertThat(world.server.log().findMatching("SET sql_select_limit = 9223372036854775807"))
                .isNotEmpty()
                .hasSameSizeAs(world.server.log().findMatching("SET sql_select_limit = 1"));
    }

    @Test
    void aSessionWhoseQueriesReturnNoRowIsCorrected() throws SQLException {
        world.execute("SET GLOBAL sql_select_limit = 0");

        world.createMigrator(SCHEMA).upgrade();

        assertThat(world.createMigrator(SCHEMA).check().differences()).isEmpty();
        assertThat(readInPlainSession("SELECT id FROM chosen ORDER BY id")).containsExactly("1", "5");
    }

    @Test
    void aRebuildDropsNoRowsThatItsNewTableCannotHold() throws SQLException {
        String table = "CREATE TABLE t (id INT NOT NULL, c VARCHAR(10) NOT NULL) DUPLICATE KEY(id)%s"
                + " DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES ('replication_num' = '1')";
        Migrator migrator = world.createMigrator(
                new RecordedHistory(World.DATABASE)
                        .version("whole", table.formatted(""))
                        .version("divided", table.formatted(" PARTITION BY LIST (c) (PARTITION p VALUES IN ('Oslo'))"))
                        .schema(),
                World.options().consent(Consent.values()));
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, 'Oslo'), (2, 'Rome')");
        world.execute("SET GLOBAL insert_max_filter_ratio = 1");

        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("filtered data");
        assertThat(readInPlainSession("SELECT id, c FROM t ORDER BY id")).containsExactly("1 Oslo", "2 Rome");
    }

    @Test
    void aCopyReadsNoMaterializedViewInPlaceOfItsTable() throws SQLException {
        world.execute("SET GLOBAL enable_materialized_view_for_insert = true");

        world.createMigrator(SCHEMA).upgrade();

        assertThat(world.server.log().findMatching("SET enable_materialized_view_for_insert = '?false'?"))
                .isNotEmpty();
    }

    @Test
    void anInsertOfSomeColumnsKeepsTheOtherValuesOfARow() throws SQLException {
        String table = "CREATE TABLE t (id INT NOT NULL, a INT, b INT) PRIMARY KEY(id)"
                + " DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES ('replication_num' = '1')";
        Migrator migrator = createMigrator(table, "INSERT INTO t (id, b) SELECT id, 5 FROM t");
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, 2, 3)");
        world.execute("SET GLOBAL enable_insert_partial_update = false");

        migrator.upgrade();

        assertThat(readInPlainSession("SELECT id, a, b FROM t")).containsExactly("1 2 5");
    }

    @Test
    void anOverwriteReplacesAllPartitions() throws SQLException {
        String table = "CREATE TABLE t (id INT NOT NULL, c VARCHAR(10) NOT NULL) DUPLICATE KEY(id) PARTITION BY (c)"
                + " DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES ('replication_num' = '1')";
        Migrator migrator = createMigrator(table, "INSERT OVERWRITE t SELECT 3, 'Oslo'");
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, 'Oslo'), (2, 'Rome')");
        world.execute("SET GLOBAL dynamic_overwrite = true");

        migrator.upgrade();

        assertThat(readInPlainSession("SELECT id, c FROM t")).containsExactly("3 Oslo");
    }

    /** Returns a migrator of two migrations: one creates a table, and the other one changes its rows. */
    private Migrator createMigrator(String table, String rowChange) {
        return world.createMigrator(
                new RecordedHistory(World.DATABASE)
                        .version("created", table)
                        .statements("changed", rowChange)
                        .schema(),
                World.options().consent(Consent.values()));
    }

    @Test
    void aScriptHasTheMeaningThatWasCheckedUntilItSetsTheMode() throws SQLException {
        ScriptRuns.createRunner(world).run("a.sql", CREATE_NAMES + ";" + """
            INSERT INTO names SELECT 1, 'a' || 'b';
            INSERT INTO names SELECT 2, 'a' || 'b' FROM (SELECT 1 UNION ALL SELECT 2) AS two;
            SET sql_mode = 'PIPES_AS_CONCAT';
            INSERT INTO names SELECT 3, 'a' || 'b';
            """);

        assertThat(readInPlainSession("SELECT concat(id, '-', ifnull(name, 'NULL')) FROM names ORDER BY id"))
                .containsExactly("1-NULL", "2-NULL", "3-ab");
    }

    @Test
    void theModeOfAMigrationsOwnSessionPrevails() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .statements("names", CREATE_NAMES)
                .statementsWithSettings(
                        "row", List.of("sql_mode=PIPES_AS_CONCAT"), List.of("INSERT INTO names SELECT 1, 'a' || 'b'"))
                .statements("another row", "INSERT INTO names SELECT 2, 'a' || 'b'")
                .schema();

        world.createMigrator(schema).upgrade();

        assertThat(readInPlainSession("SELECT concat(id, '-', ifnull(name, 'NULL')) FROM names ORDER BY id"))
                .containsExactly("1-ab", "2-NULL");
    }

    @Test
    void aMigrationsTextsAreRightWithoutBackslashEscapes() throws SQLException {
        String insertion = "INSERT INTO names SELECT 1, 'it\\'s \\\\ ?'";
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .statements("names", CREATE_NAMES, insertion)
                .schema();
        world.execute("SET GLOBAL sql_mode = 'NO_BACKSLASH_ESCAPES'");

        world.createMigrator(schema).upgrade();

        assertThat(world.createMigrator(schema).check().differences()).isEmpty();
        assertThat(readInPlainSession("SELECT name FROM names")).containsExactly("it's \\ ?");
    }
}

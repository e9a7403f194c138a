package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A downgrade that a row would prevent does not begin. */
class DowngradeRowsTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_ACCOUNTS =
            "CREATE TABLE account (id BIGINT NOT NULL, %s) PRIMARY KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2"
                    + " PROPERTIES ('replication_num' = '1')";

    @AutoClose
    private final World world = new World();

    private Migrator createMigrator(SchemaDescriptor schema) {
        return world.createMigrator(schema, World.options().consent(Consent.values()));
    }

    private void requireRefusedDowngrade(Migrator migrator, int targetNumber) throws SQLException {
        int headNumber = migrator.status().head().number();
        List<String> rowsBefore = world.queryRows("SELECT * FROM account ORDER BY id");
        assertThatThrownBy(() -> migrator.downgradeTo(targetNumber))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        assertThat(migrator.status().migrationInProgress()).isEmpty();
        assertThat(migrator.status().head().number()).isEqualTo(headNumber);
        assertThat(migrator.check().differences()).isEmpty();
        assertThat(world.queryRows("SELECT * FROM account ORDER BY id")).isEqualTo(rowsBefore);
    }

    /**
     * The steps of a rename over three releases: the column that becomes NOT NULL again is restored from another one.
     */
    @Test
    void aRowWithoutAValueIsFoundThroughTheColumnsThatItComesFrom() throws SQLException {
        Migrator migrator = createMigrator(new RecordedHistory(World.DATABASE)
                .version("initial", CREATE_ACCOUNTS.formatted("name VARCHAR(40) NOT NULL"))
                .version("expand", CREATE_ACCOUNTS.formatted("name VARCHAR(40) NOT NULL, full_name VARCHAR(40) NULL"))
                .version("optional", CREATE_ACCOUNTS.formatted("name VARCHAR(40) NULL, full_name VARCHAR(40) NULL"))
                .statements(
                        "contract",
                        List.of("-- destructive: name is dropped\nALTER TABLE account DROP COLUMN name"),
                        List.of(
                                "ALTER TABLE account ADD COLUMN name VARCHAR(40) NULL AFTER id",
                                "-- repeatable\nUPDATE account SET name = full_name WHERE NOT (name <=> full_name)"))
                .schema());
        migrator.upgrade();
        world.execute("INSERT INTO account VALUES (1, 'a'), (2, NULL)");

        requireRefusedDowngrade(migrator, 2);
        requireRefusedDowngrade(migrator, 0);
        migrator.downgradeTo(3); // needs no value
        assertThat(world.queryRows("SELECT * FROM account ORDER BY id")).containsExactly("1 a a", "2 null null");

        requireRefusedDowngrade(migrator, 2);
        world.execute("UPDATE account SET name = 'b', full_name = 'b' WHERE id = 2");
        migrator.downgradeTo(1);

        assertThat(world.queryRows("SELECT * FROM account ORDER BY id")).containsExactly("1 a", "2 b");
        assertThat(migrator.check().differences()).isEmpty();
    }

    @Test
    void aTooLongValueIsFound() throws SQLException {
        Migrator migrator = createMigrator(new RecordedHistory(World.DATABASE)
                .version(
                        "short",
                        CREATE_ACCOUNTS.formatted("name VARCHAR(5), n INT").replace("BUCKETS 2", "BUCKETS 3"))
                .version("long", CREATE_ACCOUNTS.formatted("name VARCHAR(50), n BIGINT"))
                .schema());
        migrator.upgrade();
        world.execute("INSERT INTO account VALUES (1, 'much too long', 1), (2, 'b', 2)");

        requireRefusedDowngrade(migrator, 1);

        world.execute("DELETE FROM account WHERE id = 1");
        migrator.downgradeTo(1);
        assertThat(migrator.check().differences()).isEmpty();
    }

    @Test
    void aRestoredColumnWithoutValuesNeedsAnEmptyTable() throws SQLException {
        Migrator migrator = createMigrator(new RecordedHistory(World.DATABASE)
                .version("before", CREATE_ACCOUNTS.formatted("name VARCHAR(5) NOT NULL, n INT"))
                .version("after", CREATE_ACCOUNTS.formatted("n INT"))
                .schema());
        migrator.upgrade();
        world.execute("INSERT INTO account VALUES (1, 1)");

        requireRefusedDowngrade(migrator, 1);

        world.execute("DELETE FROM account WHERE id = 1");
        migrator.downgradeTo(1);
        assertThat(migrator.check().differences()).isEmpty();
    }

    /** The table whose rows are copied is new, so the rows that have its name before the downgrade prevent nothing. */
    @Test
    void aTableThatReplacesARenamedOneHasNoRows() throws SQLException {
        String longTable = CREATE_ACCOUNTS.formatted("name VARCHAR(50)");
        String keptTable = longTable.replace("TABLE account", "TABLE kept");
        Migrator migrator = createMigrator(new RecordedHistory(World.DATABASE)
                .version("short", CREATE_ACCOUNTS.formatted("name VARCHAR(5)"), keptTable)
                .version("long", longTable, keptTable)
                .statements(
                        "replace",
                        List.of(
                                "-- destructive: account is dropped\nDROP TABLE account",
                                "ALTER TABLE kept RENAME account"),
                        List.of("ALTER TABLE account RENAME kept", longTable))
                .schema());
        migrator.upgrade();
        world.execute("INSERT INTO account VALUES (1, 'much too long')");

        migrator.downgradeTo(1);

        assertThat(world.queryRows("SELECT * FROM kept")).containsExactly("1 much too long");
        assertThat(migrator.check().differences()).isEmpty();
    }

    /** The rows of a table that was dropped or emptied prevent nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE account; CREATE TABLE account LIKE kept",
                "DROP TABLE account; CREATE TABLE account PRIMARY KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2"
                        + " PROPERTIES ('replication_num' = '1') AS SELECT * FROM kept",
                "TRUNCATE TABLE account"
            })
    void rowsThatAreRemovedBeforeTheirCopyPreventNothing(String removal) throws SQLException {
        String longTable = CREATE_ACCOUNTS.formatted("name VARCHAR(50)");
        String keptTable = longTable.replace("TABLE account", "TABLE kept");
        List<String> statements = List.of(("-- destructive: the rows of account\n" + removal).split("; ", -1));
        Migrator migrator = createMigrator(new RecordedHistory(World.DATABASE)
                .version("short", CREATE_ACCOUNTS.formatted("name VARCHAR(5)"), keptTable)
                .version("long", longTable, keptTable)
                .statements("remove", statements, statements)
                .schema());
        migrator.upgrade();
        world.execute("INSERT INTO account VALUES (1, 'much too long')");

        migrator.downgradeTo(1);

        assertThat(world.queryRows("SELECT * FROM account")).isEmpty();
        assertThat(migrator.check().differences()).isEmpty();
    }

    /** The restored column gets empty bitmaps, so no row can prevent the downgrade. */
    @Test
    void aRestoredBitmapNeedsNoCheck() throws SQLException {
        String table = "CREATE TABLE tally (k INT NOT NULL, %s) AGGREGATE KEY(k) DISTRIBUTED BY HASH(k) BUCKETS 2"
                + " PROPERTIES ('replication_num' = '1')";
        Migrator migrator = createMigrator(new RecordedHistory(World.DATABASE)
                .version(
                        "before",
                        table.formatted("v INT REPLACE_IF_NOT_NULL NOT NULL, seen BITMAP BITMAP_UNION NOT NULL"))
                .version("after", table.formatted("v INT REPLACE NOT NULL"))
                .schema());
        migrator.upgrade();
        world.execute("INSERT INTO tally VALUES (1, 1)");

        migrator.downgradeTo(1);
        assertThat(world.queryRows("SELECT k, v, bitmap_count(seen) FROM tally"))
                .containsExactly("1 1 0");
        assertThat(migrator.check().differences()).isEmpty();
    }
}

package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.plan.step.Marker;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.ScriptStatement;
import dev.cairn.sql.Sql;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.ProgressPrinter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows survive rebuilds by an upgrade, by a downgrade and without recorded migrations. */
class RebuiltRowsTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_CLIENTS =
            "CREATE TABLE `client` (`id` BIGINT NOT NULL AUTO_INCREMENT, `name` VARCHAR(10) NULL)"
                    + " PRIMARY KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2"
                    + " PROPERTIES ('replication_num' = '1', 'compression' = 'LZ4')";
    private static final String CREATE_COMPRESSED_CLIENTS = CREATE_CLIENTS.replace("LZ4", "ZSTD");

    @AutoClose
    private final World world = new World();

    private Migrator createMigrator(SchemaDescriptor schema) {
        return world.createMigrator(schema, World.options().consent(Consent.values()));
    }

    private static SchemaDescriptor createSchema(String createBefore, String createAfter) {
        return new RecordedHistory(World.DATABASE)
                .version("before", createBefore)
                .version("after", createAfter)
                .schema();
    }

    private void addClients(String... names) throws SQLException {
        for (String name : names) {
            world.execute("INSERT INTO client (name) VALUES ('" + name + "')");
        }
    }

    @Test
    void autoIncrementContinuesAfterAllGeneratedIds() throws SQLException {
        Migrator migrator = createMigrator(createSchema(CREATE_CLIENTS, CREATE_COMPRESSED_CLIENTS));
        migrator.upgradeTo(1);
        addClients("ann", "bob", "cid");
        world.execute("DELETE FROM client WHERE id = 3");

        migrator.upgrade();
        addClients("dan");
        assertThat(world.queryRows("SELECT id, name FROM client ORDER BY id"))
                .containsExactly("1 ann", "2 bob", "4 dan");

        migrator.downgradeTo(1);
        addClients("eve");
        assertThat(world.queryRows("SELECT id, name FROM client ORDER BY id"))
                .containsExactly("1 ann", "2 bob", "4 dan", "5 eve");
    }

    @Test
    void autoIncrementContinuesAfterInsertedIds() throws SQLException {
        Migrator migrator = createMigrator(createSchema(CREATE_CLIENTS, CREATE_COMPRESSED_CLIENTS));
        migrator.upgradeTo(1);
        addClients("ann");
        world.execute("INSERT INTO client (id, name) VALUES (70, 'bob')");

        migrator.upgrade();
        addClients("cid");
        assertThat(world.queryRows("SELECT id, name FROM client ORDER BY id"))
                .containsExactly("1 ann", "70 bob", "71 cid");
    }

    @Test
    void autoIncrementOfAnEmptyTableStartsWithOne() throws SQLException {
        Migrator migrator = createMigrator(createSchema(CREATE_CLIENTS, CREATE_COMPRESSED_CLIENTS));
        migrator.upgradeTo(1);
        migrator.upgrade();
        addClients("ann");
        assertThat(world.queryRows("SELECT id, name FROM client ORDER BY id")).containsExactly("1 ann");
    }

    @Test
    void aNewAutoIncrementContinuesAfterExistingValues() throws SQLException {
        Migrator migrator = createMigrator(createSchema(CREATE_CLIENTS.replace("AUTO_INCREMENT", ""), CREATE_CLIENTS));
        migrator.upgradeTo(1);
        world.execute("INSERT INTO client VALUES (5, 'ann'), (9, 'bob')");

        migrator.upgrade();
        addClients("cid");
        assertThat(world.queryRows("SELECT id, name FROM client ORDER BY id"))
                .containsExactly("5 ann", "9 bob", "10 cid");

        migrator.downgradeTo(1);
        assertThat(world.queryRows("SELECT id, name FROM client ORDER BY id"))
                .containsExactly("5 ann", "9 bob", "10 cid");
    }

    @Test
    void autoIncrementContinuesWithoutRecordedMigrations() throws SQLException {
        createMigrator(new DeclaredTables(CREATE_CLIENTS)).apply();
        addClients("ann", "bob");
        createMigrator(new DeclaredTables(CREATE_COMPRESSED_CLIENTS)).apply();
        addClients("cid");
        assertThat(world.queryRows("SELECT id, name FROM client ORDER BY id"))
                .containsExactly("1 ann", "2 bob", "3 cid");
    }

    @Test
    void autoIncrementIsSetAgainAfterAnInterruption() throws SQLException {
        Migrator migrator = createMigrator(createSchema(CREATE_CLIENTS, CREATE_COMPRESSED_CLIENTS));
        migrator.upgradeTo(1);
        addClients("ann", "bob");
        world.server.faults().add(Trigger.matching("(?i).*__cairn_.* AUTO_INCREMENT = .*"), Fault.cutAfter());
        world.server.faults().add(Trigger.matching("(?i).* swap with .*"), Fault.reject(1064, "42000", "not today"));
        assertThatThrownBy(migrator::upgrade).isInstanceOf(MigrationException.class);

        migrator.upgrade();
        addClients("cid");
        assertThat(world.queryRows("SELECT id, name FROM client ORDER BY id"))
                .containsExactly("1 ann", "2 bob", "3 cid");
    }

    @Test
    void tablesAreNotSwappedIfAutoIncrementCannotBeSet() throws SQLException {
        Migrator migrator = createMigrator(createSchema(CREATE_CLIENTS, CREATE_COMPRESSED_CLIENTS));
        migrator.upgradeTo(1);
        addClients("ann", "bob");
        world.server
                .faults()
                .add(
                        Trigger.matching("(?i).*__cairn_.* AUTO_INCREMENT = .*"),
                        Fault.reject(1064, "42000", "Failed to drop auto increment cache in CN/BE"));

        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.readObjects().get("client")).contains("LZ4");

        migrator.upgrade();
        addClients("cid");
        assertThat(world.queryRows("SELECT id, name FROM client ORDER BY id"))
                .containsExactly("1 ann", "2 bob", "3 cid");
    }

    @Test
    void aCounterThatCannotBeReadLeavesAnInterruptedStepOpen() throws SQLException {
        Migrator migrator = createMigrator(createSchema(CREATE_CLIENTS, CREATE_COMPRESSED_CLIENTS));
        migrator.upgradeTo(1);
        addClients("ann", "bob");
        world.server
                .faults()
                .add(Trigger.matching("(?i).*__cairn_.* AUTO_INCREMENT = .*").every(), Fault.cutAfter());
        assertThatThrownBy(migrator::upgrade).isInstanceOf(MigrationException.class);
        List<String> openSteps = describeOpenSteps(migrator);
        assertThat(openSteps).isNotEmpty();
        world.server.faults().clear();
        world.server
                .faults()
                .add(
                        Trigger.matching("(?i).*client.* AUTO_INCREMENT = 1").every(),
                        Fault.reject(1064, "42000", "Failed to drop auto increment cache in CN/BE"));

        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("can't be read");
        assertThat(describeOpenSteps(migrator)).isEqualTo(openSteps);
    }

    private static List<String> describeOpenSteps(Migrator migrator) {
        return migrator.openSteps().stream().map(Object::toString).toList();
    }

    @Test
    void refusedReadsOfAutoIncrementNameTheTableTheyRead() throws SQLException {
        Migrator migrator = createMigrator(createSchema(CREATE_CLIENTS, CREATE_COMPRESSED_CLIENTS));
        migrator.upgradeTo(1);
        addClients("ann", "bob");
        world.server.faults().add(Trigger.matching("(?i)select max.*"), Fault.reject(1064, "42000", "not today"));
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("the values of shop.client__cairn_4.id can't be read: 1064: not today");

        world.server
                .faults()
                .add(Trigger.matching("(?i).*`client` AUTO_INCREMENT = .*"), Fault.reject(1064, "42000", "not today"));
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("the counter of shop.client can't be read: 1064: not today");

        migrator.upgrade();
        addClients("cid");
        assertThat(world.queryRows("SELECT id, name FROM client ORDER BY id"))
                .containsExactly("1 ann", "2 bob", "3 cid");
    }

    private static String createTable(String columns, String compression) {
        return "CREATE TABLE `t` (" + columns + ") DUPLICATE KEY(`id`) DISTRIBUTED BY HASH(`id`) BUCKETS 2"
                + " PROPERTIES ('replication_num' = '1', 'compression' = '" + compression + "')";
    }

    /** Upgrades a table with the inserted rows to one with other columns, which is a rebuild. */
    private Migrator rebuildTable(String columnsBefore, String columnsAfter, String... inserts) throws SQLException {
        Migrator migrator =
                createMigrator(createSchema(createTable(columnsBefore, "LZ4"), createTable(columnsAfter, "ZSTD")));
        migrator.upgradeTo(1);
        for (String insert : inserts) {
            world.execute("INSERT INTO t VALUES " + insert);
        }
        migrator.upgrade();
        assertThat(world.readObjects().get("t")).contains("ZSTD");
        return migrator;
    }

    @Test
    void aStructKeepsItsFieldsByTheirNames() throws SQLException {
        Migrator migrator = rebuildTable(
                "`id` INT NOT NULL, `s` STRUCT<`a` INT, `b` INT, `c` STRUCT<`d` INT>>",
                "`id` INT NOT NULL, `s` STRUCT<`b` BIGINT, `n` VARCHAR(3), `a` INT, `c` STRUCT<`e` INT, `d` INT>>",
                "(1, row(10, 20, row(30)))",
                "(2, NULL)",
                "(3, row(NULL, 21, CAST(NULL AS STRUCT<d INT>)))");
        assertThat(world.queryRows("SELECT id, s IS NULL, s.a, s.b, s.n, s.c IS NULL, s.c.d, s.c.e FROM t ORDER BY id"))
                .containsExactly(
                        "1 0 10 20 null 0 30 null", "2 1 null null null 1 null null", "3 0 null 21 null 1 null null");

        migrator.downgradeTo(1);
        assertThat(world.queryRows("SELECT id, s IS NULL, s.a, s.b, s.c IS NULL, s.c.d FROM t ORDER BY id"))
                .containsExactly("1 0 10 20 0 30", "2 1 null null 1 null", "3 0 null 21 1 null");
    }

    @Test
    void structsInArraysAndMapsKeepTheirFields() throws SQLException {
        rebuildTable(
                "`id` INT NOT NULL, `l` ARRAY<STRUCT<`x` INT, `y` INT>>, `m` MAP<INT, STRUCT<`u` INT, `v` INT>>,"
                        + " `n` ARRAY<ARRAY<STRUCT<`p` INT>>>",
                "`id` INT NOT NULL, `l` ARRAY<STRUCT<`y` BIGINT, `z` INT, `x` INT>>, `m` MAP<BIGINT, STRUCT<`v` INT,"
                        + " `w` INT>>, `n` ARRAY<ARRAY<STRUCT<`q` INT, `p` INT>>>",
                "(1, [row(1, 2), NULL, row(3, 4)], map{5: row(6, 7), 8: NULL}, [[row(9)], NULL, []])",
                "(2, NULL, NULL, NULL)",
                "(3, [], map{}, [])");
        assertThat(world.queryRows(
                        "SELECT id, array_length(l), l[1].x, l[1].y, l[1].z, l[2] IS NULL, l[3].x, l[3].y FROM t"
                                + " ORDER BY id"))
                .containsExactly(
                        "1 3 1 2 null 1 3 4", "2 null null null null 1 null null", "3 0 null null null 1 null null");
        assertThat(world.queryRows("SELECT id, map_size(m), m[5].v, m[5].w, m[8] IS NULL FROM t ORDER BY id"))
                .containsExactly("1 2 7 null 1", "2 null null null 1", "3 0 null null 1");
        assertThat(world.queryRows("SELECT id, array_length(n), n[1][1].p, n[1][1].q, n[2] IS NULL FROM t ORDER BY id"))
                .containsExactly("1 3 9 null 1", "2 null null null 1", "3 0 null null 1");
    }

    @Test
    void aColumnThatWasGeneratedKeepsItsValues() throws SQLException {
        Migrator migrator = rebuildTable(
                "`id` INT NOT NULL, `a` INT, `g` BIGINT AS (a + 1)",
                "`id` INT NOT NULL, `a` INT, `g` BIGINT",
                "(1, 10), (2, NULL)");
        assertThat(world.queryRows("SELECT id, a, g FROM t ORDER BY id")).containsExactly("1 10 11", "2 null null");
        world.execute("INSERT INTO t VALUES (3, 30, 99)");

        migrator.downgradeTo(1);
        assertThat(world.queryRows("SELECT id, a, g FROM t ORDER BY id"))
                .containsExactly("1 10 11", "2 null null", "3 30 31");
    }

    @Test
    void aColumnWithAChangedExpressionIsRecomputed() throws SQLException {
        rebuildTable(
                "`id` INT NOT NULL, `a` INT, `g` BIGINT AS (a + 1)",
                "`id` INT NOT NULL, `a` INT, `g` BIGINT AS (a * 2)",
                "(1, 10)");
        assertThat(world.queryRows("SELECT id, a, g FROM t")).containsExactly("1 10 20");
    }

    @Test
    void jsonValuesAreConvertedToAndFromNestedTypes() throws SQLException {
        rebuildTable(
                "`id` INT NOT NULL, `j` JSON, `s` STRUCT<`a` INT>",
                "`id` INT NOT NULL, `j` ARRAY<INT>, `s` JSON",
                "(1, PARSE_JSON('[1, 2]'), row(5))");
        assertThat(world.queryRows("SELECT id, j[2], s->'a' FROM t")).containsExactly("1 2 5");
    }

    @Test
    void aColumnThatKeptItsWiderTypeIsUpgradedAgain() throws SQLException {
        String createBefore = createTable("`id` INT NOT NULL, `note` VARCHAR(4)", "LZ4");
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", createBefore)
                .statements(
                        "after",
                        List.of("ALTER TABLE t ADD COLUMN extra INT NULL, MODIFY COLUMN note VARCHAR(8) NULL"),
                        List.of("-- keeps: t.note as varchar(8)", "ALTER TABLE t DROP COLUMN extra"))
                .statements(
                        "later",
                        List.of("ALTER TABLE t MODIFY COLUMN note VARCHAR(9) NULL"),
                        List.of("-- keeps: t.note as varchar(9)"))
                .schema();
        List<String> positions = new ArrayList<>();
        ProgressPrinter printer = ProgressPrinter.of(line -> positions.add(line.replaceAll("^ +(\\d+/\\d+) .*", "$1")));
        Migrator migrator = world.createMigrator(
                schema, World.options().consent(Consent.values()).listener(printer));
        migrator.upgrade();
        world.execute("INSERT INTO t VALUES (1, 'eight ch', 7)");

        positions.clear();
        migrator.downgradeTo(1);
        // The marker without a statement counts as the first step.
        assertThat(positions).contains("2/2");
        assertThat(world.queryRows("SELECT id, note FROM t")).containsExactly("1 eight ch");
        assertThat(world.readObjects().get("t")).contains("varchar(9)").doesNotContain("extra");

        migrator.upgrade();
        assertThat(world.queryRows("SELECT id, note, extra FROM t")).containsExactly("1 eight ch null");
        assertThat(world.readObjects().get("t")).contains("varchar(9)");
    }

    @Test
    void offlineSqlStopsWhereTheAutoIncrementValueIsSetByHand() throws SQLException {
        SchemaDescriptor schema = createSchema(CREATE_CLIENTS, CREATE_COMPRESSED_CLIENTS);
        Migrator migrator = createMigrator(schema);
        String script = migrator.sql(1, 2);
        assertThat(script)
                .contains("the server names when it refuses ALTER TABLE `client` AUTO_INCREMENT = 1")
                .contains("\n" + Marker.TransfersCounter.STOP_SQL + ";\n");
        migrator.upgradeTo(1);
        for (ScriptStatement scriptStatement : Sql.parseScriptStatements(script)) {
            if (scriptStatement.text().equals(Marker.TransfersCounter.STOP_SQL)) {
                assertThatThrownBy(() -> world.execute(scriptStatement.text())).satisfies(MESSAGES::match);
                return;
            }
            world.execute(scriptStatement.text());
        }
        throw new AssertionError("The script does not stop:\n" + script);
    }

    /** The downgrade must not swap the tables: the view would then read from the table that is dropped. */
    @Test
    void aStoppedRebuildOfATableWithASynchronousViewIsReverted() throws SQLException {
        String table = "CREATE TABLE visit (k INT NOT NULL, region VARCHAR(10) NOT NULL, n INT) DUPLICATE KEY(k) %s"
                + " DISTRIBUTED BY HASH(k) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
        String view =
                "CREATE MATERIALIZED VIEW per_region AS SELECT region, sum(n) AS total FROM visit GROUP BY region";
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", table.formatted(""), view)
                .version(
                        "after",
                        table.formatted("PARTITION BY LIST(region, k) (PARTITION p VALUES IN (('a', '1')))"),
                        view)
                .schema();
        Migrator migrator = createMigrator(schema);
        migrator.upgradeTo(1);
        world.execute("INSERT INTO visit VALUES (1, 'a', 10), (2, 'b', 20)");
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);

        migrator.downgradeTo(1);

        assertThat(migrator.check().differences()).isEmpty();
        assertThat(migrator.leftovers()).isEmpty();
        assertThat(world.queryRows("SELECT k, region, n FROM visit ORDER BY k")).containsExactly("1 a 10", "2 b 20");
        world.execute("DELETE FROM visit WHERE region = 'b'");
        migrator.upgrade();
        assertThat(migrator.check().differences()).isEmpty();
    }
}

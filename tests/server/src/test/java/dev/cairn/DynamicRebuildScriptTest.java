package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.migrate.script.ScriptOptions;
import dev.cairn.internal.migrate.script.ScriptOptions.StepAnswer;
import dev.cairn.internal.migrate.script.ScriptRunner;
import dev.cairn.plan.step.RebuiltTablePartitions;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.ScriptStatement;
import dev.cairn.sql.Sql;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Checks printed statements that rebuild a table whose partitions the server creates. */
class DynamicRebuildScriptTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_TABLE =
            "CREATE TABLE `ev` (`d` DATE NOT NULL, `id` INT NOT NULL, `v` INT NULL) DUPLICATE KEY(`d`, `id`) PARTITION"
                    + " BY RANGE(`d`) () DISTRIBUTED BY HASH(`id`) BUCKETS 1 PROPERTIES ('replication_num' = '1',"
                    + " 'dynamic_partition.enable' = 'true', 'dynamic_partition.time_unit' = 'DAY',"
                    + " 'dynamic_partition.end' = '3', 'dynamic_partition.prefix' = 'p', 'dynamic_partition.buckets' ="
                    + " '1')";
    private static final String CREATE_REBUILT_TABLE = CREATE_TABLE.replace("DUPLICATE", "PRIMARY");
    private static final List<String> ROWS = List.of("2020-01-01 1 10", "2020-02-02 2 20");
    private static final String SWITCH_TEMPLATE = "ALTER TABLE %s SET ('dynamic_partition.enable' = '%s')";

    @AutoClose
    private final World world = new World();

    private final SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
            .version("before", CREATE_TABLE)
            .version("after", CREATE_REBUILT_TABLE)
            .schema();

    @BeforeEach
    void fillTable() throws SQLException {
        createMigrator().upgradeTo(1);
        addPartitions("ev");
        world.execute("INSERT INTO ev VALUES ('2020-01-01', 1, 10), ('2020-02-02', 2, 20)");
    }

    private void addPartitions(String table) throws SQLException {
        world.execute(SWITCH_TEMPLATE.formatted(table, "false"));
        world.execute("ALTER TABLE " + table + " ADD PARTITION p20200101 VALUES [('2020-01-01'), ('2020-01-02'))");
        world.execute("ALTER TABLE " + table + " ADD PARTITION p20200202 VALUES [('2020-02-02'), ('2020-02-03'))");
        world.execute(SWITCH_TEMPLATE.formatted(table, "true"));
    }

    private Migrator createMigrator() {
        return world.createMigrator(schema, World.options().consent(Consent.values()));
    }

    private List<String> readRows() throws SQLException {
        return world.queryRows("SELECT * FROM ev ORDER BY id");
    }

    private void execute(String script) throws SQLException {
        for (ScriptStatement statement : Sql.parseScriptStatements(script)) {
            world.execute(statement.text());
        }
    }

    private void runWithScriptRunner(String script) {
        new ScriptRunner(
                        ServerAddress.parse(world.url()),
                        new ScriptOptions(World.options().settings(), StepAnswer.NONE, false, false))
                .run("script.sql", script);
    }

    @Test
    void aScriptStopsAClientBeforeTheCopy() throws SQLException {
        String script = createMigrator().sql(1, 2);
        assertThat(script).contains("cairn upgrade creates them", RebuiltTablePartitions.STOP_SQL);
        assertThatThrownBy(() -> execute(script)).satisfies(MESSAGES::match);
        assertThat(readRows()).isEqualTo(ROWS);
        createMigrator().upgrade();
        assertThat(readRows()).isEqualTo(ROWS);
        assertThat(createMigrator().sql(2, 1)).contains(RebuiltTablePartitions.STOP_SQL);
    }

    @Test
    void aScriptContinuesWhenThePartitionsExist() throws SQLException {
        String script = createMigrator().sql(1, 2);
        assertThatThrownBy(() -> runWithScriptRunner(script)).isInstanceOf(StepFailedException.class);
        assertThat(readRows()).isEqualTo(ROWS);
        addPartitions("ev__cairn_new");
        runWithScriptRunner(script);
        assertThat(readRows()).isEqualTo(ROWS);
        assertThat(world.queryRows("SHOW CREATE TABLE ev").get(0))
                .contains("PRIMARY KEY", "\"dynamic_partition.enable\" = \"true\"");
    }
}

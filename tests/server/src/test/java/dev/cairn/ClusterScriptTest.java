package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.internal.migrate.script.ScriptOptions;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scripts with statements about cluster objects lead to the same state as an upgrade. */
class ClusterScriptTest {
    private static final String CREATE_TABLE =
            "CREATE TABLE clicks (id INT NOT NULL, v INT, w INT) DUPLICATE KEY(id) DISTRIBUTED BY"
                    + " HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_LOAD =
            "CREATE ROUTINE LOAD load_clicks ON clicks COLUMNS (id, v, w) PROPERTIES ('desired_concurrent_number' ="
                    + " '3') FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 'clicks', 'kafka_partitions' ="
                    + " '0,1', 'kafka_offsets' = '5,6')";
    private static final String CREATE_GROUP =
            "CREATE RESOURCE GROUP etl TO (user='loader') WITH ('cpu_weight' = '4'," + " 'mem_limit' = '20%')";
    private static final RecordedHistory HISTORY = new RecordedHistory(World.DATABASE)
            .managingCluster()
            .version("create", CREATE_TABLE, CREATE_LOAD, CREATE_GROUP)
            .version(
                    "change",
                    CREATE_TABLE.replace("w INT", "w INT, x INT"),
                    CREATE_LOAD.replace("v, w", "v, w, x").replace("'3'", "'2'"),
                    CREATE_GROUP.replace("'4'", "'8'"))
            .version(
                    "rebuild",
                    CREATE_TABLE.replace("w INT", "w INT, x BIGINT").replace("DUPLICATE", "PRIMARY"),
                    CREATE_LOAD.replace("v, w", "v, w, x").replace("'3'", "'2'"));
    private static final SchemaDescriptor SCHEMA = HISTORY.schema();

    @AutoClose
    private World world;

    @BeforeEach
    void start() throws SQLException {
        world = new World();
    }

    private static String renderScript(int from, int to) {
        return Migrator.of(SCHEMA, "starrocks://root@localhost/shop").sql(from, to);
    }

    private static Migrator createMigrator(World world) {
        return world.createMigrator(SCHEMA, World.options().consent(Consent.values()));
    }

    private static List<String> listLoads(World world) throws SQLException {
        return world.queryRows("SHOW ROUTINE LOAD FROM " + World.DATABASE);
    }

    private static void runScript(World world, String script) {
        ScriptRuns.createSequentialRunner(world).run("shop.sql", script);
    }

    @Test
    void theScriptsOfMigrationsLeadToTheStateOfAnUpgrade() throws SQLException {
        runScript(world, renderScript(0, 1));
        world.execute("PAUSE ROUTINE LOAD FOR load_clicks"); // the server does so after an error
        runScript(world, renderScript(1, 2));
        assertThat(listLoads(world)).singleElement().asString().contains("NEED_SCHEDULE", "\"0\":\"4\"");
        moveOffsets(world, "77,0");
        runScript(world, renderScript(2, 3));
        assertThat(listLoads(world))
                .singleElement()
                .asString()
                .contains("NEED_SCHEDULE", "\"0\":\"76\"", "\"1\":\"OFFSET_ZERO\"");
        assertThat(createMigrator(world).status().databaseState()).isEqualTo(Status.DatabaseState.CURRENT);
        assertThat(createMigrator(world).check().differences()).isEmpty();
    }

    @Test
    void aLoadThatWasNeverStoppedCantContinue() throws SQLException {
        runScript(world, renderScript(0, 1));
        assertThatThrownBy(() ->
                        runScript(world, "-- continues\n" + CREATE_LOAD.replace("load_clicks", "other_load") + ";"))
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("the server does not remember its last offsets", "--done");
    }

    @Test
    void aScriptThatWasInterruptedContinues() throws SQLException {
        for (String statement : List.of(
                "PAUSE ROUTINE",
                "ALTER TABLE",
                "ALTER ROUTINE",
                "RESUME ROUTINE",
                "ALTER RESOURCE",
                "STOP ROUTINE",
                "CREATE ROUTINE",
                "DROP RESOURCE")) {
            for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
                try (World otherWorld = new World()) {
                    runScript(otherWorld, renderScript(0, 1));
                    moveOffsets(otherWorld, "77,0");
                    otherWorld.server.faults().add(Trigger.matching("(?s)" + statement + ".*"), fault);
                    runUntilDone(otherWorld, renderScript(1, 2));
                    runUntilDone(otherWorld, renderScript(2, 3));
                    assertThat(listLoads(otherWorld))
                            .describedAs(statement)
                            .singleElement()
                            .asString()
                            .contains("NEED_SCHEDULE", "\"0\":\"76\"", "\"1\":\"OFFSET_ZERO\"");
                    assertThat(createMigrator(otherWorld).check().differences())
                            .describedAs(statement)
                            .isEmpty();
                }
            }
        }
    }

    /** A swap that may still arrive is not sent again by the same run. */
    private static void runUntilDone(World world, String script) {
        try {
            runScript(world, script);
        } catch (MigrationException interrupted) {
            runScript(world, script);
        }
    }

    @Test
    void onlyALoadThatTheScriptNamesMayEndWithoutConsent() throws SQLException {
        runScript(world, renderScript(0, 1));
        assertThatThrownBy(() -> runScript(world, "ALTER TABLE clicks DROP COLUMN w"))
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("load_clicks", "these columns no longer exist: w");
        runScript(world, """
                STOP ROUTINE LOAD FOR load_clicks;
                ALTER TABLE clicks DROP COLUMN w;
                """);
        assertThat(listLoads(world)).isEmpty();
    }

    @Test
    void nothingIsSentIfAnObjectIsMissing() throws SQLException {
        runScript(world, renderScript(0, 1));
        assertThatThrownBy(() -> runScript(world, """
                        ALTER TABLE clicks ADD COLUMN y INT;
                        ALTER RESOURCE GROUP olap WITH ('cpu_weight' = '1');
                        """))
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("olap");
        assertThat(world.queryRows("DESC clicks")).noneMatch(row -> row.contains("y"));
    }

    @Test
    void statementsAboutObjectsThatCantBeReadAreSentWithAWarning() throws SQLException {
        runScript(world, renderScript(0, 1));
        world.server
                .faults()
                .add(
                        Trigger.matching("SHOW (VERBOSE )?RESOURCE GROUP.*"),
                        Fault.reject(5203, "HY000", "Access denied"));
        List<String> warnings = new ArrayList<>();
        ScriptRuns.createRunner(world, progress -> {
                    if (progress instanceof Progress.Warning warning) {
                        warnings.add(warning.message());
                    }
                })
                .run("shop.sql", "ALTER RESOURCE GROUP etl WITH ('mem_limit' = '30%');");
        assertThat(warnings)
                .containsExactly("resource group etl can't be read: Access denied. Its statements are sent without"
                        + " inspection");
        assertThat(world.queryRows("SHOW RESOURCE GROUP etl"))
                .singleElement()
                .asString()
                .contains("30.0%");
    }

    /** The server does not show whether the secret is the new one. */
    @Test
    void anInterruptedStatementThatSetsASecretIsSentAgain() throws SQLException {
        world.execute(
                "CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'hive', 'hive.metastore.uris' = 'thrift://h:9083')");
        String script = "ALTER CATALOG lake SET ('aws.s3.secret_key' = 'a new secret');";
        world.server
                .faults()
                .add(
                        Trigger.of(statement -> statement.text().startsWith("ALTER CATALOG"))
                                .every(),
                        Fault.cutAfter());
        assertThatThrownBy(() -> runScript(world, script)).isInstanceOf(MigrationException.class);
        world.server.faults().clear();
        runScript(world, script);
        assertThat(world.queryRows("SHOW CREATE CATALOG lake"))
                .singleElement()
                .asString()
                .contains("aws.s3.secret_key");
    }

    @Test
    void aLoadThatAnotherClientHasCreatedCanBeKept() throws SQLException {
        runScript(world, renderScript(0, 1));
        runScript(world, renderScript(1, 2));
        world.server
                .faults()
                .add(Trigger.matching("(?s)CREATE ROUTINE.*").every(), Fault.reject(1064, "HY000", "not now"));
        assertThatThrownBy(() -> runScript(world, renderScript(2, 3))).isInstanceOf(MigrationException.class);
        world.server.faults().clear();
        world.execute(CREATE_LOAD.replace("v, w", "v, w, x").replace("'3'", "'2'"));
        assertThatThrownBy(() -> runScript(world, renderScript(2, 3)))
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("another client has, while they had stopped it", "--done --step=7");
        ScriptRuns.createAnsweringRunner(world, ScriptOptions.StepAnswer.DONE, 7)
                .run("shop.sql", renderScript(2, 3));
        assertThat(createMigrator(world).check().differences()).isEmpty();
    }

    @Test
    void aDroppedDatabaseEndsTheLoadsOfItsTables() throws SQLException {
        runScript(world, renderScript(0, 1));
        assertThatThrownBy(() -> runScript(world, "USE information_schema; DROP DATABASE shop;"))
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("load_clicks", "its table is dropped");
    }

    private static void moveOffsets(World world, String offsets) throws SQLException {
        world.execute("PAUSE ROUTINE LOAD FOR load_clicks");
        world.execute("ALTER ROUTINE LOAD FOR load_clicks FROM KAFKA ('kafka_partitions' = '0,1', 'kafka_offsets' = '"
                + offsets + "')");
        world.execute("RESUME ROUTINE LOAD FOR load_clicks");
    }
}

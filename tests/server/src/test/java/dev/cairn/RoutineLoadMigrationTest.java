package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routine Loads that a schema manages are migrated and compared, and paused while their tables change. */
class RoutineLoadMigrationTest {
    private static final String TABLE =
            "CREATE TABLE clicks (id INT NOT NULL, v INT, w INT) DUPLICATE KEY(id) DISTRIBUTED BY"
                    + " HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String LOAD =
            "CREATE ROUTINE LOAD load_clicks ON clicks COLUMNS TERMINATED BY ',', COLUMNS (id, raw, v ="
                    + " raw * 2 + 2), WHERE id > 0 PROPERTIES ('desired_concurrent_number' = '3', 'max_batch_interval' ="
                    + " '${interval:20}') FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 'clicks',"
                    + " 'kafka_partitions' = '0,1', 'kafka_offsets' = '5,OFFSET_BEGINNING', 'property.sasl.password' ="
                    + " '${kafka_password}')";
    private static final String OTHER_LOAD =
            "CREATE ROUTINE LOAD load_clicks ON clicks FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 'clicks',"
                    + " 'kafka_partitions' = '0', 'kafka_offsets' = '3')";
    private static final RecordedHistory HISTORY =
            new RecordedHistory(World.DATABASE).managingCluster().version("create", TABLE, LOAD);
    private static final SchemaDescriptor FIRST = HISTORY.schema();
    private static final SchemaDescriptor SECOND = HISTORY.version(
                    "change",
                    TABLE.replace("w INT", "w INT, x INT"),
                    LOAD.replace("raw, v", "raw, x, v")
                            .replace("'3'", "'2'")
                            .replace("id > 0", "id > 1")
                            .replace("'k:9092'", "'k:9092,l:9092'"))
            .schema();
    private static final SchemaDescriptor THIRD =
            HISTORY.version("drop", TABLE.replace("w INT", "w INT, x INT")).schema();

    private World world;

    @BeforeEach
    void start() throws SQLException {
        world = new World();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private static Migrator migrator(World world, SchemaDescriptor schema) {
        return world.createMigrator(
                schema,
                World.options().consent(Consent.values()).connections(1).placeholder("kafka_password", "very secret"));
    }

    private Migrator migrator(SchemaDescriptor schema) {
        return migrator(world, schema);
    }

    private static List<String> loads(World world) throws SQLException {
        return world.queryRows("SHOW ROUTINE LOAD FROM " + World.DATABASE);
    }

    private String statement() throws SQLException {
        return String.join("", world.queryRows("SHOW CREATE ROUTINE LOAD load_clicks"));
    }

    @Test
    void anUpgradeCreatesChangesAndStopsThem() throws SQLException {
        migrator(FIRST).upgrade();
        assertThat(loads(world)).singleElement().asString().contains("NEED_SCHEDULE", "\"0\":\"4\"");
        assertThat(statement())
                .contains("COLUMNS (id, raw, v=raw * 2 + 2)", "\"max_batch_interval\"=\"20\"", "******")
                .doesNotContain("very secret");
        assertThat(migrator(FIRST).check().differences()).isEmpty();

        world.server.log().clear();
        migrator(SECOND).upgrade();
        assertThat(world.server.log().all())
                .extracting(statement -> statement.text().replaceAll("(?s)^(\\w+ \\w+).*", "$1"))
                .containsSubsequence(
                        "PAUSE ROUTINE",
                        "ALTER TABLE",
                        "ALTER ROUTINE",
                        "ALTER ROUTINE",
                        "ALTER ROUTINE",
                        "RESUME ROUTINE");
        assertThat(loads(world)).singleElement().asString().contains("NEED_SCHEDULE", "\"0\":\"4\"");
        assertThat(statement()).contains("WHERE id > 1", "k:9092,l:9092");
        assertThat(migrator(SECOND).check().differences()).isEmpty();

        migrator(THIRD).upgrade();
        assertThat(loads(world)).isEmpty();
    }

    @Test
    void aDowngradeTakesThemBack() throws SQLException {
        migrator(SECOND).upgrade();
        migrator(SECOND).downgradeTo(1);
        assertThat(loads(world)).singleElement().asString().contains("NEED_SCHEDULE");
        assertThat(statement()).contains("WHERE id > 0");
        assertThat(migrator(FIRST).check().differences()).isEmpty();
        migrator(FIRST).downgradeTo(0);
        assertThat(loads(world)).isEmpty();
    }

    @Test
    void aChangeOfTheDefinitionIsADifferenceAndAPauseIsNone() throws SQLException {
        migrator(FIRST).upgrade();
        world.execute("PAUSE ROUTINE LOAD FOR load_clicks");
        assertThat(migrator(FIRST).check().differences()).isEmpty();
        world.execute("ALTER ROUTINE LOAD FOR load_clicks WHERE id > 7 PROPERTIES ('strict_mode' = 'true')");
        assertThat(migrator(FIRST).check().differences())
                .extracting(Object::toString)
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).contains("routine load shop.load_clicks"))
                .anySatisfy(text -> assertThat(text).contains("where", "id > 7"))
                .anySatisfy(text -> assertThat(text).contains("strict_mode"));
    }

    /** The declared offsets are those of the first beginning: from them, a new load would load rows again. */
    @Test
    void theRepairOfAMissingLoadStopsForItsOffsets() throws SQLException {
        migrator(FIRST).upgrade();
        world.execute("STOP ROUTINE LOAD FOR load_clicks");
        Drift drift = migrator(FIRST).check();
        assertThat(drift.differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.remediation())
                        .singleElement()
                        .asString()
                        .containsSubsequence("ROUTINE LOAD, in the row", "assert_true(false", "CREATE ROUTINE LOAD"));
        assertThat(drift.remediation().steps())
                .extracting(PlannedChanges.Step::sql)
                .singleElement()
                .asString()
                .containsSubsequence("ROUTINE LOAD, in the row", "assert_true(false", "CREATE ROUTINE LOAD");
    }

    @Test
    void anUpgradeThatWasInterruptedContinues() throws SQLException {
        for (String statement :
                List.of("PAUSE ROUTINE", "ALTER TABLE", "ALTER ROUTINE", "RESUME ROUTINE", "STOP ROUTINE")) {
            for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
                try (World other = new World()) {
                    migrator(other, FIRST).upgrade();
                    other.server.faults().add(Trigger.matching("(?s)" + statement + ".*"), fault);
                    migrator(other, SECOND).upgrade();
                    assertThat(loads(other))
                            .describedAs(statement)
                            .singleElement()
                            .asString()
                            .contains("NEED_SCHEDULE");
                    assertThat(migrator(other, SECOND).check().differences())
                            .describedAs(statement)
                            .isEmpty();
                    migrator(other, THIRD).upgrade();
                    assertThat(loads(other)).describedAs(statement).isEmpty();
                }
            }
        }
    }

    /** Returns a schema whose table is rebuilt. */
    private static SchemaDescriptor rebuilt() {
        return new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", TABLE, LOAD)
                .version("rebuild", TABLE.replace("w INT", "w BIGINT").replace("DUPLICATE", "PRIMARY"), LOAD)
                .schema();
    }

    private static void moveTo(World world, String offsets) throws SQLException {
        world.execute("PAUSE ROUTINE LOAD FOR load_clicks");
        world.execute("ALTER ROUTINE LOAD FOR load_clicks FROM KAFKA ('kafka_partitions' = '0,1', 'kafka_offsets' = '"
                + offsets + "')");
        world.execute("RESUME ROUTINE LOAD FOR load_clicks");
    }

    @Test
    void aRebuildStopsALoadAndLetsItContinueWhereItHasStopped() throws SQLException {
        migrator(FIRST).upgrade();
        moveTo(world, "77,0");
        world.server.log().clear();
        migrator(rebuilt()).upgrade();
        assertThat(world.server.log().all())
                .extracting(statement -> statement.text().replaceAll("(?s)^(\\w+ \\w+).*", "$1"))
                .containsSubsequence("STOP ROUTINE", "CREATE TABLE", "ALTER TABLE", "CREATE ROUTINE", "DROP TABLE");
        assertThat(loads(world))
                .singleElement()
                .asString()
                .contains("NEED_SCHEDULE", "\"0\":\"76\"", "\"1\":\"OFFSET_ZERO\"");
        assertThat(statement()).contains("\"kafka_offsets\"=\"77,0\"");
        assertThat(migrator(rebuilt()).check().differences()).isEmpty();
    }

    @Test
    void aRebuildThatWasInterruptedContinuesTheLoad() throws SQLException {
        for (String statement : List.of(
                "STOP ROUTINE", "CREATE TABLE", "INSERT", "ALTER TABLE [^;]*SWAP", "DROP TABLE", "CREATE ROUTINE")) {
            for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
                try (World other = new World()) {
                    migrator(other, FIRST).upgrade();
                    moveTo(other, "77,0");
                    other.server.faults().add(Trigger.matching("(?s)" + statement + ".*"), fault);
                    try {
                        migrator(other, rebuilt()).upgrade();
                    } catch (MigrationException interrupted) {
                        migrator(other, rebuilt()).upgrade(); // a swap that may still arrive is not sent again
                    }
                    assertThat(loads(other))
                            .describedAs(statement)
                            .singleElement()
                            .asString()
                            .contains("NEED_SCHEDULE", "\"0\":\"76\"", "\"1\":\"OFFSET_ZERO\"");
                    assertThat(migrator(other, rebuilt()).check().differences())
                            .describedAs(statement)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void aRebuildThatWasKilledIsRevertedWithTheOffsets() throws SQLException {
        for (String statement : List.of(
                "STOP ROUTINE", "CREATE TABLE", "INSERT", "ALTER TABLE [^;]*SWAP", "CREATE ROUTINE", "DROP TABLE")) {
            for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
                try (World other = new World()) {
                    migrator(other, FIRST).upgrade();
                    moveTo(other, "77,0");
                    kill(other, statement, fault);
                    migrator(other, rebuilt()).downgradeTo(1);
                    assertThat(loads(other))
                            .describedAs(statement)
                            .singleElement()
                            .asString()
                            .contains("NEED_SCHEDULE", "\"0\":\"76\"", "\"1\":\"OFFSET_ZERO\"");
                    assertThat(migrator(other, FIRST).check().differences())
                            .describedAs(statement)
                            .isEmpty();
                }
            }
        }
    }

    /** Nothing of the upgrade reaches the server after a statement. */
    private static void kill(World world, String statement, Fault fault) {
        AtomicBoolean isDead = new AtomicBoolean();
        world.server.faults().add(Trigger.of(sent -> isDead.get()).every(), Fault.cutBefore());
        world.server
                .faults()
                .add(
                        Trigger.of(sent -> {
                            boolean isLast = !isDead.get() && sent.text().matches("(?s)" + statement + ".*");
                            isDead.compareAndSet(false, isLast);
                            return isLast;
                        }),
                        fault);
        Migrator migrator = world.createMigrator(
                rebuilt(),
                World.options()
                        .consent(Consent.values())
                        .connections(1)
                        .lease(Duration.ofMillis(500))
                        .placeholder("kafka_password", "very secret"));
        assertThatThrownBy(migrator::upgrade).isInstanceOf(MigrationException.class);
        assertThat(isDead).isTrue();
        world.server.faults().clear();
    }

    @Test
    void aChangeThatNoStatementMakesCreatesTheLoadAgain() throws SQLException {
        migrator(FIRST).upgrade();
        moveTo(world, "77,0");
        SchemaDescriptor json = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", TABLE, LOAD)
                .version("json", TABLE, LOAD.replace("'desired_", "'format' = 'json', 'desired_"))
                .schema();
        migrator(json).upgrade();
        assertThat(loads(world)).singleElement().asString().contains("\"0\":\"76\"");
        assertThat(statement()).contains("\"format\"=\"json\"");
    }

    @Test
    void aLoadWhoseExpressionsNoServerPrintsExactlyIsCreatedAgain() throws SQLException {
        String ambiguous = LOAD.replace("raw * 2 + 2", "(raw + 1) * 2");
        RecordedHistory history =
                new RecordedHistory(World.DATABASE).managingCluster().version("create", TABLE, ambiguous);
        migrator(history.schema()).upgrade();
        assertThat(statement()).contains("v=raw + 1 * 2");
        moveTo(world, "77,0");
        SchemaDescriptor changed = history.version("change", TABLE, ambiguous.replace("'3'", "'2'"))
                .schema();
        migrator(changed).upgrade();
        assertThat(loads(world)).singleElement().asString().contains("\"0\":\"76\"");
        assertThat(migrator(changed).check().differences()).isEmpty();
    }

    @Test
    void anExistingLoadIsNotTakenOver() throws SQLException {
        world.execute(TABLE);
        world.execute(
                "CREATE ROUTINE LOAD load_clicks ON clicks FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 'x')");
        world.execute("ALTER TABLE clicks RENAME others");
        Migrator migrator = migrator(FIRST);
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("routine load shop.load_clicks exists, and these migrations did not create it");
    }

    /** A server lists a load only to users who may insert into its table. */
    @Test
    void aLoadThatIsNotListedIsAMissingGrant() throws SQLException {
        migrator(FIRST).upgrade();
        world.execute("CREATE USER guest");
        for (String grant : List.of(
                "CREATE TABLE, CREATE VIEW ON DATABASE shop",
                "SELECT, ALTER ON ALL TABLES IN DATABASE shop",
                "SELECT, DROP, ALTER ON ALL VIEWS IN DATABASE shop")) {
            world.execute("GRANT " + grant + " TO USER guest");
        }
        Migrator guest = Migrator.of(
                SECOND,
                world.server.jdbcUrl(World.DATABASE) + "?user=guest",
                World.options().consent(Consent.values()).placeholder("kafka_password", "very secret"));
        assertThatThrownBy(guest::upgrade)
                .isInstanceOf(MissingGrantException.class)
                .message()
                .contains(
                        "the server has routine load shop.load_clicks, and does not list it for this user",
                        "Grant the user INSERT on TABLE shop.clicks");
        world.execute("GRANT INSERT ON TABLE clicks TO USER guest");
        guest.upgrade();
        assertThat(loads(world)).singleElement().asString().contains("NEED_SCHEDULE");
    }

    @Test
    void loadsThatCantBeSeenBeforeTheyEndAreAWarning() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE).version("create", TABLE);
        world.createMigrator(history.schema()).upgrade();
        world.execute(LOAD.replace("${interval:20}", "20").replace("${kafka_password}", "secret"));
        world.execute("CREATE USER guest");
        for (String grant : List.of(
                "CREATE TABLE, CREATE VIEW ON DATABASE shop",
                "SELECT, ALTER, DROP ON ALL TABLES IN DATABASE shop",
                "SELECT, DROP, ALTER ON ALL VIEWS IN DATABASE shop")) {
            world.execute("GRANT " + grant + " TO USER guest");
        }
        List<String> warnings = new ArrayList<>();
        Migrator guest = Migrator.of(
                history.version("drop", TABLE.replace(", w INT", "")).schema(),
                world.server.jdbcUrl(World.DATABASE) + "?user=guest",
                World.options().consent(Consent.values()).listener(progress -> {
                    if (progress instanceof Progress.Warning warning) {
                        warnings.add(warning.message());
                    }
                }));
        guest.upgrade();
        assertThat(warnings)
                .containsExactly(
                        "the Routine Loads of shop.clicks can't be read: the user lacks the privilege INSERT on it");
    }

    @Test
    void aStoppedLoadIsListedWhileItsTableExists() throws SQLException {
        migrator(FIRST).upgrade();
        world.execute("STOP ROUTINE LOAD FOR load_clicks");
        world.execute(TABLE.replace("TABLE clicks", "TABLE others"));
        world.execute("ALTER TABLE clicks SWAP WITH others");
        assertThat(stoppedLoads()).singleElement().asString().contains("STOPPED", "others", "\"0\":\"4\"");
        world.execute("DROP TABLE clicks");
        assertThat(stoppedLoads()).hasSize(1);
        world.execute("DROP TABLE others");
        assertThat(stoppedLoads()).isEmpty();
        world.execute("RECOVER TABLE others");
        assertThat(stoppedLoads()).hasSize(1);
    }

    private List<String> stoppedLoads() throws SQLException {
        return world.queryRows("SHOW ALL ROUTINE LOAD FOR load_clicks");
    }

    /** While the load is stopped, another one of the same name is created and stopped. */
    @Test
    void aLoadContinuesWhereTheStoppedLoadOfItsTopicWas() throws SQLException {
        migrator(FIRST).upgrade();
        moveTo(world, "77,0");
        Migrator stopped = world.createMigrator(
                rebuilt(),
                World.options()
                        .consent(Consent.values())
                        .connections(1)
                        .placeholder("kafka_password", "very secret")
                        .listener(progress -> {
                            if (progress instanceof Progress.StepStarted step
                                    && step.step().text().contains("CREATE TABLE")) {
                                execute("CREATE ROUTINE LOAD load_clicks ON clicks FROM KAFKA ('kafka_broker_list' ="
                                        + " 'k:9092', 'kafka_topic' = 'others', 'kafka_partitions' = '7', 'kafka_offsets' ="
                                        + " '3')");
                                execute("STOP ROUTINE LOAD FOR load_clicks");
                            }
                        }));
        stopped.upgrade();
        assertThat(statement()).contains("\"kafka_offsets\"=\"77,0\"", "\"kafka_topic\"=\"clicks\"");
    }

    @Test
    void aLoadThatAnotherClientHasCreatedMeanwhileIsNotTakenOver() throws SQLException {
        migrator(FIRST).upgrade();
        Migrator interrupted = world.createMigrator(
                rebuilt(),
                World.options()
                        .consent(Consent.values())
                        .connections(1)
                        .placeholder("kafka_password", "very secret")
                        .listener(progress -> {
                            if (progress instanceof Progress.StepStarted step
                                    && step.step().text().contains("CREATE TABLE")) {
                                execute(OTHER_LOAD.replace("'3'", "'9'"));
                            }
                        }));
        assertThatThrownBy(interrupted::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("for clicks__cairn_", "the table that they have replaced", "Stop the load");
        world.execute("STOP ROUTINE LOAD FOR load_clicks");
        migrator(rebuilt()).upgrade();
        assertThat(migrator(rebuilt()).check().differences()).isEmpty();
    }

    @Test
    void aLoadOfThisNameForAnotherTableIsLeftAlone() throws SQLException {
        migrator(FIRST).upgrade();
        moveTo(world, "77,0");
        world.execute("STOP ROUTINE LOAD FOR load_clicks");
        world.execute(TABLE.replace("TABLE clicks", "TABLE others"));
        world.execute(OTHER_LOAD.replace("ON clicks", "ON others"));
        Migrator migrator = migrator(rebuilt());
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("fills another table, or reads another topic");
        assertThat(loads(world)).singleElement().asString().contains("others", "\"0\":\"2\"");
    }

    /** The statement of cairn check has the offsets of the stopped load, and so the upgrade goes on. */
    @Test
    void aLoadThatWasStoppedByHandIsRestoredAsTheMessageSays() throws SQLException {
        migrator(FIRST).upgrade();
        moveTo(world, "77,0");
        world.execute("STOP ROUTINE LOAD FOR load_clicks");
        Migrator migrator = migrator(rebuilt());
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("it was stopped outside of these migrations", "cairn check prints", "cairn run-sql");
        String repair = migrator(FIRST).check().remediation().steps().get(0).sql();
        ScriptRuns.sequentialRunner(world).run("repair.sql", repair.replace("***", "very secret"));
        migrator.upgrade();
        assertThat(loads(world)).singleElement().asString().contains("NEED_SCHEDULE", "\"0\":\"76\"");
    }

    /** From the offsets of the load that was stopped last, messages would be loaded twice. */
    @Test
    void aLoadDoesNotContinueBehindAnEarlierOne() throws SQLException {
        migrator(FIRST).upgrade();
        moveTo(world, "77,0");
        Migrator interrupted = world.createMigrator(
                rebuilt(),
                World.options()
                        .consent(Consent.values())
                        .connections(1)
                        .placeholder("kafka_password", "very secret")
                        .listener(progress -> {
                            if (progress instanceof Progress.StepStarted step
                                    && step.step().text().contains("CREATE TABLE")) {
                                execute(OTHER_LOAD);
                                execute("STOP ROUTINE LOAD FOR load_clicks");
                            }
                        }));
        assertThatThrownBy(interrupted::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("had come less far", "mark the step as done");
    }

    private void execute(String statement) {
        try {
            world.execute(statement);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    /** The server lists the columns of the source before those that are computed. */
    @Test
    void aColumnThatIsAddedAfterAComputedOneIsNoDifference() throws SQLException {
        RecordedHistory history =
                new RecordedHistory(World.DATABASE).managingCluster().version("create", TABLE, LOAD);
        history.version("add", TABLE, LOAD.replace("+ 2)", "+ 2, w)"));
        history.version("more", TABLE, LOAD.replace("+ 2)", "+ 3, w)"));
        migrator(history.schema()).upgrade();
        assertThat(statement()).contains("COLUMNS (id, raw, w, v=raw * 2 + 3)");
        assertThat(migrator(history.schema()).check().differences()).isEmpty();
    }

    @Test
    void theOnlyPartitionOfATableHasItsName() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", TABLE, LOAD.replace("WHERE", "PARTITION (clicks), WHERE"))
                .schema();
        migrator(schema).upgrade();
        assertThat(migrator(schema).check().differences()).isEmpty();
    }
}

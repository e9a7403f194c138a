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
import org.junit.jupiter.api.Test;

/** Routine Loads that a schema manages are migrated and compared, and paused while their tables change. */
class RoutineLoadMigrationTest extends ClusterObjectFixture {
    private static final String CREATE_TABLE =
            "CREATE TABLE clicks (id INT NOT NULL, v INT, w INT) DUPLICATE KEY(id) DISTRIBUTED BY"
                    + " HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_LOAD =
            "CREATE ROUTINE LOAD load_clicks ON clicks COLUMNS TERMINATED BY ',', COLUMNS (id, raw, v ="
                    + " raw * 2 + 2), WHERE id > 0 PROPERTIES ('desired_concurrent_number' = '3', 'max_batch_interval' ="
                    + " '${interval:20}') FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 'clicks',"
                    + " 'kafka_partitions' = '0,1', 'kafka_offsets' = '5,OFFSET_BEGINNING', 'property.sasl.password' ="
                    + " '${kafka_password}')";
    private static final String CREATE_OTHER_LOAD =
            "CREATE ROUTINE LOAD load_clicks ON clicks FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 'clicks',"
                    + " 'kafka_partitions' = '0', 'kafka_offsets' = '3')";
    private static final RecordedHistory HISTORY =
            new RecordedHistory(World.DATABASE).managingCluster().version("create", CREATE_TABLE, CREATE_LOAD);
    private static final SchemaDescriptor SCHEMA_WITH_LOAD = HISTORY.schema();
    private static final SchemaDescriptor CHANGED_SCHEMA = HISTORY.version(
                    "change",
                    CREATE_TABLE.replace("w INT", "w INT, x INT"),
                    CREATE_LOAD
                            .replace("raw, v", "raw, x, v")
                            .replace("'3'", "'2'")
                            .replace("id > 0", "id > 1")
                            .replace("'k:9092'", "'k:9092,l:9092'"))
            .schema();
    private static final SchemaDescriptor SCHEMA_WITHOUT_LOAD = HISTORY.version(
                    "drop", CREATE_TABLE.replace("w INT", "w INT, x INT"))
            .schema();

    @Override
    MigratorOptions migratorOptions() {
        return super.migratorOptions().placeholder("kafka_password", "very secret");
    }

    private static List<String> listLoads(World world) throws SQLException {
        return world.queryRows("SHOW ROUTINE LOAD FROM " + World.DATABASE);
    }

    private String showCreateLoad() throws SQLException {
        return String.join("", world.queryRows("SHOW CREATE ROUTINE LOAD load_clicks"));
    }

    @Test
    void anUpgradeCreatesChangesAndStopsRoutineLoads() throws SQLException {
        createMigrator(SCHEMA_WITH_LOAD).upgrade();
        assertThat(listLoads(world)).singleElement().asString().contains("NEED_SCHEDULE", "\"0\":\"4\"");
        assertThat(showCreateLoad())
                .contains("COLUMNS (id, raw, v=raw * 2 + 2)", "\"max_batch_interval\"=\"20\"", "******")
                .doesNotContain("very secret");
        requireNoDifference(SCHEMA_WITH_LOAD);

        world.server.log().clear();
        createMigrator(CHANGED_SCHEMA).upgrade();
        assertThat(world.server.log().all())
                .extracting(statement -> statement.text().replaceAll("(?s)^(\\w+ \\w+).*", "$1"))
                .containsSubsequence(
                        "PAUSE ROUTINE",
                        "ALTER TABLE",
                        "ALTER ROUTINE",
                        "ALTER ROUTINE",
                        "ALTER ROUTINE",
                        "RESUME ROUTINE");
        assertThat(listLoads(world)).singleElement().asString().contains("NEED_SCHEDULE", "\"0\":\"4\"");
        assertThat(showCreateLoad()).contains("WHERE id > 1", "k:9092,l:9092");
        requireNoDifference(CHANGED_SCHEMA);

        createMigrator(SCHEMA_WITHOUT_LOAD).upgrade();
        assertThat(listLoads(world)).isEmpty();
    }

    @Test
    void aDowngradeRevertsChangesOfRoutineLoads() throws SQLException {
        createMigrator(CHANGED_SCHEMA).upgrade();
        createMigrator(CHANGED_SCHEMA).downgradeTo(1);
        assertThat(listLoads(world)).singleElement().asString().contains("NEED_SCHEDULE");
        assertThat(showCreateLoad()).contains("WHERE id > 0");
        requireNoDifference(SCHEMA_WITH_LOAD);
        createMigrator(SCHEMA_WITH_LOAD).downgradeTo(0);
        assertThat(listLoads(world)).isEmpty();
    }

    @Test
    void aChangeOfTheDefinitionIsADifferenceOfALoad() throws SQLException {
        createMigrator(SCHEMA_WITH_LOAD).upgrade();
        world.execute("PAUSE ROUTINE LOAD FOR load_clicks");
        world.execute("ALTER ROUTINE LOAD FOR load_clicks WHERE id > 7 PROPERTIES ('strict_mode' = 'true')");
        world.execute("RESUME ROUTINE LOAD FOR load_clicks");
        assertThat(createMigrator(SCHEMA_WITH_LOAD).check().differences())
                .extracting(Object::toString)
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).contains("routine load shop.load_clicks"))
                .anySatisfy(text -> assertThat(text).contains("where", "id > 7"))
                .anySatisfy(text -> assertThat(text).contains("strict_mode"));
    }

    /** A paused load reads no rows until somebody resumes it. The server itself pauses a load that fails. */
    @Test
    void aPausedLoadIsADifferenceThatAResumeRemoves() throws SQLException {
        createMigrator(SCHEMA_WITH_LOAD).upgrade();
        world.execute("PAUSE ROUTINE LOAD FOR load_clicks");
        requireDifference(SCHEMA_WITH_LOAD, "routine load shop.load_clicks", "is paused, should be running");
        world.execute("ALTER ROUTINE LOAD FOR load_clicks PROPERTIES ('max_error_number' = '7')");
        for (PlannedChanges.Step step :
                createMigrator(SCHEMA_WITH_LOAD).check().remediation().steps()) {
            world.execute(step.sql());
        }
        assertThat(listLoads(world)).singleElement().asString().contains("NEED_SCHEDULE");
        requireNoDifference(SCHEMA_WITH_LOAD);
    }

    @Test
    void aPauseDoesNotBelongToTheDefinitionsThatABaselineVerifies() throws SQLException {
        createMigrator(SCHEMA_WITH_LOAD).upgrade();
        world.execute("PAUSE ROUTINE LOAD FOR load_clicks");
        createMigrator(SCHEMA_WITH_LOAD).stamp(0);
        createMigrator(SCHEMA_WITH_LOAD).baseline(1);
        requireDifference(SCHEMA_WITH_LOAD, "is paused, should be running");
    }

    /** Only the operator knows when such a load may continue. */
    @Test
    void aLoadThatAMigrationHasPausedMayRun() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", CREATE_TABLE, CREATE_LOAD)
                .statements("pause", "PAUSE ROUTINE LOAD FOR load_clicks")
                .schema();
        createMigrator(schema).upgrade();
        requireNoDifference(schema);
        world.execute("RESUME ROUTINE LOAD FOR load_clicks");
        requireNoDifference(schema);
    }

    /** A new load with the declared offsets would load rows again, because these are the offsets of the first load. */
    @Test
    void theRepairOfAMissingLoadStopsForItsOffsets() throws SQLException {
        createMigrator(SCHEMA_WITH_LOAD).upgrade();
        world.execute("STOP ROUTINE LOAD FOR load_clicks");
        Drift drift = createMigrator(SCHEMA_WITH_LOAD).check();
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
        requireContinuation(
                List.of("PAUSE ROUTINE", "ALTER TABLE", "ALTER ROUTINE", "RESUME ROUTINE", "STOP ROUTINE"),
                SCHEMA_WITH_LOAD,
                CHANGED_SCHEMA,
                otherWorld -> {
                    assertThat(listLoads(otherWorld)).singleElement().asString().contains("NEED_SCHEDULE");
                    createMigrator(otherWorld, SCHEMA_WITHOUT_LOAD).upgrade();
                    assertThat(listLoads(otherWorld)).isEmpty();
                });
    }

    /** Returns a schema whose second migration rebuilds the table. */
    private static SchemaDescriptor createRebuildSchema() {
        return new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", CREATE_TABLE, CREATE_LOAD)
                .version(
                        "rebuild",
                        CREATE_TABLE.replace("w INT", "w BIGINT").replace("DUPLICATE", "PRIMARY"),
                        CREATE_LOAD)
                .schema();
    }

    private static void moveOffsets(World world, String offsets) throws SQLException {
        world.execute("PAUSE ROUTINE LOAD FOR load_clicks");
        world.execute("ALTER ROUTINE LOAD FOR load_clicks FROM KAFKA ('kafka_partitions' = '0,1', 'kafka_offsets' = '"
                + offsets + "')");
        world.execute("RESUME ROUTINE LOAD FOR load_clicks");
    }

    @Test
    void aRebuildStopsALoadAndLetsItContinueWhereItHasStopped() throws SQLException {
        createMigrator(SCHEMA_WITH_LOAD).upgrade();
        moveOffsets(world, "77,0");
        world.server.log().clear();
        createMigrator(createRebuildSchema()).upgrade();
        assertThat(world.server.log().all())
                .extracting(statement -> statement.text().replaceAll("(?s)^(\\w+ \\w+).*", "$1"))
                .containsSubsequence("STOP ROUTINE", "CREATE TABLE", "ALTER TABLE", "CREATE ROUTINE", "DROP TABLE");
        assertThat(listLoads(world))
                .singleElement()
                .asString()
                .contains("NEED_SCHEDULE", "\"0\":\"76\"", "\"1\":\"OFFSET_ZERO\"");
        assertThat(showCreateLoad()).contains("\"kafka_offsets\"=\"77,0\"");
        requireNoDifference(createRebuildSchema());
    }

    @Test
    void aRebuildLetsALoadContinueThatIsCreatedAgainForItsOwnChange() throws SQLException {
        createMigrator(SCHEMA_WITH_LOAD).upgrade();
        moveOffsets(world, "77,0");
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", CREATE_TABLE, CREATE_LOAD)
                .version(
                        "rebuild",
                        CREATE_TABLE.replace("w INT", "w BIGINT").replace("DUPLICATE", "PRIMARY"),
                        CREATE_LOAD.replace(", WHERE id > 0", ""))
                .schema();
        createMigrator(schema).upgrade();
        assertThat(listLoads(world)).singleElement().asString().contains("NEED_SCHEDULE", "\"0\":\"76\"");
        requireNoDifference(schema);
        createMigrator(schema).downgradeTo(1);
        assertThat(listLoads(world)).singleElement().asString().contains("NEED_SCHEDULE", "\"0\":\"76\"");
        requireNoDifference(SCHEMA_WITH_LOAD);
    }

    @Test
    void aRebuildThatWasInterruptedContinuesTheLoad() throws SQLException {
        for (String statement : List.of(
                "STOP ROUTINE", "CREATE TABLE", "INSERT", "ALTER TABLE [^;]*SWAP", "DROP TABLE", "CREATE ROUTINE")) {
            for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
                try (World otherWorld = new World()) {
                    createMigrator(otherWorld, SCHEMA_WITH_LOAD).upgrade();
                    moveOffsets(otherWorld, "77,0");
                    otherWorld.server.faults().add(Trigger.matching("(?s)" + statement + ".*"), fault);
                    try {
                        createMigrator(otherWorld, createRebuildSchema()).upgrade();
                    } catch (MigrationException ignored) {
                        createMigrator(otherWorld, createRebuildSchema())
                                .upgrade(); // a swap that may still arrive is not sent again
                    }
                    assertThat(listLoads(otherWorld))
                            .describedAs(statement)
                            .singleElement()
                            .asString()
                            .contains("NEED_SCHEDULE", "\"0\":\"76\"", "\"1\":\"OFFSET_ZERO\"");
                    assertThat(createMigrator(otherWorld, createRebuildSchema())
                                    .check()
                                    .differences())
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
                try (World otherWorld = new World()) {
                    createMigrator(otherWorld, SCHEMA_WITH_LOAD).upgrade();
                    moveOffsets(otherWorld, "77,0");
                    kill(otherWorld, statement, fault);
                    createMigrator(otherWorld, createRebuildSchema()).downgradeTo(1);
                    assertThat(listLoads(otherWorld))
                            .describedAs(statement)
                            .singleElement()
                            .asString()
                            .contains("NEED_SCHEDULE", "\"0\":\"76\"", "\"1\":\"OFFSET_ZERO\"");
                    assertThat(createMigrator(otherWorld, SCHEMA_WITH_LOAD)
                                    .check()
                                    .differences())
                            .describedAs(statement)
                            .isEmpty();
                }
            }
        }
    }

    /** Runs an upgrade whose statements do not reach the server after the first one that matches. */
    private void kill(World world, String statement, Fault fault) {
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
        Migrator migrator =
                world.createMigrator(createRebuildSchema(), migratorOptions().lease(Duration.ofMillis(500)));
        assertThatThrownBy(migrator::upgrade).isInstanceOf(MigrationException.class);
        assertThat(isDead).isTrue();
        world.server.faults().clear();
    }

    @Test
    void aChangeThatNoStatementMakesCreatesTheLoadAgain() throws SQLException {
        createMigrator(SCHEMA_WITH_LOAD).upgrade();
        moveOffsets(world, "77,0");
        SchemaDescriptor jsonSchema = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", CREATE_TABLE, CREATE_LOAD)
                .version("json", CREATE_TABLE, CREATE_LOAD.replace("'desired_", "'format' = 'json', 'desired_"))
                .schema();
        createMigrator(jsonSchema).upgrade();
        assertThat(listLoads(world)).singleElement().asString().contains("\"0\":\"76\"");
        assertThat(showCreateLoad()).contains("\"format\"=\"json\"");
    }

    @Test
    void aLoadWhoseExpressionsNoServerPrintsExactlyIsCreatedAgain() throws SQLException {
        String ambiguousLoadSql = CREATE_LOAD.replace("raw * 2 + 2", "(raw + 1) * 2");
        RecordedHistory history =
                new RecordedHistory(World.DATABASE).managingCluster().version("create", CREATE_TABLE, ambiguousLoadSql);
        createMigrator(history.schema()).upgrade();
        assertThat(showCreateLoad()).contains("v=raw + 1 * 2");
        moveOffsets(world, "77,0");
        SchemaDescriptor changedSchema = history.version("change", CREATE_TABLE, ambiguousLoadSql.replace("'3'", "'2'"))
                .schema();
        createMigrator(changedSchema).upgrade();
        assertThat(listLoads(world)).singleElement().asString().contains("\"0\":\"76\"");
        requireNoDifference(changedSchema);
    }

    @Test
    void anExistingLoadIsNotTakenOver() throws SQLException {
        world.execute(CREATE_TABLE);
        world.execute(
                "CREATE ROUTINE LOAD load_clicks ON clicks FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 'x')");
        world.execute("ALTER TABLE clicks RENAME others");
        Migrator migrator = createMigrator(SCHEMA_WITH_LOAD);
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("routine load shop.load_clicks exists, and these migrations did not create it");
    }

    /** A server lists a load only to users who may insert into its table. */
    @Test
    void aLoadThatIsNotListedIsAMissingGrant() throws SQLException {
        createMigrator(SCHEMA_WITH_LOAD).upgrade();
        world.execute("CREATE USER guest");
        for (String grant : List.of(
                "CREATE TABLE, CREATE VIEW ON DATABASE shop",
                "SELECT, ALTER ON ALL TABLES IN DATABASE shop",
                "SELECT, DROP, ALTER ON ALL VIEWS IN DATABASE shop")) {
            world.execute("GRANT " + grant + " TO USER guest");
        }
        Migrator guestMigrator = Migrator.of(
                CHANGED_SCHEMA,
                world.server.jdbcUrl(World.DATABASE) + "?user=guest",
                World.options().consent(Consent.values()).placeholder("kafka_password", "very secret"));
        assertThatThrownBy(guestMigrator::upgrade)
                .isInstanceOf(MissingGrantException.class)
                .message()
                .contains(
                        "the server has routine load shop.load_clicks, and does not list it for this user",
                        "Grant the user INSERT on TABLE shop.clicks");
        world.execute("GRANT INSERT ON TABLE clicks TO USER guest");
        guestMigrator.upgrade();
        assertThat(listLoads(world)).singleElement().asString().contains("NEED_SCHEDULE");
    }

    @Test
    void loadsThatCantBeSeenBeforeTheyEndAreAWarning() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE).version("create", CREATE_TABLE);
        world.createMigrator(history.schema()).upgrade();
        world.execute(CREATE_LOAD.replace("${interval:20}", "20").replace("${kafka_password}", "secret"));
        world.execute("CREATE USER guest");
        for (String grant : List.of(
                "CREATE TABLE, CREATE VIEW ON DATABASE shop",
                "SELECT, ALTER, DROP ON ALL TABLES IN DATABASE shop",
                "SELECT, DROP, ALTER ON ALL VIEWS IN DATABASE shop")) {
            world.execute("GRANT " + grant + " TO USER guest");
        }
        List<String> warnings = new ArrayList<>();
        Migrator guestMigrator = Migrator.of(
                history.version("drop", CREATE_TABLE.replace(", w INT", "")).schema(),
                world.server.jdbcUrl(World.DATABASE) + "?user=guest",
                World.options().consent(Consent.values()).listener(progress -> {
                    if (progress instanceof Progress.Warning warning) {
                        warnings.add(warning.message());
                    }
                }));
        String expectedWarning =
                "the Routine Loads of shop.clicks can't be read: the user lacks the privilege INSERT on it";
        assertThat(guestMigrator.plan().get(0).notes().values())
                .anySatisfy(stepWarnings -> assertThat(stepWarnings).contains(expectedWarning));
        guestMigrator.upgrade();
        assertThat(warnings).containsExactly(expectedWarning);
    }

    @Test
    void aStoppedLoadIsListedWhileItsTableExists() throws SQLException {
        createMigrator(SCHEMA_WITH_LOAD).upgrade();
        world.execute("STOP ROUTINE LOAD FOR load_clicks");
        world.execute(CREATE_TABLE.replace("TABLE clicks", "TABLE others"));
        world.execute("ALTER TABLE clicks SWAP WITH others");
        assertThat(listStoppedLoads()).singleElement().asString().contains("STOPPED", "others", "\"0\":\"4\"");
        world.execute("DROP TABLE clicks");
        assertThat(listStoppedLoads()).hasSize(1);
        world.execute("DROP TABLE others");
        assertThat(listStoppedLoads()).isEmpty();
        world.execute("RECOVER TABLE others");
        assertThat(listStoppedLoads()).hasSize(1);
    }

    private List<String> listStoppedLoads() throws SQLException {
        return world.queryRows("SHOW ALL ROUTINE LOAD FROM shop");
    }

    /** During the rebuild, another load of the same name, but of another topic, is created and stopped. */
    @Test
    void aLoadContinuesWhereTheStoppedLoadOfItsTopicWas() throws SQLException {
        createMigrator(SCHEMA_WITH_LOAD).upgrade();
        moveOffsets(world, "77,0");
        Migrator migrator = world.createMigrator(
                createRebuildSchema(),
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
        migrator.upgrade();
        assertThat(showCreateLoad()).contains("\"kafka_offsets\"=\"77,0\"", "\"kafka_topic\"=\"clicks\"");
    }

    @Test
    void aLoadThatAnotherClientCreatesDuringTheRebuildIsNotTakenOver() throws SQLException {
        createMigrator(SCHEMA_WITH_LOAD).upgrade();
        Migrator migrator = world.createMigrator(
                createRebuildSchema(),
                World.options()
                        .consent(Consent.values())
                        .connections(1)
                        .placeholder("kafka_password", "very secret")
                        .listener(progress -> {
                            if (progress instanceof Progress.StepStarted step
                                    && step.step().text().contains("CREATE TABLE")) {
                                execute(CREATE_OTHER_LOAD.replace("'3'", "'9'"));
                            }
                        }));
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("for clicks__cairn_", "the table that they have replaced", "Stop the load");
        world.execute("STOP ROUTINE LOAD FOR load_clicks");
        createMigrator(createRebuildSchema()).upgrade();
        requireNoDifference(createRebuildSchema());
    }

    @Test
    void aLoadOfThisNameForAnotherTableIsLeftAlone() throws SQLException {
        createMigrator(SCHEMA_WITH_LOAD).upgrade();
        moveOffsets(world, "77,0");
        world.execute("STOP ROUTINE LOAD FOR load_clicks");
        world.execute(CREATE_TABLE.replace("TABLE clicks", "TABLE others"));
        world.execute(CREATE_OTHER_LOAD.replace("ON clicks", "ON others"));
        Migrator migrator = createMigrator(createRebuildSchema());
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("fills another table, or reads another topic");
        assertThat(listLoads(world)).singleElement().asString().contains("others", "\"0\":\"2\"");
    }

    /** The statement that cairn check prints has the offsets of the stopped load, so the upgrade continues after it. */
    @Test
    void aLoadThatWasStoppedByHandIsRestoredAsTheMessageSays() throws SQLException {
        createMigrator(SCHEMA_WITH_LOAD).upgrade();
        moveOffsets(world, "77,0");
        world.execute("STOP ROUTINE LOAD FOR load_clicks");
        Migrator migrator = createMigrator(createRebuildSchema());
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("it was stopped outside of these migrations", "cairn check prints", "cairn run-sql");
        String repair = createMigrator(SCHEMA_WITH_LOAD)
                .check()
                .remediation()
                .steps()
                .get(0)
                .sql();
        ScriptRuns.createSequentialRunner(world).run("repair.sql", repair.replace("***", "very secret"));
        migrator.upgrade();
        assertThat(listLoads(world)).singleElement().asString().contains("NEED_SCHEDULE", "\"0\":\"76\"");
    }

    /** A load with the offsets of the load that was stopped last would load messages twice. */
    @Test
    void aLoadDoesNotContinueBehindAnEarlierOne() throws SQLException {
        createMigrator(SCHEMA_WITH_LOAD).upgrade();
        moveOffsets(world, "77,0");
        Migrator migrator = world.createMigrator(
                createRebuildSchema(),
                World.options()
                        .consent(Consent.values())
                        .connections(1)
                        .placeholder("kafka_password", "very secret")
                        .listener(progress -> {
                            if (progress instanceof Progress.StepStarted step
                                    && step.step().text().contains("CREATE TABLE")) {
                                execute(CREATE_OTHER_LOAD);
                                execute("STOP ROUTINE LOAD FOR load_clicks");
                            }
                        }));
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("had come less far", "mark the step as done");
    }

    /** A user has stopped the load, and has created it again so that it has no offset of a partition, or only a word. */
    @Test
    void aLoadDoesNotContinueWithoutAnOffsetThatAnEarlierOneHad() throws SQLException {
        for (String offsets : List.of(
                "",
                ", 'kafka_partitions' = '1', 'kafka_offsets' = '0'",
                ", 'kafka_partitions' = '0,1', 'kafka_offsets' = 'OFFSET_BEGINNING,0'",
                ", 'kafka_partitions' = '0,1', 'kafka_offsets' = 'OFFSET_END,0'")) {
            try (World otherWorld = new World()) {
                createMigrator(otherWorld, SCHEMA_WITH_LOAD).upgrade();
                moveOffsets(otherWorld, "77,0");
                otherWorld.execute("STOP ROUTINE LOAD FOR load_clicks");
                otherWorld.execute(
                        CREATE_OTHER_LOAD.replace(", 'kafka_partitions' = '0', 'kafka_offsets' = '3'", offsets));
                Migrator migrator = createMigrator(otherWorld, createRebuildSchema());
                assertThatThrownBy(migrator::upgrade)
                        .describedAs(offsets)
                        .isInstanceOf(MigrationException.class)
                        .message()
                        .contains("had come less far", "mark the step as done");
            }
        }
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
                new RecordedHistory(World.DATABASE).managingCluster().version("create", CREATE_TABLE, CREATE_LOAD);
        history.version("add", CREATE_TABLE, CREATE_LOAD.replace("+ 2)", "+ 2, w)"));
        history.version("more", CREATE_TABLE, CREATE_LOAD.replace("+ 2)", "+ 3, w)"));
        createMigrator(history.schema()).upgrade();
        assertThat(showCreateLoad()).contains("COLUMNS (id, raw, w, v=raw * 2 + 3)");
        requireNoDifference(history.schema());
    }

    @Test
    void theOnlyPartitionOfATableHasItsName() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", CREATE_TABLE, CREATE_LOAD.replace("WHERE", "PARTITION (clicks), WHERE"))
                .schema();
        createMigrator(schema).upgrade();
        requireNoDifference(schema);
    }
}

package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.migrate.script.ScriptOptions;
import dev.cairn.internal.migrate.script.ScriptOutcome;
import dev.cairn.internal.migrate.script.ScriptRunner;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.ScriptStatement;
import dev.cairn.sql.Sql;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A repeatable migration runs after the numbered ones, whenever its text has changed. */
class RepeatableMigrationTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_COUNTRIES =
            "CREATE TABLE countries (code INT NOT NULL, name STRING) DUPLICATE KEY(code)"
                    + " DISTRIBUTED BY HASH(code) BUCKETS 1 PROPERTIES ('replication_num' = '1')";

    @AutoClose
    private World world;

    @BeforeEach
    void start() {
        world = new World();
    }

    private static RecordedHistory createHistory() {
        return new RecordedHistory(World.DATABASE).version("create countries", CREATE_COUNTRIES);
    }

    /** Returns a history with a repeatable migration that replaces the rows of the table by these countries. */
    private static RecordedHistory createCountriesHistory(String... names) {
        List<String> statements = new ArrayList<>(List.of("TRUNCATE TABLE countries"));
        for (int i = 0; i < names.length; i++) {
            statements.add("INSERT INTO countries (code, name) VALUES (" + i + ", '" + names[i] + "')");
        }
        return createHistory().repeatable("Countries", statements.toArray(String[]::new));
    }

    private List<String> readNames() throws SQLException {
        return world.queryRows("SELECT name FROM countries ORDER BY code, name");
    }

    private MigrationResult upgrade(RecordedHistory history) {
        return world.createMigrator(history.schema()).upgrade();
    }

    private static List<String> migrationNames(MigrationResult outcome) {
        return outcome.migrations().stream().map(RecordedMigration::name).toList();
    }

    @Test
    void aRepeatableMigrationRunsWhenItsTextHasChanged() throws SQLException {
        assertThat(migrationNames(upgrade(createCountriesHistory("Norway", "Peru"))))
                .containsExactly("V0001CreateCountries", "Countries");
        assertThat(readNames()).containsExactly("Norway", "Peru");

        assertThat(upgrade(createCountriesHistory("Norway", "Peru")).isEmpty()).isTrue();

        assertThat(migrationNames(upgrade(createCountriesHistory("Norway", "Chad"))))
                .containsExactly("Countries");
        assertThat(readNames()).containsExactly("Norway", "Chad");

        assertThat(migrationNames(upgrade(createCountriesHistory("Norway", "Peru"))))
                .containsExactly("Countries");
        assertThat(readNames()).containsExactly("Norway", "Peru");
        assertThat(LedgerComments.findLatest(world)).containsPattern(" repeated=Countries~[0-9a-f]{16}$");
    }

    @Test
    void repeatableMigrationsRunInTheOrderOfTheirNamesAfterTheOthers() {
        RecordedHistory history = createHistory()
                .repeatable("B", "INSERT INTO countries (code, name) VALUES (2, 'b')")
                .repeatable("A", "INSERT INTO countries (code, name) VALUES (1, 'a')")
                .version("add codes", CREATE_COUNTRIES.replace("name STRING", "name STRING, iso STRING"));
        assertThat(migrationNames(upgrade(history))).containsExactly("V0001CreateCountries", "V0002AddCodes", "A", "B");
    }

    @Test
    void anUpgradeToAnEarlierMigrationRunsNoRepeatableMigration() {
        RecordedHistory history = createCountriesHistory("Norway")
                .version("add codes", CREATE_COUNTRIES.replace("name STRING", "name STRING, iso STRING"));
        assertThat(migrationNames(world.createMigrator(history.schema()).upgradeTo(1)))
                .containsExactly("V0001CreateCountries");
        assertThat(migrationNames(upgrade(history))).containsExactly("V0002AddCodes", "Countries");
    }

    @Test
    void nothingPendingSendsThreeStatementsAtMost() {
        upgrade(createCountriesHistory("Norway"));
        ConnectionLog connectionLog = new ConnectionLog(world.url());
        Migrator.of(createCountriesHistory("Norway").schema(), connectionLog, World.options())
                .upgrade();
        assertThat(connectionLog.countStatements(world.server)).isLessThanOrEqualTo(3);
    }

    @Test
    void planStatusAndHistoryShowRepeatableMigrations() {
        SchemaDescriptor schema = createCountriesHistory("Norway").schema();
        assertThat(world.createMigrator(schema).plan())
                .extracting(planned -> planned.migration().name())
                .containsExactly("V0001CreateCountries", "Countries");
        assertThat(world.createMigrator(schema).status().repeatables())
                .extracting(RecordedMigration::name)
                .containsExactly("Countries");

        world.createMigrator(schema).upgrade();

        assertThat(world.createMigrator(schema).plan()).isEmpty();
        assertThat(world.createMigrator(schema).status().repeatables()).isEmpty();
        upgrade(createCountriesHistory("Norway", "Peru"));
        assertThat(world.createMigrator(schema).history().rows())
                .extracting(row -> row.number() + " " + row.title())
                .containsExactly("1 Create countries", "0 Countries");
        SchemaDescriptor changedSchema = createCountriesHistory("Chad").schema();
        assertThat(world.createMigrator(changedSchema).status().repeatables()).hasSize(1);
        assertThat(world.createMigrator(changedSchema).status().isUsable()).isTrue();
        assertThat(world.createMigrator(changedSchema).check().isEmpty()).isTrue();
    }

    /** Stands for the end of a migrator's process. */
    private static final class ProcessEndError extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void aRunThatWasKilledBeginsAgain() throws SQLException {
        int stepCount = 4; // one creates the table, and three belong to the repeatable migration
        for (int step = 1; step <= stepCount; step++) {
            for (boolean endsAfterStep : new boolean[] {false, true}) {
                try (World otherWorld = new World()) {
                    world.close();
                    world = otherWorld;
                    AtomicInteger eventCount = new AtomicInteger();
                    int lastStep = step;
                    MigratorOptions endingOptions = World.options().listener(progress -> {
                        boolean isCounted = endsAfterStep
                                ? progress instanceof Progress.StepEnded
                                : progress instanceof Progress.StepStarted;
                        if (isCounted && eventCount.incrementAndGet() == lastStep) {
                            throw new ProcessEndError();
                        }
                    });
                    assertThatThrownBy(() -> world.createMigrator(
                                            createCountriesHistory("Norway", "Peru")
                                                    .schema(),
                                            endingOptions)
                                    .upgrade())
                            .isInstanceOf(ProcessEndError.class);

                    upgrade(createCountriesHistory("Norway", "Peru"));

                    assertThat(readNames()).as("killed at " + step).containsExactly("Norway", "Peru");
                    assertThat(upgrade(createCountriesHistory("Norway", "Peru")).isEmpty())
                            .isTrue();
                }
            }
        }
        world = new World();
    }

    @Test
    void aTextThatBeganAndDidNotEndIsNotDoneWhenTheFormerTextReturns() throws SQLException {
        upgrade(createCountriesHistory("Norway", "Peru"));
        AtomicInteger startedSteps = new AtomicInteger();
        MigratorOptions endingOptions = World.options().listener(progress -> {
            if (progress instanceof Progress.StepStarted && startedSteps.incrementAndGet() == 2) {
                throw new ProcessEndError();
            }
        });
        assertThatThrownBy(() -> world.createMigrator(
                                createCountriesHistory("Chad", "Mali").schema(), endingOptions)
                        .upgrade())
                .isInstanceOf(ProcessEndError.class);
        assertThat(readNames()).isEmpty();

        assertThat(migrationNames(upgrade(createCountriesHistory("Norway", "Peru"))))
                .containsExactly("Countries");
        assertThat(readNames()).containsExactly("Norway", "Peru");
    }

    @Test
    void aLoadOfADeadMigratorIsAwaited() throws SQLException {
        upgrade(createHistory());
        // A server that seeks a label in all databases stops at the first one that has loads, but not this label.
        world.execute("CREATE DATABASE other");
        world.execute("CREATE TABLE other.t (k INT) DISTRIBUTED BY HASH(k)");
        world.execute("INSERT INTO other.t VALUES (1)");
        world.server.faults().add(Trigger.matching("INSERT.*Peru.*"), Fault.cutDuring());
        AtomicInteger waitCount = new AtomicInteger();
        MigratorOptions endingOptions = World.options().listener(progress -> {
            if (progress instanceof Progress.StepWaiting && waitCount.incrementAndGet() == 1) {
                throw new ProcessEndError();
            }
        });
        assertThatThrownBy(() -> world.createMigrator(
                                createCountriesHistory("Norway", "Peru").schema(), endingOptions)
                        .upgrade())
                .isInstanceOf(ProcessEndError.class);

        List<String> queries = Collections.synchronizedList(new ArrayList<>());
        Thread endingThread = new Thread(() -> {
            while (queries.isEmpty()) {
                world.server.log().all().stream()
                        .map(statement -> statement.text())
                        .filter(text -> text.startsWith("SHOW LOAD") && text.contains("_0_3_"))
                        .skip(2)
                        .findFirst()
                        .ifPresent(queries::add);
                Thread.onSpinWait();
            }
            world.server.faults().runDeferred();
        });
        endingThread.setDaemon(true);
        endingThread.start();
        upgrade(createCountriesHistory("Norway", "Peru"));

        assertThat(readNames()).containsExactly("Norway", "Peru");
    }

    @Test
    void aFailureStopsTheRunAndRunsAgain() throws SQLException {
        RecordedHistory failingHistory =
                createHistory().repeatable("Countries", "INSERT INTO countries SELECT 1, x FROM elsewhere.y");

        assertThatThrownBy(() -> upgrade(failingHistory))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.createMigrator(failingHistory.schema()).status().head().number())
                .isEqualTo(1);
        assertThat(world.createMigrator(failingHistory.schema()).status().isHeld())
                .isFalse();

        assertThat(migrationNames(upgrade(createCountriesHistory("Norway")))).containsExactly("Countries");
        assertThat(readNames()).containsExactly("Norway");
    }

    /** A text that failed has begun its steps, and these do not count for the next text. */
    @Test
    void afterAFailureAnyOtherTextRuns() throws SQLException {
        world.execute("CREATE ROLE reader");
        world.execute("CREATE ROLE auditor");
        RecordedHistory failingHistory =
                createHistory().repeatable("Rights", "INSERT INTO countries VALUES (NULL, 'Norway')");
        for (String text : List.of(
                "GRANT reader TO ROLE auditor",
                "GRANT SELECT ON ALL TABLES IN ALL DATABASES TO ROLE auditor",
                "GRANT SELECT ON TABLE countries TO ROLE auditor")) {
            assertThatThrownBy(() -> upgrade(failingHistory)).isInstanceOf(StepFailedException.class);
            assertThat(migrationNames(upgrade(createHistory().repeatable("Rights", text))))
                    .contains("Rights");
        }
    }

    @Test
    void repeatableMigrationsRunAgainAfterADowngrade() throws SQLException {
        upgrade(createCountriesHistory("Norway"));
        world.createMigrator(
                        createCountriesHistory("Norway").schema(),
                        World.options().consent(Consent.DESTRUCTIVE))
                .downgradeTo(0);

        assertThat(migrationNames(upgrade(createCountriesHistory("Norway"))))
                .containsExactly("V0001CreateCountries", "Countries");
        assertThat(readNames()).containsExactly("Norway");
    }

    @Test
    void aScriptThatLeadsToTheLastMigrationEndsWithRepeatableMigrations() {
        Migrator migrator = world.createMigrator(createCountriesHistory("Norway")
                .version("add codes", CREATE_COUNTRIES.replace("name STRING", "name STRING, iso STRING"))
                .schema());
        assertThat(migrator.sql(0, 1)).doesNotContain("Norway");
        assertThat(migrator.sql(1, 2))
                .contains(
                        "ADD COLUMN",
                        "-- shop, Countries: Countries",
                        "INSERT INTO countries (code, name) VALUES (0, 'Norway')");
    }

    @Test
    void aScriptThatCairnRunsRecordsRepeatableMigrationsInTheLedger() throws SQLException {
        SchemaDescriptor schema = createCountriesHistory("Norway").schema();
        String script = world.createMigrator(schema).sql(0, 1);
        runScript(script);
        assertThat(readNames()).containsExactly("Norway");
        assertThat(upgrade(createCountriesHistory("Norway")).isEmpty()).isTrue();
        assertThat(world.createMigrator(schema).history().rows())
                .extracting(row -> row.number() + " " + row.title())
                .containsExactly("1 Create countries", "0 Countries");
        assertThat(runScript(script).completedStepCount()).isZero();

        SchemaDescriptor changedSchema = createCountriesHistory("Chad").schema();
        assertThatThrownBy(() -> runScript(world.createMigrator(changedSchema).sql(0, 1)))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        assertThat(readNames()).containsExactly("Norway");

        String repeatablesScript = world.createMigrator(changedSchema).sql(1, 1);
        assertThat(repeatablesScript)
                .startsWith("-- Database shop, the repeatable migrations at migration 1.")
                .doesNotContain("CREATE");
        assertThat(runScript(repeatablesScript).completedStepCount()).isEqualTo(2);
        assertThat(readNames()).containsExactly("Chad");
        assertThat(world.createMigrator(changedSchema).plan()).isEmpty();
        assertThat(runScript(repeatablesScript).completedStepCount()).isZero();
    }

    private ScriptOutcome runScript(String script) {
        return new ScriptRunner(
                        ServerAddress.parse(world.url()),
                        new ScriptOptions(MigratorSettings.DEFAULT, ScriptOptions.StepAnswer.NONE, false, false))
                .run("shop.sql", script);
    }

    @Test
    void aScriptThatAnotherClientRunsRecordsRepeatableMigrations() throws SQLException {
        SchemaDescriptor schema = createCountriesHistory("Norway").schema();
        try (Connection connection = world.openConnection();
                Statement statement = connection.createStatement()) {
            for (ScriptStatement scriptStatement :
                    Sql.parseScriptStatements(world.createMigrator(schema).sql(0, 1))) {
                statement.execute(scriptStatement.text());
            }
        }
        assertThat(world.createMigrator(schema).plan()).isEmpty();
        assertThat(upgrade(createCountriesHistory("Norway", "Peru")).migrations())
                .extracting(RecordedMigration::name)
                .containsExactly("Countries");
    }

    @Test
    void aDowngradeScriptContainsNoRepeatableMigration() {
        RecordedHistory history = createCountriesHistory("Norway")
                .version("add codes", CREATE_COUNTRIES.replace("name STRING", "name STRING, iso STRING"));
        assertThat(world.createMigrator(history.schema()).sql(2, 1))
                .contains("DROP COLUMN")
                .doesNotContain("Norway");
        assertThat(world.createMigrator(history.schema()).sql(1, 1)).isEmpty();
    }
}

package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.migrate.ScriptOptions;
import dev.cairn.internal.migrate.ScriptOutcome;
import dev.cairn.internal.migrate.ScriptRunner;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.ScriptStatement;
import dev.cairn.sql.Sql;
import dev.cairn.upgrade.MigrationException.HistoryException;
import dev.cairn.upgrade.MigrationException.StepException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Repeatable migrations run after the others, whenever their text has changed. */
class RepeatableMigrationTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String COUNTRIES =
            "CREATE TABLE countries (code INT NOT NULL, name STRING) DUPLICATE KEY(code)"
                    + " DISTRIBUTED BY HASH(code) BUCKETS 1 PROPERTIES ('replication_num' = '1')";

    private World world;

    @BeforeEach
    void start() {
        world = new World();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private static RecordedHistory history() {
        return new RecordedHistory(World.DATABASE).version("create countries", COUNTRIES);
    }

    /** Reference data: the table has exactly these countries afterwards. */
    private static RecordedHistory countries(String... names) {
        List<String> statements = new ArrayList<>(List.of("TRUNCATE TABLE countries"));
        for (int i = 0; i < names.length; i++) {
            statements.add("INSERT INTO countries (code, name) VALUES (" + i + ", '" + names[i] + "')");
        }
        return history().repeatable("Countries", statements.toArray(String[]::new));
    }

    private List<String> rows() throws SQLException {
        return world.queryRows("SELECT name FROM countries ORDER BY code, name");
    }

    private Outcome upgrade(RecordedHistory history) {
        return world.createMigrator(history.schema()).upgrade();
    }

    private static List<String> names(Outcome outcome) {
        return outcome.ran().stream().map(RecordedMigration::name).toList();
    }

    @Test
    void aRepeatableMigrationRunsWhenItsTextHasChanged() throws SQLException {
        assertThat(names(upgrade(countries("Norway", "Peru")))).containsExactly("V0001CreateCountries", "Countries");
        assertThat(rows()).containsExactly("Norway", "Peru");

        assertThat(upgrade(countries("Norway", "Peru")).isEmpty()).isTrue();

        assertThat(names(upgrade(countries("Norway", "Chad")))).containsExactly("Countries");
        assertThat(rows()).containsExactly("Norway", "Chad");

        assertThat(names(upgrade(countries("Norway", "Peru")))).containsExactly("Countries");
        assertThat(rows()).containsExactly("Norway", "Peru");
        assertThat(LedgerComments.latest(world)).containsPattern(" repeated=Countries~[0-9a-f]{16}$");
    }

    @Test
    void theyRunInTheOrderOfTheirNamesAfterTheOthers() {
        RecordedHistory history = history()
                .repeatable("B", "INSERT INTO countries (code, name) VALUES (2, 'b')")
                .repeatable("A", "INSERT INTO countries (code, name) VALUES (1, 'a')")
                .version("add codes", COUNTRIES.replace("name STRING", "name STRING, iso STRING"));
        assertThat(names(upgrade(history))).containsExactly("V0001CreateCountries", "V0002AddCodes", "A", "B");
    }

    @Test
    void anUpgradeToAnEarlierMigrationRunsNone() {
        RecordedHistory history =
                countries("Norway").version("add codes", COUNTRIES.replace("name STRING", "name STRING, iso STRING"));
        assertThat(names(world.createMigrator(history.schema()).upgradeTo(1))).containsExactly("V0001CreateCountries");
        assertThat(names(upgrade(history))).containsExactly("V0002AddCodes", "Countries");
    }

    @Test
    void nothingPendingSendsThreeStatementsAtMost() {
        upgrade(countries("Norway"));
        ConnectionLog source = new ConnectionLog(world.url());
        Migrator.of(countries("Norway").schema(), source, World.options()).upgrade();
        assertThat(source.countStatements(world.server)).isLessThanOrEqualTo(3);
    }

    @Test
    void planStatusAndHistoryShowThem() {
        SchemaDescriptor schema = countries("Norway").schema();
        assertThat(world.createMigrator(schema).plan())
                .extracting(planned -> planned.migration().name())
                .containsExactly("V0001CreateCountries", "Countries");
        assertThat(world.createMigrator(schema).status().repeatables())
                .extracting(RecordedMigration::name)
                .containsExactly("Countries");

        world.createMigrator(schema).upgrade();

        assertThat(world.createMigrator(schema).plan()).isEmpty();
        assertThat(world.createMigrator(schema).status().repeatables()).isEmpty();
        upgrade(countries("Norway", "Peru"));
        assertThat(world.createMigrator(schema).history().rows())
                .extracting(row -> row.number() + " " + row.title())
                .containsExactly("1 Create countries", "0 Countries");
        SchemaDescriptor changed = countries("Chad").schema();
        assertThat(world.createMigrator(changed).status().repeatables()).hasSize(1);
        assertThat(world.createMigrator(changed).status().isUsable()).isTrue();
        assertThat(world.createMigrator(changed).check().isEmpty()).isTrue();
    }

    /** The process of a migrator ends. */
    private static final class Gone extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void aRunThatWasKilledBeginsAgain() throws SQLException {
        int steps = 4; // of the table, and three of the repeatable migration
        for (int step = 1; step <= steps; step++) {
            for (boolean after : new boolean[] {false, true}) {
                try (World other = new World()) {
                    world.close();
                    world = other;
                    AtomicInteger seen = new AtomicInteger();
                    int last = step;
                    MigratorOptions deadly = World.options().listener(progress -> {
                        boolean counts = after
                                ? progress instanceof Progress.StepEnded
                                : progress instanceof Progress.StepStarted;
                        if (counts && seen.incrementAndGet() == last) {
                            throw new Gone();
                        }
                    });
                    assertThatThrownBy(() -> world.createMigrator(
                                            countries("Norway", "Peru").schema(), deadly)
                                    .upgrade())
                            .isInstanceOf(Gone.class);

                    upgrade(countries("Norway", "Peru"));

                    assertThat(rows()).as("killed at " + step).containsExactly("Norway", "Peru");
                    assertThat(upgrade(countries("Norway", "Peru")).isEmpty()).isTrue();
                }
            }
        }
        world = new World();
    }

    @Test
    void aTextThatBeganAndDidNotEndIsNotDoneWhenTheFormerTextReturns() throws SQLException {
        upgrade(countries("Norway", "Peru"));
        AtomicInteger begun = new AtomicInteger();
        MigratorOptions deadly = World.options().listener(progress -> {
            if (progress instanceof Progress.StepStarted && begun.incrementAndGet() == 2) {
                throw new Gone();
            }
        });
        assertThatThrownBy(() -> world.createMigrator(countries("Chad", "Mali").schema(), deadly)
                        .upgrade())
                .isInstanceOf(Gone.class);
        assertThat(rows()).isEmpty();

        assertThat(names(upgrade(countries("Norway", "Peru")))).containsExactly("Countries");
        assertThat(rows()).containsExactly("Norway", "Peru");
    }

    @Test
    void aLoadOfADeadMigratorIsAwaited() throws SQLException {
        upgrade(history());
        world.server.faults().add(Trigger.matching("INSERT.*Peru.*"), Fault.cutDuring());
        AtomicInteger waits = new AtomicInteger();
        MigratorOptions deadly = World.options().listener(progress -> {
            if (progress instanceof Progress.StepWaiting && waits.incrementAndGet() == 1) {
                throw new Gone();
            }
        });
        assertThatThrownBy(
                        () -> world.createMigrator(countries("Norway", "Peru").schema(), deadly)
                                .upgrade())
                .isInstanceOf(Gone.class);

        List<String> queries = Collections.synchronizedList(new ArrayList<>());
        Thread end = new Thread(() -> {
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
        end.setDaemon(true);
        end.start();
        upgrade(countries("Norway", "Peru"));

        assertThat(rows()).containsExactly("Norway", "Peru");
    }

    @Test
    void aFailureStopsTheRunAndRunsAgain() throws SQLException {
        RecordedHistory wrong = history().repeatable("Countries", "INSERT INTO countries SELECT 1, x FROM elsewhere.y");

        assertThatThrownBy(() -> upgrade(wrong))
                .isInstanceOf(StepException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.createMigrator(wrong.schema()).status().head().number())
                .isEqualTo(1);
        assertThat(world.createMigrator(wrong.schema()).status().isHeld()).isFalse();

        assertThat(names(upgrade(countries("Norway")))).containsExactly("Countries");
        assertThat(rows()).containsExactly("Norway");
    }

    /** What the failed text has begun is not asked about in terms of the new one. */
    @Test
    void afterAFailureAnyOtherTextRuns() throws SQLException {
        world.execute("CREATE ROLE reader");
        world.execute("CREATE ROLE auditor");
        RecordedHistory failing = history().repeatable("Rights", "INSERT INTO countries VALUES (NULL, 'Norway')");
        for (String text : List.of(
                "GRANT reader TO ROLE auditor",
                "GRANT SELECT ON ALL TABLES IN ALL DATABASES TO ROLE auditor",
                "GRANT SELECT ON TABLE countries TO ROLE auditor")) {
            assertThatThrownBy(() -> upgrade(failing)).isInstanceOf(StepException.class);
            assertThat(names(upgrade(history().repeatable("Rights", text)))).contains("Rights");
        }
    }

    @Test
    void theyRunAgainAfterADowngrade() throws SQLException {
        upgrade(countries("Norway"));
        world.createMigrator(countries("Norway").schema(), World.options().consent(Consent.DESTRUCTIVE))
                .downgradeTo(0);

        assertThat(names(upgrade(countries("Norway")))).containsExactly("V0001CreateCountries", "Countries");
        assertThat(rows()).containsExactly("Norway");
    }

    @Test
    void theyAreAtTheEndOfAScriptThatLeadsToTheLastMigration() {
        Migrator migrator = world.createMigrator(countries("Norway")
                .version("add codes", COUNTRIES.replace("name STRING", "name STRING, iso STRING"))
                .schema());
        assertThat(migrator.sql(0, 1)).doesNotContain("Norway");
        assertThat(migrator.sql(1, 2))
                .contains(
                        "ADD COLUMN",
                        "-- shop, Countries: Countries",
                        "INSERT INTO countries (code, name) VALUES (0, 'Norway')");
    }

    @Test
    void aScriptThatCairnRunsNotesThemInTheLedger() throws SQLException {
        SchemaDescriptor schema = countries("Norway").schema();
        String script = world.createMigrator(schema).sql(0, 1);
        run(script);
        assertThat(rows()).containsExactly("Norway");
        assertThat(upgrade(countries("Norway")).isEmpty()).isTrue();
        assertThat(world.createMigrator(schema).history().rows())
                .extracting(row -> row.number() + " " + row.title())
                .containsExactly("1 Create countries", "0 Countries");
        assertThat(run(script).ranSteps()).isZero();

        SchemaDescriptor changed = countries("Chad").schema();
        assertThatThrownBy(() -> run(world.createMigrator(changed).sql(0, 1)))
                .isInstanceOf(HistoryException.class)
                .satisfies(MESSAGES::match);
        assertThat(rows()).containsExactly("Norway");

        String alone = world.createMigrator(changed).sql(1, 1);
        assertThat(alone)
                .startsWith("-- Database shop, the repeatable migrations at migration 1.")
                .doesNotContain("CREATE");
        assertThat(run(alone).ranSteps()).isEqualTo(2);
        assertThat(rows()).containsExactly("Chad");
        assertThat(world.createMigrator(changed).plan()).isEmpty();
        assertThat(run(alone).ranSteps()).isZero();
    }

    private ScriptOutcome run(String script) {
        return new ScriptRunner(
                        ServerAddress.parse(world.url()),
                        new ScriptOptions(MigratorSettings.DEFAULT, ScriptOptions.Answer.NONE, false, false))
                .run("shop.sql", script);
    }

    @Test
    void aScriptThatAnotherClientRunsCreatesALedgerWithThem() throws SQLException {
        SchemaDescriptor schema = countries("Norway").schema();
        try (Connection connection = world.openConnection();
                Statement statement = connection.createStatement()) {
            for (ScriptStatement part :
                    Sql.parseScriptStatements(world.createMigrator(schema).sql(0, 1))) {
                statement.execute(part.text());
            }
        }
        assertThat(world.createMigrator(schema).plan()).isEmpty();
        assertThat(upgrade(countries("Norway", "Peru")).ran())
                .extracting(RecordedMigration::name)
                .containsExactly("Countries");
    }

    @Test
    void aDowngradeScriptContainsNone() {
        RecordedHistory history =
                countries("Norway").version("add codes", COUNTRIES.replace("name STRING", "name STRING, iso STRING"));
        assertThat(world.createMigrator(history.schema()).sql(2, 1))
                .contains("DROP COLUMN")
                .doesNotContain("Norway");
        assertThat(world.createMigrator(history.schema()).sql(1, 1)).isEmpty();
    }
}

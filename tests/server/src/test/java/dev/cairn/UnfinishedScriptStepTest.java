package dev.cairn;

import static dev.cairn.ScriptRuns.CREATE_ORDERS;
import static dev.cairn.ScriptRuns.awaitBarrier;
import static dev.cairn.ScriptRuns.createAnsweringRunner;
import static dev.cairn.ScriptRuns.createRunner;
import static dev.cairn.ScriptRuns.createWorldWithSlowJobs;
import static dev.cairn.ScriptRuns.killAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.migrate.script.ScriptOptions.StepAnswer;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An unfinished step counts as done if the server shows its own effect; if nothing shows it, the user has to say. */
class UnfinishedScriptStepTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @Test
    void aLoadIsNotTakenForDoneBecauseItsTableHasChanged() throws SQLException {
        String script = CREATE_ORDERS + ";\nINSERT INTO orders (id, city, price) VALUES (1, 'Bonn', 7);";
        try (World world = createWorldWithSlowJobs()) {
            killAt(world, 2, Fault.cutBefore(), script);
            world.execute("ALTER TABLE orders ADD COLUMN note STRING");

            createRunner(world).run("fill.sql", script);

            assertThat(world.queryRows("SELECT city FROM orders")).containsExactly("Bonn");
        }
    }

    @Test
    void aDefinitionIsNotTakenForDoneBecauseItsTableHasChanged() throws SQLException {
        String script = CREATE_ORDERS + ";\nALTER TABLE orders ADD COLUMN note STRING;";
        try (World world = createWorldWithSlowJobs()) {
            killAt(world, 2, Fault.cutBefore(), script);
            world.execute("ALTER TABLE orders ADD COLUMN other STRING");

            createRunner(world).run("note.sql", script);

            assertThat(world.readObjects().get("orders")).contains("`other`", "`note`");
        }
    }

    @Test
    void aTableOfAQueryIsNotTakenForDoneBecauseItExists() throws SQLException {
        String script = "CREATE TABLE copied PROPERTIES (\"replication_num\" = \"1\") AS SELECT 1 AS id;";
        try (World world = createWorldWithSlowJobs()) {
            Trigger copy = Trigger.matching("(?s)CREATE TABLE `copied`.*");
            world.server.faults().add(copy, Fault.cutAfter());
            assertThatThrownBy(() -> createRunner(world).run("copy.sql", script))
                    .isInstanceOf(UncertainStepException.class)
                    .satisfies(MESSAGES::match);
            assertThatThrownBy(() -> createRunner(world).run("copy.sql", script))
                    .isInstanceOf(UncertainStepException.class);

            createAnsweringRunner(world, StepAnswer.DONE, 0).run("copy.sql", script);

            assertThat(world.queryRows("SELECT id FROM copied")).containsExactly("1");
        }
    }

    @Test
    void eachOfSeveralUnfinishedStepsHasItsAnswer() throws SQLException {
        String script = """
            CREATE TABLE first_copy PROPERTIES ("replication_num" = "1") AS SELECT 1 AS id;
            CREATE TABLE second_copy PROPERTIES ("replication_num" = "1") AS SELECT 2 AS id;
            """;
        CyclicBarrier bothStarted = new CyclicBarrier(2);
        try (World world = createWorldWithSlowJobs()) {
            world.server.faults().add(Trigger.matching("(?s)CREATE TABLE .*").every(), Fault.cutAfter());
            assertThatThrownBy(() -> createRunner(world, progress -> {
                                if (progress instanceof Progress.StepStarted) {
                                    awaitBarrier(bothStarted);
                                }
                            })
                            .run("copies.sql", script))
                    .isInstanceOf(UncertainStepException.class)
                    .hasMessageContaining("cairn run-sql copies.sql --done --step=1")
                    .hasMessageContaining("cairn run-sql copies.sql --done --step=2");
            world.server.faults().clear();

            assertThatThrownBy(() ->
                            createAnsweringRunner(world, StepAnswer.DONE, 0).run("copies.sql", script))
                    .isInstanceOf(HistoryMismatchException.class)
                    .satisfies(MESSAGES::match);
            assertThatThrownBy(() ->
                            createAnsweringRunner(world, StepAnswer.DONE, 2).run("copies.sql", script))
                    .isInstanceOf(UncertainStepException.class)
                    .satisfies(MESSAGES::match);
            createAnsweringRunner(world, StepAnswer.DONE, 0).run("copies.sql", script);

            assertThat(world.readObjects()).containsOnlyKeys("first_copy", "second_copy");
        }
    }
}

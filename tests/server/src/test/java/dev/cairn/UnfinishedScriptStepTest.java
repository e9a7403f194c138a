package dev.cairn;

import static dev.cairn.ScriptRuns.ORDERS;
import static dev.cairn.ScriptRuns.awaitBarrier;
import static dev.cairn.ScriptRuns.killAt;
import static dev.cairn.ScriptRuns.runner;
import static dev.cairn.ScriptRuns.runnerWithAnswer;
import static dev.cairn.ScriptRuns.slowWorld;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.migrate.ScriptOptions.Answer;
import dev.cairn.upgrade.MigrationException.HistoryException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An unfinished step is done if the server shows its own effect; if nothing shows it, a person answers. */
class UnfinishedScriptStepTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @Test
    void aLoadIsNotTakenForDoneBecauseItsTableHasChanged() throws SQLException {
        String script = ORDERS + ";\nINSERT INTO orders (id, city, price) VALUES (1, 'Bonn', 7);";
        try (World world = slowWorld()) {
            killAt(world, 2, Fault.cutBefore(), script);
            world.execute("ALTER TABLE orders ADD COLUMN note STRING");

            runner(world).run("fill.sql", script);

            assertThat(world.queryRows("SELECT city FROM orders")).containsExactly("Bonn");
        }
    }

    @Test
    void aDefinitionIsNotTakenForDoneBecauseItsTableHasChanged() throws SQLException {
        String script = ORDERS + ";\nALTER TABLE orders ADD COLUMN note STRING;";
        try (World world = slowWorld()) {
            killAt(world, 2, Fault.cutBefore(), script);
            world.execute("ALTER TABLE orders ADD COLUMN other STRING");

            runner(world).run("note.sql", script);

            assertThat(world.readObjects().get("orders")).contains("`other`", "`note`");
        }
    }

    @Test
    void aTableOfAQueryIsNotTakenForDoneBecauseItExists() throws SQLException {
        String script = "CREATE TABLE copied PROPERTIES (\"replication_num\" = \"1\") AS SELECT 1 AS id;";
        try (World world = slowWorld()) {
            Trigger copy = Trigger.matching("(?s)CREATE TABLE `copied`.*");
            world.server.faults().add(copy, Fault.cutAfter());
            assertThatThrownBy(() -> runner(world).run("copy.sql", script))
                    .isInstanceOf(UncertainStepException.class)
                    .satisfies(MESSAGES::match);
            assertThatThrownBy(() -> runner(world).run("copy.sql", script)).isInstanceOf(UncertainStepException.class);

            runnerWithAnswer(world, Answer.DONE, 0).run("copy.sql", script);

            assertThat(world.queryRows("SELECT id FROM copied")).containsExactly("1");
        }
    }

    @Test
    void eachOfSeveralUnfinishedStepsHasItsAnswer() throws SQLException {
        String script = """
            CREATE TABLE first_copy PROPERTIES ("replication_num" = "1") AS SELECT 1 AS id;
            CREATE TABLE second_copy PROPERTIES ("replication_num" = "1") AS SELECT 2 AS id;
            """;
        CyclicBarrier both = new CyclicBarrier(2);
        try (World world = slowWorld()) {
            world.server.faults().add(Trigger.matching("(?s)CREATE TABLE .*").every(), Fault.cutAfter());
            assertThatThrownBy(() -> runner(world, progress -> {
                                if (progress instanceof Progress.StepStarted) {
                                    awaitBarrier(both);
                                }
                            })
                            .run("copies.sql", script))
                    .isInstanceOf(UncertainStepException.class)
                    .hasMessageContaining("cairn run-sql copies.sql --done --step=1")
                    .hasMessageContaining("cairn run-sql copies.sql --done --step=2");
            world.server.faults().clear();

            assertThatThrownBy(() -> runnerWithAnswer(world, Answer.DONE, 0).run("copies.sql", script))
                    .isInstanceOf(HistoryException.class)
                    .satisfies(MESSAGES::match);
            assertThatThrownBy(() -> runnerWithAnswer(world, Answer.DONE, 2).run("copies.sql", script))
                    .isInstanceOf(UncertainStepException.class)
                    .satisfies(MESSAGES::match);
            runnerWithAnswer(world, Answer.DONE, 0).run("copies.sql", script);

            assertThat(world.readObjects()).containsOnlyKeys("first_copy", "second_copy");
        }
    }
}

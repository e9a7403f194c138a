package dev.cairn;

import static dev.cairn.ScriptRuns.ORDERS;
import static dev.cairn.ScriptRuns.killAt;
import static dev.cairn.ScriptRuns.runner;
import static dev.cairn.ScriptRuns.runnerWithAnswer;
import static dev.cairn.ScriptRuns.sequentialRunner;
import static dev.cairn.ScriptRuns.slowWorld;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.migrate.ScriptOptions.Answer;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.StepException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A script that replaces a table loses none of the rows that are written meanwhile. */
class ScriptRebuildTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String WIDE = ORDERS.replace("VARCHAR(20)", "VARCHAR(40)");
    private static final String REBUILD = WIDE.replace("orders", "orders__cairn_new") + """
        ;
        INSERT INTO orders__cairn_new SELECT * FROM orders;
        ALTER TABLE orders SWAP WITH orders__cairn_new;
        DROP TABLE orders__cairn_new;
        """;

    private static World withOrders() throws SQLException {
        World world = slowWorld();
        world.execute(ORDERS);
        world.execute("INSERT INTO orders VALUES (1, 'Bonn', 7)");
        return world;
    }

    @Test
    void rowsThatAreWrittenDuringARebuildAreNotLost() throws SQLException {
        try (World world = withOrders()) {
            assertThatThrownBy(() -> runner(world, progress -> {
                                if (progress instanceof Progress.StepEnded copied
                                        && copied.step().number() == 2) {
                                    insertUlm(world);
                                }
                            })
                            .run("rebuild.sql", REBUILD))
                    .isInstanceOf(StepException.class)
                    .satisfies(MESSAGES::match);
            assertThat(world.queryRows("SELECT city FROM orders")).containsExactlyInAnyOrder("Bonn", "Ulm");

            runner(world).run("rebuild.sql", REBUILD);

            assertThat(world.queryRows("SELECT city FROM orders")).containsExactlyInAnyOrder("Bonn", "Ulm");
            assertThat(world.readObjects().get("orders")).contains("varchar(40)");
        }
    }

    private static void insertUlm(World world) {
        try {
            world.execute("INSERT INTO orders VALUES (2, 'Ulm', 8)");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void rowsThatAreWrittenToATableThatAnInterruptedRunHasReplacedAreReported() throws SQLException {
        try (World world = withOrders()) {
            killAt(world, 3, Fault.cutAfter(), REBUILD);
            world.execute("INSERT INTO orders__cairn_new VALUES (2, 'Ulm', 8)");

            assertThatThrownBy(() -> runner(world).run("rebuild.sql", REBUILD))
                    .isInstanceOf(UncertainStepException.class)
                    .satisfies(MESSAGES::match);

            assertThat(world.queryRows("SELECT city FROM orders__cairn_new")).containsExactlyInAnyOrder("Bonn", "Ulm");
            runnerWithAnswer(world, Answer.DONE, 3).run("rebuild.sql", REBUILD);
            assertThat(world.readObjects()).containsOnlyKeys("orders");
        }
    }

    @Test
    void anExchangeIsNotRevertedByLaterRuns() throws SQLException {
        try (World world = withOrders()) {
            killAt(world, 3, Fault.cutAfter(), REBUILD);
            // The second run records that the step begins again, and ends before its statement.
            killBefore(world, "(?s)SHOW LOAD FROM .*", REBUILD);

            runner(world).run("rebuild.sql", REBUILD);

            assertThat(world.queryRows("SELECT city FROM orders")).containsExactly("Bonn");
            assertThat(world.readObjects().get("orders")).contains("varchar(40)");
        }
    }

    private static void killBefore(World world, String sent, String script) {
        AtomicBoolean isDead = new AtomicBoolean();
        world.server
                .faults()
                .add(
                        Trigger.of(statement -> {
                                    if (statement.text().matches(sent)) {
                                        isDead.set(true);
                                    }
                                    return isDead.get();
                                })
                                .every(),
                        Fault.cutBefore());
        assertThatThrownBy(() -> sequentialRunner(world).run("shop.sql", script))
                .isInstanceOf(MigrationException.class);
        assertThat(isDead).isTrue();
        world.server.faults().clear();
    }
}

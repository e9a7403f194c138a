package dev.cairn;

import static dev.cairn.ScriptRuns.CREATE_ORDERS;
import static dev.cairn.ScriptRuns.createAnsweringRunner;
import static dev.cairn.ScriptRuns.createRunner;
import static dev.cairn.ScriptRuns.createSequentialRunner;
import static dev.cairn.ScriptRuns.createWorldWithSlowJobs;
import static dev.cairn.ScriptRuns.killAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.migrate.script.ScriptOptions.StepAnswer;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A script that rebuilds a table loses none of the rows that are written while it runs. */
class ScriptRebuildTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_WIDE_ORDERS = CREATE_ORDERS.replace("VARCHAR(20)", "VARCHAR(40)");
    private static final String REBUILD_SCRIPT = CREATE_WIDE_ORDERS.replace("orders", "orders__cairn_new") + """
        ;
        INSERT INTO orders__cairn_new SELECT * FROM orders;
        ALTER TABLE orders SWAP WITH orders__cairn_new;
        DROP TABLE orders__cairn_new;
        """;

    private static World createWorldWithOrders() throws SQLException {
        World world = createWorldWithSlowJobs();
        world.execute(CREATE_ORDERS);
        world.execute("INSERT INTO orders VALUES (1, 'Bonn', 7)");
        return world;
    }

    @Test
    void rowsThatAreWrittenDuringARebuildAreNotLost() throws SQLException {
        try (World world = createWorldWithOrders()) {
            assertThatThrownBy(() -> createRunner(world, progress -> {
                                if (progress instanceof Progress.StepEnded stepEnded
                                        && stepEnded.step().number() == 2) {
                                    insertUlm(world);
                                }
                            })
                            .run("rebuild.sql", REBUILD_SCRIPT))
                    .isInstanceOf(StepFailedException.class)
                    .satisfies(MESSAGES::match);
            assertThat(world.queryRows("SELECT city FROM orders")).containsExactlyInAnyOrder("Bonn", "Ulm");

            createRunner(world).run("rebuild.sql", REBUILD_SCRIPT);

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
        try (World world = createWorldWithOrders()) {
            killAt(world, 3, Fault.cutAfter(), REBUILD_SCRIPT);
            world.execute("INSERT INTO orders__cairn_new VALUES (2, 'Ulm', 8)");

            assertThatThrownBy(() -> createRunner(world).run("rebuild.sql", REBUILD_SCRIPT))
                    .isInstanceOf(UncertainStepException.class)
                    .satisfies(MESSAGES::match);

            assertThat(world.queryRows("SELECT city FROM orders__cairn_new")).containsExactlyInAnyOrder("Bonn", "Ulm");
            createAnsweringRunner(world, StepAnswer.DONE, 3).run("rebuild.sql", REBUILD_SCRIPT);
            assertThat(world.readObjects()).containsOnlyKeys("orders");
        }
    }

    @Test
    void anExchangeIsNotRevertedByLaterRuns() throws SQLException {
        try (World world = createWorldWithOrders()) {
            killAt(world, 3, Fault.cutAfter(), REBUILD_SCRIPT);
            // The second run records that the step begins again, and ends before its statement.
            killAtMatch(world, "(?s)SHOW LOAD FROM .*", REBUILD_SCRIPT);

            createRunner(world).run("rebuild.sql", REBUILD_SCRIPT);

            assertThat(world.queryRows("SELECT city FROM orders")).containsExactly("Bonn");
            assertThat(world.readObjects().get("orders")).contains("varchar(40)");
        }
    }

    private static void killAtMatch(World world, String statementPattern, String script) {
        AtomicBoolean isDead = new AtomicBoolean();
        world.server
                .faults()
                .add(
                        Trigger.of(statement -> {
                                    if (statement.text().matches(statementPattern)) {
                                        isDead.set(true);
                                    }
                                    return isDead.get();
                                })
                                .every(),
                        Fault.cutBefore());
        assertThatThrownBy(() -> createSequentialRunner(world).run("shop.sql", script))
                .isInstanceOf(MigrationException.class);
        assertThat(isDead).isTrue();
        world.server.faults().clear();
    }
}

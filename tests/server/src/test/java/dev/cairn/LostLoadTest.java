package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RebuildOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The migrator dies before its INSERT into a table of the user arrives at the server. */
class LostLoadTest extends OnlineRebuildFixture {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final SchemaDescriptor SCHEMA = new RecordedHistory(World.DATABASE)
            .version("table", createTable("DUPLICATE KEY(`id`)", "", "LZ4"))
            .statements("row", "INSERT INTO t VALUES (1, '2026-01-05', 10)")
            .schema();

    private final Migrator nextMigrator = createMigrator(SCHEMA, RebuildOptions.DEFAULT);

    /** The process dies right before the INSERT arrives, and none of its later statements arrives either. */
    @BeforeEach
    void loseTheLoad() {
        AtomicBoolean isDead = new AtomicBoolean();
        world.server
                .faults()
                .add(
                        Trigger.of(statement -> {
                                    isDead.compareAndSet(false, statement.text().startsWith("INSERT INTO"));
                                    return isDead.get();
                                })
                                .every(),
                        Fault.cutBefore());
        Migrator dyingMigrator = world.createMigrator(SCHEMA, World.options().retry(Duration.ZERO));
        assertThatThrownBy(dyingMigrator::upgrade).isInstanceOf(ServerUnreachableException.class);
        world.server.faults().clear();
    }

    @Test
    void aLostLoadIsSentAgainWithTheSameLabel() throws SQLException {
        nextMigrator.upgrade();
        assertThat(readRows()).containsExactly("1 2026-01-05 10");
        assertThat(progress)
                .filteredOn(Progress.Warning.class::isInstance)
                .extracting(event -> ((Progress.Warning) event).message())
                .anyMatch(message -> message.matches(
                        "The load cairn_shop_2_1_\\d+_[0-9a-f]+ never arrived: it is sent again with the same label"));
        assertThat(nextMigrator.openSteps()).isEmpty();
    }

    @Test
    void aLostLoadNeedsAnAnswerIfItsLabelMayBeForgotten() throws SQLException {
        rewriteStatement = text -> text.replace("unix_timestamp()", "unix_timestamp() + 90000");
        for (int attempt = 1; attempt <= 2; attempt++) {
            // The first attempt releases the ledger, and the second one must not take its time for that of the step.
            assertThatThrownBy(nextMigrator::upgrade)
                    .isInstanceOf(UncertainStepException.class)
                    .satisfies(MESSAGES::match);
        }
        assertThat(readRows()).isEmpty();
        nextMigrator.repair(1, Migrator.Repair.AGAIN);
        nextMigrator.upgrade();
        assertThat(readRows()).containsExactly("1 2026-01-05 10");
    }

    /** The loads of all databases count: a server forgets the oldest one of all. */
    @Test
    void aLostLoadNeedsAnAnswerIfTooManyLoadsCameAfterIt() {
        rewriteStatement = text -> text.startsWith("SHOW LOAD ALL LIMIT")
                ? "SELECT generate_series FROM TABLE(generate_series(1, 500))"
                : text;
        assertThatThrownBy(nextMigrator::upgrade).isInstanceOf(UncertainStepException.class);
    }
}

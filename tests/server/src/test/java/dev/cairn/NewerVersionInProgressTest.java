package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An instance of the previous release starts and works while a newer release migrates the database. */
class NewerVersionInProgressTest {
    private static final String CREATE_ORDERS = "CREATE TABLE orders (id INT NOT NULL) DUPLICATE KEY(id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES ('replication_num' = '1')";

    private final RecordedHistory history = new RecordedHistory(World.DATABASE)
            .version("create orders", CREATE_ORDERS)
            .version("add a note", CREATE_ORDERS.replace("NOT NULL)", "NOT NULL, note STRING)"));
    private final World world = new World();

    private Migrator createOlderMigrator() {
        return world.createMigrator(history.schema(1));
    }

    private Migrator createNewerMigrator() {
        return world.createMigrator(history.schema());
    }

    @BeforeEach
    void stopTheNewerReleaseInItsMigration() {
        createOlderMigrator().upgrade();
        world.server.faults().add(Trigger.matching("(?is)ALTER TABLE .*note.*"), Fault.reject(1064, "42000", "not so"));
        assertThatThrownBy(() -> createNewerMigrator().upgrade()).isInstanceOf(StepFailedException.class);
        world.server.faults().clear();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void anUpgradeOfTheOlderReleaseHasNothingToDo() {
        assertThat(createOlderMigrator().upgrade().isEmpty()).isTrue();
        assertThat(createOlderMigrator().plan()).isEmpty();
    }

    @Test
    void theDatabaseIsReadyForTheOlderReleaseOnly() {
        createOlderMigrator().requireCurrent();
        createOlderMigrator().awaitCurrent(Duration.ZERO);

        assertThat(createOlderMigrator().status().isMigratedByNewerVersion()).isTrue();
        assertThat(createNewerMigrator().status().isUsable()).isFalse();
        assertThat(createNewerMigrator().status().isMigratedByNewerVersion()).isFalse();
        assertThat(createNewerMigrator().upgrade().to()).isEqualTo(2);
    }

    @Test
    void aDowngradeOfTheOlderReleaseIsRefused() {
        assertThatThrownBy(() -> createOlderMigrator().downgradeTo(0)).isInstanceOf(HistoryMismatchException.class);
    }
}

package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.DatabaseNotCurrentException;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A message about differing histories names the difference and its remedy. */
class HistoryMessagesTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_ORDERS =
            "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(20)) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2"
                    + " PROPERTIES ('replication_num' = '1')";

    @AutoClose
    private final World world = new World();

    private static SchemaDescriptor createSchemaWithLengths(int... lengths) {
        RecordedHistory history = new RecordedHistory(World.DATABASE).version("orders", CREATE_ORDERS);
        int number = 1;
        for (int length : lengths) {
            number++;
            history = history.version("step " + number, CREATE_ORDERS.replace("20", "" + length));
        }
        return history.schema();
    }

    @Test
    void aCheckByAnOlderReleaseAsksForTheNewerOne() {
        world.createMigrator(createSchemaWithLengths(30, 40)).upgrade();
        Migrator olderMigrator = world.createMigrator(createSchemaWithLengths(30));
        assertThat(olderMigrator.status().databaseState()).isEqualTo(Status.DatabaseState.AHEAD);
        assertThatThrownBy(olderMigrator::check)
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void anEditedMigrationIsNamed() {
        world.createMigrator(createSchemaWithLengths(30, 40)).upgrade();
        Migrator migratorWithEditedHistory = world.createMigrator(createSchemaWithLengths(35, 40));
        for (Runnable operation :
                new Runnable[] {migratorWithEditedHistory::upgrade, migratorWithEditedHistory::check}) {
            assertThatThrownBy(operation::run)
                    .isInstanceOf(HistoryMismatchException.class)
                    .satisfies(MESSAGES::match);
        }
        assertThat(migratorWithEditedHistory
                        .status()
                        .editedMigration()
                        .orElseThrow()
                        .name())
                .isEqualTo("V0002Step2");
        assertThatThrownBy(migratorWithEditedHistory::requireCurrent)
                .isInstanceOf(DatabaseNotCurrentException.class)
                .satisfies(MESSAGES::match);
    }

    private static RecordedHistory createHistory(String... columnNames) {
        RecordedHistory history = new RecordedHistory(World.DATABASE).version("orders", CREATE_ORDERS);
        String columns = "";
        for (String columnName : columnNames) {
            columns += ", " + columnName + " INT";
            history = history.version("add " + columnName, CREATE_ORDERS.replace("(20)", "(20)" + columns));
        }
        return history;
    }

    @Test
    void anotherMigrationOfTheSameNumberIsNoEditedOne() {
        world.createMigrator(createHistory("x").schema()).upgrade();
        assertDiverges(world.createMigrator(createHistory("y", "z").schema()));
    }

    @Test
    void aMigrationThatARebaseMovedIsNamed() {
        world.createMigrator(createHistory("x").schema()).upgrade();
        assertDiverges(world.createMigrator(createHistory("y", "x").schema()));
    }

    private static void assertDiverges(Migrator migrator) {
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        assertThat(migrator.status().databaseState()).isEqualTo(Status.DatabaseState.FOREIGN);
        assertThat(migrator.status().editedMigration()).isEmpty();
        assertThatThrownBy(migrator::requireCurrent)
                .isInstanceOf(DatabaseNotCurrentException.class)
                .satisfies(MESSAGES::match);
    }
}

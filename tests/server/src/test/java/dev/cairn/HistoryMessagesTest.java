package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.HistoryException;
import dev.cairn.upgrade.MigrationException.UnreachableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The messages about histories that differ say what differs, and advise what fits it. */
class HistoryMessagesTest {
    private static final String ORDERS =
            "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(20)) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2"
                    + " PROPERTIES ('replication_num' = '1')";

    private final World world = new World();

    @AfterEach
    void stop() {
        world.close();
    }

    private static SchemaDescriptor lengths(int... lengths) {
        RecordedHistory history = new RecordedHistory(World.DATABASE).version("orders", ORDERS);
        for (int length : lengths) {
            history = history.version("length " + length, ORDERS.replace("20", "" + length));
        }
        return history.schema();
    }

    @Test
    void aCheckByAnOlderReleaseAsksForTheNewerOne() {
        world.migrator(lengths(30, 40)).upgrade();
        Migrator older = world.migrator(lengths(30));
        assertThat(older.status().standing()).isEqualTo(Status.Standing.AHEAD);
        assertThatThrownBy(older::check)
                .isInstanceOf(HistoryException.class)
                .hasMessage(
                        "shop: the database is at migration 3, but the last migration of this application is 2. Use the"
                                + " application that upgraded the database last: only that one contains the later migrations.");
    }

    @Test
    void anEditedMigrationIsNamed() {
        world.migrator(lengths(30, 40)).upgrade();
        Migrator edited = world.migrator(lengths(35, 40));
        for (Runnable operation : new Runnable[] {edited::upgrade, edited::check}) {
            assertThatThrownBy(operation::run)
                    .isInstanceOf(HistoryException.class)
                    .hasMessageContaining("; the first migration that ran with another text is V0002Length35. If"
                            + " V0002Length35 was edited after it had run, restore its text, and record the change as a new"
                            + " migration. Otherwise deploy the application that upgraded the database last.");
        }
        assertThat(edited.status().edited().orElseThrow().name()).isEqualTo("V0002Length35");
        assertThatThrownBy(edited::requireCurrent).hasMessageContaining("and V0002Length35 ran with another text");
    }

    @Test
    void anUnknownErrorIsNotTakenForAMissingDatabase() {
        world.server
                .faults()
                .on(Trigger.matching("SHOW TABLES LIKE.*").every(), Fault.refuse(1064, "HY000", "something unusual"));
        assertThatThrownBy(() -> world.migrator(lengths()).upgrade())
                .isInstanceOf(UnreachableException.class)
                .hasMessage("shop: the views of the database shop can't be listed: something unusual. Correct what the"
                        + " server reports, and run it again: nothing was changed.");
    }
}

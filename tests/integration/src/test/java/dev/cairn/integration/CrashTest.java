package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Migrator;
import dev.cairn.Status.DatabaseState;
import dev.cairn.integration.relay.Moment;
import dev.cairn.integration.relay.Relay;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Wherever an upgrade is cut off, the next one continues there, and the result is that of an undisturbed upgrade. */
@DdlTests
class CrashTest {
    private static DyingProcesses createProcesses(FreshDatabase database) {
        return new DyingProcesses(ShopSchema.SCHEMA, database);
    }

    @ParameterizedTest
    @EnumSource
    void processesThatDieOneAfterAnotherCompleteTheUpgrade(Moment moment, FreshDatabase database) throws SQLException {
        createProcesses(database).upgrade(moment);

        assertSameAsUndisturbed(database);
    }

    @ParameterizedTest
    @CsvSource({"BEFORE, 2", "BEFORE, 5", "AFTER, 2", "AFTER, 3", "AFTER, 7"})
    void aConnectionThatIsLostIsReplaced(Moment moment, int firstStride, FreshDatabase database) throws SQLException {
        try (Relay relay = createProcesses(database).createRelay()) {
            int stride = firstStride;
            relay.loseEach(stride, moment);
            while (mustRunAgain(createProcesses(database).createMigrator(relay))) {
                // With the same stride, the connection would be lost at the same change again.
                relay.loseEach(++stride, moment);
            }

            assertThat(relay.cuts())
                    .isGreaterThan(ShopSchema.SCHEMA.migrations().size());
        }
        assertSameAsUndisturbed(database);
    }

    /**
     * Returns whether the exception asks to run the upgrade again: a run does not repeat a SWAP with an unknown result,
     * and gives up on a step whose connection is lost each time.
     */
    private static boolean mustRunAgain(Migrator migrator) {
        try {
            migrator.upgrade();
            return false;
        } catch (ServerUnreachableException failure) {
            assertThat(failure)
                    .hasMessageMatching(
                            "(?s).*(would swap the tables back|lost repeatedly): .*[Rr]epeat the operation.*");
            return true;
        }
    }

    @Test
    void theLedgerOfADeadMigratorIsTakenOverAfterItsLease(FreshDatabase database) throws SQLException {
        try (Relay relay = createProcesses(database).createRelay()) {
            relay.endAt(20, Moment.AFTER);
            assertThatThrownBy(() ->
                            createProcesses(database).createMigrator(relay).upgrade())
                    .isInstanceOf(MigrationException.class);
        }
        assertThat(createProcesses(database)
                        .createUndisturbedMigrator()
                        .status()
                        .owner())
                .isPresent();

        createProcesses(database).createUndisturbedMigrator().upgrade();

        assertSameAsUndisturbed(database);
    }

    private static void assertSameAsUndisturbed(FreshDatabase database) throws SQLException {
        assertThat(database.objects()).isEqualTo(readUndisturbedObjects(database));
        assertThat(createProcesses(database).createUndisturbedMigrator().check().differences())
                .isEmpty();
        assertThat(createProcesses(database)
                        .createUndisturbedMigrator()
                        .status()
                        .databaseState())
                .isEqualTo(DatabaseState.CURRENT);
        assertThat(createProcesses(database)
                        .createUndisturbedMigrator()
                        .history()
                        .rows())
                .hasSameSizeAs(ShopSchema.SCHEMA.migrations());
        assertThat(createProcesses(database)
                        .createUndisturbedMigrator()
                        .upgrade()
                        .isEmpty())
                .isTrue();
    }

    private static Map<String, String> readUndisturbedObjects(FreshDatabase database) throws SQLException {
        try (FreshDatabase undisturbedDatabase = database.sibling("undisturbed")) {
            createProcesses(undisturbedDatabase).createUndisturbedMigrator().upgrade();
            return undisturbedDatabase.objects();
        }
    }
}

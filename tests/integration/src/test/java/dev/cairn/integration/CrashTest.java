package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Migrator;
import dev.cairn.Status.Standing;
import dev.cairn.integration.relay.Moment;
import dev.cairn.integration.relay.Relay;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.UnreachableException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Wherever an upgrade is cut off, the next one continues there, and has the same result. */
@DdlTests
class CrashTest {
    private static DyingProcesses createProcesses(FreshDatabase database) {
        return new DyingProcesses(ShopSchema.SCHEMA, database);
    }

    @ParameterizedTest
    @EnumSource
    void processesThatDieOneAfterTheOtherGetToTheEnd(Moment moment, FreshDatabase database) throws SQLException {
        createProcesses(database).upgrade(moment);

        assertUndisturbed(database);
    }

    @ParameterizedTest
    @CsvSource({"BEFORE, 2", "BEFORE, 5", "AFTER, 2", "AFTER, 3", "AFTER, 7"})
    void aConnectionThatIsLostIsMadeAgain(Moment moment, int change, FreshDatabase database) throws SQLException {
        try (Relay relay = createProcesses(database).createRelay()) {
            int stride = change;
            relay.loseEach(stride, moment);
            while (isToldToRunAgain(createProcesses(database).createMigrator(relay))) {
                // In another rhythm, or it would be lost at the same change again.
                relay.loseEach(++stride, moment);
            }

            assertThat(relay.cuts())
                    .isGreaterThan(ShopSchema.SCHEMA.migrations().size());
        }
        assertUndisturbed(database);
    }

    /**
     * Returns whether the exception asks to run the upgrade again: a run does not repeat a SWAP with an unknown result,
     * and gives up on a step whose connection is lost each time.
     */
    private static boolean isToldToRunAgain(Migrator migrator) {
        try {
            migrator.upgrade();
            return false;
        } catch (UnreachableException failure) {
            assertThat(failure)
                    .hasMessageMatching(
                            "(?s).*(would swap the tables back|lost repeatedly): .*[Rr]epeat the operation.*");
            return true;
        }
    }

    @Test
    void theLedgerOfOneWhoDiedIsTakenOverWhenItsLeaseIsOver(FreshDatabase database) throws SQLException {
        try (Relay relay = createProcesses(database).createRelay()) {
            relay.endAt(20, Moment.AFTER);
            assertThatThrownBy(() ->
                            createProcesses(database).createMigrator(relay).upgrade())
                    .isInstanceOf(MigrationException.class);
        }
        assertThat(createProcesses(database).createLivingMigrator().status().owner())
                .isPresent();

        createProcesses(database).createLivingMigrator().upgrade();

        assertUndisturbed(database);
    }

    private static void assertUndisturbed(FreshDatabase database) throws SQLException {
        assertThat(database.objects()).isEqualTo(readUndisturbedObjects(database));
        assertThat(createProcesses(database).createLivingMigrator().check().differences())
                .isEmpty();
        assertThat(createProcesses(database).createLivingMigrator().status().standing())
                .isEqualTo(Standing.CURRENT);
        assertThat(createProcesses(database).createLivingMigrator().history().rows())
                .hasSameSizeAs(ShopSchema.SCHEMA.migrations());
        assertThat(createProcesses(database).createLivingMigrator().upgrade().isEmpty())
                .isTrue();
    }

    private static Map<String, String> readUndisturbedObjects(FreshDatabase database) throws SQLException {
        try (FreshDatabase other = database.sibling("undisturbed")) {
            createProcesses(other).createLivingMigrator().upgrade();
            return other.objects();
        }
    }
}

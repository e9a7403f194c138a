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

/** Wherever an upgrade is cut off, the next one goes on there, and what it leads to is always the same. */
@DdlTests
class CrashTest {
    private static DyingProcesses processes(FreshDatabase database) {
        return new DyingProcesses(ShopSchema.SCHEMA, database);
    }

    @ParameterizedTest
    @EnumSource
    void processesThatDieOneAfterTheOtherGetToTheEnd(Moment moment, FreshDatabase database) throws SQLException {
        processes(database).upgrade(moment);

        assertUndisturbed(database);
    }

    @ParameterizedTest
    @CsvSource({"BEFORE, 2", "BEFORE, 5", "AFTER, 2", "AFTER, 3", "AFTER, 7"})
    void aConnectionThatIsLostIsMadeAgain(Moment moment, int change, FreshDatabase database) throws SQLException {
        try (Relay relay = processes(database).relay()) {
            int each = change;
            relay.loseEach(each, moment);
            while (isToldToRunAgain(processes(database).behind(relay))) {
                // In another rhythm, or it would be lost at the same change again.
                relay.loseEach(++each, moment);
            }

            assertThat(relay.cuts())
                    .isGreaterThan(ShopSchema.SCHEMA.migrations().size());
        }
        assertUndisturbed(database);
    }

    /**
     * Returns whether the exception asks to run the upgrade again: a run does not repeat a SWAP with an unknown result, and
     * gives up on a step whose connection is lost each time.
     */
    private static boolean isToldToRunAgain(Migrator migrator) {
        try {
            migrator.upgrade();
            return false;
        } catch (UnreachableException lost) {
            assertThat(lost)
                    .hasMessageMatching(
                            "(?s).*(would swap the tables back|lost repeatedly): .*[Rr]epeat the operation.*");
            return true;
        }
    }

    @Test
    void theLedgerOfOneWhoDiedIsTakenOverWhenItsLeaseIsOver(FreshDatabase database) throws SQLException {
        try (Relay relay = processes(database).relay()) {
            relay.endAt(20, Moment.AFTER);
            assertThatThrownBy(() -> processes(database).behind(relay).upgrade())
                    .isInstanceOf(MigrationException.class);
        }
        assertThat(processes(database).living().status().owner()).isPresent();

        processes(database).living().upgrade();

        assertUndisturbed(database);
    }

    private static void assertUndisturbed(FreshDatabase database) throws SQLException {
        assertThat(database.objects()).isEqualTo(undisturbed(database));
        assertThat(processes(database).living().check().differences()).isEmpty();
        assertThat(processes(database).living().status().standing()).isEqualTo(Standing.CURRENT);
        assertThat(processes(database).living().history().rows()).hasSameSizeAs(ShopSchema.SCHEMA.migrations());
        assertThat(processes(database).living().upgrade().isEmpty()).isTrue();
    }

    private static Map<String, String> undisturbed(FreshDatabase database) throws SQLException {
        try (FreshDatabase other = database.sibling("undisturbed")) {
            processes(other).living().upgrade();
            return other.objects();
        }
    }
}

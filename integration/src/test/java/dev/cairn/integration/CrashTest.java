package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.Standing;
import dev.cairn.integration.relay.Moment;
import dev.cairn.integration.relay.Relay;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import dev.cairn.schema.MigrationException;
import dev.cairn.schema.UnreachableException;
import dev.cairn.server.run.RunOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Wherever an upgrade is cut off, the next one goes on there, and what it leads to is always the same. */
@DdlTests
class CrashTest {
    /** A lease is waited for where nobody could let go of the ledger. */
    private static final MigratorOptions OPTIONS = MigratorOptions.DEFAULT
            .lease(Duration.ofSeconds(5))
            .with(new RunOptions(4, Duration.ofMillis(2), Duration.ofMillis(200)));

    private static Migrator migrator(FreshDatabase database) {
        return Migrator.of(ShopSchema.SCHEMA, database.dataSource(), OPTIONS);
    }

    private static Migrator behind(Relay relay, FreshDatabase database) {
        return Migrator.of(
                ShopSchema.SCHEMA,
                database.endpoint().by(relay.host(), relay.port()).url(database.name()),
                OPTIONS.ticker(new MortalTicker(relay)));
    }

    private static Relay relay(FreshDatabase database) {
        return Relay.to(database.endpoint().host(), database.endpoint().port());
    }

    @ParameterizedTest
    @EnumSource
    void processesThatDieOneAfterTheOtherGetToTheEnd(Moment moment, FreshDatabase database) throws SQLException {
        int change = 1;
        while (!lives(database, change, moment)) {
            migrator(database).unlock();
            change++;
        }

        assertThat(change).isGreaterThan(2);
        assertUndisturbed(database);
    }

    /** Whether an upgrade comes to its end before its process dies at a change. */
    private static boolean lives(FreshDatabase database, int change, Moment moment) {
        try (Relay relay = relay(database)) {
            relay.endAt(change, moment);
            try {
                behind(relay, database).upgrade();
                return true;
            } catch (MigrationException died) {
                assertThat(relay.cuts()).as(died::toString).isPositive();
                return false;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"BEFORE, 2", "BEFORE, 5", "AFTER, 2", "AFTER, 3", "AFTER, 7"})
    void aConnectionThatIsLostIsMadeAgain(Moment moment, int change, FreshDatabase database) throws SQLException {
        try (Relay relay = relay(database)) {
            int each = change;
            relay.loseEach(each, moment);
            while (isToldToRunAgain(behind(relay, database))) {
                // In another rhythm, or it would be lost at the same change again.
                relay.loseEach(++each, moment);
            }

            assertThat(relay.cuts())
                    .isGreaterThan(ShopSchema.SCHEMA.migrations().size());
        }
        assertUndisturbed(database);
    }

    /** A SWAP of which nobody knows whether it arrived is not sent again by the same run. */
    private static boolean isToldToRunAgain(Migrator migrator) {
        try {
            migrator.upgrade();
            return false;
        } catch (UnreachableException lost) {
            assertThat(lost).hasMessageContaining("swap the tables back").hasMessageContaining("Run it again");
            return true;
        }
    }

    @Test
    void theLedgerOfOneWhoDiedIsTakenOverWhenItsLeaseIsOver(FreshDatabase database) throws SQLException {
        try (Relay relay = relay(database)) {
            relay.endAt(20, Moment.AFTER);
            assertThatThrownBy(() -> behind(relay, database).upgrade()).isInstanceOf(MigrationException.class);
        }
        assertThat(migrator(database).status().held()).isTrue();

        migrator(database).upgrade();

        assertUndisturbed(database);
    }

    private static void assertUndisturbed(FreshDatabase database) throws SQLException {
        assertThat(database.objects()).isEqualTo(undisturbed(database));
        assertThat(migrator(database).check().differences()).isEmpty();
        assertThat(migrator(database).status().standing()).isEqualTo(Standing.CURRENT);
        assertThat(migrator(database).history().rows()).hasSameSizeAs(ShopSchema.SCHEMA.migrations());
        assertThat(migrator(database).upgrade().isNothing()).isTrue();
    }

    private static Map<String, String> undisturbed(FreshDatabase database) throws SQLException {
        try (FreshDatabase other = database.sibling("undisturbed")) {
            migrator(other).upgrade();
            return other.objects();
        }
    }
}

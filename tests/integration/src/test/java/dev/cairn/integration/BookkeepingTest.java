package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Migrator;
import dev.cairn.Status.Standing;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import dev.cairn.upgrade.MigrationException.HistoryException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@DdlTests
class BookkeepingTest {
    private static Migrator migrator(FreshDatabase database) {
        return Migrator.of(ShopSchema.SCHEMA, database.dataSource());
    }

    @Test
    void aDatabaseThatWasThereBeforeIsTakenOver(FreshDatabase database) throws SQLException {
        for (var planned : migrator(database).plan().subList(0, 1)) {
            for (var step : planned.steps()) {
                database.execute(step.text());
            }
        }

        assertThatThrownBy(() -> migrator(database).baseline(2)).isInstanceOf(HistoryException.class);
        migrator(database).baseline(1);

        assertThat(migrator(database).status().standing()).isEqualTo(Standing.BEHIND);
        assertThat(migrator(database).upgrade().ran()).hasSize(5);
        assertThat(migrator(database).check().differences()).isEmpty();
    }

    @Test
    void aStampChangesTheLedgerAlone(FreshDatabase database) throws SQLException {
        migrator(database).stamp(2);

        assertThat(database.objects()).isEmpty();
        assertThat(migrator(database).history().rows()).hasSize(2);
        assertThat(migrator(database).check().differences()).isNotEmpty();
        migrator(database).stamp(0);
        assertThat(migrator(database).upgrade().ran()).hasSize(6);
    }

    @Test
    void anApplicationWaitsForWhoUpgrades(FreshDatabase database) {
        CompletableFuture<Void> waiting =
                CompletableFuture.runAsync(() -> migrator(database).awaitCurrent(Duration.ofMinutes(5)));

        migrator(database).upgrade();

        waiting.join();
        assertThat(migrator(database).unlock()).isEmpty();
    }
}

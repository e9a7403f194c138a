package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Migrator;
import dev.cairn.Status.DatabaseState;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Baselines, stamps and waits work on a ledger without running migrations. */
@DdlTests
class BookkeepingTest {
    private static Migrator createMigrator(FreshDatabase database) {
        return Migrator.of(ShopSchema.SCHEMA, database.dataSource());
    }

    @Test
    void anExistingDatabaseIsTakenOver(FreshDatabase database) throws SQLException {
        for (var planned : createMigrator(database).plan().subList(0, 1)) {
            for (var step : planned.steps()) {
                database.execute(step.text());
            }
        }

        assertThatThrownBy(() -> createMigrator(database).baseline(2)).isInstanceOf(HistoryMismatchException.class);
        createMigrator(database).baseline(1);

        assertThat(createMigrator(database).status().databaseState()).isEqualTo(DatabaseState.BEHIND);
        assertThat(createMigrator(database).upgrade().migrations()).hasSize(5);
        assertThat(createMigrator(database).check().differences()).isEmpty();
    }

    @Test
    void aStampChangesOnlyTheLedger(FreshDatabase database) throws SQLException {
        createMigrator(database).stamp(2);

        assertThat(database.objects()).isEmpty();
        assertThat(createMigrator(database).history().rows()).hasSize(2);
        assertThat(createMigrator(database).check().differences()).isNotEmpty();
        createMigrator(database).stamp(0);
        assertThat(createMigrator(database).upgrade().migrations()).hasSize(6);
    }

    @Test
    void anApplicationWaitsForTheUpgradeOfAnother(FreshDatabase database) {
        CompletableFuture<Void> currentDatabase =
                CompletableFuture.runAsync(() -> createMigrator(database).awaitCurrent(Duration.ofMinutes(5)));

        createMigrator(database).upgrade();

        currentDatabase.join();
        assertThat(createMigrator(database).unlock()).isEmpty();
    }
}

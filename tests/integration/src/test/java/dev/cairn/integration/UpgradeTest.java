package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.History;
import dev.cairn.MigrationResult;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.PlannedMigration;
import dev.cairn.Status.DatabaseState;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.EachDriver;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import dev.cairn.upgrade.MigrationException.DatabaseNotCurrentException;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recorded migrations are run on a database, and lead to the declared schema. */
@DdlTests
@EachDriver
class UpgradeTest {
    private static final List<RecordedMigration> ALL_MIGRATIONS = ShopSchema.SCHEMA.migrations();

    private static Migrator createMigrator(FreshDatabase database) {
        return Migrator.of(ShopSchema.SCHEMA, database.dataSource());
    }

    @Test
    void anEmptyDatabaseGetsAllMigrations(FreshDatabase database) throws SQLException {
        Migrator migrator = createMigrator(database);

        MigrationResult outcome = migrator.upgrade();

        assertThat(outcome.migrations()).isEqualTo(ALL_MIGRATIONS);
        assertThat(database.objects())
                .containsOnlyKeys("active_customer", "customer", "daily_sales", "page_view", "purchase", "setting");
        assertThat(migrator.check().differences()).isEmpty();
        assertThat(migrator.status().databaseState()).isEqualTo(DatabaseState.CURRENT);
        assertThat(migrator.status().isHeld()).isFalse();
        assertThat(migrator.history().rows())
                .extracting(History.Row::hash)
                .isEqualTo(ALL_MIGRATIONS.stream().map(RecordedMigration::hash).toList());
        assertThat(migrator.upgrade().isEmpty()).isTrue();
        migrator.requireCurrent();
    }

    @Test
    void oneMigrationAfterAnotherLeadsToTheSameObjects(FreshDatabase database) throws SQLException {
        Migrator migrator = createMigrator(database);
        for (RecordedMigration migration : ALL_MIGRATIONS) {
            assertThat(migrator.plan()).hasSize(ALL_MIGRATIONS.size() - migration.number() + 1);
            assertThatThrownBy(migrator::requireCurrent).isInstanceOf(DatabaseNotCurrentException.class);

            assertThat(migrator.upgradeTo(migration.number()).migrations()).containsExactly(migration);

            assertThat(migrator.check().differences()).isEmpty();
        }
        try (FreshDatabase upgradedAtOnce = database.sibling("at_once")) {
            createMigrator(upgradedAtOnce).upgrade();
            assertThat(database.objects()).isEqualTo(upgradedAtOnce.objects());
        }
    }

    @Test
    void aPlanChangesNothing(FreshDatabase database) throws SQLException {
        List<PlannedMigration> plan = createMigrator(database).plan();

        assertThat(plan).extracting(PlannedMigration::migration).isEqualTo(ALL_MIGRATIONS);
        assertThat(database.rows("SHOW TABLES")).isEmpty();
    }

    @Test
    void stepsThatWereRunByHandAreRecognized(FreshDatabase database) throws SQLException {
        MigratorOptions options = MigratorOptions.DEFAULT.target("shared-nothing");
        Migrator migrator = Migrator.of(ShopSchema.SCHEMA, database.dataSource(), options);
        List<String> statements = new ArrayList<>();
        for (String statement : migrator.sql(0, 2).split(";\n", -1)) {
            if (!statement.isBlank()) {
                statements.add(statement);
            }
        }

        database.execute(statements.toArray(String[]::new));

        assertThat(migrator.check().differences()).isEmpty();
        assertThat(migrator.upgrade().migrations()).isEqualTo(ALL_MIGRATIONS.subList(2, ALL_MIGRATIONS.size()));
    }
}

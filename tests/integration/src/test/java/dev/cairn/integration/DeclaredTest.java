package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Consent;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.Status.DatabaseState;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A database is created as the records declare it, without recorded migrations. */
@DdlTests
class DeclaredTest {
    private static Migrator createMigrator(FreshDatabase database) {
        return Migrator.of(
                ShopSchema.SCHEMA, database.dataSource(), MigratorOptions.DEFAULT.consent(Consent.DESTRUCTIVE));
    }

    @Test
    void creationAndMigrationsLeadToTheSameDatabase(FreshDatabase database) throws SQLException {
        assertThat(createMigrator(database).createAll()).hasSize(6);

        assertThat(createMigrator(database).diff().steps()).isEmpty();
        assertThat(createMigrator(database).createAll()).isEmpty();
        try (FreshDatabase migratedDatabase = database.sibling("migrated")) {
            createMigrator(migratedDatabase).upgrade();
            assertThat(createMigrator(migratedDatabase).diff().steps()).isEmpty();
        }
    }

    @Test
    void aCreatedDatabaseNeedsNoUpgrade(FreshDatabase database) {
        assertThat(createMigrator(database).createAll()).isNotEmpty();

        assertThat(createMigrator(database).status().databaseState()).isEqualTo(DatabaseState.CURRENT);
        assertThat(createMigrator(database).history().rows()).hasSameSizeAs(ShopSchema.SCHEMA.migrations());
        assertThat(createMigrator(database).upgrade().isEmpty()).isTrue();
    }

    @Test
    void anAppliedDatabaseNeedsNoUpgrade(FreshDatabase database) {
        createMigrator(database).apply();

        assertThat(createMigrator(database).status().databaseState()).isEqualTo(DatabaseState.CURRENT);
        assertThat(createMigrator(database).upgrade().isEmpty()).isTrue();
    }

    @Test
    void migrationsDoNotCountAsDoneIfAnotherObjectWasThere(FreshDatabase database) throws SQLException {
        database.execute(
                "CREATE TABLE customer (id BIGINT NOT NULL, name VARCHAR(64), email VARCHAR(100), active BOOLEAN NOT"
                        + " NULL, city VARCHAR(80)) PRIMARY KEY (id) COMMENT 'another one' DISTRIBUTED BY HASH (id)"
                        + " BUCKETS 2 PROPERTIES ('replication_num' = '1')");

        createMigrator(database).createAll();

        assertThat(createMigrator(database).status().databaseState()).isEqualTo(DatabaseState.BEHIND);
    }

    @Test
    void aLedgerWithMigrationsStaysAsItIs(FreshDatabase database) {
        createMigrator(database).upgradeTo(1);

        createMigrator(database).createAll();

        assertThat(createMigrator(database).status().head().number()).isEqualTo(1);
    }

    @Test
    void applyRemovesDifferences(FreshDatabase database) throws SQLException {
        createMigrator(database).createAll();
        Map<String, String> declaredObjects = database.objects();
        database.execute(
                "DROP VIEW active_customer",
                "ALTER TABLE customer ADD COLUMN age INT",
                "ALTER TABLE purchase COMMENT = 'mine'");

        assertThat(createMigrator(database).apply().steps()).hasSize(3);

        assertThat(database.objects()).isEqualTo(declaredObjects);
    }
}

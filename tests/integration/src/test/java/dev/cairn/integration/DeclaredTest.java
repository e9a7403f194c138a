package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Consent;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.Status.Standing;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A database as the records declare it, without recorded migrations. */
@DdlTests
class DeclaredTest {
    private static Migrator migrator(FreshDatabase database) {
        return Migrator.of(
                ShopSchema.SCHEMA, database.dataSource(), MigratorOptions.DEFAULT.consent(Consent.DESTRUCTIVE));
    }

    @Test
    void creationAndMigrationsLeadToTheSameDatabase(FreshDatabase database) throws SQLException {
        assertThat(migrator(database).createAll()).hasSize(6);

        assertThat(migrator(database).diff().steps()).isEmpty();
        assertThat(migrator(database).createAll()).isEmpty();
        try (FreshDatabase other = database.sibling("migrated")) {
            migrator(other).upgrade();
            assertThat(migrator(other).diff().steps()).isEmpty();
        }
    }

    @Test
    void aCreatedDatabaseNeedsNoUpgrade(FreshDatabase database) {
        assertThat(migrator(database).createAll()).isNotEmpty();

        assertThat(migrator(database).status().standing()).isEqualTo(Standing.CURRENT);
        assertThat(migrator(database).history().rows()).hasSameSizeAs(ShopSchema.SCHEMA.migrations());
        assertThat(migrator(database).upgrade().isEmpty()).isTrue();
    }

    @Test
    void anAppliedDatabaseNeedsNoUpgrade(FreshDatabase database) {
        migrator(database).apply();

        assertThat(migrator(database).status().standing()).isEqualTo(Standing.CURRENT);
        assertThat(migrator(database).upgrade().isEmpty()).isTrue();
    }

    @Test
    void migrationsDoNotCountAsDoneWhereOtherThingsWereThere(FreshDatabase database) throws SQLException {
        database.execute(
                "CREATE TABLE customer (id BIGINT NOT NULL, name VARCHAR(64), email VARCHAR(100), active BOOLEAN NOT"
                        + " NULL, city VARCHAR(80)) PRIMARY KEY (id) COMMENT 'another one' DISTRIBUTED BY HASH (id)"
                        + " BUCKETS 2 PROPERTIES ('replication_num' = '1')");

        migrator(database).createAll();

        assertThat(migrator(database).status().standing()).isEqualTo(Standing.BEHIND);
    }

    @Test
    void ledgerThatHasBegunStaysAsItIs(FreshDatabase database) {
        migrator(database).upgradeTo(1);

        migrator(database).createAll();

        assertThat(migrator(database).status().head().number()).isEqualTo(1);
    }

    @Test
    void applyRemovesDifferences(FreshDatabase database) throws SQLException {
        migrator(database).createAll();
        Map<String, String> declared = database.objects();
        database.execute(
                "DROP VIEW active_customer",
                "ALTER TABLE customer ADD COLUMN age INT",
                "ALTER TABLE purchase COMMENT = 'mine'");

        assertThat(migrator(database).apply().steps()).hasSize(3);

        assertThat(database.objects()).isEqualTo(declared);
    }
}

package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import dev.cairn.plan.Consent;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A database as the records declare it, without recorded migrations. */
@DdlTests
class DeclaredTest {
    private static Migrator migrator(FreshDatabase database) {
        return Migrator.of(
                ShopSchema.SCHEMA, database.dataSource(), MigratorOptions.DEFAULT.consent(new Consent(true, false)));
    }

    @Test
    void whatIsCreatedIsWhatTheMigrationsLeadTo(FreshDatabase database) throws SQLException {
        assertThat(migrator(database).createAll()).hasSize(6);

        assertThat(migrator(database).diff().steps()).isEmpty();
        assertThat(migrator(database).createAll()).isEmpty();
        try (FreshDatabase other = database.sibling("migrated")) {
            migrator(other).upgrade();
            assertThat(migrator(other).diff().steps()).isEmpty();
        }
    }

    @Test
    void whatDiffersIsMadeAsDeclared(FreshDatabase database) throws SQLException {
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

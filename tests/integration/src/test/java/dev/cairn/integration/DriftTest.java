package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Drift;
import dev.cairn.Migrator;
import dev.cairn.PlannedChanges;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes by others are reported as drift, and the remediation removes them. */
@DdlTests
class DriftTest {
    @BeforeEach
    void upgrade(FreshDatabase database) {
        createMigrator(database).upgrade();
    }

    private static Migrator createMigrator(FreshDatabase database) {
        return Migrator.of(ShopSchema.SCHEMA, database.dataSource());
    }

    /** The changes are those that a user may make outside of the migrations. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "customer        | ALTER TABLE customer COMMENT = 'mine'",
                "customer        | ALTER TABLE customer ADD COLUMN age INT",
                "customer        | ALTER TABLE customer DROP COLUMN city",
                "customer        | ALTER TABLE customer RENAME COLUMN email TO mail",
                "customer        | ALTER TABLE customer MODIFY COLUMN name COMMENT 'in full'",
                "purchase        | ALTER TABLE purchase DROP PARTITION p2026",
                "page_view       | DROP TABLE page_view",
                "active_customer | ALTER VIEW active_customer AS SELECT id, name, city FROM customer",
                "active_customer | DROP VIEW active_customer",
                "daily_sales     | ALTER MATERIALIZED VIEW daily_sales REFRESH DEFERRED MANUAL",
                "daily_sales     | DROP MATERIALIZED VIEW daily_sales"
            })
    void driftIsReportedAndRepaired(String object, String change, FreshDatabase database) throws SQLException {
        assertThat(createMigrator(database).check().differences()).isEmpty();
        database.execute(change);

        Drift drift = createMigrator(database).check();

        assertThat(drift.differences())
                .isNotEmpty()
                .allSatisfy(difference -> assertThat(difference.object()).isEqualTo(database.name() + "." + object));
        assertThat(drift.remediation().isPossible()).isTrue();
        database.execute(drift.remediation().steps().stream()
                .map(PlannedChanges.Step::text)
                .toArray(String[]::new));
        assertThat(createMigrator(database).check().differences()).isEmpty();
    }

    @Test
    void unmanagedObjectsAreIgnored(FreshDatabase database) throws SQLException {
        database.execute("CREATE VIEW other AS SELECT 1 AS one");

        Drift drift = createMigrator(database).check();

        assertThat(drift.isEmpty()).isTrue();
        assertThat(drift.unmanaged())
                .extracting(unmanaged ->
                        unmanaged.object().substring(database.name().length() + 1))
                .containsExactly("other");
    }

    @Test
    void activateRemovesTheDriftOfADeactivatedView(FreshDatabase database) throws SQLException {
        createMigrator(database).deactivate("daily_sales");
        assertThat(createMigrator(database).check().differences()).isNotEmpty();

        createMigrator(database).activate("daily_sales");

        assertThat(createMigrator(database).check().differences()).isEmpty();
    }
}

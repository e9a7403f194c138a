package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Consent;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.integration.relay.Moment;
import dev.cairn.integration.sales.SalesSchema;
import dev.cairn.integration.server.DataTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Migrations keep, copy and convert rows. */
@DataTests
class RowsTest {
    private static Migrator createMigrator(FreshDatabase database) {
        return Migrator.of(
                SalesSchema.SCHEMA, database.dataSource(), MigratorOptions.DEFAULT.consent(Consent.values()));
    }

    /** Creates the tables of the first migration, with rows. */
    private static void createFilledTables(FreshDatabase database) throws SQLException {
        createMigrator(database).upgradeTo(1);
        database.execute(
                "INSERT INTO account VALUES (1, 'NO'), (2, 'US'), (3, NULL)",
                "INSERT INTO sale VALUES ('2024-01-01', 1, 'tea', 2.50), ('2024-01-01', 2, 'tea', 2.50),"
                        + " ('2024-01-02', 1, 'cup', 12.00)");
    }

    @Test
    void rowsAreFilledInCopiedAndConverted(FreshDatabase database) throws SQLException {
        createFilledTables(database);

        createMigrator(database).upgrade();

        assertMigratedRows(database);
        database.execute("INSERT INTO sale VALUES ('2024-01-02', 2, 'a product of a longer name', 1)");
        database.execute("REFRESH MATERIALIZED VIEW turnover WITH SYNC MODE");
        assertThat(database.rows("SELECT day, sales, total FROM turnover ORDER BY day"))
                .containsExactly(List.of("2024-01-01", "2", "5.00"), List.of("2024-01-02", "2", "13.00"));
    }

    @ParameterizedTest
    @EnumSource
    void salesAreSummedUpOnceHoweverManyProcessesDie(Moment moment, FreshDatabase database) throws SQLException {
        createFilledTables(database);

        new DyingProcesses(SalesSchema.SCHEMA, database).upgrade(moment);

        assertMigratedRows(database);
    }

    private static void assertMigratedRows(FreshDatabase database) throws SQLException {
        assertThat(database.rows("SELECT id, country, region FROM account ORDER BY id"))
                .containsExactly(List.of("1", "NO", "europe"), List.of("2", "US", "world"), listOf("3", null, "world"));
        assertThat(database.rows("SELECT product, sold, total, last FROM product_sales ORDER BY product"))
                .containsExactly(List.of("cup", "1", "12.00", "2024-01-02"), List.of("tea", "2", "5.00", "2024-01-01"));
        assertThat(database.rows("SELECT day, sales, total FROM turnover ORDER BY day"))
                .containsExactly(List.of("2024-01-01", "2", "5.00"), List.of("2024-01-02", "1", "12.00"));
        assertThat(createMigrator(database).check().differences()).isEmpty();
        assertThat(createMigrator(database).check().staged()).isEmpty();
    }

    @Test
    void aDowngradeKeepsRows(FreshDatabase database) throws SQLException {
        createFilledTables(database);
        createMigrator(database).upgrade();

        createMigrator(database).downgradeTo(1);

        assertThat(database.rows("SELECT * FROM account ORDER BY id"))
                .containsExactly(List.of("1", "NO"), List.of("2", "US"), listOf("3", null));
        assertThat(database.rows("SELECT count(*), sum(price) FROM sale")).containsExactly(List.of("3", "17.00"));
        assertThat(database.rows("SELECT day, total FROM turnover ORDER BY day"))
                .containsExactly(List.of("2024-01-01", "5.00"), List.of("2024-01-02", "12.00"));
        assertThat(createMigrator(database).check().differences()).isEmpty();
    }

    @Test
    void partitionsThatTheServerMadeForRowsAreNoDrift(FreshDatabase database) throws SQLException {
        Migrator shopMigrator = Migrator.of(ShopSchema.SCHEMA, database.dataSource());
        shopMigrator.upgrade();

        database.execute(
                "INSERT INTO page_view VALUES (1, '2024-01-01', 1, to_bitmap(7), 5), (1, '2024-01-02', 1,"
                        + " to_bitmap(7), 5)",
                "INSERT INTO page_view VALUES (1, '2024-01-01', 2, to_bitmap(8), 3)");

        assertThat(shopMigrator.check().differences()).isEmpty();
        assertThat(database.rows("SELECT day, views, bitmap_count(visitors), longest FROM page_view ORDER BY day"))
                .containsExactly(List.of("2024-01-01", "3", "2", "5"), List.of("2024-01-02", "1", "1", "5"));
    }

    private static List<@Nullable String> listOf(@Nullable String... values) {
        return Arrays.asList(values);
    }
}

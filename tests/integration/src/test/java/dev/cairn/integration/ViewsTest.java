package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Migrator;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Migrations rename and alter views and materialized views. */
@DdlTests
class ViewsTest {
    @Test
    void aViewFollowsItsTableToAnotherName(FreshDatabase database) throws SQLException {
        Migrator migrator = Migrator.of(ShopSchema.SCHEMA, database.dataSource());
        migrator.upgradeTo(2);
        assertThat(database.objects()).containsKeys("client", "active_client");

        migrator.upgradeTo(3);

        assertThat(database.objects())
                .containsKeys("customer", "active_customer")
                .doesNotContainKeys("client", "active_client");
        assertThat(database.definition("customer")).contains("`email` varchar(100)");
    }

    @Test
    void aViewAndAMaterializedViewAreAltered(FreshDatabase database) throws SQLException {
        Migrator migrator = Migrator.of(ShopSchema.SCHEMA, database.dataSource());
        migrator.upgradeTo(3);
        assertThat(database.definition("daily_sales")).contains("REFRESH DEFERRED MANUAL");

        migrator.upgradeTo(4);

        assertThat(database.definition("active_customer"))
                .contains("SECURITY INVOKER", "COMMENT \"Customers that may buy\"", "COMMENT \"where they live\"");
        assertThat(database.definition("daily_sales"))
                .contains("REFRESH DEFERRED ASYNC START(\"2099-01-01 00:00:00\") EVERY(INTERVAL 1 DAY)");
    }
}

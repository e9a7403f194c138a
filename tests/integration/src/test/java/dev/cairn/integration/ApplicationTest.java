package dev.cairn.integration;

import static dev.cairn.integration.sales.ProductSalesTable.PRODUCT_SALES;
import static dev.cairn.integration.sales.SaleTable.SALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.cairn.Migrator;
import dev.cairn.data.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.integration.sales.ProductSales;
import dev.cairn.integration.sales.Sale;
import dev.cairn.integration.sales.SalesSchema;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tests of an application as docs/testing.md shows them. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class ApplicationTest {
    private static final List<Sale> SALES = List.of(
            new Sale(LocalDate.of(2024, 1, 1), 1, "tea", new BigDecimal("2.50")),
            new Sale(LocalDate.of(2024, 1, 2), 2, "tea", new BigDecimal("2.50")));

    private final MysqlDataSource dataSource = new MysqlDataSource();

    @BeforeEach
    void connect(FreshDatabase database) {
        dataSource.setUrl(database.jdbcUrl());
        dataSource.setUser("root");
    }

    @Test
    void insertedRowsAreRead() {
        Migrator.of(SalesSchema.SCHEMA, dataSource).upgrade();
        Database db = Database.of(dataSource);

        db.insert(SALE, SALES);

        assertThat(db.from(SALE).where(SALE.product.eq("tea")).count()).isEqualTo(2);
    }

    @Test
    void theSecondMigrationSumsUpEarlierSales() {
        Migrator migrator = Migrator.of(SalesSchema.SCHEMA, dataSource);
        Database db = Database.of(dataSource);
        migrator.upgradeTo(1);
        db.insert(SALE, SALES);

        migrator.upgradeTo(2);

        assertThat(db.from(PRODUCT_SALES).list())
                .containsExactly(new ProductSales("tea", 2, new BigDecimal("5.00"), LocalDate.of(2024, 1, 2)));
    }

    @Test
    void anUpgradeThatIsRefusedContinuesWhereItStopped(EmbeddedStarRocks server) {
        Migrator migrator = Migrator.of(SalesSchema.SCHEMA, dataSource);
        server.faults().add(Trigger.matching("(?i)alter table.*region.*"), Fault.reject(1064, "42000", "no disk"));
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("no disk");

        migrator.upgrade();

        assertThat(migrator.check().differences()).isEmpty();
    }
}

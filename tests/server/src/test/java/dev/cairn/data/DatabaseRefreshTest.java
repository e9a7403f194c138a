package dev.cairn.data;

import static dev.cairn.data.SalesMv.SALES;
import static dev.cairn.data.SalesSnapshot.SALES_SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A {@link Database} refreshes what its descriptors name. */
class DatabaseRefreshTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @Test
    void viewsAndSnapshotsAreRefreshedByTheirDescriptors() throws SQLException {
        try (SalesServer shop = new SalesServer()) {
            shop.execute(SALES.create());
            shop.execute(SALES_SNAPSHOT.create());
            Database database = Database.of(shop.source);
            database.refresh(SALES).force().await();
            database.refresh(SALES_SNAPSHOT).await();

            List<Sales> sales = database.from(SALES).orderBy(SALES.day.asc()).list();
            assertThat(sales).extracting(Sales::total).containsExactly(15L, 7L);
            assertThat(database.from(SALES_SNAPSHOT)
                            .orderBy(SALES_SNAPSHOT.day.asc())
                            .list())
                    .isEqualTo(sales);
        }
    }

    @Test
    void refreshingRequiresADataSource() throws SQLException {
        try (SalesServer shop = new SalesServer();
                Connection connection = shop.source.getConnection()) {
            assertThatThrownBy(() -> Database.of(connection).refresh(SALES))
                    .isInstanceOf(IllegalStateException.class)
                    .satisfies(MESSAGES::match);
        }
    }
}

package dev.cairn.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.DataTestReport;
import dev.cairn.Migrator;
import dev.cairn.data.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.sample.shop.ShopSchema;
import java.sql.SQLException;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShopRowsTest {
    @BeforeAll
    static void logWarningsOnly() {
        Main.LOG.setLevel(Level.WARNING);
    }

    @Test
    void theRowsPassTheDataTests() throws SQLException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            SampleDatabase sampleDatabase =
                    SampleDatabase.create(new Login(server.jdbcUrl(), "root", ""), "cairn_sample_rows");
            Migrator migrator = Migrator.of(ShopSchema.SCHEMA, sampleDatabase.createDataSource());
            migrator.upgrade();
            ShopRows.insertInto(Database.of(sampleDatabase.createDataSource()));

            DataTestReport report = migrator.dataTests().maxFailingRows(5).run();

            assertThat(report.results()).hasSizeGreaterThan(4);
            assertThat(report.isPassed()).as(report.toString()).isTrue();
        }
    }
}

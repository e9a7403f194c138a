package dev.cairn.tooling.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.tooling.definition.LiveStatistics.ClusterStatistics;
import dev.cairn.tooling.definition.LiveStatistics.TableStatistics;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveStatisticsTest {
    private static final ObjectName ORDERS = new ObjectName("shop", "orders");
    private static final ObjectName PER_CITY = new ObjectName("shop", "per_city");

    @ParameterizedTest
    @CsvSource({
        "0B, 0, 0 B",
        "0.000 B, 0, 0 B",
        "1.5KB, 1536, 1.5 KB",
        "12GB, 12884901888, 12 GB",
        "46.373 GB, 49792629604, 46.4 GB",
        "8388608.000 TB, 9223372036854775807, 8192 PB"
    })
    void aSizeIsReadAsTheServerPrintsIt(String text, long bytes, String shown) {
        assertThat(ByteSize.parse(text)).contains(new ByteSize(bytes));
        assertThat(new ByteSize(bytes)).hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource({"N/A", "12", "''", "1.5 XB"})
    void aTextOfAnotherFormIsNoSize(String text) {
        assertThat(ByteSize.parse(text)).isEmpty();
    }

    @Test
    void statisticsOfATableAreDescribedInOneSentence() {
        TableStatistics statistics =
                new TableStatistics(1_204_000, new ByteSize(3L << 30), 31, 93, Optional.of(3), new ByteSize(12L << 20));
        assertThat(statistics).hasToString("1,204,000 rows, 3 GB with 3 replicas, 31 partitions");
        assertThat(statistics.averageTabletSize()).hasToString("11.0 MB");
        assertThat(new TableStatistics(1, new ByteSize(20), 1, 1, Optional.empty(), new ByteSize(20)))
                .hasToString("1 row, 20 B, 1 partition");
    }

    @Test
    void theEmbeddedServerReportsStatistics() throws SQLException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            server.createDatabase("live");
            try (Connection connection = server.dataSource("live").getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE orders (day DATE NOT NULL, city VARCHAR(40)) DUPLICATE KEY (day)"
                        + " PARTITION BY RANGE (day) (START ('2026-01-01') END ('2026-02-01') EVERY (INTERVAL 1 DAY))"
                        + " DISTRIBUTED BY HASH (city) BUCKETS 4 PROPERTIES ('replication_num' = '1')");
                statement.execute("CREATE MATERIALIZED VIEW per_city REFRESH MANUAL AS SELECT city, count(*) AS orders"
                        + " FROM orders GROUP BY city");
                statement.execute("INSERT INTO orders VALUES ('2026-01-05', 'Oslo'), ('2026-01-06', 'Rome')");
            }
            LiveStatistics statistics = new LiveDatabase(
                            ServerAddress.parse("starrocks://root@localhost:" + server.port() + "/live"))
                    .readStatistics(
                            "shop",
                            List.of(ORDERS, PER_CITY, ORDERS.withName("missing"), new ObjectName("other", "t")));
            assertThat(statistics.statisticsByTable().get(ORDERS))
                    .isEqualTo(new TableStatistics(2, new ByteSize(46), 31, 124, Optional.of(1), new ByteSize(5)));
            assertThat(statistics.statisticsByTable()).containsOnlyKeys(ORDERS, PER_CITY);
            assertThat(statistics.statisticsByView()).containsOnlyKeys(PER_CITY);
            assertThat(statistics.loadLabelsByTable()).isEmpty();
            assertThat(statistics.clusterStatistics().flatMap(ClusterStatistics::freeSpace))
                    .isEqualTo(ByteSize.parse("300 GB"));
            assertThat(statistics.readFailures())
                    .singleElement()
                    .asString()
                    .startsWith("the tables of other: ")
                    .contains("Unknown database");
        }
    }
}

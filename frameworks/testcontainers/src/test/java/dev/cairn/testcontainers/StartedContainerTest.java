package dev.cairn.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/** Tests a real container; skipped without a Docker engine. */
class StartedContainerTest {
    @BeforeAll
    static void requireDocker() {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "Skipped: no Docker engine is available to start StarRocks in a container.");
    }

    @Test
    void rowsAreWrittenAndRead() throws SQLException {
        try (StarRocksContainer container = new StarRocksContainer()
                .withDatabaseName("shop")
                .withUsername("app")
                .withPassword("secret")) {
            container.start();
            try (Connection connection = container.createConnection("");
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TABLE t (k INT NOT NULL) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1");
                statement.execute("INSERT INTO t VALUES (1), (2)");
                try (ResultSet row = statement.executeQuery("SELECT sum(k) FROM shop.t")) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getLong(1)).isEqualTo(3);
                }
            }
        }
    }
}

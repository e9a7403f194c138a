package dev.cairn.clients;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Writes a million rows with Connector/J, and reads them with it and two other clients. {@code MillionRowsTest} runs
 * it.
 */
final class MillionRows {
    private static final int ROW_COUNT = 1_000_000;
    private static final int BATCH_SIZE = 10_000;

    private MillionRows() {}

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("clients"))) {
            ClientAddress address = new ClientAddress(server.port(), "clients");
            try (Connection connection =
                    DriverManager.getConnection(address.url("mysql") + "&rewriteBatchedStatements=true")) {
                write(connection);
                requireSum("Connector/J", JdbcClient.sum(connection));
            }
            try (DatabaseClient client = R2dbcClient.mysql(address)) {
                requireSum("R2DBC", client.streaming());
            }
            try (DatabaseClient client = new VertxClient(address)) {
                requireSum("Vert.x", client.streaming());
            }
        }
    }

    private static void write(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE numbers (k BIGINT NOT NULL, v VARCHAR(100)) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k)");
        }
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO numbers VALUES (?, ?)")) {
            for (int row = 1; row <= ROW_COUNT; row++) {
                statement.setLong(1, row);
                statement.setString(2, "row " + row + " with a text that makes all rows together larger than the heap");
                statement.addBatch();
                if (row % BATCH_SIZE == 0) {
                    statement.executeBatch();
                }
            }
        }
    }

    private static void requireSum(String client, long sum) {
        if (sum != (long) ROW_COUNT * (ROW_COUNT + 1) / 2) {
            throw new IllegalStateException(client + " has read other rows: their sum is " + sum);
        }
        System.out.println("read by " + client);
    }
}

package dev.cairn.clients;

import com.mysql.cj.jdbc.Driver;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An embedded server with the tables of the matrix, which clients reach through a relay, and a connection of its own,
 * which reads what clients have written.
 */
final class ObservedServer implements AutoCloseable {
    /** The database of all clients. */
    static final String DATABASE = "clients";

    /** The number of rows of the table {@code numbers}. */
    static final int NUMBER_COUNT = 100_000;

    /** Selects all columns as texts of the server, because Connector/J would render some types in another way. */
    private static final String TEXT_SELECT_LIST = Sample.COLUMNS.stream()
            .map(column -> "CAST(" + column + " AS STRING)")
            .collect(Collectors.joining(", "));

    private final EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database(DATABASE));
    private final Relay relay;
    private final Connection connection;

    private ObservedServer() throws IOException, SQLException {
        relay = new Relay(server.port());
        connection =
                Objects.requireNonNull(new Driver().connect(server.jdbcUrl(DATABASE) + "?user=root", new Properties()));
        execute(Sample.CREATE_TABLE);
        execute(
                "CREATE TABLE numbers (k BIGINT NOT NULL, v VARCHAR(40)) PRIMARY KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1");
        execute(
                "INSERT INTO numbers SELECT generate_series, concat('row ', generate_series) FROM TABLE(generate_series(1, "
                        + NUMBER_COUNT + "))");
    }

    static ObservedServer start() {
        try {
            return new ObservedServer();
        } catch (IOException | SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    ClientAddress address() {
        return new ClientAddress(relay.port(), DATABASE);
    }

    Relay relay() {
        return relay;
    }

    /** Deletes all samples, and empties the log. */
    void clear() throws SQLException {
        execute("TRUNCATE TABLE sample");
        server.log().clear();
    }

    /** Inserts samples as texts, which the server converts. */
    void insert(List<Sample> samples) throws SQLException {
        for (Sample sample : samples) {
            execute(sample.renderInsert());
        }
    }

    /** Returns the samples in the order of their keys, from the texts that the server sends. */
    List<Sample> samples() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT " + TEXT_SELECT_LIST + " FROM sample ORDER BY id")) {
            List<Sample> samples = new ArrayList<>();
            while (result.next()) {
                List<@Nullable String> texts = new ArrayList<>();
                for (int column = 1; column <= Sample.COLUMNS.size(); column++) {
                    texts.add(result.getString(column));
                }
                samples.add(Sample.of(texts));
            }
            return samples;
        }
    }

    /** Returns whether a client has begun a transaction since the log was emptied. */
    boolean hasBegun() {
        return !server.log().findMatching("(?i)\\s*(BEGIN|START TRANSACTION).*").isEmpty();
    }

    /** Returns whether a client has ended a transaction since the log was emptied. */
    boolean hasEnded() {
        return !server.log().findMatching("(?i)\\s*(COMMIT|ROLLBACK).*").isEmpty();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        connection.close();
        relay.close();
        server.close();
    }
}

package dev.cairn.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC driver without a library above it. One of its two connections prepares statements on the server. It sends only
 * queries, because Connector/J would send other statements as texts, and the driver of MariaDB would fail.
 */
public final class JdbcClient implements DatabaseClient {
    private final OtherVersion loader;
    private final Connection connection;
    private final Connection preparingConnection;

    /**
     * Connects with a driver.
     *
     * @param version a part of the version that the driver must have
     */
    JdbcClient(OtherVersion loader, String driverClass, String version, String url) throws Exception {
        this.loader = loader;
        Driver driver = (Driver) loader.loadClass(driverClass).getConstructor().newInstance();
        connection = loader.call(() -> Objects.requireNonNull(driver.connect(url, new Properties())));
        preparingConnection = loader.call(
                () -> Objects.requireNonNull(driver.connect(url + "&useServerPrepStmts=true", new Properties())));
        assertThat(connection.getMetaData().getDriverVersion()).contains(version);
    }

    static JdbcClient mysql(ClientAddress address, String version) throws Exception {
        OtherVersion loader = OtherVersion.of(List.of("mysql-connector-j-" + version + ".jar"), List.of("com.mysql."));
        return new JdbcClient(
                loader, "com.mysql.cj.jdbc.Driver", "mysql-connector-j-" + version + ".", address.url("mysql"));
    }

    static JdbcClient mariadb(ClientAddress address, String version) throws Exception {
        OtherVersion loader =
                OtherVersion.of(List.of("mariadb-java-client-" + version + ".jar"), List.of("org.mariadb.jdbc."));
        return new JdbcClient(
                loader, "org.mariadb.jdbc.Driver", version + ".", address.url("mariadb") + "&sslMode=disable");
    }

    @Override
    public String connect() throws SQLException {
        assertThat(connection.isValid(5)).isTrue();
        return connection.getCatalog();
    }

    @Override
    public List<String> metadata() throws SQLException {
        List<String> names = new ArrayList<>();
        List<Integer> types = new ArrayList<>();
        try (ResultSet columns = connection.getMetaData().getColumns(connection.getCatalog(), null, "sample", "%")) {
            while (columns.next()) {
                names.add(columns.getString("COLUMN_NAME"));
                types.add(columns.getInt("DATA_TYPE"));
            }
        }
        assertThat(types.subList(2, 4)).containsExactly(Types.SMALLINT, Types.BIGINT);
        assertThat(types.subList(5, 10))
                .containsExactly(Types.DECIMAL, Types.DOUBLE, Types.DATE, Types.TIMESTAMP, Types.VARCHAR);
        return names;
    }

    @Override
    public void insert(List<Sample> samples) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(Sample.PARAMETERIZED_INSERT)) {
            for (Sample sample : samples) {
                set(statement, sample.values());
                statement.addBatch();
            }
            assertThat(statement.executeBatch()).hasSize(samples.size());
        }
    }

    private static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            // Connector/J 8 sends the lower half of a BigInteger.
            statement.setObject(i + 1, values[i] instanceof BigInteger large ? new BigDecimal(large) : values[i]);
        }
    }

    @Override
    public List<Sample> query() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM sample ORDER BY id")) {
            List<Sample> samples = new ArrayList<>();
            while (result.next()) {
                samples.add(read(result));
            }
            return samples;
        }
    }

    private static Sample read(ResultSet row) throws SQLException {
        String large = row.getString("large");
        return new Sample(
                row.getInt("id"),
                row.getObject("flag", Boolean.class),
                row.getObject("small", Short.class),
                row.getObject("big", Long.class),
                large == null ? null : new BigInteger(large),
                row.getBigDecimal("price"),
                row.getObject("ratio", Double.class),
                row.getObject("born", LocalDate.class),
                row.getObject("seen", LocalDateTime.class),
                row.getString("word"));
    }

    @Override
    public Sample prepared(Sample sample) throws SQLException {
        try (PreparedStatement statement = preparingConnection.prepareStatement(SELECT_EQUAL_SAMPLE)) {
            set(statement, sample.lookupValues());
            try (ResultSet result = statement.executeQuery()) {
                assertThat(result.next()).isTrue();
                return read(result);
            }
        }
    }

    @Override
    public long streaming() throws SQLException {
        return sum(connection);
    }

    /** Sums up the numbers, with the fetch size with which the driver keeps only a few rows in memory. */
    static long sum(Connection connection) throws SQLException {
        boolean isMysql = connection.getMetaData().getDriverName().startsWith("MySQL");
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(isMysql ? Integer.MIN_VALUE : 500);
            try (ResultSet result = statement.executeQuery(SELECT_NUMBERS)) {
                long sum = 0;
                while (result.next()) {
                    sum += result.getLong(1);
                }
                return sum;
            }
        }
    }

    @Override
    public void transaction(Sample first, Sample second) throws SQLException {
        connection.setAutoCommit(false);
        insert(List.of(first));
        connection.rollback();
        insert(List.of(second));
        connection.commit();
        connection.setAutoCommit(true);
    }

    @Override
    public int error() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(WRONG_QUERY);
            throw new AssertionError("The server accepts " + WRONG_QUERY);
        } catch (SQLException refusal) {
            assertThat(connection.isValid(5)).isTrue();
            return refusal.getErrorCode();
        }
    }

    /** Returns the error number of the server from an exception of a library above the driver. */
    public static int findErrorNumber(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof SQLException)) {
            cause = Objects.requireNonNull(cause.getCause(), () -> "No answer of the server: " + failure);
        }
        return ((SQLException) cause).getErrorCode();
    }

    @Override
    public void close() throws IOException, SQLException {
        connection.close();
        preparingConnection.close();
        loader.close();
    }
}

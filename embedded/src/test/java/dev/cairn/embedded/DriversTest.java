package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.golden.GoldenMessages;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three major versions of Connector/J and two of MariaDB's driver work with the embedded server. One is on the class
 * path; the build puts the others into a folder.
 */
class DriversTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final Path DRIVER_FOLDER = Path.of("target", "drivers");

    @RegisterExtension
    static final EmbeddedStarRocksExtension STARROCKS =
            EmbeddedStarRocksExtension.with(Options.DEFAULT.user("app", "secret"));

    @ParameterizedTest
    @ValueSource(strings = {"8.4.0", "9.7.0", "26"})
    void eachSupportedDriverConnectsAndWorks(String version, FreshDatabase database) throws Exception {
        if (version.equals("26")) {
            useDriver(new com.mysql.cj.jdbc.Driver(), version, database);
            return;
        }
        try (URLClassLoader loader = openLoader("mysql-connector-j-" + version + ".jar")) {
            Class<?> driver = loader.loadClass("com.mysql.cj.jdbc.Driver");
            useDriver((Driver) driver.getConstructor().newInstance(), version, database);
        }
    }

    /**
     * As a frontend does, the server sends all rows to a client that asks for a cursor. Connector/J 8.4 reads them, and
     * later versions overlook them.
     */
    @ParameterizedTest
    @CsvSource({"8.4.0, 3", "9.7.0, 0"})
    void rowsAreSentWithoutACursor(String version, int readRowCount, FreshDatabase database) throws Exception {
        Properties properties = loginProperties();
        properties.setProperty("useCursorFetch", "true");
        properties.setProperty("defaultFetchSize", "2");
        try (URLClassLoader loader = openLoader("mysql-connector-j-" + version + ".jar")) {
            Class<?> driverClass = loader.loadClass("com.mysql.cj.jdbc.Driver");
            Driver driver = (Driver) driverClass.getConstructor().newInstance();
            try (Connection connection = driver.connect(database.jdbcUrl(), properties);
                    Statement statement = connection.createStatement()) {
                String sql = "SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3";
                assertThat(countRows(statement, sql)).isEqualTo(readRowCount);
                statement.setFetchSize(0);
                assertThat(countRows(statement, sql)).isEqualTo(3);
            }
        }
    }

    private static int countRows(Statement statement, String sql) throws SQLException {
        try (ResultSet resultSet = statement.executeQuery(sql)) {
            int rowCount = 0;
            while (resultSet.next()) {
                rowCount++;
            }
            return rowCount;
        }
    }

    /** By default, MariaDB's driver requires TLS from version 4.0 on. */
    @ParameterizedTest
    @ValueSource(strings = {"3.5.11", "4.0.0"})
    void eachDriverOfMariaDbConnectsAndWorks(String version, FreshDatabase database) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader loaderBefore = thread.getContextClassLoader();
        try (URLClassLoader loader = openLoader("mariadb-java-client-" + version + ".jar")) {
            thread.setContextClassLoader(loader);
            try (Connection connection = new ClientDrivers().connect(database.jdbcUrl(), false, loginProperties())) {
                assertThat(connection.getMetaData().getDriverVersion()).isEqualTo(version);
                useDriver(connection, database);
            }
        } finally {
            thread.setContextClassLoader(loaderBefore);
        }
    }

    private static URLClassLoader openLoader(String fileName) throws MalformedURLException {
        Path jar = DRIVER_FOLDER.resolve(fileName);
        assumeTrue(Files.exists(jar), () -> jar + " is missing: Maven, which copies it, has not run here");
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    private static Properties loginProperties() {
        Properties properties = new Properties();
        properties.setProperty("user", "app");
        properties.setProperty("password", "secret");
        properties.setProperty("useServerPrepStmts", "true");
        return properties;
    }

    private static void useDriver(Driver driver, String version, FreshDatabase database) throws SQLException {
        try (Connection connection = driver.connect(database.jdbcUrl(), loginProperties())) {
            assertThat(connection.getMetaData().getDriverVersion()).contains("mysql-connector-j-" + version);
            useDriver(connection, database);
            // The query of the driver qualifies a column of JOIN … USING, which frontends refuse from 4.0 on.
            assertThatThrownBy(() -> connection.getMetaData().getImportedKeys(database.name(), null, "a"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("cannot be resolved");
        }
    }

    private static void useDriver(Connection connection, FreshDatabase database) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE a (k INT, v VARCHAR(10)) DISTRIBUTED BY HASH(k) BUCKETS 2");
            try (ResultSet resultSet = statement.executeQuery("SHOW CREATE TABLE a")) {
                assertThat(resultSet.next()).isTrue();
                assertThat(resultSet.getString("Create Table")).startsWith("CREATE TABLE `a` (\n  `k` int(11)");
            }
            assertThatThrownBy(() -> statement.execute("CREATE TABLE a (k INT) DISTRIBUTED BY HASH(k)"))
                    .isInstanceOf(SQLException.class)
                    .satisfies(MESSAGES::match);
            try (PreparedStatement prepared = connection.prepareStatement("SELECT ?")) {
                prepared.setString(1, "你好");
                try (ResultSet resultSet = prepared.executeQuery()) {
                    assertThat(resultSet.next()).isTrue();
                    assertThat(resultSet.getString(1)).isEqualTo("你好");
                }
            }
            try (ResultSet tables = connection.getMetaData().getTables(database.name(), null, "%", null)) {
                assertThat(tables.next()).isTrue();
                assertThat(tables.getString("TABLE_NAME")).isEqualTo("a");
            }
            try (ResultSet columns = connection.getMetaData().getColumns(database.name(), null, "a", "%")) {
                assertThat(columns.next()).isTrue();
                assertThat(List.of(columns.getString("COLUMN_NAME"), columns.getInt("DATA_TYPE")))
                        .containsExactly("k", java.sql.Types.INTEGER);
            }
            assertThat(connection.isValid(5)).isTrue();
            assertThatThrownBy(() -> connection.getMetaData().getProcedureColumns(database.name(), null, "%", "%"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Unknown table 'INFORMATION_SCHEMA.PARAMETERS'");
        }
    }
}

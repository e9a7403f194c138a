package dev.cairn.embedded;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Opens connections of {@code root} to a database, with whichever suitable driver is on the class path. */
record RootDataSource(EmbeddedStarRocks server, String database, String password) implements DataSource {
    private static final String MYSQL = "jdbc:mysql:";
    private static final List<String> PREFIXES = List.of(MYSQL, "jdbc:mariadb:");

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection("root", password);
    }

    @Override
    public Connection getConnection(String user, String userPassword) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", userPassword);
        for (String prefix : PREFIXES) {
            String url = prefix + server.jdbcUrl(database).substring(MYSQL.length());
            for (Driver driver : DriverManager.drivers().toList()) {
                Connection connection = driver.acceptsURL(url) ? driver.connect(url, properties) : null;
                if (connection != null) {
                    return connection;
                }
            }
        }
        throw new SQLException("No JDBC driver on the class path accepts " + server.jdbcUrl(database)
                + ". Add com.mysql:mysql-connector-j or org.mariadb.jdbc:mariadb-java-client");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("The server logs the statements");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("The server is in this JVM");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("The server logs the statements");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (!type.isInstance(this)) {
            throw new SQLException("This data source wraps no other object");
        }
        return type.cast(this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public String toString() {
        return server.jdbcUrl(database);
    }
}

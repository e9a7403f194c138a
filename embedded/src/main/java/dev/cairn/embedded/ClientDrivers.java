package dev.cairn.embedded;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Connects with a MySQL or MariaDB driver on the class path. It asks {@link DriverManager} only if no other driver
 * accepts the URL: DriverManager initializes all drivers, and DuckDB's driver registers an event with the flight
 * recorder, which takes longer than the login.
 */
final class ClientDrivers {
    private static final String MYSQL_URL_PREFIX = "jdbc:mysql:";
    private static final String MARIADB_URL_PREFIX = "jdbc:mariadb:";
    private static final String DUCKDB_PACKAGE_PREFIX = "org.duckdb.";

    private static final System.Logger LOG = System.getLogger(ClientDrivers.class.getName());

    private @Nullable List<Driver> serviceDrivers;

    /**
     * Opens a connection, which is encrypted if the server offers TLS.
     *
     * @param url a URL of Connector/J
     * @throws SQLException if no driver accepts the URL, or the login fails
     */
    Connection connect(String url, boolean offersTls, Properties properties) throws SQLException {
        // By default, MariaDB's driver requires TLS since version 4.0; older versions do not use it.
        Properties mariaDbProperties = new Properties();
        mariaDbProperties.putAll(properties);
        mariaDbProperties.setProperty("sslMode", offersTls ? "trust" : "disable");
        List<DriverLogin> logins = List.of(
                new DriverLogin(url, properties),
                new DriverLogin(MARIADB_URL_PREFIX + url.substring(MYSQL_URL_PREFIX.length()), mariaDbProperties));
        Connection connection = tryConnect(serviceDrivers(), logins);
        if (connection == null) {
            connection = tryConnect(DriverManager.drivers().toList(), logins);
        }
        if (connection == null) {
            throw new SQLException("No JDBC driver on the class path accepts " + url
                    + ". Add com.mysql:mysql-connector-j or org.mariadb.jdbc:mariadb-java-client");
        }
        return connection;
    }

    /** A URL in the form of one driver, and the properties for it. */
    private record DriverLogin(String url, Properties properties) {}

    /** Connects with the first driver that accepts a login; null if none does. */
    private static @Nullable Connection tryConnect(List<Driver> drivers, List<DriverLogin> logins) throws SQLException {
        for (DriverLogin login : logins) {
            for (Driver driver : drivers) {
                Connection connection =
                        driver.acceptsURL(login.url) ? driver.connect(login.url, login.properties) : null;
                if (connection != null) {
                    return connection;
                }
            }
        }
        return null;
    }

    /** Returns the drivers that services provide, except DuckDB's; they are loaded at the first call. */
    private synchronized List<Driver> serviceDrivers() {
        if (serviceDrivers == null) {
            serviceDrivers = loadServiceDrivers();
        }
        return serviceDrivers;
    }

    private static List<Driver> loadServiceDrivers() {
        try {
            return ServiceLoader.load(Driver.class).stream()
                    .filter(provider -> !provider.type().getName().startsWith(DUCKDB_PACKAGE_PREFIX))
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError failure) {
            LOG.log(Level.DEBUG, "A JDBC driver can't be loaded", failure);
            return List.of(); // DriverManager still knows the drivers that can be loaded
        }
    }
}

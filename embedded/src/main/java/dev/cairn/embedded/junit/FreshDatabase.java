package dev.cairn.embedded.junit;

import dev.cairn.embedded.EmbeddedStarRocks;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A database that is created for a single test and dropped after it.
 *
 * @param server the server of the database
 * @param name the name of the database
 * @param jdbcUrl the JDBC URL with this database as the default database; the user {@code root} has no password by
 *     default
 */
public record FreshDatabase(EmbeddedStarRocks server, String name, String jdbcUrl) {
    /**
     * Returns a data source that opens connections of {@code root} to this database, for the application under test. It
     * requires a MySQL or MariaDB driver on the class path.
     */
    public DataSource dataSource() {
        return server.dataSource(name);
    }

    /**
     * Opens a connection of {@code root} to this database, which the test closes.
     *
     * @throws SQLException if no driver is on the class path, or a fault of the test prevents the login
     */
    public Connection connection() throws SQLException {
        return dataSource().getConnection();
    }
}

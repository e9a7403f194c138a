package dev.cairn.spring;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;

/**
 * The product of a database, as determined from a connection.
 *
 * @param name the name that the driver reports
 * @param isStarRocks whether the server has answered as only StarRocks does
 */
record DatabaseProduct(String name, boolean isStarRocks) {
    /**
     * Determines the product; empty if the connection fails. The name that a driver reports does not tell StarRocks
     * from MySQL and MariaDB, so a statement is sent for these names.
     */
    static Optional<DatabaseProduct> of(Connection connection) {
        try {
            String name = connection.getMetaData().getDatabaseProductName();
            boolean mayBeStarRocks = name.toLowerCase(Locale.ROOT).matches("mysql|mariadb|starrocks");
            return Optional.of(new DatabaseProduct(name, mayBeStarRocks && hasVersionFunction(connection)));
        } catch (SQLException ignored) {
            return Optional.empty(); // the next statement reports the error
        }
    }

    /** Calls a function that MySQL and MariaDB do not have. */
    private static boolean hasVersionFunction(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT current_version()");
            return true;
        } catch (SQLException ignored) {
            return false;
        }
    }
}

package dev.cairn.sample;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * A database that the sample creates, and drops at the end with the roles and the resource group of the shop. The
 * sample never changes other databases.
 */
record SampleDatabase(Login login, String name) implements AutoCloseable {
    private static final List<String> ROLE_NAMES = List.of("cairn_sample_analyst", "cairn_sample_office");

    /**
     * Creates the database. Drops a database that an earlier run has left, and in any case the roles and the resource
     * group of the shop.
     *
     * @throws IllegalStateException if a database with this name exists, and the sample has not created it
     */
    static SampleDatabase create(Login login, String name) throws SQLException {
        SampleDatabase database = new SampleDatabase(login, name);
        try (Connection connection = login.createDataSource("").getConnection();
                Statement statement = connection.createStatement()) {
            if (database.exists(statement) && !database.isOwnedBySample(statement)) {
                throw new IllegalStateException("A database " + name + " already exists on " + login.serverAddress()
                        + ", and the sample has not created it. Nothing was changed.");
            }
            database.drop(statement);
            statement.execute("CREATE DATABASE " + name);
        }
        return database;
    }

    DataSource createDataSource() {
        return login.createDataSource(name);
    }

    private boolean exists(Statement statement) throws SQLException {
        try (ResultSet databases = statement.executeQuery("SHOW DATABASES LIKE '" + name + "'")) {
            return databases.next();
        }
    }

    /** Returns whether the database is empty, or contains the ledger of the shop. */
    private boolean isOwnedBySample(Statement statement) throws SQLException {
        boolean isEmpty = true;
        try (ResultSet tables = statement.executeQuery("SHOW TABLES FROM " + name)) {
            while (tables.next()) {
                if (tables.getString(1).startsWith("__cairn_shop_")) {
                    return true;
                }
                isEmpty = false;
            }
        }
        return isEmpty;
    }

    private void drop(Statement statement) throws SQLException {
        statement.execute("DROP DATABASE IF EXISTS " + name + " FORCE");
        statement.execute("DROP RESOURCE GROUP IF EXISTS cairn_sample_analysts");
        for (String roleName : ROLE_NAMES) {
            statement.execute("DROP ROLE IF EXISTS " + roleName);
        }
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = login.createDataSource("").getConnection();
                Statement statement = connection.createStatement()) {
            drop(statement);
        }
    }
}

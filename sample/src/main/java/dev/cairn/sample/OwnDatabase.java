package dev.cairn.sample;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A database that the sample makes for itself, and drops in the end. One that somebody else made is never touched. */
record OwnDatabase(Login login, String name) implements AutoCloseable {
    /**
     * Makes it, in place of one that an earlier run was not able to drop.
     *
     * @throws IllegalStateException if there is one of this name, and it is not the sample's
     */
    static OwnDatabase create(Login login, String name) throws SQLException {
        OwnDatabase database = new OwnDatabase(login, name);
        try (Connection connection = login.dataSource("").getConnection();
                Statement statement = connection.createStatement()) {
            if (database.exists(statement) && !database.isOwn(statement)) {
                throw new IllegalStateException("There is a database " + name + " on " + login.server()
                        + " already, and it is not of this sample: nothing was changed.");
            }
            database.drop(statement);
            statement.execute("CREATE DATABASE " + name);
        }
        return database;
    }

    DataSource dataSource() {
        return login.dataSource(name);
    }

    private boolean exists(Statement statement) throws SQLException {
        try (ResultSet databases = statement.executeQuery("SHOW DATABASES LIKE '" + name + "'")) {
            return databases.next();
        }
    }

    /** Empty, or with the ledger of the shop. */
    private boolean isOwn(Statement statement) throws SQLException {
        boolean empty = true;
        try (ResultSet tables = statement.executeQuery("SHOW TABLES FROM " + name)) {
            while (tables.next()) {
                if (tables.getString(1).startsWith("__cairn_shop_")) {
                    return true;
                }
                empty = false;
            }
        }
        return empty;
    }

    private void drop(Statement statement) throws SQLException {
        statement.execute("DROP DATABASE IF EXISTS " + name + " FORCE");
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = login.dataSource("").getConnection();
                Statement statement = connection.createStatement()) {
            drop(statement);
        }
    }
}

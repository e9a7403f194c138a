package dev.cairn.integration.server;

import dev.cairn.data.Database;
import dev.cairn.data.StreamLoad;
import dev.cairn.schema.TableDescriptor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database of one test, on one of the servers. It is dropped after the test.
 *
 * <pre>{@code
 * @DdlTests
 * class UpgradeTest {
 *     @Test
 *     void fromNothing(FreshDatabase database) {
 *         Migrator.of(ShopSchema.SCHEMA, database.dataSource()).upgrade();
 *     }
 * }
 * }</pre>
 */
public final class FreshDatabase implements AutoCloseable {
    private static final String LEDGER_PREFIX = "__cairn_";

    private final Endpoint endpoint;
    private final String name;
    private final Server server;

    private FreshDatabase(Server server, String name) {
        this.server = server;
        this.endpoint = server.endpoint();
        this.name = name;
    }

    /** Creates a database. Fails if one with this name exists, because it would be dropped after the test. */
    static FreshDatabase create(Server server, String name) {
        FreshDatabase database = new FreshDatabase(server, name);
        database.executeOutside("CREATE DATABASE " + name);
        return database;
    }

    public String name() {
        return name;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** Returns the URL for a migrator, with the user and the password. */
    public String url() {
        return endpoint.url(name);
    }

    public DataSource dataSource() {
        return endpoint.dataSource(name);
    }

    /** Returns a load into a table of this database. */
    public <R> StreamLoad<R> load(TableDescriptor<R> table) {
        return server.withReachableNodes(
                Database.of(dataSource()).load(table).credentials(endpoint.user(), endpoint.password()));
    }

    /** Opens a connection to this database. */
    public Connection connect() throws SQLException {
        return dataSource().getConnection();
    }

    public void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns the rows of a query or a SHOW, each value as text. */
    public List<List<@Nullable String>> rows(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            int columns = answer.getMetaData().getColumnCount();
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (answer.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(answer.getString(column));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** Returns the definitions of the tables, views and materialized views, without those of a ledger. */
    public Map<String, String> objects() throws SQLException {
        Map<String, String> objects = new TreeMap<>();
        for (List<@Nullable String> row : rows("SHOW TABLES")) {
            String object = String.valueOf(row.get(0));
            if (!object.startsWith(LEDGER_PREFIX)) {
                objects.put(object, definition(object));
            }
        }
        return objects;
    }

    /**
     * Returns the result of SHOW CREATE TABLE, without the name of the database, which servers up to 3.5 write into
     * views.
     */
    public String definition(String object) throws SQLException {
        String shown =
                String.valueOf(rows("SHOW CREATE TABLE `" + object + "`").get(0).get(1));
        return shown.replace(name, "database");
    }

    /** Creates another database on the same server, which the test closes. */
    public FreshDatabase sibling(String suffix) {
        return create(server, name + "_" + suffix);
    }

    private void executeOutside(String sql) {
        try (Connection connection = endpoint.dataSource("").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql + " on " + endpoint.host() + ":" + endpoint.port(), failure);
        }
    }

    @Override
    public void close() {
        executeOutside("DROP DATABASE " + name + " FORCE");
    }

    @Override
    public String toString() {
        return name;
    }
}

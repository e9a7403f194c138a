package dev.cairn.data;

import dev.cairn.schema.Condition;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.MaterializedViewDescriptor;
import dev.cairn.schema.PrimaryKeyTableDescriptor;
import dev.cairn.schema.Row;
import dev.cairn.schema.SnapshotTableDescriptor;
import dev.cairn.schema.TableDescriptor;
import dev.cairn.server.Ticker;
import dev.cairn.server.link.ConnectionOptions;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The tables and views of a database, by their descriptors.
 *
 * <pre>{@code
 * Database db = Database.of(dataSource);
 * db.insert(ORDER, orders);
 * List<Order> big = db.from(ORDER).where(ORDER.amount.gt(100)).orderBy(ORDER.day.desc()).limit(10).list();
 * List<String> cities = db.query("SELECT city FROM orders GROUP BY city", row -> row.at(0, TEXT));
 * }</pre>
 *
 * <p>Values are always bound, never written into a statement. What the server refuses is a {@link
 * FailedStatementException}; a value that can't be sent, or read, is an exception that names its column and row.
 *
 * <p>Of a data source, each call takes a connection and gives it back, and several threads may call at once.
 */
public final class Database {
    private final Connections connections;
    private final ConnectionOptions options;

    private Database(Connections connections, ConnectionOptions options) {
        this.connections = connections;
        this.options = options;
    }

    /** Each call has a connection of its own. */
    public static Database of(DataSource source) {
        return new Database(new Connections.Pooled(source), ConnectionOptions.DEFAULT);
    }

    /** All calls have this connection; it stays open, and whatever is set on it stays as it is. */
    public static Database of(Connection connection) {
        return new Database(new Connections.Given(connection), ConnectionOptions.DEFAULT);
    }

    /**
     * The same database with other limits for what is waited for: refreshes, and what a load asks for beside its rows. A statement that is
     * sent on a connection has the network timeout of that connection.
     */
    public Database with(ConnectionOptions newOptions) {
        return new Database(connections, newOptions);
    }

    /** Inserts one row. For many, give them all at once: each INSERT is a load of its own to the server. */
    public <R> long insert(TableDescriptor<R> table, R row) {
        return into(table).insert(List.of(row));
    }

    /**
     * Inserts rows, with one INSERT for each few thousand of them. A table that merges rows, or replaces them, does so.
     *
     * @return how many rows were sent
     * @throws UnwritableValueException for a value that the column can't hold; it is not sent
     * @throws IncompleteInsertException if one of several statements failed
     */
    public <R> long insert(TableDescriptor<R> table, Iterable<? extends R> rows) {
        return into(table).insert(rows);
    }

    /** Inserts rows as they come; the stream is not closed. */
    public <R> long insert(TableDescriptor<R> table, Stream<? extends R> rows) {
        return into(table).insert(rows);
    }

    /** An insertion of which is said what it leaves out. */
    public <R> Insertion<R> into(TableDescriptor<R> table) {
        return new Insertion<>(connections, table);
    }

    /** Sets all columns of the row that has the same primary key. */
    public <R> long update(PrimaryKeyTableDescriptor<R> table, R row) {
        return update(table, List.of(row));
    }

    /**
     * Sets all columns of the rows that have the same primary keys, with one UPDATE for each. To insert rows replaces those
     * with the same keys too, and is the faster way for many.
     *
     * @return how many rows there were
     */
    public <R> long update(PrimaryKeyTableDescriptor<R> table, Iterable<? extends R> rows) {
        return new KeyedChange<>(connections, table).update(rows);
    }

    /** Deletes the row that has the same primary key. */
    public <R> long delete(PrimaryKeyTableDescriptor<R> table, R row) {
        return delete(table, List.of(row));
    }

    /**
     * Deletes the rows that have the same primary keys.
     *
     * @return how many rows there were
     */
    public <R> long delete(PrimaryKeyTableDescriptor<R> table, Iterable<? extends R> rows) {
        return new KeyedChange<>(connections, table).delete(rows);
    }

    /** Deletes the rows that meet a condition. */
    public <R> long delete(PrimaryKeyTableDescriptor<R> table, Condition<R> condition) {
        return new KeyedChange<>(connections, table).delete(condition);
    }

    /** The rows of a table or a view. */
    public <R> Selection<R> from(Descriptor<R> rows) {
        return new Selection<>(connections, rows);
    }

    /**
     * What a query gives, each row made into a value.
     *
     * @param sql with a {@code ?} for each parameter
     * @param reader reads by position, the first is 0
     * @param parameters of the classes that JDBC binds
     */
    public <T extends @Nullable Object> List<T> query(
            String sql, Function<? super Row, ? extends T> reader, @Nullable Object... parameters) {
        return new Reading(connections, bound(sql, parameters), ColumnNaming.LABELS).list(reader);
    }

    /**
     * The same, without holding all rows at once. The connection is in use until the stream is closed, or read to its end.
     */
    public <T extends @Nullable Object> Stream<T> stream(
            String sql, Function<? super Row, ? extends T> reader, @Nullable Object... parameters) {
        return new Reading(connections, bound(sql, parameters), ColumnNaming.LABELS).stream(reader);
    }

    /**
     * Any statement. Rows that it gives are passed over.
     *
     * @return how many rows it changed, as the server counts them
     */
    public long execute(String sql, @Nullable Object... parameters) {
        return connections.use(bound(sql, parameters)::execute);
    }

    /**
     * The refresh of a materialized view, about to begin.
     *
     * @throws IllegalStateException if this is the database of one connection, and not of a data source
     */
    public MaterializedViewRefresh refresh(MaterializedViewDescriptor<?> view) {
        return MaterializedViewRefresh.of(calls(), view);
    }

    /**
     * The refresh of a snapshot table, about to begin.
     *
     * @throws IllegalStateException if this is the database of one connection, and not of a data source
     */
    public SnapshotTableRefresh refresh(SnapshotTableDescriptor<?> table) {
        return SnapshotTableRefresh.of(calls(), table);
    }

    /**
     * A bulk load by HTTP, about to begin: for many thousands of rows.
     *
     * @throws IllegalStateException if this is the database of one connection, and not of a data source
     */
    public <R> StreamLoad<R> load(TableDescriptor<R> table) {
        return new StreamLoad<>(calls(), table, () -> "cairn_" + UUID.randomUUID());
    }

    private Calls calls() {
        return new Calls(connections.source(), Ticker.system(), options);
    }

    /** What plain JDBC gives. A connection of the data source is given back afterwards. */
    public <T extends @Nullable Object> T connected(ConnectionUse<T> use) {
        return connections.use(use);
    }

    private static BoundStatement bound(String sql, @Nullable Object[] parameters) {
        return new BoundStatement(sql, Arrays.asList(parameters));
    }
}

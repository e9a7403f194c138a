package dev.cairn.data;

import dev.cairn.data.CallObserver.Call.Kind;
import dev.cairn.data.CallObservers.ObservedCall;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.internal.polling.ServerPoller;
import dev.cairn.schema.Condition;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.MaterializedViewDescriptor;
import dev.cairn.schema.PrimaryKeyTableDescriptor;
import dev.cairn.schema.Row;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.schema.SnapshotTableDescriptor;
import dev.cairn.schema.TableDescriptor;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the tables and views of a database by their descriptors.
 *
 * <pre>{@code
 * Database db = Database.of(dataSource);
 * db.insert(ORDER, orders);
 * List<Order> largeOrders = db.from(ORDER).where(ORDER.amount.gt(100)).orderBy(ORDER.day.desc()).limit(10).list();
 * List<String> cities = db.query("SELECT city FROM orders GROUP BY city", row -> row.at(0, TEXT));
 * }</pre>
 *
 * <p>Values are always bound as parameters, never written into the text of a statement. A method throws
 * {@link FailedStatementException} if the server refuses a statement or the connection breaks, and
 * {@link ValueConversionException} for a value that can't be sent or read, whose message names the column and the row.
 *
 * <p>A {@code Database} is immutable: each method that sets an option returns a copy. With a data source, each call
 * takes a connection and returns it afterwards, so several threads may use one {@code Database} concurrently.
 */
public final class Database {
    private final ConnectionSource connectionSource;
    private final OptionValues options;
    private final boolean sendsMethodComments;
    private final CallObservers observers;
    private final UnaryOperator<URI> loadAddressTranslation;
    private final List<SchemaDescriptor> schemas;

    private Database(ConnectionSource connectionSource) {
        this(connectionSource, OptionValues.DEFAULTS, true, CallObservers.NONE, UnaryOperator.identity(), List.of());
    }

    private Database(
            ConnectionSource connectionSource,
            OptionValues options,
            boolean sendsMethodComments,
            CallObservers observers,
            UnaryOperator<URI> loadAddressTranslation,
            List<SchemaDescriptor> schemas) {
        this.connectionSource = connectionSource;
        this.options = options;
        this.sendsMethodComments = sendsMethodComments;
        this.observers = observers;
        this.loadAddressTranslation = loadAddressTranslation;
        this.schemas = schemas;
    }

    private Database withOptions(OptionValues newOptions) {
        return new Database(
                connectionSource, newOptions, sendsMethodComments, observers, loadAddressTranslation, schemas);
    }

    /** Creates a {@code Database} that takes a connection from the data source for each call. */
    public static Database of(DataSource dataSource) {
        return new Database(new ConnectionSource.DataSourceConnections(dataSource));
    }

    /**
     * Creates a {@code Database} that uses this connection for all calls. The connection stays open, and its settings
     * are not changed. Refreshes and bulk loads need a data source and are not available.
     */
    public static Database of(Connection connection) {
        return new Database(new ConnectionSource.SingleConnection(connection));
    }

    /**
     * Returns a copy with another timeout for the queries that ask for the state of refreshes and loads. When it
     * expires, the connection is considered lost, and the query is sent again. Default: two minutes. Other statements
     * have the network timeout of their connection.
     *
     * @throws IllegalArgumentException if the timeout is shorter than 1 ms
     */
    public Database readTimeout(Duration timeout) {
        return withOptions(options.withValue(MigratorOption.READ_TIMEOUT, timeout));
    }

    /**
     * Returns a copy with another timeout for opening a connection for refreshes and loads, including its login.
     * Default: one minute.
     *
     * @throws IllegalArgumentException if the timeout is shorter than 1 ms
     */
    public Database connectTimeout(Duration timeout) {
        return withOptions(options.withValue(MigratorOption.CONNECT_TIMEOUT, timeout));
    }

    /**
     * Returns a copy with another time limit for retries of refreshes and of the queries of loads, after the server
     * rejects a request for a transient reason. Default: five minutes.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public Database retry(Duration timeLimit) {
        return withOptions(options.withValue(MigratorOption.RETRY, timeLimit));
    }

    /**
     * Returns a copy that sends, or does not send, the name of the method, such as {@code Sales.perCity}, in a comment
     * before each statement of an interface with {@code @Queries}. The log {@code dev.cairn.sql} and the audit log of
     * the server then show where a statement comes from. Default: the comments are sent.
     */
    public Database methodComments(boolean areSent) {
        return new Database(connectionSource, options, areSent, observers, loadAddressTranslation, schemas);
    }

    /**
     * Returns a copy that also notifies this observer of each call. Calls of {@link #useConnection} are not observed.
     * Default: no observer.
     */
    public Database observer(CallObserver addedObserver) {
        return new Database(
                connectionSource,
                options,
                sendsMethodComments,
                observers.withObserver(addedObserver),
                loadAddressTranslation,
                schemas);
    }

    /**
     * Returns a copy whose bulk loads translate the addresses of the server into addresses that this client can reach,
     * for example if the server runs in a container; see {@link StreamLoad#addressTranslation}. Default: the addresses
     * are used unchanged.
     */
    public Database addressTranslation(UnaryOperator<URI> translation) {
        return new Database(connectionSource, options, sendsMethodComments, observers, translation, schemas);
    }

    /**
     * Returns a copy that also knows the targets of this schema. If a snapshot table of the schema has a query for each
     * target, its refresh uses the query of the connected server. Default: no schema.
     */
    public Database schema(SchemaDescriptor addedSchema) {
        List<SchemaDescriptor> allSchemas = new ArrayList<>(schemas);
        allSchemas.add(addedSchema);
        return new Database(
                connectionSource,
                options,
                sendsMethodComments,
                observers,
                loadAddressTranslation,
                List.copyOf(allSchemas));
    }

    boolean sendsMethodComments() {
        return sendsMethodComments;
    }

    ConnectionSource connectionSource() {
        return connectionSource;
    }

    CallObservers observers() {
        return observers;
    }

    /**
     * Makes a call that returns the number of rows that it has changed, and notifies the observers of its beginning and
     * its end.
     *
     * @param method the method of an interface with {@code @Queries}; null for any other call
     * @param target the table or view of the call; null if the call has SQL of the application
     * @throws FailedStatementException if the use of the connection causes an {@link java.sql.SQLException}
     */
    long runObserved(Kind kind, @Nullable String method, @Nullable Descriptor<?> target, ConnectionUse<Long> use) {
        ObservedCall call = observers.begin(kind, method, target);
        long changedRowCount;
        try {
            changedRowCount = connectionSource.use(use);
        } catch (RuntimeException | Error failure) {
            call.failed(failure);
            throw failure;
        }
        call.succeeded(changedRowCount);
        return changedRowCount;
    }

    /**
     * Inserts one row. To insert many rows, pass them in one call: for the server, each INSERT is a separate load.
     *
     * @return the number of rows sent, which is 1
     * @throws ValueConversionException if a value does not fit its column; nothing is sent
     */
    public <R> long insert(TableDescriptor<R> table, R row) {
        return into(table).insert(List.of(row));
    }

    /**
     * Inserts rows, with one INSERT statement for every few thousand rows. The server merges or replaces rows with
     * equal keys as the type of the table requires.
     *
     * @return the number of rows sent
     * @throws NullPointerException if a row is null. The statement with this row is not sent; rows of preceding
     *     statements are in the table
     * @throws ValueConversionException if a value does not fit its column. The statement with this row is not sent;
     *     rows of preceding statements are in the table
     * @throws IncompleteInsertException if a statement fails after preceding ones succeeded
     * @throws FailedStatementException if the first statement fails
     */
    public <R> long insert(TableDescriptor<R> table, Iterable<? extends R> rows) {
        return into(table).insert(rows);
    }

    /**
     * Inserts the rows of a stream as the stream supplies them; the stream is not closed. Otherwise, this is
     * {@link #insert(TableDescriptor, Iterable)}.
     */
    public <R> long insert(TableDescriptor<R> table, Stream<? extends R> rows) {
        return into(table).insert(rows);
    }

    /**
     * Returns an insertion that can omit columns. Nothing is sent until one of its {@code insert} methods is called.
     */
    public <R> Insertion<R> into(TableDescriptor<R> table) {
        return new Insertion<>(this, table);
    }

    /**
     * Updates all columns of the row with the same primary key. A row whose key does not exist is not inserted.
     *
     * @return the number of rows updated, as the server counts them
     * @throws ValueConversionException if a value does not fit its column; nothing is sent
     */
    public <R> long update(PrimaryKeyTableDescriptor<R> table, R row) {
        return update(table, List.of(row));
    }

    /**
     * Updates all columns of the rows with the same primary keys, with one UPDATE statement for each row. A row whose
     * key does not exist is not inserted. Inserting rows also replaces rows with the same keys, and is faster for many
     * rows. If all columns of the table belong to the key, this is a no-op.
     *
     * @return the number of rows updated, as the server counts them
     * @throws NullPointerException if a row is null; the rows before it have been updated
     * @throws ValueConversionException if a value does not fit its column; the rows before it have been updated
     * @throws FailedStatementException if a statement fails; the rows before it have been updated
     */
    public <R> long update(PrimaryKeyTableDescriptor<R> table, Iterable<? extends R> rows) {
        return new KeyedRowWriter<>(this, table).update(rows);
    }

    /**
     * Deletes the row with the same primary key.
     *
     * @return the number of rows deleted, as the server counts them
     */
    public <R> long delete(PrimaryKeyTableDescriptor<R> table, R row) {
        return delete(table, List.of(row));
    }

    /**
     * Deletes the rows with the same primary keys, with one DELETE statement for every few hundred rows.
     *
     * @return the number of rows deleted, as the server counts them
     * @throws NullPointerException if a row is null; the rows of preceding statements have been deleted
     * @throws ValueConversionException if a value does not fit its column; the rows of preceding statements have been
     *     deleted
     * @throws FailedStatementException if a statement fails; the rows of preceding statements have been deleted
     */
    public <R> long delete(PrimaryKeyTableDescriptor<R> table, Iterable<? extends R> rows) {
        return new KeyedRowWriter<>(this, table).delete(rows);
    }

    /**
     * Deletes the rows that meet a condition.
     *
     * @return the number of rows deleted, as the server counts them
     */
    public <R> long delete(PrimaryKeyTableDescriptor<R> table, Condition<R> condition) {
        return new KeyedRowWriter<>(this, table).delete(condition);
    }

    /** Returns a selection of all rows of a table or a view. Nothing is sent until its rows are read or counted. */
    public <R> Selection<R> from(Descriptor<R> descriptor) {
        return new Selection<>(this, descriptor);
    }

    /**
     * Runs a query and converts each row into a value.
     *
     * @param sql a query with a {@code ?} for each parameter
     * @param reader converts a row; it reads columns by position, and the first position is 0
     * @param parameters the values, of the classes that {@link #execute} lists
     * @throws IllegalArgumentException if a parameter is of another class; nothing was sent
     * @throws FailedStatementException if the server refuses the statement, or the statement returns no result set
     * @throws ValueConversionException if the type with which the reader reads a value can't represent that value
     */
    public <T extends @Nullable Object> List<T> query(
            String sql, Function<? super Row, ? extends T> reader, @Nullable Object... parameters) {
        return createExecution(sql, ResultColumns.inResultOrder(), parameters).list(reader);
    }

    /**
     * Runs a query and converts each row into the record of a descriptor. The columns of the result and those of the
     * descriptor must have the same names, in any order and in upper or lower case. The query must return a BITMAP or
     * an HLL as the number of its elements: {@code SELECT bitmap_count(users) AS users}. Columns of PERCENTILE and of
     * states of aggregate functions may be omitted; their components are null.
     *
     * <pre>{@code
     * List<Order> latest = db.query("SELECT * FROM orders ORDER BY day DESC LIMIT ?", ORDER, 10);
     * }</pre>
     *
     * @param sql a query with a {@code ?} for each parameter
     * @param descriptor the descriptor of the record; the query need not read its table or view
     * @param parameters the values, of the classes that {@link #execute} lists
     * @throws IllegalArgumentException if the result lacks a column of the descriptor, or has another one, or if a
     *     parameter is of another class
     * @throws FailedStatementException if the server refuses the statement, or the statement returns no result set
     * @throws ValueConversionException if the record can't represent a value
     */
    public <R> List<R> query(String sql, Descriptor<R> descriptor, @Nullable Object... parameters) {
        return createExecution(sql, ResultColumns.forDescriptor(descriptor), parameters)
                .list(descriptor::read);
    }

    /**
     * Runs a query and returns its rows as a stream, without holding all of them in memory. The stream must be closed:
     * it holds a connection until it is closed or read to its end. Parameters and exceptions are those of
     * {@link #query(String, Function, Object...)}; an error in a row is thrown when the row is read.
     */
    public <T extends @Nullable Object> Stream<T> stream(
            String sql, Function<? super Row, ? extends T> reader, @Nullable Object... parameters) {
        return createExecution(sql, ResultColumns.inResultOrder(), parameters).stream(reader);
    }

    /**
     * Runs a query and returns its rows as a stream of the records of a descriptor. The columns and exceptions are
     * those of {@link #query(String, Descriptor, Object...)}, and the stream must be closed.
     */
    public <R> Stream<R> stream(String sql, Descriptor<R> descriptor, @Nullable Object... parameters) {
        return createExecution(sql, ResultColumns.forDescriptor(descriptor), parameters).stream(descriptor::read);
    }

    private QueryExecution createExecution(
            String sql, ResultColumns.ColumnMapping columns, @Nullable Object[] parameters) {
        return new QueryExecution(this, null, null, PositionalParameters.createStatement(sql, parameters), columns);
    }

    /**
     * Runs any statement. If it returns rows, they are ignored.
     *
     * <p>A parameter is null, a {@code Boolean}, {@code Byte}, {@code Short}, {@code Integer}, {@code Long},
     * {@code Float}, {@code Double}, {@code BigDecimal}, {@code BigInteger}, {@code String}, {@code Character},
     * {@code byte[]} (with Connector/J), {@code LocalDate}, {@code LocalDateTime} or {@code LocalTime}, an enum
     * constant, which is sent as its name, or a {@code java.util.Date}, {@code java.sql.Date}, {@code java.sql.Time},
     * {@code java.sql.Timestamp}, {@code Instant}, {@code OffsetDateTime} or {@code ZonedDateTime}, which the driver
     * converts to its time zone. For a list or an array, write a {@code ?} for each element.
     *
     * @param sql a statement with a {@code ?} for each parameter
     * @param parameters the values
     * @return the number of rows changed, as the server counts them; 0 if the statement returns rows
     * @throws IllegalArgumentException if a parameter is of another class; nothing was sent
     * @throws FailedStatementException if the server refuses the statement, or the connection breaks
     */
    public long execute(String sql, @Nullable Object... parameters) {
        return runObserved(Kind.EXECUTE, null, null, PositionalParameters.createStatement(sql, parameters)::execute);
    }

    /**
     * Returns a refresh of a materialized view. Nothing is sent until it is started or awaited.
     *
     * @throws IllegalStateException if this {@code Database} was created with a connection instead of a data source
     */
    public MaterializedViewRefresh refresh(MaterializedViewDescriptor<?> view) {
        return MaterializedViewRefresh.of(createServerPoller(), observers, view);
    }

    /**
     * Returns a refresh of a snapshot table. Nothing is sent until it is awaited.
     *
     * @throws IllegalStateException if this {@code Database} was created with a connection instead of a data source, or
     *     if the table has variants and no {@link #schema} with this table was set
     */
    public SnapshotTableRefresh refresh(SnapshotTableDescriptor<?> table) {
        if (!table.hasVariants()) {
            return SnapshotTableRefresh.of(createServerPoller(), observers, table, null);
        }
        SchemaDescriptor ownerSchema = schemas.stream()
                .filter(schema -> schema.descriptors().contains(table))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(
                                "The query of " + table
                                        + " differs by target: call Database.schema with the schema first, so that the target is known"));
        return SnapshotTableRefresh.of(createServerPoller(), observers, table, ownerSchema);
    }

    /**
     * Returns a bulk load by HTTP, which is meant for many thousands of rows. Nothing is sent until one of its
     * {@code send} methods is called.
     *
     * @throws IllegalStateException if this {@code Database} was created with a connection instead of a data source
     */
    public <R> StreamLoad<R> load(TableDescriptor<R> table) {
        return new StreamLoad<>(createServerPoller(), observers, table, () -> "cairn_" + UUID.randomUUID())
                .addressTranslation(loadAddressTranslation);
    }

    private ServerPoller createServerPoller() {
        return new ServerPoller(connectionSource.dataSource(), Ticker.system(), options);
    }

    /**
     * Runs a function with a plain JDBC connection and returns its result. A connection of a data source is returned to
     * it afterwards.
     *
     * @throws FailedStatementException if the function throws an {@link java.sql.SQLException}
     */
    public <T extends @Nullable Object> T useConnection(ConnectionUse<T> use) {
        return connectionSource.use(use);
    }

    /** A function that uses a JDBC connection and returns a result. */
    @FunctionalInterface
    public interface ConnectionUse<T extends @Nullable Object> {
        /** Uses the connection. The caller releases it; the function must not close it. */
        T with(Connection connection) throws SQLException;
    }
}

package dev.cairn.embedded.rows;

import static java.util.stream.Collectors.joining;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.function.OwnFunctions;
import dev.cairn.embedded.function.OwnFunctions.OwnFunction;
import dev.cairn.embedded.function.OwnFunctions.RefusedValueException;
import dev.cairn.embedded.translate.TranslatedQuery;
import dev.cairn.embedded.words.EmbeddedRule;
import dev.cairn.sql.ast.Span;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/** An in-memory DuckDB database: one connection that changes it, and further connections that read snapshots. */
final class DuckDb implements AutoCloseable {
    /**
     * The memory limit of all statements together. A statement that exceeds it is refused; nothing is written to disk.
     */
    private static final String MEMORY_LIMIT = "2GB";

    /** The maximum size of a result set in characters. The rows of a result set are held on the heap. */
    private static final long LARGEST_ANSWER = Runtime.getRuntime().maxMemory() / 4;

    /** The overhead of a value, which is counted in addition to its characters. */
    private static final int CELL_OVERHEAD = 48;

    /** The table that a snapshot reads first: a DuckDB transaction sees the data as of its first read. */
    private static final String ANCHOR = "cairn_snapshot";

    private static final System.Logger LOG = System.getLogger(DuckDb.class.getName());

    private final Connection connection;
    private final QueryTimer timer = new QueryTimer();
    private boolean within;
    private StatementTimeout timeout = StatementTimeout.NONE;

    private DuckDb(Connection connection) {
        this.connection = connection;
    }

    static DuckDb open() {
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:");
            DuckDb opened = new DuckDb(connection);
            for (OwnFunction function : OwnFunctions.all()) {
                FunctionRegistration.register(function, connection);
            }
            OwnFunctions.macros().forEach(macro -> opened.run("CREATE MACRO " + macro));
            opened.run("SET memory_limit = '" + MEMORY_LIMIT + "'");
            opened.run("SET temp_directory = ''");
            opened.run("CREATE TABLE " + ANCHOR + " (nothing INTEGER)");
            return opened;
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB can't be started", failure);
        }
    }

    /** Creates a stage for incoming rows, which other statements do not wait for. */
    LoadStage stage(String name, int fields) {
        return new LoadStage(connection, name, fields);
    }

    /** Returns a snapshot of the current data, which can be read while other statements change the data. */
    Snapshot snapshot() {
        try {
            return new Snapshot(((DuckDBConnection) connection).duplicate(), timer);
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB gives no further connection", failure);
        }
    }

    /**
     * The timeout of a statement.
     *
     * @param seconds the timeout in seconds; 0 means no limit
     * @param what the kind of statement in the server's error
     * @param variable the session variable that sets the limit
     */
    record StatementTimeout(int seconds, String what, String variable) {
        static final StatementTimeout NONE = new StatementTimeout(0, "", "");

        Refusal exceeded() {
            return Refusal.execution(Span.NONE, EmbeddedRule.TIMEOUT, what, seconds, variable);
        }
    }

    /** The data of the database at one moment, for a single query. */
    static final class Snapshot implements AutoCloseable {
        private final Connection reader;
        private final QueryTimer timer;
        private final Statement statement;
        private volatile boolean cancelled;

        private Snapshot(Connection reader, QueryTimer timer) throws SQLException {
            this.reader = reader;
            this.timer = timer;
            reader.setAutoCommit(false);
            statement = reader.createStatement();
            statement.execute("SELECT 1 FROM " + ANCHOR);
        }

        /**
         * Returns the rows of a query as texts; null stands for NULL.
         *
         * @throws Refusal if the query fails, is cancelled or exceeds its timeout
         */
        List<List<@Nullable String>> rows(TranslatedQuery query, StatementTimeout limit) {
            List<List<@Nullable String>> rows = List.of();
            try {
                rows = cancelled ? rows : DuckDb.rows(statement, query.sql(), query.functions(), timer, limit);
            } catch (Refusal refusal) {
                if (!cancelled) {
                    throw refusal;
                }
            }
            if (cancelled) {
                throw Refusal.execution(Span.NONE, EmbeddedRule.CANCELLED);
            }
            return rows;
        }

        /**
         * Stores the rows of a query in a new table, which other connections see when this returns.
         *
         * @throws Refusal if the query fails, is cancelled or exceeds its timeout
         */
        void store(String table, TranslatedQuery query, StatementTimeout limit) {
            try {
                if (!cancelled) {
                    timer.within(
                            limit, statement, () -> statement.execute("CREATE TABLE " + table + " AS " + query.sql()));
                    reader.commit();
                }
            } catch (SQLException failure) {
                if (!cancelled) {
                    throw refused(failure, query.functions());
                }
            }
            if (cancelled) {
                throw Refusal.execution(Span.NONE, EmbeddedRule.CANCELLED);
            }
        }

        /** Cancels the query. May be called from any thread. */
        void cancel() {
            cancelled = true;
            try {
                statement.cancel();
            } catch (SQLException ended) {
                throw new IllegalStateException("DuckDB can't cancel a query", ended);
            }
        }

        @Override
        public void close() {
            DuckDb.close(reader);
        }
    }

    /** Sets the timeout of each subsequent statement. */
    void timeout(StatementTimeout limit) {
        timeout = limit;
    }

    /** Runs a statement and returns the number of rows that it changed. */
    long run(String sql) {
        try (Statement statement = connection.createStatement()) {
            return timer.within(timeout, statement, () -> statement.execute(sql) ? 0L : statement.getUpdateCount());
        } catch (SQLException failure) {
            throw refused(failure);
        }
    }

    List<List<@Nullable String>> rows(String sql) {
        try (Statement statement = connection.createStatement()) {
            return rows(statement, sql, List.of(), timer, timeout);
        } catch (SQLException failure) {
            throw refused(failure);
        }
    }

    private static List<List<@Nullable String>> rows(
            Statement statement, String sql, Collection<String> functions, QueryTimer timer, StatementTimeout limit) {
        try {
            return timer.within(limit, statement, () -> {
                try (ResultSet result = statement.executeQuery(sql)) {
                    int width = result.getMetaData().getColumnCount();
                    List<List<@Nullable String>> rows = new ArrayList<>();
                    long size = 0;
                    while (result.next()) {
                        @Nullable String[] row = new String[width];
                        for (int i = 0; i < width; i++) {
                            String value = result.getString(i + 1);
                            row[i] = value;
                            size += CELL_OVERHEAD + (value == null ? 0 : value.length());
                        }
                        if (size > LARGEST_ANSWER) {
                            throw Refusal.execution(Span.NONE, EmbeddedRule.ANSWER_TOO_LARGE);
                        }
                        rows.add(Arrays.asList(row));
                    }
                    return rows;
                }
            });
        } catch (SQLException failure) {
            throw refused(failure, functions);
        }
    }

    /** Returns the number that a query selects; 0 if it selects no row or NULL. */
    long number(String sql) {
        List<List<@Nullable String>> rows = rows(sql);
        String number = rows.isEmpty() ? null : rows.get(0).get(0);
        return number == null ? 0 : Long.parseLong(number);
    }

    /** Returns the result of the work and rolls back its changes. */
    <T> T rehearsed(Supplier<T> work) {
        run("BEGIN TRANSACTION");
        within = true;
        try {
            return work.get();
        } finally {
            within = false;
            run("ROLLBACK");
        }
    }

    /** Runs the work in a transaction, which is rolled back if the work fails. */
    <T> T transaction(Supplier<T> work) {
        if (within) {
            return work.get();
        }
        run("BEGIN TRANSACTION");
        boolean done = false;
        within = true;
        try {
            T result = work.get();
            run("COMMIT");
            done = true;
            return result;
        } finally {
            within = false;
            if (!done) {
                run("ROLLBACK");
            }
        }
    }

    /**
     * Converts a failure of DuckDB into a refusal. A server would refuse such a statement at another stage, or not at
     * all.
     */
    static Refusal refused(SQLException failure) {
        return refused(failure, List.of());
    }

    private static Refusal refused(SQLException failure, Collection<String> functions) {
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        if (message.startsWith("Out of Memory")) {
            return Refusal.execution(Span.NONE, EmbeddedRule.MEMORY_LIMIT, MEMORY_LIMIT);
        }
        String words = RefusedValueException.words(message).orElse("");
        if (!words.isEmpty()) {
            return Refusal.execution(Span.NONE, EmbeddedRule.VALUE_REFUSED, words);
        }
        LOG.log(Level.DEBUG, () -> "DuckDB: " + failure.getMessage());
        return Refusal.execution(
                Span.NONE, EmbeddedRule.CALCULATION_FAILED, calledFunctions(functions), reason(message));
    }

    /** Names the functions that the statement calls. DuckDB does not report which of them has failed. */
    private static String calledFunctions(Collection<String> functions) {
        return functions.isEmpty()
                ? "the expression"
                : functions.stream()
                        .map(name -> "'" + name + "'")
                        .collect(joining(", ", functions.size() == 1 ? "the function " : "one of the functions ", ""));
    }

    /** Describes the cause. DuckDB's messages begin with a category; the rest is about its own functions and types. */
    private static String reason(String message) {
        if (message.startsWith("Out of Range Error")) {
            return "a value is out of the range of its type";
        }
        if (message.startsWith("Conversion Error")) {
            return "a value can't be converted to the required type";
        }
        if (message.startsWith("Invalid Input Error")) {
            return "an argument has an invalid value";
        }
        return "the operation is not supported for these types";
    }

    @Override
    public void close() {
        timer.close();
        close(connection);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB can't be closed", failure);
        }
    }

    /**
     * Cancels statements that exceed their timeout. The driver's own timer would keep each statement until its timeout
     * has elapsed.
     */
    private static final class QueryTimer implements AutoCloseable {
        private final ScheduledThreadPoolExecutor executor;

        QueryTimer() {
            executor = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "cairn-embedded-query-timer");
                thread.setDaemon(true);
                return thread;
            });
            executor.setRemoveOnCancelPolicy(true);
        }

        /** An operation on a DuckDB statement. */
        @FunctionalInterface
        interface Work<T> {
            T run() throws SQLException;
        }

        /**
         * Runs an operation on a statement, and cancels the statement when the timeout has elapsed.
         *
         * @throws Refusal if the statement was cancelled
         */
        <T> T within(StatementTimeout limit, Statement statement, Work<T> work) throws SQLException {
            if (limit.seconds() == 0) {
                return work.run();
            }
            AtomicBoolean over = new AtomicBoolean();
            ScheduledFuture<Void> end = executor.schedule(
                    () -> {
                        over.set(true);
                        statement.cancel();
                        return null;
                    },
                    limit.seconds(),
                    TimeUnit.SECONDS);
            try {
                return work.run();
            } catch (SQLException failure) {
                if (over.get()) {
                    throw limit.exceeded();
                }
                throw failure;
            } finally {
                end.cancel(false);
            }
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }

    /** Registers a function that is implemented in Java with DuckDB. */
    private static final class FunctionRegistration {
        private static final System.Logger LOG = System.getLogger(FunctionRegistration.class.getName());

        private FunctionRegistration() {}

        static void register(OwnFunction function, Connection connection) throws SQLException {
            DuckDBColumnType[] parameters = function.parameters().stream()
                    .map(FunctionRegistration::type)
                    .toArray(DuckDBColumnType[]::new);
            try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
                builder.withName(function.name())
                        .withParameters(parameters)
                        .withReturnType(type(function.result()))
                        .withVectorizedFunction((in, out) -> calculate(function, in, out))
                        .register(connection);
            }
        }

        private static DuckDBColumnType type(OwnFunction.Kind kind) {
            return switch (kind) {
                case TEXT -> DuckDBColumnType.VARCHAR;
                case LONG -> DuckDBColumnType.BIGINT;
                case DOUBLE -> DuckDBColumnType.DOUBLE;
                case FLOAT -> DuckDBColumnType.FLOAT;
                case TIME -> DuckDBColumnType.TIMESTAMP;
                case BOOLEAN -> DuckDBColumnType.BOOLEAN;
            };
        }

        private static void calculate(OwnFunction function, DuckDBDataChunkReader in, DuckDBWritableVector out) {
            for (long row = 0; row < in.rowCount(); row++) {
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < function.parameters().size(); i++) {
                    DuckDBReadableVector vector = in.vector(i);
                    if (!vector.isNull(row)) {
                        values.add(value(function.parameters().get(i), vector, row));
                    }
                }
                boolean complete = values.size() == function.parameters().size();
                set(out, row, complete ? result(function, values) : null);
            }
        }

        private static @Nullable Object result(OwnFunction function, List<Object> values) {
            try {
                return function.body().of(new OwnFunction.Arguments(values));
            } catch (RefusedValueException refused) {
                throw refused;
            } catch (RuntimeException failure) {
                LOG.log(Level.WARNING, () -> "Can't calculate " + function.name(), failure);
                throw RefusedValueException.of(function);
            }
        }

        private static Object value(OwnFunction.Kind kind, DuckDBReadableVector vector, long row) {
            return switch (kind) {
                case TEXT -> vector.getString(row);
                case LONG -> vector.getLong(row);
                case DOUBLE -> vector.getDouble(row);
                case FLOAT -> vector.getFloat(row);
                case TIME -> vector.getLocalDateTime(row);
                case BOOLEAN -> vector.getBoolean(row);
            };
        }

        private static void set(DuckDBWritableVector out, long row, @Nullable Object value) {
            if (value instanceof String text) {
                out.setString(row, text);
            } else if (value instanceof Long number) {
                out.setLong(row, number);
            } else if (value instanceof Double number) {
                out.setDouble(row, number);
            } else if (value instanceof LocalDateTime time) {
                out.setTimestamp(row, time);
            } else if (value instanceof Boolean bool) {
                out.setBoolean(row, bool);
            } else {
                out.setNull(row);
            }
        }
    }
}

package dev.cairn.embedded.rows;

import static java.util.stream.Collectors.joining;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.function.OwnFunction;
import dev.cairn.embedded.function.OwnFunctions;
import dev.cairn.embedded.function.RefusedValueException;
import dev.cairn.embedded.translate.TranslatedQuery;
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

/** A database in memory: one connection on which it changes, and others that read what was there at some moment. */
final class DuckDb implements AutoCloseable {
    /** What all statements together may use; beyond it a statement is refused, and nothing is written to a disk. */
    private static final String MEMORY_LIMIT = "2GB";

    /** In characters; the rows of an answer are on the heap. */
    private static final long LARGEST_ANSWER = Runtime.getRuntime().maxMemory() / 4;

    /** What a value takes besides its characters. */
    private static final int CELL = 48;

    /** The first thing that a snapshot reads: a transaction sees what is there when it first reads. */
    private static final String ANCHOR = "cairn_snapshot";

    private static final System.Logger LOG = System.getLogger(DuckDb.class.getName());

    private final Connection connection;
    private final QueryTimer timer = new QueryTimer();
    private boolean within;
    private int timeoutSeconds;

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

    /** A place for rows that come in while others work. */
    LoadStage stage(String name, int fields) {
        return new LoadStage(connection, name, fields);
    }

    /** What is there now, to be read beside whatever changes it afterwards. */
    Snapshot snapshot() {
        try {
            return new Snapshot(((DuckDBConnection) connection).duplicate(), timer);
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB gives no further connection", failure);
        }
    }

    /** The rows of the database at one moment, for one query. */
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

        /** @throws Refusal also if the query was cancelled, or took longer than it may */
        List<List<@Nullable String>> rows(TranslatedQuery query, int seconds) {
            List<List<@Nullable String>> rows = List.of();
            try {
                rows = cancelled ? rows : DuckDb.rows(statement, query.sql(), query.functions(), timer, seconds);
            } catch (Refusal refusal) {
                if (!cancelled) {
                    throw refusal;
                }
            }
            if (cancelled) {
                throw Refusal.execution(Span.NONE, "Cancelled");
            }
            return rows;
        }

        /** Ends the query, from any thread. */
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

    /** How long each of the next statements may take; 0 is without limit. */
    void timeout(int seconds) {
        timeoutSeconds = seconds;
    }

    /** Runs a statement; how many rows it changed. */
    long run(String sql) {
        try (Statement statement = connection.createStatement()) {
            return timer.within(
                    timeoutSeconds, statement, () -> statement.execute(sql) ? 0L : statement.getUpdateCount());
        } catch (SQLException failure) {
            throw refused(failure);
        }
    }

    List<List<@Nullable String>> rows(String sql) {
        try (Statement statement = connection.createStatement()) {
            return rows(statement, sql, List.of(), timer, timeoutSeconds);
        } catch (SQLException failure) {
            throw refused(failure);
        }
    }

    private static List<List<@Nullable String>> rows(
            Statement statement, String sql, Collection<String> functions, QueryTimer timer, int seconds) {
        try {
            return timer.within(seconds, statement, () -> {
                try (ResultSet result = statement.executeQuery(sql)) {
                    int width = result.getMetaData().getColumnCount();
                    List<List<@Nullable String>> rows = new ArrayList<>();
                    long size = 0;
                    while (result.next()) {
                        @Nullable String[] row = new String[width];
                        for (int i = 0; i < width; i++) {
                            String value = result.getString(i + 1);
                            row[i] = value;
                            size += CELL + (value == null ? 0 : value.length());
                        }
                        if (size > LARGEST_ANSWER) {
                            throw Refusal.execution(
                                    Span.NONE,
                                    "Memory of the embedded server exceed limit. An answer may take a quarter of the"
                                            + " heap");
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

    /** One number, 0 for none. */
    long number(String sql) {
        List<List<@Nullable String>> rows = rows(sql);
        String number = rows.isEmpty() ? null : rows.get(0).get(0);
        return number == null ? 0 : Long.parseLong(number);
    }

    /** What the work gives, but nothing of what it does. */
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

    /** All or nothing of what the work does. */
    <T> T transaction(Supplier<T> work) {
        if (within) {
            return work.get();
        }
        run("BEGIN TRANSACTION");
        boolean done = false;
        try {
            T result = work.get();
            run("COMMIT");
            done = true;
            return result;
        } finally {
            if (!done) {
                run("ROLLBACK");
            }
        }
    }

    /** What DuckDB can't calculate, a server would refuse at some other place, or not at all. */
    static Refusal refused(SQLException failure) {
        return refused(failure, List.of());
    }

    private static Refusal refused(SQLException failure, Collection<String> functions) {
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        if (message.startsWith("Out of Memory")) {
            return Refusal.execution(
                    Span.NONE, "Memory of the embedded server exceed limit. All statements may use " + MEMORY_LIMIT);
        }
        String words = RefusedValueException.words(message).orElse("");
        if (!words.isEmpty()) {
            return Refusal.execution(Span.NONE, words);
        }
        LOG.log(Level.DEBUG, () -> "DuckDB: " + failure.getMessage());
        return Refusal.execution(Span.NONE, "The embedded server can't calculate " + what(functions) + reason(message));
    }

    private static String what(Collection<String> functions) {
        return functions.isEmpty()
                ? "this: "
                : functions.stream()
                        .map(name -> "'" + name + "'")
                        .collect(joining(", ", functions.size() == 1 ? "the function " : "the functions ", " here: "));
    }

    /** DuckDB begins its messages with what went wrong; the rest is about its own functions and types. */
    private static String reason(String message) {
        if (message.startsWith("Out of Range Error")) {
            return "a value is beyond the range of its type";
        }
        if (message.startsWith("Conversion Error")) {
            return "a value can't be converted to the type that it is used as";
        }
        if (message.startsWith("Invalid Input Error")) {
            return "a value is not one that it can calculate with";
        }
        return "it has no way to do so with these types";
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

    /** Ends statements that take longer than they may. The driver's own timer keeps each statement until its time is over. */
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

        /** Work with a statement of DuckDB. */
        @FunctionalInterface
        interface Work<T> {
            T run() throws SQLException;
        }

        /**
         * Does something with a statement, which is cancelled when the time is over.
         *
         * @param seconds 0 is without limit
         * @throws Refusal if it was cancelled
         */
        <T> T within(int seconds, Statement statement, Work<T> work) throws SQLException {
            if (seconds == 0) {
                return work.run();
            }
            AtomicBoolean over = new AtomicBoolean();
            ScheduledFuture<Void> end = executor.schedule(
                    () -> {
                        over.set(true);
                        statement.cancel();
                        return null;
                    },
                    seconds,
                    TimeUnit.SECONDS);
            try {
                return work.run();
            } catch (SQLException failure) {
                if (over.get()) {
                    throw Refusal.execution(
                            Span.NONE,
                            "Query reached its timeout of " + seconds
                                    + " seconds, please increase the 'query_timeout' session variable and retry");
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

    /** Makes a function of our own known to DuckDB. */
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

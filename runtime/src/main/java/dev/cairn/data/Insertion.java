package dev.cairn.data;

import dev.cairn.data.CallObserver.Call.Kind;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.link.SqlLog;
import dev.cairn.internal.row.BoundStatement;
import dev.cairn.internal.row.BoundValue;
import dev.cairn.internal.row.IntegerRange;
import dev.cairn.internal.row.TargetColumn;
import dev.cairn.internal.row.TargetTable;
import dev.cairn.internal.row.ValueFragment;
import dev.cairn.schema.Column;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.TableDescriptor;
import dev.cairn.schema.ValueType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An insertion of rows that can omit columns. It is immutable, and nothing is sent before {@code insert} is called.
 *
 * <pre>{@code
 * db.into(ORDER).without(ORDER.note, ORDER.id).insert(orders);
 * }</pre>
 *
 * <p>Generated columns are never written. The server assigns the value of an AUTO_INCREMENT column if the record has
 * null or 0, as in MySQL.
 *
 * @param <R> the record type of the table
 */
public final class Insertion<R> {
    private final Database db;
    private final TableDescriptor<R> table;
    private final Set<Column<R>> without;

    Insertion(Database db, TableDescriptor<R> table) {
        this(db, table, Set.of());
    }

    private Insertion(Database db, TableDescriptor<R> table, Set<Column<R>> without) {
        this.db = db;
        this.table = table;
        this.without = without;
    }

    /**
     * Omits columns from the insertion; they get their default values. Several calls add up. Default: no column is
     * omitted.
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final Insertion<R> without(Column<R>... columns) {
        Set<Column<R>> all = new HashSet<>(without);
        all.addAll(Arrays.asList(columns));
        return new Insertion<>(db, table, Set.copyOf(all));
    }

    /**
     * Inserts rows, with one INSERT statement for every few thousand rows.
     *
     * @return the number of rows sent
     * @throws ValueConversionException if a value does not fit its column. The statement with this row is not sent;
     *     rows of preceding statements are in the table
     * @throws IncompleteInsertException if a statement fails after preceding ones succeeded
     * @throws FailedStatementException if the first statement fails
     */
    public long insert(Iterable<? extends R> rows) {
        TargetTable<R> target = TargetTable.of(table);
        List<TargetColumn> written = table.columns().stream()
                .filter(column -> !without.contains(column))
                .map(column -> target.columns().get(column.position()))
                .filter(column -> !column.computed())
                .toList();
        return db.change(Kind.INSERT, null, table, connection -> {
            try (InsertBatches<R> batches = InsertBatches.of(target, written, connection)) {
                return batches.insert(rows.iterator());
            }
        });
    }

    /**
     * Inserts the rows of a stream as the stream supplies them; the stream is not closed. Otherwise the same as
     * {@link #insert(Iterable)}.
     */
    public long insert(Stream<? extends R> rows) {
        return insert((Iterable<R>) () -> rows.<R>map(row -> row).iterator());
    }

    /** Inserts rows with as few statements as the server's limits allow. */
    private abstract static sealed class InsertBatches<R> implements AutoCloseable {
        /** The server accepts 10 000 rows in one statement. */
        static final int MOST_ROWS = 4_000;

        /** The server accepts 3.5 million tokens in one statement, and a driver keeps an object for each value. */
        static final int MOST_VALUES = 100_000;

        /** The server accepts packets of 32 MB; a character may have three bytes, and each may be escaped. */
        static final int MOST_CHARACTERS = 4_000_000;

        final TargetTable<R> target;
        final List<TargetColumn> written;
        final Connection connection;

        /** The beginning of the statements, before the rows. */
        final String opening;

        /** The number of rows in the statements that succeeded. */
        long inserted;

        private InsertBatches(TargetTable<R> target, List<TargetColumn> written, Connection connection) {
            this.target = target;
            this.written = written;
            this.connection = connection;
            this.opening = written.stream()
                    .map(TargetColumn::quoted)
                    .collect(Collectors.joining(", ", "INSERT INTO " + target.quotedName() + " (", ") "));
        }

        /** @param written the columns that the statements write */
        static <R> InsertBatches<R> of(TargetTable<R> target, List<TargetColumn> written, Connection connection) {
            return written.stream().allMatch(column -> column.marker() != null)
                    ? new Uniform<>(target, written, connection)
                    : new Varying<>(target, written, connection);
        }

        /** Inserts the rows and returns their number. */
        abstract long insert(Iterator<? extends R> rows) throws SQLException;

        @Override
        public void close() throws SQLException {}

        /** Returns the exception for a failed statement, which names the rows that were inserted before. */
        final SQLException failed(SQLException failure) {
            if (inserted > 0) {
                throw new IncompleteInsertException(inserted, failure);
            }
            return failure;
        }

        /** Inserts rows whose SQL is the same: one prepared statement is executed repeatedly, and only the last one may differ. */
        private static final class Uniform<R> extends InsertBatches<R> {
            private final String row;
            private final List<R> waiting = new ArrayList<>();
            private @Nullable PreparedStatement statement;
            private @Nullable ParameterSink sink;
            private int prepared;
            private int capacity;

            Uniform(TargetTable<R> target, List<TargetColumn> written, Connection connection) {
                super(target, written, connection);
                this.row = written.stream()
                        .map(TargetColumn::marker)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ", "(", ")"));
                this.capacity = Math.max(1, Math.min(MOST_ROWS, MOST_VALUES / Math.max(1, written.size())));
            }

            @Override
            long insert(Iterator<? extends R> rows) throws SQLException {
                while (rows.hasNext()) {
                    waiting.add(rows.next());
                    if (waiting.size() == capacity) {
                        sendWaiting();
                    }
                }
                sendWaiting();
                return inserted;
            }

            private void sendWaiting() throws SQLException {
                for (int from = 0; from < waiting.size(); ) {
                    from += send(from, Math.min(waiting.size(), from + capacity));
                }
                waiting.clear();
            }

            /** Sends rows, fewer than asked for if they are too long for one statement; this also lowers the capacity. */
            private int send(int from, int to) throws SQLException {
                ParameterSink values = prepared(to - from);
                values.restart(inserted + 1);
                for (int i = from; i < to; i++) {
                    target.table().write(waiting.get(i), values);
                    if (values.characters() > MOST_CHARACTERS && i > from) {
                        capacity = i - from;
                        return send(from, i);
                    }
                    values.nextRow();
                }
                execute(values, to - from);
                inserted += to - from;
                return to - from;
            }

            private ParameterSink prepared(int rows) throws SQLException {
                if (sink == null || prepared != rows) {
                    close();
                    PreparedStatement next = connection.prepareStatement(statement(rows));
                    statement = next;
                    sink = new ParameterSink(target.columns(), written, next);
                    prepared = rows;
                }
                return sink;
            }

            private String statement(int rows) {
                StringBuilder sql = new StringBuilder(opening).append("VALUES ").append(row);
                for (int i = 1; i < rows; i++) {
                    sql.append(", ").append(row);
                }
                return sql.toString();
            }

            private void execute(ParameterSink values, int rows) throws SQLException {
                SqlLog log = SqlLog.sending(statement(1) + (rows > 1 ? ", …" : ""), Ticker.system())
                        .with(values.logged());
                try {
                    if (statement != null) {
                        statement.executeLargeUpdate();
                    }
                    log.answered(rows);
                } catch (SQLException failure) {
                    log.failed(failure);
                    throw failed(failure);
                }
            }

            @Override
            public void close() throws SQLException {
                if (statement != null) {
                    statement.close();
                    statement = null;
                    sink = null;
                }
            }
        }

        /**
         * Inserts rows whose SQL depends on their values: collections, metrics, AUTO_INCREMENT numbers. Rows that contain a
         * query have statements of their own, because VALUES does not accept queries.
         */
        private static final class Varying<R> extends InsertBatches<R> {
            private final StringBuilder sql = new StringBuilder();
            private final List<@Nullable Object> values = new ArrayList<>();
            private long characters;
            private boolean queries;
            private int rows;

            Varying(TargetTable<R> target, List<TargetColumn> written, Connection connection) {
                super(target, written, connection);
            }

            @Override
            long insert(Iterator<? extends R> all) throws SQLException {
                FragmentSink sink = new FragmentSink(target.columns(), true);
                while (all.hasNext()) {
                    sink.take(target, all.next());
                    add(written.stream().map(sink::of).toList());
                }
                send();
                return inserted;
            }

            private void add(List<ValueFragment> row) throws SQLException {
                boolean query = row.stream().anyMatch(ValueFragment::query);
                long added = row.stream().mapToLong(ValueFragment::characters).sum();
                if (rows == MOST_ROWS
                        || values.size() > MOST_VALUES
                        || characters + added > MOST_CHARACTERS
                        || query != queries) {
                    send();
                }
                queries = query;
                String between = query ? " UNION ALL " : ", ";
                sql.append(rows == 0 ? opening + (query ? "" : "VALUES ") : between);
                sql.append(row.stream().map(ValueFragment::sql).collect(joining(query)));
                row.forEach(fragment -> values.addAll(fragment.values()));
                characters += added;
                rows++;
            }

            private static Collector<CharSequence, ?, String> joining(boolean query) {
                return query ? Collectors.joining(", ", "SELECT ", "") : Collectors.joining(", ", "(", ")");
            }

            private void send() throws SQLException {
                if (rows == 0) {
                    return;
                }
                try {
                    new BoundStatement(sql.toString(), values).execute(connection);
                } catch (SQLException failure) {
                    throw failed(failure);
                }
                inserted += rows;
                sql.setLength(0);
                values.clear();
                characters = 0;
                rows = 0;
            }
        }

        /**
         * Binds the values of rows to the parameters of one statement, row after row. Primitive values are passed to the driver
         * without boxing.
         */
        private static final class ParameterSink implements RowSink {
            private static final int OMITTED = -1;

            private final List<TargetColumn> columns;
            private final int[] places;
            private final int width;
            private final IntegerRange[] ranges;
            private final PreparedStatement statement;
            private final boolean logs = SqlLog.hasValues();
            private final List<@Nullable Object> logged = new ArrayList<>();
            private int before;
            private long row;
            private long characters;

            /** @param written the columns that have a parameter in each row, in the order of the parameters */
            ParameterSink(List<TargetColumn> columns, List<TargetColumn> written, PreparedStatement statement) {
                this.columns = columns;
                this.places = new int[columns.size()];
                Arrays.fill(places, OMITTED);
                this.ranges = columns.stream()
                        .map(column -> IntegerRange.of(column.type()))
                        .toArray(IntegerRange[]::new);
                for (TargetColumn column : written) {
                    places[column.position()] = written.indexOf(column);
                }
                this.width = written.size();
                this.statement = statement;
            }

            /** Starts a statement: the next values are those of its first row. */
            void restart(long number) {
                before = 1;
                row = number;
                characters = 0;
                logged.clear();
            }

            /** Starts the next row of the statement. */
            void nextRow() {
                before += width;
                row++;
            }

            /** Returns the number of characters of all strings bound since the start of the statement. */
            long characters() {
                return characters;
            }

            /** Returns the bound values if they are logged; otherwise an empty list. */
            List<@Nullable Object> logged() {
                return logged;
            }

            @Override
            public void putBoolean(int position, boolean value) {
                if (places[position] != OMITTED) {
                    try {
                        statement.setBoolean(before + places[position], value);
                        log(value);
                    } catch (SQLException failure) {
                        throw new FailedStatementException(failure);
                    }
                }
            }

            @Override
            public void putByte(int position, byte value) {
                putLong(position, value);
            }

            @Override
            public void putShort(int position, short value) {
                putLong(position, value);
            }

            @Override
            public void putInt(int position, int value) {
                if (places[position] != OMITTED) {
                    checked(position, (long) value);
                    try {
                        statement.setInt(before + places[position], value);
                        log(value);
                    } catch (SQLException failure) {
                        throw new FailedStatementException(failure);
                    }
                }
            }

            @Override
            public void putLong(int position, long value) {
                if (places[position] != OMITTED) {
                    checked(position, value);
                    try {
                        statement.setLong(before + places[position], value);
                        log(value);
                    } catch (SQLException failure) {
                        throw new FailedStatementException(failure);
                    }
                }
            }

            @Override
            public void putFloat(int position, float value) {
                if (places[position] != OMITTED) {
                    try {
                        checked(position, value);
                        statement.setFloat(before + places[position], value);
                        log(value);
                    } catch (SQLException failure) {
                        throw new FailedStatementException(failure);
                    }
                }
            }

            @Override
            public void putDouble(int position, double value) {
                if (places[position] != OMITTED) {
                    try {
                        checked(position, value);
                        statement.setDouble(before + places[position], value);
                        log(value);
                    } catch (SQLException failure) {
                        throw new FailedStatementException(failure);
                    }
                }
            }

            @Override
            public <T> void put(int position, ValueType<T> type, @Nullable T value) {
                if (places[position] != OMITTED) {
                    try {
                        bind(position, type, value);
                    } catch (SQLException failure) {
                        throw new FailedStatementException(failure);
                    } catch (IllegalArgumentException unfit) {
                        throw unwritable(position, String.valueOf(unfit.getMessage()));
                    }
                }
            }

            private void bind(int position, ValueType<?> type, @Nullable Object value) throws SQLException {
                int index = before + places[position];
                if (value == null) {
                    requireNullable(position);
                    statement.setNull(index, Types.NULL);
                    log(null);
                    return;
                }
                Object sent = BoundValue.of(type, columns.get(position).type(), value);
                if (sent instanceof String text) {
                    characters += text.length();
                }
                BoundStatement.bind(statement, index, sent);
                log(sent);
            }

            private void log(@Nullable Object value) {
                if (logs) {
                    logged.add(value);
                }
            }

            private void requireNullable(int position) {
                if (!columns.get(position).nullable()) {
                    throw unwritable(position, "it is null, and the column is NOT NULL");
                }
            }

            private void checked(int position, double value) {
                try {
                    BoundValue.requireNumber(value, columns.get(position).type());
                } catch (IllegalArgumentException unfit) {
                    throw unwritable(position, String.valueOf(unfit.getMessage()));
                }
            }

            private void checked(int position, long value) {
                try {
                    ranges[position].require(value);
                } catch (IllegalArgumentException unfit) {
                    throw unwritable(position, String.valueOf(unfit.getMessage()));
                }
            }

            private ValueConversionException unwritable(int position, String reason) {
                return new ValueConversionException(columns.get(position).name(), row, reason);
            }
        }
    }
}

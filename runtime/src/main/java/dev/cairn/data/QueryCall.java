package dev.cairn.data;

import dev.cairn.data.CallObserver.Call.Kind;
import dev.cairn.internal.row.BoundStatement;
import dev.cairn.internal.row.FragmentWriter;
import dev.cairn.internal.row.ParameterConverter;
import dev.cairn.internal.row.RowBatches;
import dev.cairn.internal.row.ValueFragment;
import dev.cairn.schema.Row;
import dev.cairn.schema.ValueType;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.SqlSyntaxException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method of an interface with {@code @Queries}: collects the text of the statement and the values of its
 * parameters, in the order of the text, and then runs the statement. Called by generated code; applications call the
 * methods of their interface.
 *
 * <p>If the server refuses the statement, or the connection breaks, a {@link FailedStatementException} is thrown. A
 * {@link ValueConversionException} is thrown for a value that can't be sent, before anything is sent.
 */
public final class QueryCall {
    /** Two rows are enough to show that a result has more than one row. */
    private static final int SINGLE_ROW_READ_LIMIT = 2;

    private static final int INITIAL_VALUE_CAPACITY = 4;

    private final Database database;
    private final String methodName;
    private final String statementStart;
    private final List<@Nullable Object> values = new ArrayList<>(INITIAL_VALUE_CAPACITY);
    private @Nullable StringBuilder statementText;
    private @Nullable RowBatches batches;

    /**
     * Called by generated code: begins a statement.
     *
     * @param method the name of the method, for messages
     * @param statement the beginning of the text, which starts with the name of the method in a comment and a space
     */
    public QueryCall(Database database, String method, String statement) {
        this.database = database;
        this.methodName = method;
        this.statementStart =
                database.sendsMethodComments() ? statement : statement.substring(computeCommentLength(method));
    }

    /** Begins a part of a statement. */
    private QueryCall(Database database, String method) {
        this.database = database;
        this.methodName = method;
        this.statementStart = "";
    }

    /** Returns the length of the comment that contains the name of the method, with the space after it. */
    private static int computeCommentLength(String methodName) {
        return "/*  */ ".length() + methodName.length();
    }

    /** Called by generated code: appends text to the statement. */
    public QueryCall sql(String addedSql) {
        if (statementText == null) {
            statementText = new StringBuilder(statementStart.length() + 2 * addedSql.length()).append(statementStart);
        }
        statementText.append(addedSql);
        return this;
    }

    /** Called by generated code: binds the next value, whose marker the text contains; null is NULL. */
    public QueryCall value(String parameter, ValueType<?> type, @Nullable Object value) {
        values.add(value == null ? null : convertValue(parameter, type, null, value));
        return this;
    }

    /** Called by generated code: binds the next value, which must fit a column; null is NULL. */
    public QueryCall value(String parameter, ValueType<?> type, @Nullable Object value, ColumnType column) {
        values.add(value == null ? null : convertValue(parameter, type, column.type, value));
        return this;
    }

    /** Called by generated code: binds the next value, which is a number of rows after LIMIT or OFFSET. */
    public QueryCall rowCount(String parameter, @Nullable Number rowCount) {
        if (rowCount == null || rowCount.longValue() < 0) {
            throw createConversionException(
                    parameter, "LIMIT and OFFSET must not be negative, but the value is " + rowCount);
        }
        values.add(rowCount);
        return this;
    }

    /** Called by generated code: binds the next value, which is a JSON document; null is NULL. */
    public QueryCall document(String parameter, @Nullable String documentText) {
        try {
            values.add(documentText == null ? null : ParameterConverter.wrapDocument(documentText));
        } catch (IllegalArgumentException failure) {
            throw createConversionException(parameter, String.valueOf(failure.getMessage()));
        }
        return this;
    }

    /** Checks a value and returns it as it is bound; for a column of documents, returns the value itself. */
    private Object convertValue(String parameter, ValueType<?> type, @Nullable Type columnType, Object value) {
        try {
            Object convertedValue = ParameterConverter.convert(type, columnType, value);
            // Classes that were generated before there was a method for documents parse the text itself.
            return ParameterConverter.isDocumentType(columnType) ? value : convertedValue;
        } catch (IllegalArgumentException failure) {
            throw createConversionException(parameter, String.valueOf(failure.getMessage()));
        }
    }

    /**
     * Called by generated code: appends a marker for each of several values, with commas between them, and binds the
     * values.
     *
     * @param elements a collection or an array, which must not be empty or contain null
     * @param marker the SQL of one value
     */
    public QueryCall values(String parameter, ValueType<?> type, Object elements, String marker) {
        String separator = "";
        int elementNumber = 0;
        for (Object element : toCollection(elements)) {
            elementNumber++;
            if (element == null) {
                throw createConversionException(
                        parameter,
                        "element " + elementNumber
                                + " is null, which an IN list can't match; remove it, or add OR … IS NULL to the condition");
            }
            sql(separator).sql(marker);
            values.add(convertValue(parameter, type, null, element));
            separator = ", ";
        }
        if (elementNumber == 0) {
            throw createConversionException(
                    parameter, "it is empty, and its condition can't be omitted; pass at least one value");
        }
        return this;
    }

    /**
     * Called by generated code: appends the SQL of a value whose text depends on its elements, such as a list, and
     * binds the elements.
     *
     * @param value a list may also be another collection or an array
     */
    public QueryCall nested(String parameter, ValueType<?> type, @Nullable Object value) {
        return nested(parameter, type, value, ColumnType.UNKNOWN);
    }

    /** Called by generated code: appends the SQL of a value whose text depends on its elements, cast to a type. */
    public QueryCall nested(String parameter, ValueType<?> type, @Nullable Object value, ColumnType column) {
        try {
            Object writtenValue = value != null && type instanceof ValueType.ListType<?>
                    ? new ArrayList<>(toCollection(value))
                    : value;
            ValueFragment fragment = FragmentWriter.write(type, column.type, writtenValue);
            values.addAll(fragment.values());
            return sql(fragment.sql());
        } catch (IllegalArgumentException failure) {
            throw createConversionException(parameter, String.valueOf(failure.getMessage()));
        }
    }

    /**
     * Called by generated code: appends a row for each record; the statement is sent for a few thousand of them at a
     * time.
     */
    public <T> QueryCall rows(String parameter, Collection<T> records, BiConsumer<QueryCall, T> writer) {
        List<BoundStatement> rowStatements = new ArrayList<>(records.size());
        for (T rowRecord : records) {
            String rowName = methodName + ", row " + (rowStatements.size() + 1);
            if (rowRecord == null) {
                throw new ValueConversionException("Parameter " + parameter + " of " + rowName
                        + ": the record is null; remove it from the collection");
            }
            QueryCall rowCall = new QueryCall(database, rowName);
            writer.accept(rowCall, rowRecord);
            rowStatements.add(rowCall.createStatement());
        }
        batches = new RowBatches(new BoundStatement(createStatement().sql(), List.copyOf(values)), rowStatements);
        statementText = new StringBuilder();
        values.clear();
        return this;
    }

    /** Called by generated code: appends a row for each record. */
    public <T> QueryCall rows(String parameter, T[] records, BiConsumer<QueryCall, T> writer) {
        return rows(parameter, Arrays.asList(records), writer);
    }

    /**
     * Called by generated code: appends the columns of a sort order, before the columns by which the statement always
     * sorts.
     *
     * @param columns the columns that may be chosen, in pairs: the name, followed by the SQL
     */
    public QueryCall order(String parameter, @Nullable Sort sort, String... columns) {
        for (Sort.SortedColumn sortedColumn : sort == null ? List.<Sort.SortedColumn>of() : sort.columns()) {
            int nameIndex = 0;
            while (nameIndex < columns.length && !sortedColumn.isNamed(columns[nameIndex])) {
                nameIndex += 2;
            }
            if (nameIndex >= columns.length) {
                String joinedColumnNames = IntStream.range(0, columns.length / 2)
                        .mapToObj(index -> columns[2 * index])
                        .collect(Collectors.joining(", "));
                throw createConversionException(
                        parameter, "can't sort by '" + sortedColumn.name() + "'; sort by " + joinedColumnNames);
            }
            sql(columns[nameIndex + 1]).sql(sortedColumn.isDescending() ? " DESC, " : ", ");
        }
        return this;
    }

    private static Collection<?> toCollection(Object elements) {
        if (elements instanceof Collection<?> collection) {
            return collection;
        }
        if (elements instanceof Object[] objects) {
            return Arrays.asList(objects);
        }
        if (elements instanceof int[] numbers) {
            return Arrays.stream(numbers).boxed().toList();
        }
        if (elements instanceof long[] numbers) {
            return Arrays.stream(numbers).boxed().toList();
        }
        if (elements instanceof double[] numbers) {
            return Arrays.stream(numbers).boxed().toList();
        }
        if (elements instanceof float[] numbers) {
            return IntStream.range(0, numbers.length)
                    .mapToObj(index -> numbers[index])
                    .toList();
        }
        if (elements instanceof short[] numbers) {
            return IntStream.range(0, numbers.length)
                    .mapToObj(index -> numbers[index])
                    .toList();
        }
        boolean[] booleans = (boolean[]) elements;
        return IntStream.range(0, booleans.length)
                .mapToObj(index -> booleans[index])
                .toList();
    }

    private ValueConversionException createConversionException(String parameter, String reason) {
        return new ValueConversionException("Parameter " + parameter + " of " + methodName + ": " + reason);
    }

    /** Called by generated code: runs the query and returns all rows. */
    public <T extends @Nullable Object> List<T> list(Function<Row, T> reader) {
        return createExecution().list(reader);
    }

    /** Called by generated code: runs the query and returns its rows in their order, without duplicates. */
    public <T extends @Nullable Object> Set<T> set(Function<Row, T> reader) {
        return new LinkedHashSet<>(list(reader));
    }

    /** Called by generated code: runs the query, which has no LIMIT, and returns a page of its rows. */
    public <T extends @Nullable Object> Page<T> page(Function<Row, T> reader, PageRequest request) {
        sql("\nLIMIT ? OFFSET ?");
        values.add((long) request.size() + 1);
        values.add(request.offset());
        List<T> rows = list(reader);
        boolean hasNext = rows.size() > request.size();
        return new Page<>(
                Collections.unmodifiableList(hasNext ? rows.subList(0, request.size()) : rows), request, hasNext);
    }

    /** Called by generated code: runs the query and returns its rows as a stream, which must be closed. */
    public <T extends @Nullable Object> Stream<T> stream(Function<Row, T> reader) {
        return createExecution().stream(reader);
    }

    /**
     * Called by generated code: runs the query and returns its only row.
     *
     * @throws IllegalStateException if there is no row, or more than one
     */
    public <T extends @Nullable Object> T one(Function<Row, T> reader) {
        List<T> rows = readAtMostOne(reader);
        if (rows.isEmpty()) {
            throw new IllegalStateException(methodName + " returns exactly one row, but the query returned none."
                    + " Declare the result as Optional if there may be none.");
        }
        return rows.get(0);
    }

    /**
     * Called by generated code: runs the query and returns its only row, or null if the result is empty.
     *
     * @throws IllegalStateException if there is more than one
     */
    public <T> @Nullable T oneOrNull(Function<Row, @Nullable T> reader) {
        List<@Nullable T> rows = readAtMostOne(reader);
        return rows.isEmpty() ? null : rows.get(0);
    }

    /**
     * Called by generated code: runs the query and returns its only row; empty if there is no row or its value is NULL.
     *
     * @throws IllegalStateException if there is more than one
     */
    public <T> Optional<T> optional(Function<Row, @Nullable T> reader) {
        List<@Nullable T> rows = readAtMostOne(reader);
        return rows.isEmpty() ? Optional.empty() : Optional.ofNullable(rows.get(0));
    }

    private <T extends @Nullable Object> List<T> readAtMostOne(Function<Row, T> reader) {
        List<T> rows = createExecution().list(reader, SINGLE_ROW_READ_LIMIT);
        if (rows.size() == SINGLE_ROW_READ_LIMIT) {
            throw new IllegalStateException(
                    methodName + " returns at most one row, but the query returned more than one."
                            + " Add a condition or LIMIT 1, or declare the result as a List.");
        }
        return rows;
    }

    /**
     * Called by generated code: runs the query and returns a map from the first column to the second one, in the order
     * of the rows.
     *
     * @throws IllegalStateException if two rows have the same key, or a key is NULL
     */
    public <K, V> Map<K, @Nullable V> map(ValueType<K> keyType, ValueType<V> valueType) {
        return map(keyType, (Row row) -> row.at(1, valueType));
    }

    /**
     * Called by generated code: runs the query and returns a map from the first column to a value that is read from all
     * columns, in the order of the rows.
     *
     * @throws IllegalStateException if two rows have the same key, or a key is NULL
     */
    public <K, V extends @Nullable Object> Map<K, V> map(ValueType<K> keyType, Function<Row, V> reader) {
        Map<K, V> valueByKey = new LinkedHashMap<>();
        createExecution().read(Long.MAX_VALUE, row -> {
            K key = row.at(0, keyType);
            if (key == null) {
                throw new IllegalStateException(methodName
                        + " returns a map, but the key of a row is NULL. Exclude such rows with WHERE … IS NOT NULL.");
            }
            if (valueByKey.containsKey(key)) {
                throw new IllegalStateException(methodName + " returns a map, but several rows have the key " + key
                        + ". Group by the key, or return a List.");
            }
            valueByKey.put(key, reader.apply(row));
        });
        return valueByKey;
    }

    /**
     * Called by generated code: runs the statement and returns the number of rows that it changed, as the server counts
     * them.
     *
     * @throws IncompleteInsertException if the rows need several statements, and one fails after others succeeded
     */
    public long execute() {
        RowBatches rowBatches = batches;
        return database.runObserved(
                Kind.EXECUTE,
                methodName,
                null,
                rowBatches == null
                        ? createStatement()::execute
                        : connection -> insertAll(rowBatches.createBatches(createStatement()), connection));
    }

    private static long insertAll(List<RowBatches.Batch> batches, Connection connection) throws SQLException {
        long reportedRowCount = 0;
        long insertedRowCount = 0;
        for (RowBatches.Batch batch : batches) {
            try {
                reportedRowCount += batch.statement().execute(connection);
            } catch (SQLException failure) {
                if (insertedRowCount > 0) {
                    throw new IncompleteInsertException(insertedRowCount, failure);
                }
                throw failure;
            }
            insertedRowCount += batch.rowCount();
        }
        return reportedRowCount;
    }

    private QueryExecution createExecution() {
        return new QueryExecution(database, methodName, null, createStatement(), ResultColumns.inResultOrder());
    }

    private BoundStatement createStatement() {
        return new BoundStatement(statementText == null ? statementStart : statementText.toString(), values);
    }

    /** The type of a column that values are written to. Used by generated code. */
    public static final class ColumnType {
        private static final ColumnType UNKNOWN = new ColumnType(null);

        private final @Nullable Type type;

        private ColumnType(@Nullable Type type) {
            this.type = type;
        }

        /**
         * Called by generated code: returns the type; values are not checked if this version of Cairn can't parse it.
         */
        public static ColumnType of(String sql) {
            try {
                return new ColumnType(Sql.parseType(sql));
            } catch (SqlSyntaxException ignored) {
                return UNKNOWN;
            }
        }
    }
}

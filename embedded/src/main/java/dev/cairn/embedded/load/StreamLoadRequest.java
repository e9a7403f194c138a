package dev.cairn.embedded.load;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.account.User;
import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.embedded.rows.LoadMapping.LoadSettings;
import dev.cairn.embedded.server.StreamLoadExecutor;
import dev.cairn.engine.value.TimeZones;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.SqlSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request to the frontend or to the backend, which may be a Stream Load. Like the server, it ignores unknown
 * headers.
 */
record StreamLoadRequest(HttpExchange exchange) {
    /** The server's message for a request without the name and the password of a user. */
    static final String UNAUTHENTICATED_MESSAGE = "no valid Basic authorization";

    private static final Set<String> HLL_FUNCTIONS = Set.of("hll_hash", "hll_empty");

    /**
     * Headers that the embedded server does not support. A load with one of them fails, because it would otherwise load
     * different data.
     */
    private static final List<String> UNSUPPORTED_HEADERS = List.of(
            "negative", "envelope", "merge_condition", "enable_merge_commit", "compression", "content-encoding");

    private static final String AUTHORIZATION_SCHEME = "Basic ";

    /** The default time zone of a load. It does not depend on the time zone of the server. */
    private static final String DEFAULT_TIME_ZONE = "Asia/Shanghai";

    /** Returns whether this is a load, such as {@code PUT /api/shop/orders/_stream_load}. */
    boolean isLoad() {
        List<String> pathSegments = exchange.request().pathSegments();
        return exchange.request().method().equals("PUT")
                && pathSegments.size() == 4
                && pathSegments.get(0).equals("api")
                && pathSegments.get(3).equals("_stream_load");
    }

    /**
     * Returns the user that the header {@code Authorization: Basic …} names; empty if the header is missing or
     * malformed, the user is unknown, or the password is wrong.
     */
    Optional<User> authenticate(StreamLoadExecutor loadExecutor) {
        return exchange.request()
                .findHeader("Authorization")
                .filter(value -> value.startsWith(AUTHORIZATION_SCHEME))
                .flatMap(value -> decodeBase64(value.substring(AUTHORIZATION_SCHEME.length())))
                .map(credentials -> credentials.split(":", 2))
                .filter(nameAndPassword -> nameAndPassword.length == 2)
                .flatMap(nameAndPassword ->
                        loadExecutor.authenticate(nameAndPassword[0], nameAndPassword[1], exchange.remoteAddress()));
    }

    private static Optional<String> decodeBase64(String text) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(text.strip()), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException ignored) {
            return Optional.empty();
        }
    }

    /** @throws InvalidLoadException if a header or its value is not supported */
    void checkHeaders() {
        for (String name : UNSUPPORTED_HEADERS) {
            if (exchange.request()
                    .findHeader(name)
                    .filter(value -> !value.equals("false"))
                    .isPresent()) {
                throw new InvalidLoadException("The embedded server does not load with the header " + name);
            }
        }
        String format = header("format", "csv");
        if (!isJson() && !format.equalsIgnoreCase("csv")) {
            throw new InvalidLoadException("unknown data format, format=" + format);
        }
    }

    /** @throws InvalidLoadException if the header {@code timeout} is not a number */
    int parseTimeoutSeconds() {
        String timeout = header("timeout");
        try {
            return timeout.isEmpty() ? StreamLoadExecutor.DEFAULT_TIMEOUT_SECONDS : Integer.parseUnsignedInt(timeout);
        } catch (NumberFormatException failure) {
            throw new InvalidLoadException("Invalid timeout format");
        }
    }

    boolean isJson() {
        return header("format").equalsIgnoreCase("json");
    }

    /** Returns the value of a header; empty if it is missing. */
    String header(String name) {
        return header(name, "");
    }

    String header(String name, String defaultValue) {
        return exchange.request()
                .findHeader(name)
                .filter(value -> !value.isEmpty())
                .orElse(defaultValue);
    }

    boolean isHeaderTrue(String name) {
        return header(name).equalsIgnoreCase("true");
    }

    /**
     * Returns the mapping of the fields of a row to the columns of the table.
     *
     * @param table the table, whose columns are the fields of loads that do not specify fields
     * @throws InvalidLoadException if a header can't be parsed, or the table can't be loaded with these fields
     */
    LoadMapping createMapping(Table table) {
        List<String> fieldNames = new ArrayList<>();
        Map<String, Expression> expressionByColumnName = new LinkedHashMap<>();
        for (Expression columnsItem : parseColumns()) {
            if (columnsItem instanceof Expression.Reference fieldReference) {
                String name = fieldReference.name().lastPart().text();
                requireAssignable(name, table);
                if (fieldNames.stream().anyMatch(name::equalsIgnoreCase)) {
                    throw new InvalidLoadException("Duplicate column: " + name);
                }
                fieldNames.add(name);
            } else if (columnsItem instanceof Expression.Binary assignment
                    && assignment.operator() == Operator.EQUAL
                    && assignment.left() instanceof Expression.Reference column) {
                String name = column.name().lastPart().text();
                requireAssignable(name, table);
                if (expressionByColumnName.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
                    throw new InvalidLoadException("Duplicate column mapping: " + name);
                }
                if (table.findColumn(name).isEmpty() && !name.equals(LoadMapping.OPERATION_FIELD)) {
                    throw new InvalidLoadException("Mapping column is not in table. column: " + name);
                }
                expressionByColumnName.put(name, assignment.right());
            } else {
                throw createUnreadableColumnsException();
            }
        }
        if (isHeaderTrue("partial_update")) {
            checkPartialUpdateColumns(table, fieldNames, expressionByColumnName.keySet());
        }
        checkMetricExpressions(table, expressionByColumnName);
        if (fieldNames.isEmpty()) {
            table.writableColumns().stream()
                    .filter(column -> !column.isAutoIncrement())
                    .map(Column::name)
                    .forEach(fieldNames::add);
        }
        if (table.model() == KeyModel.PRIMARY) {
            expressionByColumnName.computeIfPresent(
                    LoadMapping.OPERATION_FIELD, (name, operation) -> parseOperation(operation));
            if (isJson()
                    && !fieldNames.contains(LoadMapping.OPERATION_FIELD)
                    && !expressionByColumnName.containsKey(LoadMapping.OPERATION_FIELD)) {
                fieldNames.add(LoadMapping.OPERATION_FIELD);
            }
        }
        Map<String, String> readColumnByFieldName = findReadColumns(table, fieldNames, expressionByColumnName);
        checkGeneratedColumns(table, readColumnByFieldName, fieldNames, expressionByColumnName.keySet());
        return new LoadMapping(
                fieldNames,
                expressionByColumnName,
                readColumnByFieldName,
                parseWhereCondition(),
                new LoadSettings(
                        !isJson(),
                        parseTimeZone(),
                        isHeaderTrue("partial_update"),
                        isHeaderTrue("strict_mode"),
                        parseMaxFilterRatio(),
                        parsePartitions()));
    }

    /**
     * Returns the columns as whose types fields are read: a field with the name of a column, unless an expression
     * computes the column, or an expression or a generated column refers to it; and a field that is assigned to an
     * array.
     */
    private static Map<String, String> findReadColumns(
            Table table, List<String> fieldNames, Map<String, Expression> expressionByColumnName) {
        Set<String> argumentNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        expressionByColumnName.values().forEach(expression -> argumentNames.addAll(listReferences(expression)));
        argumentNames.addAll(listGenerationSources(table));
        Set<String> computedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        computedNames.addAll(expressionByColumnName.keySet());
        Map<String, String> readColumnByFieldName = new HashMap<>();
        for (String fieldName : fieldNames) {
            boolean isColumn = table.findColumn(fieldName).isPresent() || fieldName.equals(LoadMapping.OPERATION_FIELD);
            if (isColumn && !argumentNames.contains(fieldName) && !computedNames.contains(fieldName)) {
                readColumnByFieldName.put(fieldName, fieldName);
            }
        }
        expressionByColumnName.forEach((columnName, expression) -> {
            boolean isArray = table.findColumn(columnName)
                    .filter(column -> column.type() instanceof Type.Array)
                    .isPresent();
            if (isArray && expression instanceof Expression.Reference reference) {
                String fieldName = reference.name().lastPart().text();
                if (fieldNames.contains(fieldName)
                        && table.findColumn(fieldName).isEmpty()) {
                    readColumnByFieldName.put(fieldName, columnName);
                }
            }
        });
        return readColumnByFieldName;
    }

    private static List<String> listReferences(Expression expression) {
        List<String> names = new ArrayList<>();
        expression.visit(part -> {
            if (part instanceof Expression.Reference reference) {
                names.add(reference.name().lastPart().text());
            }
        });
        return names;
    }

    /** Returns the names of the columns from which generated columns are calculated. */
    private static Set<String> listGenerationSources(Table table) {
        Set<String> sourceNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        table.columns().stream()
                .map(Column::generatedValue)
                .flatMap(Stream::ofNullable)
                .forEach(value -> sourceNames.addAll(listReferences(value)));
        return sourceNames;
    }

    /**
     * Requires that the columns from which generated columns are calculated are loaded, and that their fields can be
     * cast from strings.
     */
    private void checkGeneratedColumns(
            Table table,
            Map<String, String> readColumnByFieldName,
            List<String> fieldNames,
            Set<String> computedColumnNames) {
        Set<String> loadedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        loadedNames.addAll(fieldNames);
        loadedNames.addAll(computedColumnNames);
        for (String sourceName : listGenerationSources(table)) {
            Optional<Column> source = table.findColumn(sourceName);
            if (source.isPresent() && !loadedNames.contains(sourceName) && !isHeaderTrue("partial_update")) {
                throw new InvalidLoadException(
                        "A generated column is calculated from " + sourceName + ", which the load does not contain");
            }
            boolean isCast = fieldNames.stream().anyMatch(sourceName::equalsIgnoreCase)
                    && !computedColumnNames.contains(sourceName)
                    && !readColumnByFieldName.containsKey(sourceName);
            if (isCast
                    && source.filter(
                                    column -> column.type() instanceof Type.Map || column.type() instanceof Type.Struct)
                            .isPresent()) {
                throw new InvalidLoadException("Invalid type cast from varchar to "
                        + TypeFormat.formatForMessages(source.orElseThrow().type()) + " of " + sourceName);
            }
        }
    }

    private static void requireAssignable(String columnName, Table table) {
        if (table.findColumn(columnName)
                .filter(column -> column.generatedValue() != null)
                .isPresent()) {
            throw new InvalidLoadException("generated column: " + columnName + " can not be specified");
        }
    }

    /**
     * Requires that the header {@code columns} of a partial update names the key columns, and the columns from which
     * generated columns are calculated.
     */
    private static void checkPartialUpdateColumns(
            Table table, List<String> fieldNames, Set<String> computedColumnNames) {
        if (table.model() != KeyModel.PRIMARY) {
            throw new InvalidLoadException("Only primary key table support partial update");
        }
        Set<String> namedColumns = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        namedColumns.addAll(fieldNames);
        namedColumns.addAll(computedColumnNames);
        for (Column key : table.keyColumns()) {
            if (!namedColumns.contains(key.name())) {
                throw new InvalidLoadException("key column " + key.name() + " not in partial update columns");
            }
        }
        for (Column column : table.columns()) {
            if (column.generatedValue() != null) {
                column.generatedValue().visit(part -> {
                    if (part instanceof Expression.Reference reference) {
                        requireSourceColumn(reference.name().lastPart().text(), column, table, namedColumns);
                    }
                });
            }
        }
    }

    private static void requireSourceColumn(
            String sourceName, Column generatedColumn, Table table, Set<String> namedColumns) {
        boolean isPartOfUpdate = namedColumns.contains(sourceName)
                || table.findColumn(sourceName).filter(Column::isAutoIncrement).isPresent();
        if (!isPartOfUpdate) {
            throw new InvalidLoadException("column " + sourceName
                    + " needs to be used for expression evaluation for materialized column " + generatedColumn.name());
        }
    }

    /** Requires that columns of HLL and BITMAP are calculated by functions: a field can't contain their values. */
    private void checkMetricExpressions(Table table, Map<String, Expression> expressionByColumnName) {
        Map<String, Expression> caseInsensitiveExpressions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        caseInsensitiveExpressions.putAll(expressionByColumnName);
        for (Column column : table.writableColumns()) {
            Expression expression = caseInsensitiveExpressions.get(column.name());
            PrimitiveType type = PrimitiveType.of(column.type());
            boolean isHllFunctionCall = expression instanceof Expression.Call call
                    && HLL_FUNCTIONS.contains(call.function().lastPart().text().toLowerCase(Locale.ROOT));
            if (type == PrimitiveType.HLL && !isHllFunctionCall && !isHeaderTrue("partial_update")) {
                throw new InvalidLoadException("HLL column must use hll_hash function, like " + column.name()
                        + "=hll_hash(xxx) or " + column.name() + "=hll_empty()");
            }
            boolean isReferenceOrLiteral =
                    expression instanceof Expression.Reference || expression instanceof Expression.SingleTokenLiteral;
            if (type == PrimitiveType.BITMAP && isReferenceOrLiteral) {
                throw new InvalidLoadException(
                        "bitmap column " + column.name() + " require the function return type is BITMAP");
            }
        }
    }

    /**
     * Returns the operation of a row, with the number instead of the name if it is a string.
     *
     * @throws InvalidLoadException if the operation is a literal that is neither a known name nor an integer
     */
    private static Expression parseOperation(Expression operation) {
        if (operation instanceof Expression.StringLiteral text) {
            String operationName = text.value().toLowerCase(Locale.ROOT);
            String number = switch (operationName) {
                case "upsert" -> "0";
                case "delete" -> "1";
                default -> throw new InvalidLoadException("load op type string not supported: " + operationName);
            };
            return new Expression.NumberLiteral(number, Expression.NumberLiteral.Kind.INTEGER, text.span());
        }
        boolean isInteger = operation instanceof Expression.NumberLiteral number && number.isInteger();
        if (operation instanceof Expression.SingleTokenLiteral && !isInteger) {
            throw new InvalidLoadException("const load op type column should only be upsert(0)/delete(1)");
        }
        return operation;
    }

    private String parseTimeZone() {
        return TimeZones.normalize(header("timezone", DEFAULT_TIME_ZONE), Span.NONE);
    }

    private @Nullable Expression parseWhereCondition() {
        return header("where").isEmpty() ? null : parseExpression(header("where"), "where");
    }

    private @Nullable PartitionNames parsePartitions() {
        String partitions = header("partitions");
        String temporaryPartitions = header("temporary_partitions");
        if (!partitions.isEmpty() && !temporaryPartitions.isEmpty()) {
            throw new InvalidLoadException("Can't specify both partitions and temporary partitions");
        }
        String joinedNames = partitions + temporaryPartitions;
        return joinedNames.isEmpty()
                ? null
                : new PartitionNames(
                        partitions.isEmpty(),
                        Arrays.stream(joinedNames.strip().split("\\s*,\\s*"))
                                .map(Name::of)
                                .toList(),
                        Span.NONE);
    }

    private double parseMaxFilterRatio() {
        try {
            return Double.parseDouble(header("max_filter_ratio", "0"));
        } catch (NumberFormatException ignored) {
            return 0; // as on the server
        }
    }

    private List<Expression> parseColumns() {
        if (header("columns").isEmpty()) {
            return List.of();
        }
        // The elements of an array are separated as the columns are.
        if (parseExpression("[" + header("columns") + "]", "columns") instanceof Expression.ArrayLiteral columnsArray) {
            return columnsArray.elements();
        }
        throw createUnreadableColumnsException();
    }

    private InvalidLoadException createUnreadableColumnsException() {
        return new InvalidLoadException("The embedded server can't read the columns " + header("columns"));
    }

    private static Expression parseExpression(String text, String headerName) {
        try {
            Expression expression = Sql.parseExpression(text);
            expression.visit(StreamLoadRequest::requireNoAggregate);
            return expression;
        } catch (SqlSyntaxException failure) {
            throw new InvalidLoadException("parse " + headerName + " header failed: " + failure.problem());
        }
    }

    private static void requireNoAggregate(Expression expression) {
        if (expression instanceof Expression.Call call
                && BuiltinFunctions.resolveEntry(call).isAggregate()) {
            throw new InvalidLoadException("Don't support aggregation function in load expression");
        }
    }

    /** Thrown if a load fails as a whole. The message is sent to the client. */
    static final class InvalidLoadException extends RuntimeException {
        private static final long serialVersionUID = 1;

        InvalidLoadException(String message) {
            super(message);
        }
    }
}

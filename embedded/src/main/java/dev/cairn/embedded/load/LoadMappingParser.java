package dev.cairn.embedded.load;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.embedded.rows.LoadMapping.LoadSettings;
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
import java.util.ArrayList;
import java.util.Arrays;
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
 * Parses the mapping of the fields of a load to the columns of its table from the headers of the request, and checks
 * it. Each parser parses one mapping.
 */
final class LoadMappingParser {
    private final StreamLoadRequest request;
    private final Table table;
    private final List<String> fieldNames = new ArrayList<>();
    private final Map<String, Expression> expressionByColumnName = new LinkedHashMap<>();

    /** @param table the table, whose columns are the fields of loads that do not specify fields */
    LoadMappingParser(StreamLoadRequest request, Table table) {
        this.request = request;
        this.table = table;
    }

    private static final Set<String> HLL_FUNCTIONS = Set.of("hll_hash", "hll_empty");

    /** The default time zone of a load. It does not depend on the time zone of the server. */
    private static final String DEFAULT_TIME_ZONE = "Asia/Shanghai";

    /** @throws InvalidLoadException if a header can't be parsed, or the table can't be loaded with these fields */
    LoadMapping parse() {
        parseColumns().forEach(this::addColumnsItem);
        if (isPartialUpdate()) {
            checkPartialUpdateColumns();
        }
        checkMetricExpressions();
        if (fieldNames.isEmpty()) {
            table.writableColumns().stream()
                    .filter(column -> !column.isAutoIncrement())
                    .map(Column::name)
                    .forEach(fieldNames::add);
        }
        if (table.model() == KeyModel.PRIMARY) {
            addOperation();
        }
        Map<String, String> readColumnByFieldName = findReadColumns();
        checkGeneratedColumns(readColumnByFieldName);
        return new LoadMapping(
                fieldNames,
                expressionByColumnName,
                readColumnByFieldName,
                parseWhereCondition(),
                new LoadSettings(
                        !request.isJson(),
                        parseTimeZone(),
                        isPartialUpdate(),
                        request.isHeaderTrue("strict_mode"),
                        parseMaxFilterRatio(),
                        parsePartitions()));
    }

    private boolean isPartialUpdate() {
        return request.isHeaderTrue("partial_update");
    }

    /** Adds an item of the header {@code columns}: the name of a field, or the value of a column. */
    private void addColumnsItem(Expression columnsItem) {
        if (columnsItem instanceof Expression.Reference fieldReference) {
            String name = fieldReference.name().lastPart().text();
            requireAssignable(name);
            if (fieldNames.stream().anyMatch(name::equalsIgnoreCase)) {
                throw new InvalidLoadException("Duplicate column: " + name);
            }
            fieldNames.add(name);
        } else if (columnsItem instanceof Expression.Binary assignment
                && assignment.operator() == Operator.EQUAL
                && assignment.left() instanceof Expression.Reference column) {
            String name = column.name().lastPart().text();
            requireAssignable(name);
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

    /** Parses the operation of rows that the header {@code columns} computes; rows of JSON may contain it. */
    private void addOperation() {
        expressionByColumnName.computeIfPresent(
                LoadMapping.OPERATION_FIELD, (name, operation) -> parseOperation(operation));
        if (request.isJson()
                && !fieldNames.contains(LoadMapping.OPERATION_FIELD)
                && !expressionByColumnName.containsKey(LoadMapping.OPERATION_FIELD)) {
            fieldNames.add(LoadMapping.OPERATION_FIELD);
        }
    }

    /**
     * Returns the columns as whose types fields are read: a field with the name of a column, unless an expression
     * computes the column, or an expression or a generated column refers to it; and a field that is assigned to an
     * array.
     */
    private Map<String, String> findReadColumns() {
        Set<String> argumentNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        expressionByColumnName.values().forEach(expression -> argumentNames.addAll(expression.collectReferenceNames()));
        argumentNames.addAll(listGenerationSources());
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

    /** Returns the names of the columns from which generated columns are calculated. */
    private Set<String> listGenerationSources() {
        Set<String> sourceNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        table.columns().stream()
                .map(Column::generatedValue)
                .flatMap(Stream::ofNullable)
                .forEach(value -> sourceNames.addAll(value.collectReferenceNames()));
        return sourceNames;
    }

    /**
     * Requires that the columns from which generated columns are calculated are loaded, and that their fields can be
     * cast from strings.
     */
    private void checkGeneratedColumns(Map<String, String> readColumnByFieldName) {
        Set<String> loadedNames = listLoadedNames();
        for (String sourceName : listGenerationSources()) {
            Optional<Column> source = table.findColumn(sourceName);
            if (source.isPresent() && !loadedNames.contains(sourceName) && !isPartialUpdate()) {
                throw new InvalidLoadException(
                        "A generated column is calculated from " + sourceName + ", which the load does not contain");
            }
            boolean isCast = fieldNames.stream().anyMatch(sourceName::equalsIgnoreCase)
                    && !expressionByColumnName.containsKey(sourceName)
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

    private void requireAssignable(String columnName) {
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
    private void checkPartialUpdateColumns() {
        if (table.model() != KeyModel.PRIMARY) {
            throw new InvalidLoadException("Only primary key table support partial update");
        }
        Set<String> loadedNames = listLoadedNames();
        for (Column key : table.keyColumns()) {
            if (!loadedNames.contains(key.name())) {
                throw new InvalidLoadException("key column " + key.name() + " not in partial update columns");
            }
        }
        for (Column column : table.columns()) {
            if (column.generatedValue() != null) {
                column.generatedValue()
                        .collectReferenceNames()
                        .forEach(sourceName -> requireSourceColumn(sourceName, column, loadedNames));
            }
        }
    }

    /** Returns the fields and the computed columns. */
    private Set<String> listLoadedNames() {
        Set<String> loadedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        loadedNames.addAll(fieldNames);
        loadedNames.addAll(expressionByColumnName.keySet());
        return loadedNames;
    }

    private void requireSourceColumn(String sourceName, Column generatedColumn, Set<String> loadedNames) {
        boolean isPartOfUpdate = loadedNames.contains(sourceName)
                || table.findColumn(sourceName).filter(Column::isAutoIncrement).isPresent();
        if (!isPartOfUpdate) {
            throw new InvalidLoadException("column " + sourceName
                    + " needs to be used for expression evaluation for materialized column " + generatedColumn.name());
        }
    }

    /** Requires that columns of HLL and BITMAP are calculated by functions: a field can't contain their values. */
    private void checkMetricExpressions() {
        Map<String, Expression> caseInsensitiveExpressions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        caseInsensitiveExpressions.putAll(expressionByColumnName);
        for (Column column : table.writableColumns()) {
            Expression expression = caseInsensitiveExpressions.get(column.name());
            PrimitiveType type = PrimitiveType.of(column.type());
            boolean isHllFunctionCall = expression instanceof Expression.Call call
                    && HLL_FUNCTIONS.contains(call.function().lastPart().text().toLowerCase(Locale.ROOT));
            if (type == PrimitiveType.HLL && !isHllFunctionCall && !isPartialUpdate()) {
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
        return TimeZones.normalize(request.header("timezone", DEFAULT_TIME_ZONE), Span.NONE);
    }

    private @Nullable Expression parseWhereCondition() {
        return request.header("where").isEmpty() ? null : parseExpression(request.header("where"), "where");
    }

    private @Nullable PartitionNames parsePartitions() {
        String partitions = request.header("partitions");
        String temporaryPartitions = request.header("temporary_partitions");
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
            return Double.parseDouble(request.header("max_filter_ratio", "0"));
        } catch (NumberFormatException ignored) {
            return 0; // as on the server
        }
    }

    private List<Expression> parseColumns() {
        if (request.header("columns").isEmpty()) {
            return List.of();
        }
        // The elements of an array are separated as the columns are.
        if (parseExpression("[" + request.header("columns") + "]", "columns")
                instanceof Expression.ArrayLiteral columnsArray) {
            return columnsArray.elements();
        }
        throw createUnreadableColumnsException();
    }

    private InvalidLoadException createUnreadableColumnsException() {
        return new InvalidLoadException("The embedded server can't read the columns " + request.header("columns"));
    }

    private static Expression parseExpression(String text, String headerName) {
        try {
            Expression expression = Sql.parseExpression(text);
            expression.visit(LoadMappingParser::requireNoAggregate);
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
}

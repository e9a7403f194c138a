package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.rows.PreparedWrite.SourceRows;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.store.IncomingRows;
import dev.cairn.embedded.state.ChangedPartitions;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.value.CastTranslator;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.RelationRows;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.engine.row.RowRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of a Stream Load: converts texts to the table's columns, checks the rows, and merges them like the
 * rows of an INSERT. Rows that can't be stored are filtered up to the fraction that the load tolerates.
 */
final class RowLoader {
    private static final String OPERATION_COLUMN = "\"#operation\"";

    private final DuckDb duckDb;
    private final DuckDbTarget target;
    private final Table table;
    private final SqlTranslator sqlTranslator;
    private final SqlTranslator mappingTranslator;
    private final LoadMapping mapping;
    private final List<RelationRows.SourceColumn> fieldColumns;
    private final Map<String, String> columnNameById = new HashMap<>();

    /** @param tableAtStart the table as it was when the load began, to whose columns the names in the mapping refer */
    RowLoader(LockedRows lockedRows, DuckDbTarget target, Table tableAtStart, LoadMapping mapping) {
        this.duckDb = lockedRows.duckDb();
        this.target = target;
        this.table = target.table();
        this.sqlTranslator = lockedRows.createTranslator();
        this.mappingTranslator = lockedRows
                .translatorFactory()
                .createTranslator(mapping.settings().timeZone());
        this.mapping = mapping;
        tableAtStart.columns().forEach(column -> columnNameById.put(column.id(), column.name()));
        this.fieldColumns = IntStream.range(0, mapping.fieldNames().size())
                .mapToObj(index -> RelationRows.SourceColumn.ofStored(
                        mapping.fieldNames().get(index),
                        IncomingRows.fieldColumnName(index),
                        TranslationTypes.VARCHAR,
                        null))
                .toList();
    }

    /**
     * Writes the rows in one transaction. If too many rows are filtered, or none remains, nothing is written, and the
     * outcome contains the reason.
     *
     * @throws Refusal if a mandatory column gets no value, or the result of the operations is undefined on a server
     */
    LoadOutcome load(IncomingRows incomingRows) {
        Map<Column, String> valueSqlByColumn = translateValues();
        requireMandatoryColumns(valueSqlByColumn);
        Optional<String> operationSql = findOperationSql();
        return duckDb.runInTransactionWithRetry(() -> {
            duckDb.run("CREATE OR REPLACE TEMP TABLE arrived AS SELECT *, " + operationSql.orElse("0") + " AS "
                    + OPERATION_COLUMN + ", " + renderProblem(valueSqlByColumn, operationSql) + " AS "
                    + StagingTable.PROBLEM_COLUMN
                    + " FROM " + renderSelectedRows(incomingRows, valueSqlByColumn));
            StagingTable stagingTable = new StagingTable(duckDb, target, sqlTranslator);
            stagingTable.fill(
                    List.copyOf(valueSqlByColumn.keySet()),
                    selectAcceptedRows(valueSqlByColumn),
                    mapping.settings().isPartialUpdate(),
                    renderPartitionCondition());
            requireDefiniteOperations(operationSql.isPresent());
            LoadOutcome outcome = determineOutcome(incomingRows);
            if (outcome.isAccepted()) {
                stagingTable.deleteInvalidRows();
                TouchedPartitionFinder partitionFinder = new TouchedPartitionFinder(
                        duckDb, target, sqlTranslator, mapping.settings().writesTemporaryPartitions());
                TouchedPartitionFinder.TouchedPartitions touchedPartitions =
                        partitionFinder.findTouchedPartitions(StagingTable.NAME);
                RowMerger rowMerger = new RowMerger(duckDb, table, target.storedTable(), sqlTranslator);
                if (operationSql.isPresent()) {
                    createDeletedKeyTable();
                }
                rowMerger.mergeStagedRows(StagingTable.NAME);
                if (operationSql.isPresent()) {
                    rowMerger.deleteRowsByKeysIn("deleted");
                    duckDb.run("DROP TABLE deleted");
                }
                outcome = outcome.withChangedPartitions(partitionFinder.collectChanges(touchedPartitions, Set.of()));
            }
            duckDb.run("DROP TABLE arrived");
            stagingTable.drop();
            return outcome;
        });
    }

    /** Returns the condition that a row is in a partition of the load; null if the table accepts all rows. */
    private @Nullable String renderPartitionCondition() {
        PartitionConditionRenderer conditionRenderer = new PartitionConditionRenderer(table, sqlTranslator);
        PartitionNames partitions = mapping.settings().partitions();
        return partitions == null
                ? conditionRenderer.renderAnyPartition().orElse(null)
                : conditionRenderer.renderNamedPartitions(partitions);
    }

    /** Creates a temporary table of the keys for which the last row of the load deletes a row. */
    private void createDeletedKeyTable() {
        String joinedKeyColumns =
                table.keyColumns().stream().map(DuckDbTable::quotedColumnName).collect(Collectors.joining(", "));
        duckDb.run("CREATE OR REPLACE TEMP TABLE deleted AS SELECT " + joinedKeyColumns + " FROM (SELECT * FROM "
                + StagingTable.NAME
                + " QUALIFY row_number() OVER (PARTITION BY " + joinedKeyColumns + " ORDER BY "
                + RowMerger.ROW_NUMBER_COLUMN
                + " DESC) = 1) WHERE " + RowMerger.ROW_NUMBER_COLUMN
                + " IN (SELECT n FROM (SELECT row_number() OVER () AS n, "
                + OPERATION_COLUMN + " FROM (SELECT " + OPERATION_COLUMN + " FROM arrived WHERE "
                + StagingTable.PROBLEM_COLUMN + " IS NULL ORDER BY " + IncomingRows.QUOTED_ROW_NUMBER_COLUMN
                + ")) WHERE "
                + OPERATION_COLUMN + " = 1)");
    }

    /**
     * Requires that a load which deletes rows has no other operations than 0 and 1. A backend writes a row with another
     * operation, unless the same load deletes a row of its tablet. It then deletes the row, and the rows that it writes
     * instead are undefined.
     */
    private void requireDefiniteOperations(boolean hasOperations) {
        if (hasOperations
                && duckDb.queryNumber("SELECT count(*) FROM (SELECT 1 FROM arrived WHERE " + StagingTable.PROBLEM_COLUMN
                                + " IS NULL HAVING bool_or(" + OPERATION_COLUMN + " = 1) AND bool_or("
                                + OPERATION_COLUMN + " NOT IN (0, 1)))")
                        > 0) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.INDEFINITE_LOAD_OPERATIONS);
        }
    }

    /** Returns the expression for the operation of a row; empty if each row is written. */
    private Optional<String> findOperationSql() {
        if (table.model() != KeyModel.PRIMARY) {
            return Optional.empty();
        }
        Expression expression = mapping.expressionByColumnName().get(LoadMapping.OPERATION_FIELD);
        return expression != null
                ? Optional.of(mappingTranslator.translateExpression(expression, fieldColumns, TranslationTypes.TINYINT))
                : findFieldSql(LoadMapping.OPERATION_FIELD)
                        .map(fieldSql ->
                                CastTranslator.convert(fieldSql, TranslationTypes.VARCHAR, TranslationTypes.TINYINT));
    }

    /**
     * Returns a relation with the incoming rows that meet the condition of the load, which refers to the columns of
     * the table.
     */
    private String renderSelectedRows(IncomingRows incomingRows, Map<Column, String> valueSqlByColumn) {
        if (mapping.condition() == null) {
            return incomingRows.quotedTableName();
        }
        Set<String> referencedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        referencedNames.addAll(mapping.condition().collectReferenceNames());
        List<RelationRows.SourceColumn> columns = new ArrayList<>();
        StringBuilder outputs = new StringBuilder("*");
        for (Column column : table.writableColumns()) {
            String name = columnNameById.getOrDefault(column.id(), column.name());
            if (referencedNames.contains(name)
                    && (valueSqlByColumn.containsKey(column)
                            || !mapping.settings().isPartialUpdate())) {
                String valueSql = valueSqlByColumn.containsKey(column)
                        ? valueSqlByColumn.get(column)
                        : new DefaultValueTranslator(sqlTranslator).translateDefault(column);
                String outputName = "#" + column.id();
                columns.add(RelationRows.SourceColumn.ofStored(name, outputName, column.type(), null));
                outputs.append(", ").append(valueSql).append(" AS ").append(DuckDbQuoting.quoteName(outputName));
            }
        }
        return "(SELECT " + outputs + " FROM " + incomingRows.quotedTableName() + ") WHERE ("
                + mappingTranslator.translateExpression(mapping.condition(), columns, TranslationTypes.BOOLEAN)
                + ") IS TRUE";
    }

    private static SourceRows selectAcceptedRows(Map<Column, String> valueSqlByColumn) {
        List<String> outputs = new ArrayList<>();
        List<@Nullable Type> types = new ArrayList<>();
        for (String valueSql : valueSqlByColumn.values()) {
            outputs.add(valueSql + " AS c" + outputs.size());
            types.add(null);
        }
        return new SourceRows(
                "SELECT " + String.join(", ", outputs) + " FROM arrived WHERE " + StagingTable.PROBLEM_COLUMN
                        + " IS NULL ORDER BY " + IncomingRows.QUOTED_ROW_NUMBER_COLUMN,
                types);
    }

    /** Returns the columns that the load sets, each with its expression over the fields. */
    private Map<Column, String> translateValues() {
        Map<String, Expression> expressionByColumnName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        expressionByColumnName.putAll(mapping.expressionByColumnName());
        Map<Column, String> valueSqlByColumn = new LinkedHashMap<>();
        for (Column column : table.columns()) {
            String name = columnNameById.get(column.id());
            if (name == null || column.generatedValue() != null) {
                continue;
            }
            Expression expression = expressionByColumnName.get(name);
            Optional<String> readFieldSql = findReadFieldSql(expression, name);
            if (readFieldSql.isPresent()) {
                valueSqlByColumn.put(
                        column, convertReadField(readFieldSql.get(), DuckDbType.withFullPrecision(column.type())));
            } else if (expression != null) {
                valueSqlByColumn.put(
                        column, mappingTranslator.translateExpression(expression, fieldColumns, column.type()));
            } else {
                findFieldSql(name)
                        .ifPresent(fieldSql -> valueSqlByColumn.put(
                                column, convertField(name, fieldSql, DuckDbType.withFullPrecision(column.type()))));
            }
        }
        return valueSqlByColumn;
    }

    /**
     * Returns SQL for the field that the load assigns to a column without a calculation. Empty if the load calculates
     * the column, or reads the field as text and not as a value of the column's type.
     */
    private Optional<String> findReadFieldSql(@Nullable Expression assignedExpression, String columnName) {
        return assignedExpression instanceof Expression.Reference reference
                ? mapping.findReadColumn(reference.name().lastPart().text())
                        .filter(columnName::equalsIgnoreCase)
                        .flatMap(ignored ->
                                findFieldSql(reference.name().lastPart().text()))
                : Optional.empty();
    }

    private String convertField(String columnName, String fieldSql, Type type) {
        return mapping.findReadColumn(columnName).isPresent()
                ? convertReadField(fieldSql, type)
                : CastTranslator.convert(fieldSql, TranslationTypes.VARCHAR, type);
    }

    private String convertReadField(String fieldSql, Type type) {
        return new LoadedValueConverter(mapping.settings().isCsv())
                .convert(fieldSql, type, mapping.settings().isStrict());
    }

    /** Returns the expression for the field with a name; empty if the load has no such field. */
    private Optional<String> findFieldSql(String fieldName) {
        return fieldColumns.stream()
                .filter(field -> field.name().equalsIgnoreCase(fieldName))
                .map(field -> field.value("").sql())
                .findFirst();
    }

    private void requireMandatoryColumns(Map<Column, String> valueSqlByColumn) {
        for (Column column : table.columns()) {
            boolean isMandatory = column.defaultValue() == null
                    && !column.isNullable()
                    && !column.isAutoIncrement()
                    && column.generatedValue() == null;
            if (isMandatory && !mapping.settings().isPartialUpdate() && !valueSqlByColumn.containsKey(column)) {
                throw Refusal.ofExecution(Span.NONE, RowRule.INSERT_WITHOUT_DEFAULT, column.name());
            }
        }
    }

    /**
     * Returns an expression for the error message of a row; it gives NULL unless the operation of the row is NULL or,
     * in strict mode, a field that is loaded unchanged can't be converted.
     */
    private String renderProblem(Map<Column, String> valueSqlByColumn, Optional<String> operationSql) {
        List<String> cases = new ArrayList<>();
        operationSql.ifPresent(value -> cases.add("WHEN (" + value + ") IS NULL THEN "
                + DuckDbQuoting.quoteText("NULL value in non-nullable column '" + LoadMapping.OPERATION_FIELD + "'")));
        for (Map.Entry<Column, String> valueEntry : valueSqlByColumn.entrySet()) {
            Column column = valueEntry.getKey();
            String name = Objects.requireNonNull(columnNameById.get(column.id()));
            boolean isComputed =
                    mapping.expressionByColumnName().keySet().stream().anyMatch(name::equalsIgnoreCase);
            Optional<String> fieldSql = isComputed ? Optional.empty() : findFieldSql(name);
            if (mapping.settings().isStrict()
                    && fieldSql.isPresent()
                    && !PrimitiveType.of(column.type()).isCharacterType()) {
                String typeText = TypeFormat.formatForMessages(column.type()).toUpperCase(Locale.ROOT);
                cases.add("WHEN " + fieldSql.get() + " IS NOT NULL AND (" + valueEntry.getValue() + ") IS NULL THEN "
                        + DuckDbQuoting.quoteText("Value '") + " || " + fieldSql.get() + " || "
                        + DuckDbQuoting.quoteText(
                                "' is out of range. The type of '" + column.name() + "' is " + typeText));
            }
        }
        return cases.isEmpty() ? "CAST(NULL AS VARCHAR)" : "CASE " + String.join(" ", cases) + " END";
    }

    private LoadOutcome determineOutcome(IncomingRows incomingRows) {
        long totalRowCount = incomingRows.parsedRowCount() + incomingRows.unparsableRowCount();
        long selectedRowCount = duckDb.queryNumber("SELECT count(*) FROM arrived");
        long filteredRowCount = incomingRows.unparsableRowCount()
                + duckDb.queryNumber("SELECT count(" + StagingTable.PROBLEM_COLUMN + ") FROM arrived")
                + duckDb.queryNumber("SELECT count(" + StagingTable.PROBLEM_COLUMN + ") FROM " + StagingTable.NAME);
        List<String> problems = new ArrayList<>(incomingRows.parseProblems());
        problems.addAll(readProblems(
                "arrived", fieldColumns.stream().map(field -> field.value("").sql())));
        problems.addAll(readProblems(StagingTable.NAME, table.columns().stream().map(DuckDbTable::quotedColumnName)));
        long unselectedRowCount = incomingRows.parsedRowCount() - selectedRowCount;
        String failureMessage = "";
        if (filteredRowCount
                > (selectedRowCount + incomingRows.unparsableRowCount())
                        * mapping.settings().maxFilterRatio()) {
            failureMessage = LoadOutcome.TOO_MANY_FILTERED_MESSAGE;
        } else if (totalRowCount == filteredRowCount + unselectedRowCount) {
            failureMessage = LoadOutcome.NO_ROWS_MESSAGE;
        }
        return new LoadOutcome(
                failureMessage, totalRowCount, filteredRowCount, unselectedRowCount, problems, ChangedPartitions.NONE);
    }

    private List<String> readProblems(String tableName, Stream<String> columnSqls) {
        String rowText = columnSqls
                .map(columnSql -> "coalesce(chr(39) || CAST(" + columnSql + " AS VARCHAR) || chr(39), 'NULL')")
                .collect(Collectors.joining(", "));
        return duckDb
                .queryRows("SELECT 'Error: ' || " + StagingTable.PROBLEM_COLUMN + " || '. Row: [' || concat_ws(', ', "
                        + rowText + ") || ']' FROM " + tableName + " WHERE " + StagingTable.PROBLEM_COLUMN
                        + " IS NOT NULL LIMIT "
                        + IncomingRows.MAX_PARSE_PROBLEMS)
                .stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }
}

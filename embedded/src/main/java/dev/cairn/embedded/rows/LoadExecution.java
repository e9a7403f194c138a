package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.rows.PreparedWrite.SourceRows;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.store.LoadStage;
import dev.cairn.embedded.state.ChangedPartitions;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.embedded.translate.value.CastTranslation;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.ReadSource;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.engine.row.RowRule;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Span;
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
 * Runs a Stream Load: converts texts to the table's columns, checks the rows, and merges them like the rows of an
 * INSERT. Rows that can't be stored are filtered up to the fraction that the load tolerates.
 */
final class LoadExecution {
    private static final String OPERATION_COLUMN = "\"#operation\"";

    private final DuckDb duckDb;
    private final DuckDbTarget target;
    private final Table table;
    private final Translation translation;
    private final Translation mappingTranslation;
    private final LoadMapping mapping;
    private final List<ReadSource.SourceColumn> fields;
    private final Map<String, String> columnNamesById = new HashMap<>();

    /** @param tableAtStart the table as it was when the load began, to whose columns the names in the mapping refer */
    LoadExecution(RowAccess access, DuckDbTarget target, Table tableAtStart, LoadMapping mapping) {
        this.duckDb = access.duckDb();
        this.target = target;
        this.table = target.table();
        this.translation = access.createTranslation();
        this.mappingTranslation = access.createTranslation(mapping.settings().timeZone());
        this.mapping = mapping;
        tableAtStart.columns().forEach(column -> columnNamesById.put(column.id(), column.name()));
        this.fields = IntStream.range(0, mapping.fields().size())
                .mapToObj(index -> ReadSource.SourceColumn.ofStored(
                        mapping.fields().get(index), LoadStage.fieldName(index), TranslationTypes.VARCHAR, null))
                .toList();
    }

    /**
     * Runs the load in one transaction. If the load fails because of its rows, nothing is written, and the outcome says
     * why.
     */
    LoadOutcome run(LoadStage stage) {
        Map<Column, String> values = translateValues();
        requireMandatoryColumns(values);
        Optional<String> operation = translateOperation();
        return duckDb.runInTransactionWithRetry(() -> {
            duckDb.run("CREATE OR REPLACE TEMP TABLE arrived AS SELECT *, " + operation.orElse("0") + " AS "
                    + OPERATION_COLUMN + ", " + renderProblem(values, operation) + " AS " + StagingTable.PROBLEM_COLUMN
                    + " FROM " + renderSelectedRows(stage, values));
            StagingTable staging = new StagingTable(duckDb, target, translation);
            staging.fill(
                    List.copyOf(values.keySet()),
                    selectAcceptedRows(values),
                    mapping.settings().isPartial(),
                    new PartitionConditions(table, translation)
                            .renderAnyPartition()
                            .orElse(null));
            LoadOutcome outcome = countRows(stage);
            if (outcome.isAccepted()) {
                duckDb.run("DELETE FROM staged WHERE " + StagingTable.PROBLEM_COLUMN + " IS NOT NULL");
                TouchedPartitionFinder partitionFinder = new TouchedPartitionFinder(duckDb, target, translation, false);
                TouchedPartitionFinder.TouchedPartitions touchedPartitions =
                        partitionFinder.findTouchedPartitions("staged");
                RowMerge merge = new RowMerge(duckDb, table, target.storedTable(), translation);
                if (operation.isPresent()) {
                    collectDeletedKeys();
                }
                merge.mergeRows("staged");
                if (operation.isPresent()) {
                    merge.deleteRowsWithKeysOf("deleted");
                    duckDb.run("DROP TABLE deleted");
                }
                outcome = outcome.withPartitions(partitionFinder.collectChanges(touchedPartitions, Set.of()));
            }
            duckDb.run("DROP TABLE arrived");
            duckDb.run("DROP TABLE staged");
            return outcome;
        });
    }

    /** Collects the keys for which the last row of the load deletes a row. */
    private void collectDeletedKeys() {
        String keys = table.keyColumns().stream().map(DuckDbTable::columnName).collect(Collectors.joining(", "));
        duckDb.run("CREATE OR REPLACE TEMP TABLE deleted AS SELECT " + keys + " FROM (SELECT * FROM staged"
                + " QUALIFY row_number() OVER (PARTITION BY " + keys + " ORDER BY " + RowMerge.ORDER_COLUMN
                + " DESC) = 1) WHERE " + RowMerge.ORDER_COLUMN
                + " IN (SELECT n FROM (SELECT row_number() OVER () AS n, "
                + OPERATION_COLUMN + " FROM (SELECT " + OPERATION_COLUMN + " FROM arrived WHERE "
                + StagingTable.PROBLEM_COLUMN + " IS NULL ORDER BY " + LoadStage.ROW_NUMBER_COLUMN + ")) WHERE "
                + OPERATION_COLUMN + " = 1)");
    }

    /** Returns the expression for the operation of a row; empty if each row is written. */
    private Optional<String> translateOperation() {
        if (table.model() != KeyModel.PRIMARY) {
            return Optional.empty();
        }
        Expression expression = mapping.computedColumns().get(LoadMapping.OPERATION);
        return expression != null
                ? Optional.of(mappingTranslation.translateExpression(expression, fields, TranslationTypes.TINYINT))
                : findField(LoadMapping.OPERATION)
                        .map(field ->
                                CastTranslation.convert(field, TranslationTypes.VARCHAR, TranslationTypes.TINYINT));
    }

    /**
     * Returns a relation with the rows of a stage that meet the condition of the load, which refers to the columns of
     * the table.
     */
    private String renderSelectedRows(LoadStage stage, Map<Column, String> values) {
        if (mapping.condition() == null) {
            return stage.quotedName();
        }
        Set<String> references = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        mapping.condition().visit(part -> {
            if (part instanceof Expression.Reference reference) {
                references.add(reference.name().lastPart().text());
            }
        });
        List<ReadSource.SourceColumn> columns = new ArrayList<>();
        StringBuilder outputs = new StringBuilder("*");
        for (Column column : table.writableColumns()) {
            String name = columnNamesById.getOrDefault(column.id(), column.name());
            if (references.contains(name)
                    && (values.containsKey(column) || !mapping.settings().isPartial())) {
                String value = values.containsKey(column)
                        ? values.get(column)
                        : new DefaultValueTranslation(translation).translateDefault(column);
                String outputName = "#" + column.id();
                columns.add(ReadSource.SourceColumn.ofStored(name, outputName, column.type(), null));
                outputs.append(", ").append(value).append(" AS ").append(DuckDbQuoting.quoteName(outputName));
            }
        }
        return "(SELECT " + outputs + " FROM " + stage.quotedName() + ") WHERE ("
                + mappingTranslation.translateExpression(mapping.condition(), columns, TranslationTypes.BOOLEAN)
                + ") IS TRUE";
    }

    private static SourceRows selectAcceptedRows(Map<Column, String> values) {
        List<String> outputs = new ArrayList<>();
        List<@Nullable Type> types = new ArrayList<>();
        for (String value : values.values()) {
            outputs.add(value + " AS c" + outputs.size());
            types.add(null);
        }
        return new SourceRows(
                "SELECT " + String.join(", ", outputs) + " FROM arrived WHERE " + StagingTable.PROBLEM_COLUMN
                        + " IS NULL ORDER BY " + LoadStage.ROW_NUMBER_COLUMN,
                types);
    }

    /** Returns the columns that the load sets, each with its expression over the fields. */
    private Map<Column, String> translateValues() {
        Map<String, Expression> computedColumns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        computedColumns.putAll(mapping.computedColumns());
        Map<Column, String> values = new LinkedHashMap<>();
        for (Column column : table.columns()) {
            String name = columnNamesById.get(column.id());
            if (name == null || column.generatedValue() != null) {
                continue;
            }
            Expression expression = computedColumns.get(name);
            if (expression != null) {
                values.put(column, mappingTranslation.translateExpression(expression, fields, column.type()));
            } else {
                findField(name)
                        .ifPresent(field ->
                                values.put(column, convert(name, field, DuckDbType.withAllDigits(column.type()))));
            }
        }
        return values;
    }

    private String convert(String name, String field, Type type) {
        if (!mapping.isReadAsColumn(name)) {
            return CastTranslation.convert(field, TranslationTypes.VARCHAR, type);
        }
        return new LoadedValueConversion(mapping.settings().isCsv())
                .convert(field, type, mapping.settings().isStrict());
    }

    /** Returns the expression for the field with a name; empty if the load has no such field. */
    private Optional<String> findField(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(field -> field.value("").sql())
                .findFirst();
    }

    private void requireMandatoryColumns(Map<Column, String> values) {
        if (mapping.settings().isPartial() && table.model() != KeyModel.PRIMARY) {
            throw Refusal.ofExecution(
                    Span.NONE, CommonRule.SUPPORTED_ONLY_FOR, "A partial update", "tables with PRIMARY KEY");
        }
        for (Column column : table.columns()) {
            boolean isMandatory = column.defaultValue() == null
                    && !column.isNullable()
                    && !column.isAutoIncrement()
                    && column.generatedValue() == null;
            if (isMandatory && !mapping.settings().isPartial() && !values.containsKey(column)) {
                throw Refusal.ofExecution(Span.NONE, RowRule.INSERT_WITHOUT_DEFAULT, column.name());
            }
        }
    }

    /**
     * Returns an expression for the error message of a row; it gives NULL unless the operation of the row is NULL or,
     * in strict mode, a field that is loaded unchanged can't be converted.
     */
    private String renderProblem(Map<Column, String> values, Optional<String> operation) {
        List<String> cases = new ArrayList<>();
        operation.ifPresent(value -> cases.add("WHEN (" + value + ") IS NULL THEN "
                + DuckDbQuoting.quoteText("NULL value in non-nullable column '" + LoadMapping.OPERATION + "'")));
        for (Map.Entry<Column, String> columnAndValue : values.entrySet()) {
            Column column = columnAndValue.getKey();
            String name = Objects.requireNonNull(columnNamesById.get(column.id()));
            boolean isComputed = mapping.computedColumns().keySet().stream().anyMatch(name::equalsIgnoreCase);
            Optional<String> field = isComputed ? Optional.empty() : findField(name);
            if (mapping.settings().isStrict()
                    && field.isPresent()
                    && !PrimitiveType.of(column.type()).isCharacterType()) {
                String type = TypeFormat.formatForMessages(column.type()).toUpperCase(Locale.ROOT);
                cases.add("WHEN " + field.get() + " IS NOT NULL AND (" + columnAndValue.getValue() + ") IS NULL THEN "
                        + DuckDbQuoting.quoteText("Value '") + " || " + field.get() + " || "
                        + DuckDbQuoting.quoteText("' is out of range. The type of '" + column.name() + "' is " + type));
            }
        }
        return cases.isEmpty() ? "CAST(NULL AS VARCHAR)" : "CASE " + String.join(" ", cases) + " END";
    }

    private LoadOutcome countRows(LoadStage stage) {
        long totalRows = stage.parsedRows() + stage.unparsedRows();
        long selectedRows = duckDb.queryNumber("SELECT count(*) FROM arrived");
        long filteredRows = stage.unparsedRows()
                + duckDb.queryNumber("SELECT count(" + StagingTable.PROBLEM_COLUMN + ") FROM arrived")
                + duckDb.queryNumber("SELECT count(" + StagingTable.PROBLEM_COLUMN + ") FROM staged");
        List<String> problems = new ArrayList<>(stage.problems());
        problems.addAll(readProblems(
                "arrived", fields.stream().map(field -> field.value("").sql())));
        problems.addAll(readProblems("staged", table.columns().stream().map(DuckDbTable::columnName)));
        long unselectedRows = stage.parsedRows() - selectedRows;
        String failure = "";
        if (filteredRows
                > (selectedRows + stage.unparsedRows()) * mapping.settings().maxFilteredRatio()) {
            failure = LoadOutcome.TOO_MANY_FILTERED;
        } else if (totalRows == filteredRows + unselectedRows) {
            failure = LoadOutcome.NO_ROWS;
        }
        return new LoadOutcome(failure, totalRows, filteredRows, unselectedRows, problems, ChangedPartitions.NONE);
    }

    private List<String> readProblems(String tableName, Stream<String> columns) {
        String rowText = columns.map(
                        column -> "coalesce(chr(39) || CAST(" + column + " AS VARCHAR) || chr(39), 'NULL')")
                .collect(Collectors.joining(", "));
        return duckDb
                .queryRows("SELECT 'Error: ' || " + StagingTable.PROBLEM_COLUMN + " || '. Row: [' || concat_ws(', ', "
                        + rowText + ") || ']' FROM " + tableName + " WHERE " + StagingTable.PROBLEM_COLUMN
                        + " IS NOT NULL LIMIT "
                        + LoadStage.MAX_PROBLEMS)
                .stream()
                .map(message -> String.valueOf(message.get(0)))
                .toList();
    }
}

package dev.cairn.embedded.rows;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.rows.store.IncomingRows;
import dev.cairn.embedded.rows.table.DefaultValueTranslator;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.value.CastTranslator;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.RelationRows;
import dev.cairn.engine.row.RowRule;
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
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Translates the fields of a load to the values of the table's columns, and to the operation of each row.
 */
final class LoadValueTranslator {
    private final Table table;
    private final SqlTranslator sqlTranslator;
    private final SqlTranslator mappingTranslator;
    private final LoadMapping mapping;
    private final List<RelationRows.SourceColumn> fieldColumns;
    private final Map<String, String> columnNameById = new HashMap<>();

    /** @param tableAtStart the table as it was when the load began, to whose columns the names in the mapping refer */
    LoadValueTranslator(LockedRows lockedRows, Table table, Table tableAtStart, LoadMapping mapping) {
        this.table = table;
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
                        TypeConstants.VARCHAR,
                        null))
                .toList();
    }

    /** Returns SQL for the texts of all fields. */
    Stream<String> fieldSqls() {
        return fieldColumns.stream().map(field -> field.value("").sql());
    }

    /** Returns the expression for the operation of a row; empty if each row is written. */
    Optional<String> findOperationSql() {
        if (table.model() != KeyModel.PRIMARY) {
            return Optional.empty();
        }
        Expression expression = mapping.expressionByColumnName().get(LoadMapping.OPERATION_FIELD);
        return expression != null
                ? Optional.of(mappingTranslator.translateExpression(expression, fieldColumns, TypeConstants.TINYINT))
                : findFieldSql(LoadMapping.OPERATION_FIELD::equals) // a frontend compares this name with its case
                        .map(fieldSql ->
                                CastTranslator.convert(fieldSql, TypeConstants.VARCHAR, TypeConstants.TINYINT));
    }

    /**
     * Returns a relation with the incoming rows that meet the condition of the load, which refers to the columns of
     * the table.
     */
    String renderSelectedRows(IncomingRows incomingRows, Map<Column, String> valueSqlByColumn) {
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
                + mappingTranslator.translateExpression(mapping.condition(), columns, TypeConstants.BOOLEAN)
                + ") IS TRUE";
    }

    /** Returns the columns that the load sets, each with its expression over the fields. */
    Map<Column, String> translateValues() {
        Map<String, Expression> expressionByColumnName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        expressionByColumnName.putAll(mapping.expressionByColumnName());
        Map<Column, String> valueSqlByColumn = new LinkedHashMap<>();
        for (Column column : table.columns()) {
            String name = columnNameById.get(column.id());
            if (name == null || column.generatedValue() != null) {
                continue;
            }
            Expression expression = expressionByColumnName.get(name);
            Optional<String> typedFieldSql = findTypedFieldSql(expression, name);
            if (typedFieldSql.isPresent()) {
                valueSqlByColumn.put(
                        column, convertTypedField(typedFieldSql.get(), DuckDbType.withFullPrecision(column.type())));
            } else if (expression != null) {
                valueSqlByColumn.put(
                        column, mappingTranslator.translateExpression(expression, fieldColumns, column.type()));
            } else {
                findFieldSql(name::equalsIgnoreCase)
                        .ifPresent(fieldSql -> valueSqlByColumn.put(
                                column, convertField(name, fieldSql, DuckDbType.withFullPrecision(column.type()))));
            }
        }
        return valueSqlByColumn;
    }

    /**
     * Returns SQL for the field that an assignment gives to a column unchanged, if a backend reads this field as a
     * value of the column's type; empty for any other column.
     */
    private Optional<String> findTypedFieldSql(@Nullable Expression assignedExpression, String columnName) {
        if (!(assignedExpression instanceof Expression.Reference reference)) {
            return Optional.empty();
        }
        String fieldName = reference.name().lastPart().text();
        return mapping.findTypeColumn(fieldName)
                .filter(columnName::equalsIgnoreCase)
                .flatMap(ignored -> findFieldSql(fieldName::equalsIgnoreCase));
    }

    private String convertField(String columnName, String fieldSql, Type type) {
        return mapping.findTypeColumn(columnName).isPresent()
                ? convertTypedField(fieldSql, type)
                : CastTranslator.convert(fieldSql, TypeConstants.VARCHAR, type);
    }

    private String convertTypedField(String fieldSql, Type type) {
        return new LoadedValueConverter(mapping.settings().isCsv())
                .convert(fieldSql, type, mapping.settings().isStrict());
    }

    /** Returns the expression for the first field with such a name; empty if the load has no such field. */
    private Optional<String> findFieldSql(Predicate<String> namePredicate) {
        return fieldColumns.stream()
                .filter(field -> namePredicate.test(field.name()))
                .map(field -> field.value("").sql())
                .findFirst();
    }

    /**
     * Requires that the load sets each column that is mandatory: that has no default value, and is neither nullable nor
     * filled by the server. A partial update need not set such a column.
     *
     * @throws Refusal if the load does not set a mandatory column
     */
    void requireMandatoryColumns(Map<Column, String> valueSqlByColumn) {
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
     * Returns an expression for the error message of a row; the expression is NULL unless the operation of the row is
     * NULL or, in strict mode, a field that is loaded unchanged can't be converted.
     */
    String renderProblem(Map<Column, String> valueSqlByColumn, Optional<String> operationSql) {
        List<String> cases = new ArrayList<>();
        operationSql.ifPresent(value -> cases.add("WHEN (" + value + ") IS NULL THEN "
                + DuckDbQuoting.quoteText("NULL value in non-nullable column '" + LoadMapping.OPERATION_FIELD + "'")));
        for (Map.Entry<Column, String> valueEntry : valueSqlByColumn.entrySet()) {
            Column column = valueEntry.getKey();
            String name = Objects.requireNonNull(columnNameById.get(column.id()));
            boolean isComputed =
                    mapping.expressionByColumnName().keySet().stream().anyMatch(name::equalsIgnoreCase);
            Optional<String> fieldSql = isComputed ? Optional.empty() : findFieldSql(name::equalsIgnoreCase);
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
}

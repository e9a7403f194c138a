package dev.cairn.engine.materialized;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.MaterializedView.PartitioningKind;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The partitioning of a base table of a materialized view.
 *
 * @param columnNames the partition columns, including the columns in a range expression; empty if the table is not
 *     partitioned
 * @param listExpressions the expressions of the list partitioning, and of its generated columns
 * @param hasGeneratedColumns whether the table is partitioned by list and has a generated column, which may be a hidden
 *     one for an expression of the partitioning
 * @param rangeExpression the expression in PARTITION BY RANGE(…), or null
 */
record BaseTablePartitioning(
        Source source,
        PartitioningKind kind,
        List<String> columnNames,
        List<Expression> listExpressions,
        boolean hasGeneratedColumns,
        @Nullable Expression rangeExpression) {
    BaseTablePartitioning {
        columnNames = List.copyOf(columnNames);
        listExpressions = List.copyOf(listExpressions);
    }

    /**
     * Returns the partitioning of a source; unpartitioned if the source is external (see {@link #isKnown}), or is
     * neither a table nor a materialized view.
     */
    static BaseTablePartitioning of(ServerState server, Source source) {
        if (source.kind() == Source.Kind.EXTERNAL) {
            return ofUnpartitioned(source);
        }
        Optional<Table> table = server.catalog().findTable(source.database(), source.name());
        if (table.isPresent()) {
            return ofTable(source, table.get());
        }
        return server.catalog()
                .findMaterializedView(source.database(), source.name())
                .map(view -> ofView(source, view))
                .orElseGet(() -> ofUnpartitioned(source));
    }

    private static BaseTablePartitioning ofUnpartitioned(Source source) {
        return new BaseTablePartitioning(source, PartitioningKind.UNPARTITIONED, List.of(), List.of(), false, null);
    }

    private static BaseTablePartitioning ofRange(
            Source source, List<String> columnNames, @Nullable Expression rangeExpression) {
        return new BaseTablePartitioning(
                source, PartitioningKind.RANGE, columnNames, List.of(), false, rangeExpression);
    }

    private static BaseTablePartitioning ofTable(Source source, Table table) {
        Partitioning partitioning = table.partitioning();
        if (partitioning instanceof Partitioning.ColumnRange range) {
            return ofRange(source, range.columns(), null);
        }
        if (partitioning instanceof Partitioning.ExpressionRange range) {
            // The server checks the expression only in PARTITION BY RANGE(…).
            return ofRange(
                    source,
                    range.expression().collectReferenceNames(),
                    range.isAutomatic() ? null : range.expression());
        }
        if (partitioning instanceof Partitioning.ColumnList columnList) {
            return ofList(source, columnList.columns(), List.of(), table.columns());
        }
        if (partitioning instanceof Partitioning.ExpressionList expressionList) {
            return ofItems(source, expressionList.items(), table.columns());
        }
        return ofUnpartitioned(source);
    }

    private static BaseTablePartitioning ofView(Source source, MaterializedView view) {
        return switch (view.partitioningKind()) {
            case UNPARTITIONED -> ofUnpartitioned(source);
            case RANGE ->
                ofRange(
                        source,
                        view.partitionBy().stream()
                                .flatMap(item -> item.collectReferenceNames().stream())
                                .toList(),
                        null);
            case LIST -> ofItems(source, view.partitionBy(), List.of());
        };
    }

    private static BaseTablePartitioning ofItems(Source source, List<Expression> items, List<Column> tableColumns) {
        List<String> columnNames = new ArrayList<>(items.size());
        List<Expression> expressions = new ArrayList<>();
        for (Expression item : items) {
            if (item instanceof Expression.Reference reference) {
                columnNames.add(reference.name().lastPart().text());
            } else {
                columnNames.add(Partitioning.HIDDEN_COLUMN_PREFIX + expressions.size());
                expressions.add(item);
            }
        }
        return ofList(source, columnNames, expressions, tableColumns);
    }

    /**
     * Returns a partitioning by list.
     *
     * @param expressions the expressions of the partitioning, each of which has a hidden generated column
     */
    private static BaseTablePartitioning ofList(
            Source source, List<String> columnNames, List<Expression> expressions, List<Column> tableColumns) {
        List<Expression> listExpressions = new ArrayList<>(expressions);
        boolean hasGeneratedColumns = !expressions.isEmpty();
        for (Column column : tableColumns) {
            Expression generatedValue = column.generatedValue();
            if (generatedValue != null) {
                hasGeneratedColumns = true;
                if (columnNames.contains(column.name())) {
                    listExpressions.add(generatedValue);
                }
            }
        }
        return new BaseTablePartitioning(
                source, PartitioningKind.LIST, columnNames, listExpressions, hasGeneratedColumns, null);
    }

    String tableName() {
        return source.name();
    }

    /** Returns whether the partitioning is known; the partitioning of an external table is unknown. */
    boolean isKnown() {
        return source.kind() != Source.Kind.EXTERNAL;
    }

    /** Returns the name of the function in the expression of a range partitioning. */
    Optional<String> findRangeFunctionName() {
        return rangeExpression instanceof Call call ? Optional.of(CallRewrites.lowerCaseName(call)) : Optional.empty();
    }

    /**
     * Returns whether the list partitioning contains this expression, compared without regard to quotes and case. A
     * plain column never counts.
     */
    boolean hasListExpression(Expression expression) {
        String text = renderForComparison(expression);
        return listExpressions.stream()
                .map(BaseTablePartitioning::renderForComparison)
                .anyMatch(text::equals);
    }

    /** Returns the expression's text for comparisons that ignore quoting and case. */
    private static String renderForComparison(Expression expression) {
        Expression plainExpression =
                expression.rewrite(subexpression -> subexpression instanceof Expression.StringLiteral text
                        ? new Expression.StringLiteral(text.value(), '\'', text.span())
                        : subexpression);
        return Sql.render(ExpressionPrintStyle.QUOTED.show(plainExpression)).toLowerCase(Locale.ROOT);
    }

    /** Returns whether the table has a column with the name, which may be a hidden one. */
    boolean hasColumn(String name) {
        return columnNames.stream().anyMatch(name::equalsIgnoreCase)
                || source.columns().stream().anyMatch(column -> column.name().equalsIgnoreCase(name));
    }

    /** Returns the type of a column; empty if the column is missing or its type is unknown. */
    Optional<Type> findColumnType(String columnName) {
        return source.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(columnName))
                .findFirst()
                .flatMap(column -> Optional.ofNullable(column.expressionType().type()));
    }
}

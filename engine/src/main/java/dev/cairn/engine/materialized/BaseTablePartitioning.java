package dev.cairn.engine.materialized;

import dev.cairn.analysis.source.Source;
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
 * @param columns the columns by which the table is partitioned, directly or in an expression; empty if it is not
 *     partitioned
 * @param items the items of a partitioning by list
 * @param rangeExpression the expression in PARTITION BY RANGE(…), or null
 */
record BaseTablePartitioning(
        Source source,
        PartitioningKind partitioningKind,
        List<String> columns,
        List<Expression> items,
        @Nullable Expression rangeExpression) {
    BaseTablePartitioning {
        columns = List.copyOf(columns);
        items = List.copyOf(items);
    }

    static BaseTablePartitioning of(ServerState server, Source source) {
        if (source.kind() == Source.Kind.EXTERNAL) {
            return ofUnpartitioned(source);
        }
        Optional<Table> table = server.catalog().table(source.database(), source.name());
        if (table.isPresent()) {
            return ofTable(source, table.get().partitioning());
        }
        return server.catalog()
                .materializedView(source.database(), source.name())
                .map(view -> ofView(source, view))
                .orElseGet(() -> ofUnpartitioned(source));
    }

    private static BaseTablePartitioning ofUnpartitioned(Source source) {
        return new BaseTablePartitioning(source, PartitioningKind.UNPARTITIONED, List.of(), List.of(), null);
    }

    private static BaseTablePartitioning ofTable(Source source, Partitioning partitioning) {
        if (partitioning instanceof Partitioning.ColumnRange range) {
            return new BaseTablePartitioning(source, PartitioningKind.RANGE, range.columns(), List.of(), null);
        }
        if (partitioning instanceof Partitioning.ExpressionRange range) {
            // The server checks the expression only in PARTITION BY RANGE(…).
            Expression checkedExpression = range.isAutomatic() ? null : range.expression();
            return new BaseTablePartitioning(
                    source, PartitioningKind.RANGE, range.expression().columnNames(), List.of(), checkedExpression);
        }
        if (partitioning instanceof Partitioning.ColumnList columnList) {
            return new BaseTablePartitioning(source, PartitioningKind.LIST, columnList.columns(), List.of(), null);
        }
        if (partitioning instanceof Partitioning.ExpressionList expressionList) {
            return new BaseTablePartitioning(
                    source, PartitioningKind.LIST, listColumnNames(expressionList), expressionList.items(), null);
        }
        return ofUnpartitioned(source);
    }

    /** Returns the columns of a partitioning by list; each expression has a hidden column. */
    private static List<String> listColumnNames(Partitioning.ExpressionList expressionList) {
        List<String> columns = new ArrayList<>(expressionList.items().size());
        int hiddenCount = 0;
        for (Expression item : expressionList.items()) {
            if (item instanceof Expression.Reference reference) {
                columns.add(reference.name().lastPart().text());
            } else {
                columns.add(Partitioning.HIDDEN_COLUMN_PREFIX + hiddenCount);
                hiddenCount++;
            }
        }
        return columns;
    }

    private static BaseTablePartitioning ofView(Source source, MaterializedView view) {
        List<String> columns = view.partitionBy().stream()
                .flatMap(item -> item.columnNames().stream())
                .toList();
        return new BaseTablePartitioning(source, view.partitioningKind(), columns, view.partitionBy(), null);
    }

    String name() {
        return source.name();
    }

    /** Returns whether the partitioning is known; that of an external table is not. */
    boolean isKnown() {
        return source.kind() != Source.Kind.EXTERNAL;
    }

    /** Returns the function of the expression of a partitioning by range. */
    Optional<String> findRangeFunction() {
        return rangeExpression instanceof Call call
                ? Optional.of(call.function().toString().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    boolean containsItem(Expression expression) {
        String text = normalizeText(expression);
        return items.stream().map(BaseTablePartitioning::normalizeText).anyMatch(text::equals);
    }

    /** Returns the expression's text for comparisons that ignore quoting and case. */
    private static String normalizeText(Expression expression) {
        Expression plainExpression = expression.rewrite(subexpression -> subexpression instanceof Expression.Text text
                ? new Expression.Text(text.value(), '\'', text.span())
                : subexpression);
        return Sql.render(ExpressionPrintStyle.QUOTED.show(plainExpression)).toLowerCase(Locale.ROOT);
    }

    /** Returns the type of a column; null if the column is missing or its type is unknown. */
    @Nullable
    Type findColumnType(String column) {
        for (Source.Column candidate : source.columns()) {
            if (candidate.name().equalsIgnoreCase(column)) {
                return candidate.expressionType().type();
            }
        }
        return null;
    }
}

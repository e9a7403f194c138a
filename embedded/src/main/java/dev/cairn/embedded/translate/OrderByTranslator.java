package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.embedded.session.SqlMode;
import dev.cairn.embedded.translate.query.TranslatedQuery;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.NestedComparisonRenderer;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Translates ORDER BY. Unless the session chooses the opposite, the server puts NULL first in ascending order and last
 * in descending order; the translation specifies this for each key.
 */
record OrderByTranslator(ExpressionTranslator expressionTranslator) {
    /** Returns the items of the opposite order. */
    List<SortItem> reverse(List<SortItem> items) {
        return items.stream()
                .map(item -> new SortItem(item.value(), !item.sortsAscending(), !putsNullsFirst(item)))
                .toList();
    }

    /** Translates the clause of a function; empty if all sort keys are constants. */
    String translate(List<SortItem> items) {
        return translate(
                items,
                0,
                expression -> expressionTranslator.translate(expression).sql());
    }

    /**
     * Translates the clause of a query; empty if all sort keys are constants, which sort nothing and which DuckDB
     * refuses.
     *
     * @param columnCount the number of columns of the query; a number in ORDER BY is the position of a column
     * @param keyTranslator translates a sort key
     */
    String translate(List<SortItem> items, int columnCount, Function<Expression, String> keyTranslator) {
        List<String> sortKeys = new ArrayList<>();
        for (SortItem item : items) {
            String direction = renderDirection(item);
            if (item.value() instanceof Expression.OrderByAll) {
                for (int i = 0; i < columnCount; i++) {
                    sortKeys.add(renderOutputKey(i, item) + direction);
                }
            } else if (columnCount > 0 && item.value().integerValue() != null) {
                sortKeys.add(renderOutputKey((int) (item.value().integerValue() - 1), item) + direction);
            } else if (!ConstantExpressions.isConstant(item.value())) {
                Integer outputPosition = expressionTranslator.findOutputPosition(item.value());
                String sortKey = outputPosition == null
                        ? renderSortKey(
                                keyTranslator.apply(item.value()),
                                expressionTranslator
                                        .determineExpressionType(item.value())
                                        .type(),
                                item)
                        : renderOutputKey(outputPosition, item);
                sortKeys.add(sortKey + direction);
            }
        }
        return sortKeys.isEmpty() ? "" : " ORDER BY " + String.join(", ", sortKeys);
    }

    /**
     * Returns the sort key of an output. DuckDB understands the name of an output only if it is the whole key: within
     * an expression, the name refers to a column in FROM if there is one. Therefore, an expression repeats the
     * expression of the output.
     */
    private String renderOutputKey(int position, SortItem item) {
        String name = TranslatedQuery.columnName(position);
        if (position >= expressionTranslator.outputs().size()) {
            return name;
        }
        DuckDbExpression output = expressionTranslator.outputs().get(position);
        return output.type().isNested() ? renderSortKey(output.sql(), output.type(), item) : name;
    }

    /**
     * Returns a sort key. Within a nested value, NULL is the least element if it comes first, and otherwise the
     * greatest.
     */
    private String renderSortKey(String key, @Nullable Type type, SortItem item) {
        return type != null && type.isNested() && putsNullsFirst(item)
                ? NestedComparisonRenderer.renderNullsFirstSortKey(key, type)
                : key;
    }

    private boolean putsNullsFirst(SortItem item) {
        return item.putsNullsFirst() == null
                ? item.sortsAscending() != expressionTranslator.context().hasSqlMode(SqlMode.SORT_NULLS_LAST)
                : item.putsNullsFirst();
    }

    private String renderDirection(SortItem item) {
        return (item.sortsAscending() ? " ASC" : " DESC") + (putsNullsFirst(item) ? " NULLS FIRST" : " NULLS LAST");
    }
}

package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.embedded.session.SqlMode;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.NestedValueComparison;
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
record OrderByTranslation(ExpressionTranslation expressions) {
    /** Translates the clause of a function; empty if its sort keys are constants. */
    String translate(List<SortItem> items) {
        return translate(
                items, 0, expression -> expressions.translate(expression).sql());
    }

    /**
     * Translates the clause of a query; empty without items. Constants sort nothing, and DuckDB refuses them.
     *
     * @param columnCount the number of columns of the query; a number in ORDER BY is the position of a column
     * @param keyTranslation translates a sort key
     */
    String translate(List<SortItem> items, int columnCount, Function<Expression, String> keyTranslation) {
        List<String> sortKeys = new ArrayList<>();
        for (SortItem item : items) {
            String direction = sortDirection(item);
            if (item.value() instanceof Expression.AllColumns) {
                for (int i = 0; i < columnCount; i++) {
                    sortKeys.add(renderOutputKey(i, item) + direction);
                }
            } else if (columnCount > 0 && item.value().integerValue() != null) {
                sortKeys.add(renderOutputKey((int) (item.value().integerValue() - 1), item) + direction);
            } else if (!ConstantExpressions.isConstant(item.value())) {
                Integer outputPosition = expressions.outputPosition(item.value());
                String sortKey = outputPosition == null
                        ? renderSortKey(
                                keyTranslation.apply(item.value()),
                                expressions.typeOf(item.value()).type(),
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
        if (position >= expressions.outputs().size()) {
            return name;
        }
        DuckDbExpression output = expressions.outputs().get(position);
        return NestedValueComparison.isNested(output.type()) ? renderSortKey(output.sql(), output.type(), item) : name;
    }

    /**
     * Returns a sort key. Within a nested value, NULL is the least element if it comes first, and otherwise the
     * greatest.
     */
    private String renderSortKey(String key, @Nullable Type type, SortItem item) {
        return type != null && NestedValueComparison.isNested(type) && isNullsFirst(item)
                ? NestedValueComparison.renderNullsFirst(key, type)
                : key;
    }

    private boolean isNullsFirst(SortItem item) {
        return item.putsNullsFirst() == null
                ? isAscending(item) != expressions.context().hasSqlMode(SqlMode.SORT_NULLS_LAST)
                : item.putsNullsFirst();
    }

    private static boolean isAscending(SortItem item) {
        return !Boolean.FALSE.equals(item.isAscending());
    }

    private String sortDirection(SortItem item) {
        return (isAscending(item) ? " ASC" : " DESC") + (isNullsFirst(item) ? " NULLS FIRST" : " NULLS LAST");
    }
}

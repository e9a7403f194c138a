package dev.cairn.embedded.translate;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.List;

/** Translates ORDER BY. By default NULL comes first in ascending order and last in descending order. */
final class OrderTranslation {
    private final ExpressionTranslation expressions;
    private final int outputs;

    /** @param outputs the number of columns of the query; a number in ORDER BY is the position of one */
    OrderTranslation(ExpressionTranslation expressions, int outputs) {
        this.expressions = expressions;
        this.outputs = outputs;
    }

    String of(List<SortItem> items) {
        return of(items, expression -> expressions.of(expression).sql());
    }

    String of(List<SortItem> items, Key translation) {
        if (items.isEmpty()) {
            return "";
        }
        List<String> all = new ArrayList<>();
        for (SortItem item : items) {
            if (item.value() instanceof Expression.AllColumns) {
                for (int i = 0; i < outputs; i++) {
                    all.add(TranslatedQuery.held(i) + direction(item));
                }
            } else if (item.value() instanceof Expression.Number number && outputs > 0) {
                all.add(TranslatedQuery.held(Integer.parseInt(number.text()) - 1) + direction(item));
            } else {
                all.add(translation.sql(item.value()) + direction(item));
            }
        }
        return " ORDER BY " + String.join(", ", all);
    }

    /** Translates a sort key. */
    @FunctionalInterface
    interface Key {
        String sql(Expression expression);
    }

    private static String direction(SortItem item) {
        boolean ascending = !Boolean.FALSE.equals(item.ascending());
        Boolean said = item.nullsFirst();
        boolean nullsFirst = said == null ? ascending : said;
        return (ascending ? " ASC" : " DESC") + (nullsFirst ? " NULLS FIRST" : " NULLS LAST");
    }
}

package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.query.FrontendConstants;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.List;
import java.util.stream.Stream;

/**
 * Determines which parts of a SELECT with groups a frontend replaces before the SELECT runs, and which columns it
 * keeps.
 */
record SelectReplacements(ExpressionTranslator expressionTranslator, Select select, List<SortItem> orderBy) {
    /** Prevents the replacement of columns by constants after grouping sets, which make the columns NULL. */
    void keepColumnsOfGroupingSets() {
        Grouping grouping = select.groupBy();
        if (grouping == null || grouping.kind() == Grouping.Kind.PLAIN) {
            return;
        }
        FrontendConstants constants = expressionTranslator.frontendConstants();
        grouping.sets().forEach(keys -> keys.forEach(constants::keepColumns));
        streamExpressionsAfterGrouping().forEach(constants::keepColumns);
    }

    /** Sets the values of the calls {@code array_distinct(array_agg(x))} that a frontend replaces. */
    void bindDistinctArrays() {
        DistinctArrayAggregates distinctArrayAggregates = new DistinctArrayAggregates(expressionTranslator);
        streamExpressionsAfterGrouping().forEach(distinctArrayAggregates::add);
        distinctArrayAggregates.bindReplacements();
    }

    private Stream<Expression> streamExpressionsAfterGrouping() {
        Stream<Expression> selectedExpressions = select.items().stream()
                .filter(SelectItem.Value.class::isInstance)
                .map(item -> ((SelectItem.Value) item).value());
        return Stream.of(
                        selectedExpressions,
                        Stream.ofNullable(select.having()),
                        orderBy.stream().map(SortItem::value))
                .flatMap(expressions -> expressions);
    }
}

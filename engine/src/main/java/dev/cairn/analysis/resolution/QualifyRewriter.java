package dev.cairn.analysis.resolution;

import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Qualify;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Relation;
import java.util.ArrayList;
import java.util.List;

/**
 * Rewrites a SELECT with QUALIFY as the server does: as a SELECT from a subquery that has the window function as an
 * additional column.
 */
public final class QualifyRewriter {
    private static final String SUBQUERY_NAME = "__QUALIFY__TABLE";
    private static final String WINDOW_COLUMN_NAME = "__QUALIFY__VALUE";

    private QualifyRewriter() {}

    /**
     * Returns the rewritten SELECT, which servers up to 3.5 print; the SELECT itself if it has no QUALIFY.
     *
     * @throws Refusal if an item of a SELECT with QUALIFY is not a column
     */
    public static Select rewrite(Select select) {
        Qualify qualify = select.qualify();
        if (qualify == null) {
            return select;
        }
        List<SelectItem> outerItems = new ArrayList<>(select.items().size());
        for (SelectItem item : select.items()) {
            outerItems.add(createOuterItem(item));
        }
        Expression condition = new Expression.Binary(
                qualify.comparisonOperator(),
                createOuterReference(Name.of(WINDOW_COLUMN_NAME), qualify.windowFunction()),
                new Expression.NumberLiteral(
                        qualify.comparedNumber(),
                        Expression.NumberLiteral.Kind.INTEGER,
                        qualify.windowFunction().span()),
                qualify.windowFunction().span());
        Query query = Query.of(createInnerSelect(select, qualify));
        Relation subquery = new Relation.Derived(
                false, query, new Relation.Alias(Name.of(SUBQUERY_NAME), List.of(), true), select.span());
        return new Select(
                new Query.SelectItems(List.of(), select.quantifier(), outerItems),
                Query.FromClause.of(List.of(subquery)),
                Query.Conditions.ofWhere(condition),
                null,
                select.span());
    }

    private static Select createInnerSelect(Select select, Qualify qualify) {
        List<SelectItem> items = new ArrayList<>(select.items());
        Expression function = ((SelectItem.Value) qualify.windowFunction()).value();
        items.add(new SelectItem.Value(
                function,
                Name.of(WINDOW_COLUMN_NAME),
                true,
                qualify.windowFunction().span()));
        return select.withItemsAndConditions(items, new Query.Conditions(select.where(), select.having(), null));
    }

    private static SelectItem createOuterItem(SelectItem item) {
        if (item instanceof SelectItem.Value value
                && value.value().unwrap() instanceof Expression.Reference reference) {
            Name name = value.alias() == null ? reference.name().lastPart() : value.alias();
            return new SelectItem.Value(createOuterReference(name, item), null, false, item.span());
        }
        throw Refusal.ofSyntax(item.span(), QueryRule.RESULT_NOT_COLUMN);
    }

    private static Expression createOuterReference(Name name, SelectItem item) {
        return new Expression.Reference(new QualifiedName(List.of(Name.of(SUBQUERY_NAME), name)), item.span());
    }
}

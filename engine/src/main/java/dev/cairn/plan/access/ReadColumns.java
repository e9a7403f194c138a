package dev.cairn.plan.access;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.SelectItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a view reads for some of its columns: those that these columns name, and those that decide about the
 * rows, such as the columns of a condition. A column that only other columns of the view name is not read.
 *
 * <p>The names are compared as the query writes them, because the query is not analyzed again after its relations were
 * renamed. Where this is not exact, all columns count as read.
 */
final class ReadColumns {
    /** The query without the columns that are not read; null if all are. */
    private final @Nullable String reducedSql;

    private ReadColumns(@Nullable String reducedSql) {
        this.reducedSql = reducedSql;
    }

    /** Returns the columns that a view reads for all its columns. */
    static ReadColumns ofAll() {
        return new ReadColumns(null);
    }

    /**
     * Returns the columns that a view reads for some of its columns.
     *
     * @param usedNames the names of these columns
     */
    static ReadColumns of(SchemaObject view, Set<String> usedNames) {
        if (view instanceof SchemaObject.ViewObject viewObject) {
            return of(viewObject.view().definition(), viewObject.view().columns(), usedNames);
        }
        return view instanceof SchemaObject.MaterializedViewObject materializedViewObject
                ? of(
                        materializedViewObject.view().definition(),
                        materializedViewObject.view().columns(),
                        usedNames)
                : ofAll();
    }

    private static ReadColumns of(ViewDefinition definition, List<ViewColumn> columns, Set<String> usedNames) {
        Query query = definition.query().query();
        if (!(query.body() instanceof Query.Select select)
                || select.quantifier() != null
                || select.items().size() != columns.size()
                || !select.items().stream().allMatch(SelectItem.Value.class::isInstance)
                || namesItemsByPosition(query, select)) {
            return ofAll();
        }
        List<SelectItem> usedItems = new ArrayList<>();
        List<SelectItem.Value> unusedItems = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (usedNames.stream().anyMatch(columns.get(i)::isNamed)) {
                usedItems.add(select.items().get(i));
            } else {
                unusedItems.add((SelectItem.Value) select.items().get(i));
            }
        }
        String reducedSql = renderWithItems(query, select, usedItems);
        for (SelectItem.Value item : unusedItems) {
            // GROUP BY and ORDER BY may name an item by its alias.
            if (item.alias() != null && mentions(reducedSql, item.alias().text())) {
                usedItems.add(item);
            }
        }
        return new ReadColumns(renderWithItems(query, select, usedItems));
    }

    /** Returns whether GROUP BY or ORDER BY may refer to the items by their positions. */
    private static boolean namesItemsByPosition(Query query, Query.Select select) {
        List<Expression> expressions = new ArrayList<>();
        query.orderBy().forEach(item -> expressions.add(item.value()));
        Optional.ofNullable(select.groupBy())
                .ifPresent(grouping -> grouping.sets().forEach(expressions::addAll));
        return expressions.stream()
                .anyMatch(expression ->
                        expression instanceof Expression.NumberLiteral || expression instanceof Expression.OrderByAll);
    }

    private static String renderWithItems(Query query, Query.Select select, List<SelectItem> items) {
        return Sql.render(query.withBody(select.withItems(items)));
    }

    private static boolean mentions(String sql, String name) {
        return Pattern.compile(
                        "(?<![\\p{L}\\p{N}_])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_])",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(sql)
                .find();
    }

    /** Returns the columns of a base relation that are read; the base must be one of the view. */
    SortedSet<String> select(BaseRelation base) {
        SortedSet<String> names = new TreeSet<>(base.columns());
        names.removeIf(name -> reducedSql != null && !mentions(reducedSql, name));
        return names;
    }
}

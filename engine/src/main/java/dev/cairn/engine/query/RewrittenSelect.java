package dev.cairn.engine.query;

import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT from one table in the form that the server prints: each column is qualified by its table, the names of
 * functions are in lower case, and each calculated item has an alias. Items can be added and removed.
 */
public final class RewrittenSelect {
    /** The number of parts of a name that consists of a table and a column. */
    private static final int QUALIFIED_COLUMN_PARTS = 2;

    private final ServerProfile profile;
    private final ResolvedTableName resolvedName;
    private final Relation.@Nullable Alias alias;
    private final List<SelectedItem> items = new ArrayList<>();
    private final Query.Grouping.Kind groupingKind;
    private final List<GroupingItem> groupingItems = new ArrayList<>();
    private final boolean isDistinct;
    private final @Nullable Expression where;
    private final @Nullable Expression having;
    private final List<SortItem> sortItems;
    private final Query.@Nullable Limit limit;

    /**
     * An item of the select list.
     *
     * @param value the expression as it is printed
     * @param unqualifiedValue the expression as written
     */
    private record SelectedItem(
            Expression value,
            Expression unqualifiedValue,
            @Nullable String alias) {
        String render(String derivedName) {
            String sql = Sql.render(value);
            boolean hasPrintedName = alias == null ? value instanceof Expression.Reference : isColumnNamed(alias);
            return hasPrintedName ? sql : sql + " AS `" + (alias == null ? derivedName : alias) + "`";
        }

        /** Returns whether the item is a column of the name; a field of a column is not. */
        boolean isColumnNamed(String name) {
            return value instanceof Expression.Reference reference
                    && reference.name().parts().size() == QUALIFIED_COLUMN_PARTS
                    && reference.name().lastPart().equalsIgnoreCase(name);
        }
    }

    /**
     * An item of GROUP BY.
     *
     * @param value the expression for which it stands
     * @param printedForm the expression, or the number or alias that stands for it
     */
    private record GroupingItem(Expression value, Expression printedForm) {}

    /** @param query a SELECT without common tables, QUALIFY, PIVOT and GROUPING SETS */
    public RewrittenSelect(
            ServerProfile profile, ResolvedTableName resolvedName, Relation.@Nullable Alias alias, Query query) {
        Query.Select select = (Query.Select) query.body();
        this.profile = profile;
        this.resolvedName = resolvedName;
        this.alias = alias;
        for (Query.SelectItem item : select.items()) {
            if (item instanceof Query.SelectItem.Value value) {
                Name itemAlias = value.alias();
                items.add(new SelectedItem(
                        toPrintedForm(value.value()), value.value(), itemAlias == null ? null : itemAlias.text()));
            }
        }
        Query.Grouping grouping = select.groupBy();
        this.groupingKind = grouping == null ? Query.Grouping.Kind.PLAIN : grouping.kind();
        if (grouping != null) {
            grouping.sets().get(0).forEach(item -> groupingItems.add(resolveGroupingItem(item)));
        }
        this.isDistinct = select.quantifier() == Query.Quantifier.DISTINCT;
        this.where = select.where() == null ? null : toPrintedForm(select.where());
        this.having = select.having() == null ? null : toPrintedFormWithAliases(select.having());
        this.sortItems = SortItem.map(query.orderBy(), this::resolveSortValue);
        this.limit = query.limit();
    }

    /** The server replaces a number in ORDER BY by the item of the select list, before items are added or removed. */
    private Expression resolveSortValue(Expression expression) {
        return findNumberedItem(expression)
                .map(SelectedItem::value)
                .orElseGet(() -> toPrintedFormWithAliases(expression));
    }

    /** Returns the item of the select list for which an expression stands as a number. */
    private Optional<SelectedItem> findNumberedItem(Expression expression) {
        if (expression instanceof Expression.NumberLiteral number && number.isInteger()) {
            // The query was accepted, so the number is the position of an item.
            int itemNumber = Integer.parseInt(number.text());
            if (itemNumber >= 1 && itemNumber <= items.size()) {
                return Optional.of(items.get(itemNumber - 1));
            }
        }
        return Optional.empty();
    }

    /**
     * A number or an alias in GROUP BY stands for an item of the select list, and is printed as written. If an item
     * before it is removed, the number stands for another item, which the analysis of the printed query then refuses.
     */
    private GroupingItem resolveGroupingItem(Expression expression) {
        Optional<SelectedItem> numberedItem = findNumberedItem(expression);
        if (numberedItem.isPresent()) {
            return new GroupingItem(numberedItem.get().value(), expression);
        }
        Expression printedForm = toPrintedForm(expression);
        if (expression instanceof Expression.Reference reference
                && reference.name().parts().size() == 1) {
            Name name = reference.name().lastPart();
            for (SelectedItem item : items) {
                if (item.alias() != null && item.alias().equalsIgnoreCase(name.text())) {
                    return new GroupingItem(
                            item.value(),
                            item.isColumnNamed(name.text()) ? printedForm : qualify(expression, List.of()));
                }
            }
        }
        return new GroupingItem(printedForm, printedForm);
    }

    private Expression toPrintedForm(Expression expression) {
        return toStoredForm(qualify(expression, List.of(Name.of(tableQualifier()))));
    }

    /** Returns the printed form of an expression in a clause in which aliases of items are names, too. */
    private Expression toPrintedFormWithAliases(Expression expression) {
        List<Name> qualifiers = List.of(Name.of(tableQualifier()));
        return toStoredForm(qualify(expression, reference -> isAlias(reference) ? List.of() : qualifiers));
    }

    private boolean isAlias(Expression.Reference reference) {
        String name = reference.name().lastPart().text();
        return reference.name().parts().size() == 1
                && items.stream()
                        .anyMatch(item -> item.alias() != null
                                && item.alias().equalsIgnoreCase(name)
                                && !item.isColumnNamed(name));
    }

    private Expression toStoredForm(Expression qualifiedExpression) {
        return ExpressionPrintStyle.QUOTED.show(ExpressionPrintStyle.QUOTED.toStored(profile, qualifiedExpression));
    }

    private Expression qualify(Expression expression, List<Name> qualifiers) {
        return qualify(expression, reference -> qualifiers);
    }

    private Expression qualify(
            Expression expression, Function<Expression.Reference, List<Name>> qualifiersOfReference) {
        return expression.rewrite(subexpression -> {
            if (subexpression instanceof Expression.Reference reference) {
                List<Name> nameParts = new ArrayList<>(qualifiersOfReference.apply(reference));
                findColumnPath(reference).forEach(part -> nameParts.add(Name.of(part.text())));
                return new Expression.Reference(new QualifiedName(nameParts), reference.span());
            }
            return subexpression instanceof Call call ? withLowerCaseName(call) : subexpression;
        });
    }

    /** Returns the name of a column, and of the fields in it, without the table before it. */
    private List<Name> findColumnPath(Expression.Reference reference) {
        List<Name> nameParts = reference.name().parts();
        for (int i = 0; i < nameParts.size() - 1; i++) {
            if (nameParts.get(i).text().equals(tableQualifier())) {
                return nameParts.subList(i + 1, nameParts.size());
            }
        }
        return nameParts;
    }

    private static Call withLowerCaseName(Call call) {
        Name name = call.function().lastPart();
        return call.withName(new Name(name.text().toLowerCase(Locale.ROOT), name.quote(), name.span()));
    }

    private String tableQualifier() {
        return alias == null ? resolvedName.tableName() : alias.name().text();
    }

    /** Returns the number of items in the select list, apart from {@code *}. */
    public int itemCount() {
        return items.size();
    }

    /**
     * Adds an item to the select list. If the query has both GROUP BY and aggregates, an item that is not an aggregate
     * is also added to GROUP BY.
     */
    public void addItem(Expression expression, Name name, boolean isAggregate) {
        Expression value = toPrintedForm(expression);
        boolean hasAggregate = hasAggregate();
        items.add(new SelectedItem(value, expression, name.text()));
        if (!isAggregate && hasAggregate && !groupingItems.isEmpty()) {
            groupingItems.add(new GroupingItem(value, value));
        }
    }

    private boolean hasAggregate() {
        return items.stream().map(SelectedItem::unqualifiedValue).anyMatch(RestrictedExpression.AGGREGATE::matches)
                || (having != null && RestrictedExpression.AGGREGATE.matches(having));
    }

    /** Returns whether GROUP BY contains the expression of the item, also as a number or an alias. */
    public boolean isGroupedBy(int itemIndex) {
        String itemText = Sql.render(items.get(itemIndex).value());
        return groupingItems.stream().map(item -> Sql.render(item.value())).anyMatch(itemText::equals);
    }

    /** Removes an item from the select list, but not from GROUP BY. */
    public void removeItem(int itemIndex) {
        items.remove(itemIndex);
    }

    /**
     * Prints the query in its current state, and analyzes the printed text; refuses an invalid query. Like the server,
     * it puts names between backquotes without escaping a backquote in them.
     */
    public DefiningQuery analyze(ServerState server) {
        List<String> derivedNames = deriveNames(server);
        List<String> printedItems = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            printedItems.add(items.get(i).render(derivedNames.get(i)));
        }
        return analyze(server, printedItems);
    }

    /** Returns the names of the items. The name of an item without an alias contains the full names of its columns. */
    private List<String> deriveNames(ServerState server) {
        List<Name> qualifiers = List.of(Name.of(resolvedName.databaseName()), Name.of(tableQualifier()));
        List<String> printedItems = items.stream()
                .map(item -> Sql.render(qualify(item.unqualifiedValue(), qualifiers))
                        + (item.alias() == null ? "" : " AS `" + item.alias() + "`"))
                .toList();
        return analyze(server, printedItems).columns().stream()
                .map(OutputColumn::name)
                .toList();
    }

    private DefiningQuery analyze(ServerState server, List<String> printedItems) {
        String renderedQuery = render(printedItems);
        QueryText queryText = new QueryText(renderedQuery, Sql.parseQuery(renderedQuery), Span.NONE);
        return DefiningQuery.of(server, queryText);
    }

    private String render(List<String> printedItems) {
        StringBuilder sql = new StringBuilder(isDistinct ? "SELECT DISTINCT " : "SELECT ");
        sql.append(String.join(", ", printedItems));
        sql.append("\nFROM `")
                .append(resolvedName.databaseName())
                .append("`.`")
                .append(resolvedName.tableName())
                .append('`');
        if (alias != null) {
            sql.append(" AS `").append(alias.name().text()).append('`');
        }
        if (where != null) {
            sql.append("\nWHERE ").append(Sql.render(Objects.requireNonNull(where)));
        }
        if (!groupingItems.isEmpty()) {
            String printedItemList = groupingItems.stream()
                    .map(item -> Sql.render(item.printedForm()))
                    .collect(Collectors.joining(", "));
            sql.append("\nGROUP BY ")
                    .append(
                            groupingKind == Query.Grouping.Kind.PLAIN
                                    ? printedItemList
                                    : groupingKind.text() + " (" + printedItemList + ")");
        }
        if (having != null) {
            sql.append("\nHAVING ").append(Sql.render(Objects.requireNonNull(having)));
        }
        if (!sortItems.isEmpty()) {
            // The server prints a space after the items, too.
            sql.append(" ORDER BY ")
                    .append(sortItems.stream().map(RewrittenSelect::render).collect(Collectors.joining(", ")))
                    .append(' ');
        }
        if (limit != null) {
            sql.append(" LIMIT ");
            if (limit.offset() != null) {
                sql.append(Sql.render(limit.offset())).append(", ");
            }
            sql.append(Sql.render(limit.count()));
        }
        return sql.toString();
    }

    /** Returns an item of ORDER BY, with its direction, and with the place of NULL unless it is the default. */
    private static String render(SortItem item) {
        boolean isAscending = !Boolean.FALSE.equals(item.isAscending());
        boolean hasOtherPlaceOfNulls = item.putsNullsFirst() != null && item.putsNullsFirst() != isAscending;
        return Sql.render(item.value())
                + (isAscending ? " ASC" : " DESC")
                + (hasOtherPlaceOfNulls ? (isAscending ? " NULLS LAST" : " NULLS FIRST") : "");
    }
}

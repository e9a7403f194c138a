package dev.cairn.engine.query;

import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT from one table in the form that the server prints: each column is qualified by its table, and the names of
 * functions are in lower case.
 */
public final class RewrittenSelect {
    private final ResolvedTableName resolvedName;
    private final Relation.@Nullable Alias alias;
    private final List<SelectedItem> items = new ArrayList<>();
    private final List<Expression> groupingExpressions = new ArrayList<>();
    private final @Nullable Expression where;

    private record SelectedItem(Expression value, @Nullable String alias) {
        String render() {
            String sql = Sql.render(value);
            boolean needsAlias = alias != null
                    && !(value instanceof Expression.Reference reference
                            && reference.name().lastPart().text().equals(alias));
            return needsAlias ? sql + " AS `" + alias + "`" : sql;
        }
    }

    public RewrittenSelect(ResolvedTableName resolvedName, Relation.@Nullable Alias alias, Query.Select select) {
        this.resolvedName = resolvedName;
        this.alias = alias;
        for (Query.SelectItem item : select.items()) {
            if (item instanceof Query.SelectItem.Value value) {
                Name itemAlias = value.alias();
                items.add(new SelectedItem(toPrintedForm(value.value()), itemAlias == null ? null : itemAlias.text()));
            }
        }
        if (select.groupBy() != null) {
            select.groupBy()
                    .plainItems()
                    .forEach(groupingExpression -> groupingExpressions.add(resolveGroupingItem(groupingExpression)));
        }
        this.where = select.where() == null ? null : toPrintedForm(select.where());
    }

    /** Returns the grouping expression; a number or an alias stands for an item of the select list. */
    private Expression resolveGroupingItem(Expression groupingExpression) {
        if (groupingExpression instanceof Expression.Number number && number.isInteger()) {
            int itemNumber = Integer.parseInt(number.text());
            if (itemNumber >= 1 && itemNumber <= items.size()) {
                return items.get(itemNumber - 1).value();
            }
        }
        if (groupingExpression instanceof Expression.Reference reference
                && reference.name().parts().size() == 1) {
            String name = reference.name().lastPart().text();
            for (SelectedItem item : items) {
                if (item.alias() != null && item.alias().equalsIgnoreCase(name)) {
                    return item.value();
                }
            }
        }
        return toPrintedForm(groupingExpression);
    }

    private Expression toPrintedForm(Expression expression) {
        Expression qualifiedExpression = expression.rewrite(subexpression -> {
            if (subexpression instanceof Expression.Reference reference) {
                Name columnName = Name.of(reference.name().lastPart().text());
                return new Expression.Reference(
                        new QualifiedName(List.of(Name.of(tableQualifier()), columnName)), reference.span());
            }
            return subexpression instanceof Call call ? withLowerCaseName(call) : subexpression;
        });
        return ExpressionPrintStyle.QUOTED.show(qualifiedExpression);
    }

    private static Call withLowerCaseName(Call call) {
        Name name = call.function().lastPart();
        return call.withName(new Name(name.text().toLowerCase(Locale.ROOT), name.quote(), name.span()));
    }

    private String tableQualifier() {
        return alias == null ? resolvedName.tableName() : alias.name().text();
    }

    public int itemCount() {
        return items.size();
    }

    /** Adds an item to the select list, and also to an existing GROUP BY unless the item is an aggregate. */
    public void addItem(Expression expression, Name name, boolean isAggregate) {
        Expression value = toPrintedForm(expression);
        items.add(new SelectedItem(value, name.text()));
        if (!isAggregate && !groupingExpressions.isEmpty()) {
            groupingExpressions.add(value);
        }
    }

    public boolean isGroupedBy(int itemIndex) {
        String itemText = Sql.render(items.get(itemIndex).value());
        return groupingExpressions.stream().map(Sql::render).anyMatch(itemText::equals);
    }

    public void removeItem(int itemIndex) {
        items.remove(itemIndex);
    }

    public DefiningQuery analyze(ServerState server) {
        String renderedQuery = render();
        QueryText queryText = new QueryText(renderedQuery, Sql.parseQuery(renderedQuery), Span.NONE);
        return DefiningQuery.of(server, queryText);
    }

    private String render() {
        StringBuilder sql = new StringBuilder("SELECT ");
        sql.append(String.join(", ", items.stream().map(SelectedItem::render).toList()));
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
        if (!groupingExpressions.isEmpty()) {
            sql.append("\nGROUP BY ")
                    .append(String.join(
                            ", ", groupingExpressions.stream().map(Sql::render).toList()));
        }
        return sql.toString();
    }
}

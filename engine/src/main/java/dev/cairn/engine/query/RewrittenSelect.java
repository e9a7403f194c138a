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
 * A SELECT from one table as the server prints it: each column is qualified by its table, and functions are in lower
 * case.
 */
public final class RewrittenSelect {
    private final ResolvedTableName table;
    private final Relation.@Nullable Alias alias;
    private final List<SelectedItem> items = new ArrayList<>();
    private final List<Expression> groupBy = new ArrayList<>();
    private final @Nullable Expression where;

    private record SelectedItem(Expression value, @Nullable String alias) {
        String render() {
            String text = Sql.render(value);
            boolean named = alias != null
                    && !(value instanceof Expression.Reference reference
                            && reference.name().lastPart().text().equals(alias));
            return named ? text + " AS `" + alias + "`" : text;
        }
    }

    public RewrittenSelect(ResolvedTableName table, Relation.@Nullable Alias alias, Query.Select select) {
        this.table = table;
        this.alias = alias;
        for (Query.SelectItem item : select.items()) {
            if (item instanceof Query.SelectItem.Value value) {
                Name named = value.alias();
                items.add(new SelectedItem(writeExpression(value.value()), named == null ? null : named.text()));
            }
        }
        if (select.groupBy() != null) {
            select.groupBy().plainItems().forEach(by -> groupBy.add(resolveGrouping(by)));
        }
        this.where = select.where() == null ? null : writeExpression(select.where());
    }

    /** The grouping expression; a number or an alias stands for an item of the select list. */
    private Expression resolveGrouping(Expression by) {
        if (by instanceof Expression.Number number && number.isInteger()) {
            int position = Integer.parseInt(number.text());
            if (position >= 1 && position <= items.size()) {
                return items.get(position - 1).value();
            }
        }
        if (by instanceof Expression.Reference reference
                && reference.name().parts().size() == 1) {
            String name = reference.name().lastPart().text();
            for (SelectedItem item : items) {
                if (item.alias() != null && item.alias().equalsIgnoreCase(name)) {
                    return item.value();
                }
            }
        }
        return writeExpression(by);
    }

    private Expression writeExpression(Expression expression) {
        Expression qualified = expression.rewrite(part -> {
            if (part instanceof Expression.Reference reference) {
                Name column = Name.of(reference.name().lastPart().text());
                return new Expression.Reference(
                        new QualifiedName(List.of(Name.of(tableAlias()), column)), reference.span());
            }
            return part instanceof Call call ? lowerCase(call) : part;
        });
        return ExpressionPrintStyle.QUOTED.show(qualified);
    }

    private static Call lowerCase(Call call) {
        Name name = call.function().lastPart();
        return call.withName(new Name(name.text().toLowerCase(Locale.ROOT), name.quote(), name.span()));
    }

    private String tableAlias() {
        return alias == null ? table.table() : alias.name().text();
    }

    public int size() {
        return items.size();
    }

    /** Adds an item; if the query has a GROUP BY, an item that is not aggregated is added to it too. */
    public void addItem(Expression expression, Name name, boolean isAggregate) {
        Expression value = writeExpression(expression);
        items.add(new SelectedItem(value, name.text()));
        if (!isAggregate && !groupBy.isEmpty()) {
            groupBy.add(value);
        }
    }

    public boolean isGroupedBy(int position) {
        String text = Sql.render(items.get(position).value());
        return groupBy.stream().map(Sql::render).anyMatch(text::equals);
    }

    public void removeItem(int position) {
        items.remove(position);
    }

    public DefiningQuery analyse(ServerState server) {
        String text = render();
        QueryText query = new QueryText(text, Sql.parseQuery(text), Span.NONE);
        return DefiningQuery.of(server, query);
    }

    private String render() {
        StringBuilder text = new StringBuilder("SELECT ");
        text.append(String.join(", ", items.stream().map(SelectedItem::render).toList()));
        text.append("\nFROM `")
                .append(table.database())
                .append("`.`")
                .append(table.table())
                .append('`');
        if (alias != null) {
            text.append(" AS `").append(alias.name().text()).append('`');
        }
        if (where != null) {
            text.append("\nWHERE ").append(Sql.render(Objects.requireNonNull(where)));
        }
        if (!groupBy.isEmpty()) {
            text.append("\nGROUP BY ")
                    .append(String.join(", ", groupBy.stream().map(Sql::render).toList()));
        }
        return text.toString();
    }
}

package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.TranslatedField;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One SELECT. */
final class SelectTranslation {
    private final Select select;
    private final FromClause from;
    private final TranslationScope source;
    private final ExpressionTranslation expressions;
    private final SelectOutputs outputs;

    SelectTranslation(QueryTranslation queries, Select select, @Nullable TranslationScope around) {
        this.select = select;
        this.from = select.from().isEmpty()
                ? new FromClause("", List.of())
                : new RelationTranslation(queries, around).of(select.from());
        this.source = new TranslationScope(from.fields(), around);
        this.expressions = new ExpressionTranslation(queries, source);
        this.outputs = new SelectOutputs(source);
    }

    TranslatedQuery of(List<SortItem> orderBy) {
        if (select.pivot() != null) {
            throw UnsupportedFeature.query("PIVOT", select.pivot().span());
        }
        items();
        StringBuilder sql = new StringBuilder("SELECT ");
        sql.append(select.quantifier() == Quantifier.DISTINCT ? "DISTINCT " : "");
        sql.append(outputs.sql());
        sql.append(from.sql().isEmpty() ? "" : " FROM " + from.sql());
        if (select.where() != null) {
            sql.append(" WHERE ").append(expressions.condition(select.where()));
        }
        if (select.groupBy() != null) {
            sql.append(" GROUP BY ").append(grouping(select.groupBy()));
        }
        if (select.having() != null) {
            sql.append(" HAVING ").append(expressions.condition(outputs.behindColumns(select.having())));
        }
        qualify(sql);
        OrderTranslation order = new OrderTranslation(expressions, outputs.size());
        sql.append(order.of(orderBy, this::sortKey));
        return new TranslatedQuery(sql.toString(), outputs.columns());
    }

    private void qualify(StringBuilder sql) {
        if (select.qualify() != null && select.qualify().function() instanceof Item.Value function) {
            sql.append(" QUALIFY ")
                    .append(expressions.of(function.value()).sql())
                    .append(' ')
                    .append(select.qualify().comparison().meaning().text())
                    .append(' ')
                    .append(select.qualify().limit());
        }
    }

    private void items() {
        select.items().forEach(outputs::declare);
        for (Item item : select.items()) {
            if (item instanceof Item.Star star) {
                star(star);
            } else {
                Item.Value value = (Item.Value) item;
                Expression meant = outputs.behindAliases(value);
                outputs.add(name(value), meant, expressions.of(meant));
            }
        }
    }

    private void star(Item.Star star) {
        for (TranslatedField field : source.fields()) {
            boolean meant = star.of() == null
                    ? field.shown()
                    : !field.merged() && field.isOf(star.of().parts());
            boolean excluded = star.excluded().stream().anyMatch(name -> name.is(field.name()));
            if (meant && !excluded) {
                outputs.add(field.name(), null, field.value());
            }
        }
    }

    private static String name(Item.Value item) {
        if (item.alias() != null) {
            return item.alias().text();
        }
        return item.value() instanceof Expression.Reference reference
                ? reference.name().last().text()
                : Sql.render(item.value());
    }

    private String grouping(Grouping grouping) {
        if (grouping instanceof Grouping.Plain plain) {
            return groups(plain.by());
        }
        if (grouping instanceof Grouping.Rollup rollup) {
            return "ROLLUP (" + groups(rollup.by()) + ")";
        }
        if (grouping instanceof Grouping.Cube cube) {
            return "CUBE (" + groups(cube.by()) + ")";
        }
        return ((Grouping.Sets) grouping)
                .sets().stream()
                        .map(set -> "(" + groups(set) + ")")
                        .collect(Collectors.joining(", ", "GROUPING SETS (", ")"));
    }

    private String groups(List<Expression> by) {
        List<String> groups = new ArrayList<>();
        for (Expression expression : by) {
            groups.add(group(expression));
        }
        return String.join(", ", groups);
    }

    /** A number is the place of an output; another constant is none, though DuckDB would take it for one. */
    private String group(Expression expression) {
        if (expression instanceof Expression.Number number && number.kind() == Expression.Number.Kind.INTEGER) {
            return constantFree(outputs.value(Integer.parseInt(number.text()) - 1));
        }
        return constantFree(expressions.of(outputs.behindColumns(expression)));
    }

    private static String constantFree(Value value) {
        return value.sql().chars().allMatch(Character::isDigit) ? "CAST(" + value.sql() + " AS BIGINT)" : value.sql();
    }

    /** What comes out is seen before what is behind FROM. */
    private String sortKey(Expression expression) {
        if (expression instanceof Expression.Reference reference) {
            Integer output = outputs.named(reference.name());
            if (output != null) {
                return TranslatedQuery.held(output);
            }
        }
        String sql = expressions.of(outputs.beforeColumns(expression)).sql();
        int same = outputs.place(sql);
        return same < 0 ? sql : TranslatedQuery.held(same);
    }

    static boolean isAlias(Name alias, Expression.Reference reference) {
        return reference.name().parts().size() == 1
                && alias.is(reference.name().last().text());
    }
}

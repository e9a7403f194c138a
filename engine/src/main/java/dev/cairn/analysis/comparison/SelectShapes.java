package dev.cairn.analysis.comparison;

import dev.cairn.analysis.comparison.QueryShapes.Part;
import dev.cairn.analysis.comparison.QueryShapes.Result;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Pivot;
import dev.cairn.sql.ast.Query.Qualify;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One SELECT: what it gives, from what, and under which conditions. */
final class SelectShapes {
    private final ComparisonContext setting;
    private final QueryShapes queries;
    private final VisibleCommonTables tables;
    private final NameScope sight;
    private final ExpressionShapes expressions;
    private final List<ShapeNode> items = new ArrayList<>();
    private final OutputNames names = new OutputNames();

    SelectShapes(
            ComparisonContext setting, QueryShapes queries, VisibleCommonTables tables, @Nullable NameScope around) {
        this.setting = setting;
        this.queries = queries;
        this.tables = tables;
        this.sight = new NameScope(around);
        this.expressions = new ExpressionShapes(setting, queries, sight);
    }

    Part of(Select select) {
        ShapeNode from = new RelationShapes(setting, queries, tables, sight).all(select.from());
        Pivot pivot = select.pivot();
        select.items().forEach(item -> item(item, pivot != null));
        // A column has a name before an item has it, but where the rows are sorted.
        ExpressionShapes grouped = new ExpressionShapes(setting, queries, sight, name -> null, this::alias);
        ExpressionShapes sorted = new ExpressionShapes(setting, queries, sight, this::alias, name -> null);
        List<ShapeNode> parts = new ArrayList<>();
        parts.add(ShapeNode.leaf(select.quantifier() == Quantifier.DISTINCT ? "distinct" : "all"));
        parts.add(ShapeNode.of("items", items));
        parts.add(pivot == null ? from : ShapeNode.of("pivot", from, pivot(pivot)));
        parts.add(expressions.optional(select.where()));
        parts.add(select.groupBy() == null ? ShapeNode.NONE : grouping(select.groupBy(), grouped));
        parts.add(grouped.optional(select.having()));
        parts.add(select.qualify() == null ? ShapeNode.NONE : qualify(select.qualify()));
        if (!select.hints().isEmpty()) {
            parts.add(ShapeNode.doubtful(LooseText.of(String.join(" ", select.hints()))));
        }
        Result result = new Result(ShapeNode.of("select", parts), names);
        return new Part(result, item -> {
            ShapeNode by = sorted.of(item.value());
            return CallShapes.sortItem(LiteralShapes.isNumber(by) ? ordinal(by) : by, item);
        });
    }

    private @Nullable ShapeNode alias(String name) {
        ShapeNode found = null;
        for (int item : names.places(name)) {
            boolean another = found != null && !found.equals(items.get(item));
            found = another ? ShapeNode.doubtful("name " + name) : items.get(item);
        }
        return found;
    }

    /** A number in place of an expression is that of an item. */
    private ShapeNode ordinal(ShapeNode number) {
        for (int i = 0; i < items.size(); i++) {
            if (number.is("integer " + (i + 1))) {
                return names.complete() ? items.get(i) : ShapeNode.doubtful(number.label());
            }
        }
        return names.complete() ? number : ShapeNode.doubtful(number.label());
    }

    private void item(Item item, boolean pivoted) {
        if (item instanceof Item.Value value) {
            items.add(expressions.of(value.value()));
            names.add(name(value), value.alias() != null || inner(value.value()) instanceof Expression.Reference);
        } else if (item instanceof Item.Star star) {
            star(star, pivoted);
        }
    }

    private static Expression inner(Expression expression) {
        return expression instanceof Expression.Group group ? inner(group.inner()) : expression;
    }

    private static String name(Item.Value value) {
        if (value.alias() != null) {
            return value.alias().text();
        }
        return inner(value.value()) instanceof Expression.Reference reference
                ? reference.name().last().text()
                : Sql.render(value.value());
    }

    private void star(Item.Star star, boolean pivoted) {
        List<VisibleRelation> of = sight.relations();
        if (star.of() != null) {
            List<String> qualifier = star.of().parts().stream().map(Name::text).toList();
            of = of.stream().filter(relation -> relation.isNamed(qualifier)).toList();
        }
        boolean known = !pivoted
                && !of.isEmpty()
                && (star.of() != null || !sight.merges())
                && of.stream().allMatch(relation -> relation.columns() != null);
        if (!known) {
            items.add(ShapeNode.doubtful("star " + (star.of() == null ? "" : star.of()) + star.excluded()));
            names.addUnknown();
            return;
        }
        List<String> excluded = star.excluded().stream()
                .map(name -> name.text().toLowerCase(Locale.ROOT))
                .toList();
        for (VisibleRelation relation : of) {
            expand(relation, excluded);
        }
    }

    private void expand(VisibleRelation relation, List<String> excluded) {
        List<String> columns = relation.columns();
        if (columns == null || !relation.shown()) {
            return;
        }
        for (String column : columns) {
            if (!excluded.contains(column.toLowerCase(Locale.ROOT))) {
                items.add(relation.column(column));
                names.add(column, true);
            }
        }
    }

    private ShapeNode grouping(Grouping grouping, ExpressionShapes grouped) {
        if (grouping instanceof Grouping.Plain plain) {
            return ShapeNode.of("by", all(plain.by(), grouped));
        }
        if (grouping instanceof Grouping.Rollup rollup) {
            return ShapeNode.of("rollup", all(rollup.by(), grouped));
        }
        if (grouping instanceof Grouping.Cube cube) {
            return ShapeNode.of("cube", all(cube.by(), grouped));
        }
        return ShapeNode.of(
                "sets",
                ((Grouping.Sets) grouping)
                        .sets().stream()
                                .map(set -> ShapeNode.of("set", all(set, grouped)))
                                .toList());
    }

    private List<ShapeNode> all(List<Expression> by, ExpressionShapes grouped) {
        return by.stream()
                .map(grouped::of)
                .map(shape -> LiteralShapes.isNumber(shape) ? ordinal(shape) : shape)
                .toList();
    }

    private ShapeNode qualify(Qualify qualify) {
        ShapeNode function = qualify.function() instanceof Item.Value value
                ? expressions.of(value.value())
                : ShapeNode.doubtful("star");
        ShapeNode condition = ShapeNode.of(qualify.comparison().text(), function, ShapeNode.leaf(qualify.limit()));
        // Up to 3.5 it is printed as a query around the query.
        return setting.printed()
                ? new ShapeNode("qualify", List.of(condition), true)
                : ShapeNode.of("qualify", condition);
    }

    private ShapeNode pivot(Pivot pivot) {
        List<ShapeNode> parts = new ArrayList<>();
        pivot.aggregates()
                .forEach(value ->
                        parts.add(ShapeNode.of("aggregate", expressions.of(value.value()), alias(value.alias()))));
        pivot.columns().forEach(column -> parts.add(ShapeNode.word(column.text())));
        pivot.values()
                .forEach(value -> parts.add(ShapeNode.of(
                        "value", ShapeNode.of("list", expressions.all(value.values())), alias(value.alias()))));
        return ShapeNode.of("pivoted", parts);
    }

    private static ShapeNode alias(@Nullable Name alias) {
        return alias == null ? ShapeNode.NONE : ShapeNode.word(alias.text());
    }
}

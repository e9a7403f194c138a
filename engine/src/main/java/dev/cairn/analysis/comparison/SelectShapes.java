package dev.cairn.analysis.comparison;

import dev.cairn.analysis.comparison.QueryShapes.Part;
import dev.cairn.analysis.comparison.QueryShapes.Result;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Pivot;
import dev.cairn.sql.ast.Query.Qualify;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Alias;
import dev.cairn.sql.ast.Relation.Join;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds the shape of one SELECT: its items, sources and conditions. */
final class SelectShapes {
    private static final String INTERNAL = "default_catalog";

    private final QueryShapes queries;
    private final NameScope scope;
    private final ExpressionShapes expressions;
    private final List<ShapeNode> items = new ArrayList<>();
    private final OutputNames names = new OutputNames();

    SelectShapes(QueryShapes queries, @Nullable NameScope around) {
        this.queries = queries;
        this.scope = new NameScope(around);
        this.expressions = new ExpressionShapes(queries, scope);
    }

    Part of(Select select) {
        ShapeNode from = all(select.from());
        Pivot pivot = select.pivot();
        select.items().forEach(item -> item(item, pivot != null));
        // A column takes precedence over an item's alias, except in ORDER BY.
        ExpressionShapes grouped = new ExpressionShapes(queries, scope, name -> null, this::alias);
        ExpressionShapes sorted = new ExpressionShapes(queries, scope, this::alias, name -> null);
        List<ShapeNode> parts = new ArrayList<>();
        parts.add(ShapeNode.leaf(select.quantifier() == Quantifier.DISTINCT ? "distinct" : "all"));
        parts.add(ShapeNode.of("items", items));
        parts.add(pivot == null ? from : ShapeNode.of("pivot", from, pivot(pivot)));
        parts.add(expressions.optional(select.where()));
        parts.add(select.groupBy() == null ? ShapeNode.NONE : grouping(select.groupBy(), grouped));
        parts.add(grouped.optional(select.having()));
        parts.add(select.qualify() == null ? ShapeNode.NONE : qualify(select.qualify()));
        if (!select.hints().isEmpty()) {
            parts.add(ShapeNode.doubtful(ShapeNode.looseText(String.join(" ", select.hints()))));
        }
        Result result = new Result(ShapeNode.of("select", parts), names);
        return new Part(result, item -> {
            ShapeNode alias = queries.printed() ? qualifiedAlias(item.value()) : null;
            ShapeNode by = alias == null ? sorted.of(item.value()) : alias;
            return ExpressionShapes.sortItem(by.isNumber() ? ordinal(by) : by, item);
        });
    }

    /** A server up to 3.5 prints the alias of a column in ORDER BY with the table of the column. */
    private @Nullable ShapeNode qualifiedAlias(Expression expression) {
        if (!(expression instanceof Expression.Reference reference)
                || reference.name().parts().size() == 1) {
            return null;
        }
        String name = reference.name().last().text();
        return scope.complete() && !scope.knows(name) ? alias(name) : null;
    }

    private @Nullable ShapeNode alias(String name) {
        ShapeNode found = null;
        for (int item : names.places(name)) {
            boolean another = found != null && !found.equals(items.get(item));
            found = another ? ShapeNode.doubtful("name " + name) : items.get(item);
        }
        return found;
    }

    /** A number in place of an expression is the position of an item. */
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
        List<VisibleRelation> of = scope.relations();
        if (star.of() != null) {
            List<String> qualifier = star.of().parts().stream().map(Name::text).toList();
            of = of.stream().filter(relation -> relation.isNamed(qualifier)).toList();
        }
        boolean known = !pivoted
                && !of.isEmpty()
                && (star.of() != null || !scope.merges())
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
        return ShapeNode.of(
                grouping.kind().name(),
                grouping.sets().stream()
                        .map(set -> ShapeNode.of("set", all(set, grouped)))
                        .toList());
    }

    private List<ShapeNode> all(List<Expression> by, ExpressionShapes grouped) {
        return by.stream()
                .map(grouped::of)
                .map(shape -> shape.isNumber() ? ordinal(shape) : shape)
                .toList();
    }

    private ShapeNode qualify(Qualify qualify) {
        ShapeNode function = qualify.function() instanceof Item.Value value
                ? expressions.of(value.value())
                : ShapeNode.doubtful("star");
        ShapeNode condition = ShapeNode.of(qualify.comparison().text(), function, ShapeNode.leaf(qualify.limit()));
        return ShapeNode.of("qualify", condition);
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

    // The FROM clause; each relation is added to the scope.

    /** Comma-separated relations are joined without a condition. */
    private ShapeNode all(List<Relation> relations) {
        ShapeNode all = ShapeNode.NONE;
        for (Relation relation : relations) {
            ShapeNode next = of(relation);
            all = all.equals(ShapeNode.NONE) ? next : ShapeNode.of("join", ShapeNode.NONE, all, next, ShapeNode.NONE);
        }
        return all;
    }

    private ShapeNode of(Relation relation) {
        if (relation instanceof Join join) {
            return join(join);
        }
        if (relation instanceof Relation.Parenthesized || relation instanceof Relation.Lateral) {
            return all(relation.parts());
        }
        if (relation instanceof Relation.Named named) {
            return named(named);
        }
        if (relation instanceof Relation.Derived derived) {
            Result result = queries.nested(derived.query(), scope.around());
            see(derived.alias(), "", result.names());
            return derived.assertRows() ? ShapeNode.of("assert rows", result.shape()) : result.shape();
        }
        if (relation instanceof Relation.Values values) {
            return values(values);
        }
        if (relation instanceof Relation.Function function) {
            return function(function);
        }
        return files((Relation.Files) relation);
    }

    /** Adds a relation whose columns are identified by position. */
    private void see(@Nullable Alias alias, String name, @Nullable List<String> columns) {
        List<String> names = alias != null && !alias.columns().isEmpty()
                ? alias.columns().stream().map(Name::text).toList()
                : columns;
        String known = alias == null ? name : alias.name().text();
        scope.add(new VisibleRelation(queries.nextRelation(), false, queries.database(), known, names, true));
    }

    private ShapeNode named(Relation.Named named) {
        List<Name> parts = named.name().parts();
        QueryShapes.CommonTableShape common =
                parts.size() == 1 ? queries.commonTable(parts.get(0).text()) : null;
        if (common != null) {
            see(named.alias(), parts.get(0).text(), common.columns());
            return ShapeNode.leaf("common " + common.number());
        }
        String catalog = parts.size() > 2 ? parts.get(parts.size() - 3).text() : INTERNAL;
        String database = parts.size() > 1 ? parts.get(parts.size() - 2).text() : queries.database();
        String table = named.name().last().text();
        List<String> columns =
                database == null ? null : queries.columns(catalog.equals(INTERNAL) ? null : catalog, database, table);
        Alias alias = named.alias();
        // Servers qualify an alias either with the database in use or with the table's, so its database is not
        // compared.
        scope.add(new VisibleRelation(
                queries.nextRelation(),
                true,
                alias == null ? database : null,
                alias == null ? table : alias.name().text(),
                columns,
                true));
        String place = catalog.equals(INTERNAL) ? table : catalog + "." + table;
        ShapeNode in = database == null ? ShapeNode.doubtful("database") : ShapeNode.leaf(database);
        return ShapeNode.of("table", in, ShapeNode.leaf(place), clauses(named));
    }

    /** Of these clauses, a server up to 3.5 prints only the partitions and the sample. */
    private ShapeNode clauses(Relation.Named named) {
        List<ShapeNode> clauses = new ArrayList<>();
        if (named.partitions() != null) {
            List<ShapeNode> names = named.partitions().names().stream()
                    .map(name -> ShapeNode.word(name.text()))
                    .toList();
            clauses.add(ShapeNode.of("partitions", names));
        }
        boolean more = named.period() != null
                || named.sample() != null
                || named.before() != null
                || !named.keys().isEmpty()
                || !named.tablets().isEmpty()
                || !named.replicas().isEmpty()
                || !named.hint().isEmpty();
        if (more) {
            clauses.add(ShapeNode.doubtful(ShapeNode.looseText(named.period() + " " + named.sample() + " "
                    + named.before() + named.keys() + named.tablets() + named.replicas() + named.hint())));
        }
        return clauses.isEmpty() ? ShapeNode.NONE : ShapeNode.of("clauses", clauses);
    }

    private ShapeNode values(Relation.Values values) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < values.rows().get(0).size(); i++) {
            names.add("column_" + i);
        }
        List<ShapeNode> rows = values.rows().stream()
                .map(row -> ShapeNode.of("row", expressions.all(row)))
                .toList();
        see(values.alias(), "", names);
        return ShapeNode.of("values", rows);
    }

    private ShapeNode function(Relation.Function function) {
        String name = function.name().toString().toLowerCase(Locale.ROOT);
        List<ShapeNode> arguments = new ArrayList<>();
        for (Relation.Argument argument : function.arguments()) {
            ShapeNode value = expressions.of(argument.value());
            arguments.add(
                    argument.name() == null
                            ? value
                            : ShapeNode.of(
                                    "argument", ShapeNode.word(argument.name().text()), value));
        }
        int count = function.arguments().size();
        see(function.alias(), name, name.equals("unnest") && count == 1 ? List.of(name) : null);
        if (name.equals("generate_series") && count == 2) {
            arguments.add(ShapeNode.leaf("integer 1")); // the default, which a server up to 3.5 prints
        }
        return ShapeNode.of(function.wrapped() ? "table of " + name : "rows of " + name, arguments);
    }

    private ShapeNode files(Relation.Files files) {
        see(files.alias(), "", null);
        return ShapeNode.of(
                "files",
                files.properties().stream()
                        .sorted(Comparator.comparing(Property::name))
                        .map(property -> ShapeNode.of(
                                property.name().toLowerCase(Locale.ROOT),
                                ShapeNode.leaf(Objects.toString(property.value()))))
                        .toList());
    }

    private ShapeNode join(Join join) {
        int start = scope.relations().size();
        ShapeNode left = of(join.left());
        int middle = scope.relations().size();
        ShapeNode right = of(join.right());
        ShapeNode condition = join.on() != null ? expressions.of(join.on()) : using(join, start, middle);
        hideTested(join.kind(), start, middle);
        return ShapeNode.of("join", kind(join), left, right, condition);
    }

    /** Whether a join is inner or cross depends on its condition, not on the keyword. */
    private static ShapeNode kind(Join join) {
        String keywords = join.kind().text().replace(" OUTER", "");
        boolean inner = keywords.equals("JOIN") || keywords.equals("INNER JOIN") || keywords.startsWith("CROSS");
        ShapeNode kind = inner ? ShapeNode.NONE : ShapeNode.leaf(keywords.replace("ASOF INNER", "ASOF"));
        if (join.hint() == null) {
            return kind;
        }
        String hint = ShapeNode.looseText(join.hint());
        return ShapeNode.of("hinted", kind, hint.indexOf('|') < 0 ? ShapeNode.leaf(hint) : ShapeNode.doubtful(hint));
    }

    private void hideTested(Join.Kind kind, int start, int middle) {
        boolean half = kind.text().contains("SEMI") || kind.text().contains("ANTI");
        if (half && kind.text().startsWith("RIGHT")) {
            scope.hide(start, middle);
        } else if (half) {
            scope.hide(middle, scope.relations().size());
        }
    }

    private ShapeNode using(Join join, int start, int middle) {
        List<ShapeNode> equalities = new ArrayList<>();
        for (Name column : join.using()) {
            QualifiedName name = new QualifiedName(List.of(column));
            ShapeNode left = part(start, middle).column(name);
            ShapeNode right = part(middle, scope.relations().size()).column(name);
            equalities.add(ShapeNode.of("=", left, right));
            scope.merge(column.text());
        }
        if (equalities.isEmpty()) {
            return ShapeNode.NONE;
        }
        return equalities.size() == 1 ? equalities.get(0) : ShapeNode.of("and", equalities);
    }

    private NameScope part(int from, int to) {
        NameScope part = new NameScope(null);
        scope.relations().subList(from, to).forEach(part::add);
        return part;
    }
}

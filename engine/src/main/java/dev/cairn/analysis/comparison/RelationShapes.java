package dev.cairn.analysis.comparison;

import dev.cairn.analysis.source.BoundPivot;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.Source;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Query.Pivot;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Join;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds the shapes of the relations in FROM, and numbers them for the references to their columns. */
final class RelationShapes {
    private final QueryShapes queries;
    private final ExpressionShapes expressions;

    RelationShapes(QueryShapes queries, ExpressionShapes expressions) {
        this.queries = queries;
        this.expressions = expressions;
    }

    ShapeNode shapeOf(Select select) {
        ShapeNode from = shapeOfAll(select.from());
        return select.pivot() == null ? from : ShapeNode.of("pivot", from, pivot(select.pivot()));
    }

    /** Comma-separated relations are joined without a condition. */
    private ShapeNode shapeOfAll(List<Relation> relations) {
        ShapeNode all = ShapeNode.NONE;
        for (Relation relation : relations) {
            ShapeNode next = shapeOf(relation);
            all = all.equals(ShapeNode.NONE) ? next : ShapeNode.of("join", ShapeNode.NONE, all, next, ShapeNode.NONE);
        }
        return all;
    }

    private ShapeNode shapeOf(Relation relation) {
        if (relation instanceof Join join) {
            return join(join);
        }
        if (relation instanceof Relation.Parenthesized || relation instanceof Relation.Lateral) {
            return shapeOfAll(relation.parts());
        }
        BoundRelation bound = queries.bindings().relation(relation);
        ShapeNode shape = relation instanceof Relation.Named named ? ofNamed(named, bound) : ofComputed(relation);
        queries.assignNumber(bound);
        return shape;
    }

    private ShapeNode ofComputed(Relation relation) {
        if (relation instanceof Relation.Derived derived) {
            ShapeNode shape = queries.shapeOf(derived.query());
            return derived.assertRows() ? ShapeNode.of("assert rows", shape) : shape;
        }
        if (relation instanceof Relation.Function function) {
            return function(function);
        }
        return relation instanceof Relation.Files files
                ? files(files)
                : ShapeNode.of(ParameterizedText.of(relation), expressions.shapesOf(relation.expressions()));
    }

    private ShapeNode ofNamed(Relation.Named named, @Nullable BoundRelation bound) {
        if (bound != null && bound.commonTable() != null) {
            return ShapeNode.leaf("common " + queries.number(bound.commonTable()));
        }
        Source source = bound == null ? null : bound.source();
        if (source == null) {
            return ShapeNode.UNRESOLVED;
        }
        String place = source.catalog() == null ? source.name() : source.catalog() + "." + source.name();
        return ShapeNode.of("table", ShapeNode.leaf(source.database()), ShapeNode.leaf(place), clauses(named));
    }

    /** Of these clauses, a server up to 3.5 prints only the partitions and the sample. */
    private static ShapeNode clauses(Relation.Named named) {
        List<ShapeNode> clauses = new ArrayList<>();
        if (named.partitions() != null) {
            List<ShapeNode> names = named.partitions().names().stream()
                    .map(name -> ShapeNode.word(name.text()))
                    .toList();
            clauses.add(ShapeNode.of("partitions", names));
        }
        Relation.TableSection section = named.section();
        boolean more = !named.time().equals(Relation.ReadTime.NOW)
                || section.sample() != null
                || !section.keys().isEmpty()
                || !section.tablets().isEmpty()
                || !section.replicas().isEmpty()
                || !named.hint().isEmpty();
        if (more) {
            clauses.add(ShapeNode.doubtful(ShapeNode.normalizeText(named.time().period() + " " + section.sample() + " "
                    + named.time().before() + section.keys() + section.tablets() + section.replicas() + named.hint())));
        }
        return clauses.isEmpty() ? ShapeNode.NONE : ShapeNode.of("clauses", clauses);
    }

    private ShapeNode function(Relation.Function function) {
        String name = function.name().toString().toLowerCase(Locale.ROOT);
        List<ShapeNode> arguments = new ArrayList<>();
        for (Relation.Argument argument : function.arguments()) {
            ShapeNode value = expressions.shapeOf(argument.value());
            arguments.add(
                    argument.name() == null
                            ? value
                            : ShapeNode.of(
                                    "argument", ShapeNode.word(argument.name().text()), value));
        }
        if (name.equals("generate_series") && function.arguments().size() == 2) {
            arguments.add(ShapeNode.leaf("integer 1")); // the default, which a server up to 3.5 prints
        }
        return ShapeNode.of(function.wrapped() ? "table of " + name : "rows of " + name, arguments);
    }

    private static ShapeNode files(Relation.Files files) {
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
        ShapeNode left = shapeOf(join.left());
        ShapeNode right = shapeOf(join.right());
        ShapeNode condition = join.on() == null ? usingCondition(join) : expressions.shapeOf(join.on());
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
        String hint = ShapeNode.normalizeText(join.hint());
        return ShapeNode.of("hinted", kind, hint.indexOf('|') < 0 ? ShapeNode.leaf(hint) : ShapeNode.doubtful(hint));
    }

    private ShapeNode usingCondition(Join join) {
        List<ShapeNode> equalities =
                join.using().stream().map(column -> columns("=", column)).toList();
        if (equalities.isEmpty()) {
            return ShapeNode.NONE;
        }
        return equalities.size() == 1 ? equalities.get(0) : ShapeNode.of("and", equalities);
    }

    private ShapeNode pivot(Pivot pivot) {
        List<ShapeNode> parts = new ArrayList<>();
        pivot.aggregates()
                .forEach(value ->
                        parts.add(ShapeNode.of("aggregate", expressions.shapeOf(value.value()), alias(value.alias()))));
        pivot.columns().forEach(column -> parts.add(columns("for", column)));
        pivot.values()
                .forEach(value -> parts.add(ShapeNode.of(
                        "value", ShapeNode.of("list", expressions.shapesOf(value.values())), alias(value.alias()))));
        BoundPivot bound = queries.bindings().pivot(pivot);
        queries.assignNumber(bound == null ? null : bound.cells());
        return ShapeNode.of("pivoted", parts);
    }

    private static ShapeNode alias(@Nullable Name alias) {
        return alias == null ? ShapeNode.NONE : ShapeNode.word(alias.text());
    }

    /** The columns that a name in USING or in FOR refers to. */
    private ShapeNode columns(String label, Name name) {
        List<RelationField> columns = queries.bindings().columns(name);
        return columns.isEmpty()
                ? ShapeNode.UNRESOLVED
                : ShapeNode.of(
                        label,
                        columns.stream()
                                .map(column -> queries.column(column, name.text(), List.of()))
                                .toList());
    }
}

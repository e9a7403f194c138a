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

/**
 * Builds the shapes of the relations in FROM, and assigns a number to each relation. Shapes of columns refer to
 * relations by number, since equivalent queries may use different aliases.
 */
final class RelationShapeBuilder {
    private final QueryShapeBuilder queryShapeBuilder;
    private final ExpressionShapeBuilder expressionShapeBuilder;

    RelationShapeBuilder(QueryShapeBuilder queryShapeBuilder, ExpressionShapeBuilder expressionShapeBuilder) {
        this.queryShapeBuilder = queryShapeBuilder;
        this.expressionShapeBuilder = expressionShapeBuilder;
    }

    ShapeNode shapeOf(Select select) {
        ShapeNode from = shapeOfAll(select.from());
        return select.pivot() == null ? from : ShapeNode.of("pivot", from, buildPivot(select.pivot()));
    }

    /** Returns the shape of a list of relations, which are joined without a condition. */
    private ShapeNode shapeOfAll(List<Relation> relations) {
        ShapeNode joinedShape = ShapeNode.NONE;
        for (Relation relation : relations) {
            ShapeNode shape = shapeOf(relation);
            joinedShape = joinedShape.equals(ShapeNode.NONE)
                    ? shape
                    : ShapeNode.of("join", ShapeNode.NONE, joinedShape, shape, ShapeNode.NONE);
        }
        return joinedShape;
    }

    private ShapeNode shapeOf(Relation relation) {
        if (relation instanceof Join join) {
            return buildJoin(join);
        }
        if (relation instanceof Relation.Parenthesized || relation instanceof Relation.Lateral) {
            return shapeOfAll(relation.children());
        }
        BoundRelation boundRelation = queryShapeBuilder.bindings().relation(relation);
        ShapeNode shape = relation instanceof Relation.Named namedRelation
                ? buildNamed(namedRelation, boundRelation)
                : buildComputed(relation);
        queryShapeBuilder.assignNumber(boundRelation);
        return shape;
    }

    private ShapeNode buildComputed(Relation relation) {
        if (relation instanceof Relation.Derived derivedRelation) {
            ShapeNode shape = queryShapeBuilder.shapeOf(derivedRelation.query());
            return derivedRelation.assertsRows() ? ShapeNode.of("assert rows", shape) : shape;
        }
        if (relation instanceof Relation.TableFunction function) {
            return buildTableFunction(function);
        }
        return relation instanceof Relation.Files files
                ? buildFiles(files)
                : ShapeNode.of(
                        ParameterizedText.render(relation), expressionShapeBuilder.shapesOf(relation.expressions()));
    }

    private ShapeNode buildNamed(Relation.Named namedRelation, @Nullable BoundRelation boundRelation) {
        if (boundRelation != null && boundRelation.commonTable() != null) {
            return ShapeNode.ofLabel("common " + queryShapeBuilder.numberOf(boundRelation.commonTable()));
        }
        Source source = boundRelation == null ? null : boundRelation.source();
        if (source == null) {
            return ShapeNode.UNRESOLVED;
        }
        String tableName = source.catalog() == null ? source.name() : source.catalog() + "." + source.name();
        return ShapeNode.of(
                "table",
                ShapeNode.ofLabel(source.database()),
                ShapeNode.ofLabel(tableName),
                buildClauses(namedRelation));
    }

    /**
     * Returns the shape of the clauses of a table. A server up to 3.5 prints only the partitions and the sample.
     */
    private static ShapeNode buildClauses(Relation.Named namedRelation) {
        List<ShapeNode> clauses = new ArrayList<>();
        if (namedRelation.partitions() != null) {
            List<ShapeNode> names = namedRelation.partitions().names().stream()
                    .map(name -> ShapeNode.ofWord(name.text()))
                    .toList();
            clauses.add(ShapeNode.of("partitions", names));
        }
        Relation.TableSection section = namedRelation.section();
        boolean hasOtherClauses = !namedRelation.time().equals(Relation.ReadTime.NOW)
                || section.sample() != null
                || !section.keys().isEmpty()
                || !section.tablets().isEmpty()
                || !section.replicas().isEmpty()
                || !namedRelation.hint().isEmpty();
        if (hasOtherClauses) {
            clauses.add(ShapeNode.ofUncertain(
                    ShapeNode.normalizeText(namedRelation.time().period() + " " + section.sample() + " "
                            + namedRelation.time().before() + section.keys() + section.tablets() + section.replicas()
                            + namedRelation.hint())));
        }
        return clauses.isEmpty() ? ShapeNode.NONE : ShapeNode.of("clauses", clauses);
    }

    private ShapeNode buildTableFunction(Relation.TableFunction function) {
        String name = function.name().toString().toLowerCase(Locale.ROOT);
        List<ShapeNode> arguments = new ArrayList<>();
        for (Relation.TableFunctionArgument argument : function.arguments()) {
            ShapeNode value = expressionShapeBuilder.shapeOf(argument.value());
            arguments.add(
                    argument.name() == null
                            ? value
                            : ShapeNode.of(
                                    "argument", ShapeNode.ofWord(argument.name().text()), value));
        }
        if (name.equals("generate_series") && function.arguments().size() == 2) {
            arguments.add(ShapeNode.ofLabel("integer 1")); // the default, which a server up to 3.5 prints
        }
        return ShapeNode.of(function.hasTableKeyword() ? "table of " + name : "rows of " + name, arguments);
    }

    private static ShapeNode buildFiles(Relation.Files files) {
        return ShapeNode.of(
                "files",
                files.properties().stream()
                        .sorted(Comparator.comparing(Property::name))
                        .map(property -> ShapeNode.of(
                                property.name().toLowerCase(Locale.ROOT),
                                ShapeNode.ofLabel(Objects.toString(property.value()))))
                        .toList());
    }

    private ShapeNode buildJoin(Join join) {
        ShapeNode left = shapeOf(join.left());
        ShapeNode right = shapeOf(join.right());
        ShapeNode condition = join.on() == null ? buildUsingCondition(join) : expressionShapeBuilder.shapeOf(join.on());
        return ShapeNode.of("join", buildJoinKind(join), left, right, condition);
    }

    /**
     * Returns the shape of the kind of a join, which is the same for inner and cross joins: they differ only in their
     * conditions.
     */
    private static ShapeNode buildJoinKind(Join join) {
        String keywords = join.kind().text().replace(" OUTER", "");
        boolean isInner = keywords.equals("JOIN") || keywords.equals("INNER JOIN") || keywords.startsWith("CROSS");
        ShapeNode kindNode = isInner ? ShapeNode.NONE : ShapeNode.ofLabel(keywords.replace("ASOF INNER", "ASOF"));
        if (join.hint() == null) {
            return kindNode;
        }
        String hint = ShapeNode.normalizeText(join.hint());
        return ShapeNode.of(
                "hinted", kindNode, hint.indexOf('|') < 0 ? ShapeNode.ofLabel(hint) : ShapeNode.ofUncertain(hint));
    }

    private ShapeNode buildUsingCondition(Join join) {
        List<ShapeNode> equalities =
                join.using().stream().map(column -> buildColumns("=", column)).toList();
        if (equalities.isEmpty()) {
            return ShapeNode.NONE;
        }
        return equalities.size() == 1 ? equalities.get(0) : ShapeNode.of("and", equalities);
    }

    private ShapeNode buildPivot(Pivot pivot) {
        List<ShapeNode> pivotShapes = new ArrayList<>();
        pivot.aggregates()
                .forEach(value -> pivotShapes.add(ShapeNode.of(
                        "aggregate", expressionShapeBuilder.shapeOf(value.value()), buildAlias(value.alias()))));
        pivot.columns().forEach(column -> pivotShapes.add(buildColumns("for", column)));
        pivot.values()
                .forEach(value -> pivotShapes.add(ShapeNode.of(
                        "value",
                        ShapeNode.of("list", expressionShapeBuilder.shapesOf(value.values())),
                        buildAlias(value.alias()))));
        BoundPivot boundPivot = queryShapeBuilder.bindings().pivot(pivot);
        queryShapeBuilder.assignNumber(boundPivot == null ? null : boundPivot.cells());
        return ShapeNode.of("pivoted", pivotShapes);
    }

    private static ShapeNode buildAlias(@Nullable Name alias) {
        return alias == null ? ShapeNode.NONE : ShapeNode.ofWord(alias.text());
    }

    /** Returns the columns that a name in USING or in FOR refers to. */
    private ShapeNode buildColumns(String label, Name name) {
        List<RelationField> columns = queryShapeBuilder.bindings().columns(name);
        return columns.isEmpty()
                ? ShapeNode.UNRESOLVED
                : ShapeNode.of(
                        label,
                        columns.stream()
                                .map(column -> queryShapeBuilder.buildColumn(column, name.text(), List.of()))
                                .toList());
    }
}

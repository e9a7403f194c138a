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

    ShapeNode buildShape(Select select) {
        ShapeNode fromShape = buildJoinedShape(select.from());
        return select.pivot() == null ? fromShape : ShapeNode.of("pivot", fromShape, buildPivot(select.pivot()));
    }

    /** Returns the shape of a list of relations, which are joined without a condition. */
    private ShapeNode buildJoinedShape(List<Relation> relations) {
        ShapeNode joinedShape = ShapeNode.NONE;
        for (Relation relation : relations) {
            ShapeNode shape = buildShape(relation);
            joinedShape = joinedShape.equals(ShapeNode.NONE)
                    ? shape
                    : ShapeNode.of("join", ShapeNode.NONE, joinedShape, shape, ShapeNode.NONE);
        }
        return joinedShape;
    }

    private ShapeNode buildShape(Relation relation) {
        if (relation instanceof Join join) {
            return buildJoin(join);
        }
        if (relation instanceof Relation.Parenthesized || relation instanceof Relation.Lateral) {
            return buildJoinedShape(relation.children());
        }
        BoundRelation boundRelation = queryShapeBuilder.bindings().findBoundRelation(relation);
        ShapeNode shape = relation instanceof Relation.Named namedRelation
                ? buildNamed(namedRelation, boundRelation)
                : buildComputed(relation);
        queryShapeBuilder.assignNumber(boundRelation);
        return shape;
    }

    private ShapeNode buildComputed(Relation relation) {
        if (relation instanceof Relation.Derived derivedRelation) {
            ShapeNode shape = queryShapeBuilder.buildShape(derivedRelation.query());
            return derivedRelation.assertsRows() ? ShapeNode.of("assert rows", shape) : shape;
        }
        if (relation instanceof Relation.TableFunction function) {
            return buildTableFunction(function);
        }
        return relation instanceof Relation.Files files
                ? buildFiles(files)
                : ShapeNode.of(
                        ParameterizedTextWriter.render(relation),
                        expressionShapeBuilder.buildShapes(relation.expressions()));
    }

    private ShapeNode buildNamed(Relation.Named namedRelation, @Nullable BoundRelation boundRelation) {
        if (boundRelation != null && boundRelation.commonTable() != null) {
            return ShapeNode.ofLabel("common " + queryShapeBuilder.findNumber(boundRelation.commonTable()));
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
     * Returns the shape of the clauses of a table. All clauses except the partitions form one uncertain shape, because
     * a server up to 3.5 prints only the partitions and the sample.
     */
    private static ShapeNode buildClauses(Relation.Named namedRelation) {
        List<ShapeNode> clauseShapes = new ArrayList<>();
        if (namedRelation.partitions() != null) {
            List<ShapeNode> nameShapes = namedRelation.partitions().names().stream()
                    .map(name -> ShapeNode.ofName(name.text()))
                    .toList();
            clauseShapes.add(ShapeNode.of("partitions", nameShapes));
        }
        Relation.TableSection section = namedRelation.section();
        boolean hasOtherClauses = !namedRelation.time().equals(Relation.ReadTime.NOW)
                || section.sample() != null
                || !section.partitionKeys().isEmpty()
                || !section.tabletIds().isEmpty()
                || !section.replicaIds().isEmpty()
                || !namedRelation.hint().isEmpty();
        if (hasOtherClauses) {
            clauseShapes.add(ShapeNode.ofUncertain(
                    ShapeNode.normalizeText(namedRelation.time().period() + " " + section.sample() + " "
                            + namedRelation.time().beforeTime() + section.partitionKeys() + section.tabletIds()
                            + section.replicaIds()
                            + namedRelation.hint())));
        }
        return clauseShapes.isEmpty() ? ShapeNode.NONE : ShapeNode.of("clauses", clauseShapes);
    }

    private ShapeNode buildTableFunction(Relation.TableFunction function) {
        String name = function.name().toString().toLowerCase(Locale.ROOT);
        List<ShapeNode> argumentShapes = new ArrayList<>();
        for (Relation.TableFunctionArgument argument : function.arguments()) {
            ShapeNode valueShape = expressionShapeBuilder.buildShape(argument.value());
            argumentShapes.add(
                    argument.name() == null
                            ? valueShape
                            : ShapeNode.of(
                                    "argument", ShapeNode.ofName(argument.name().text()), valueShape));
        }
        if (name.equals("generate_series") && function.arguments().size() == 2) {
            argumentShapes.add(ShapeNode.ofLabel("integer 1")); // the default, which a server up to 3.5 prints
        }
        return ShapeNode.of(function.hasTableKeyword() ? "table of " + name : "rows of " + name, argumentShapes);
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
        ShapeNode leftShape = buildShape(join.left());
        ShapeNode rightShape = buildShape(join.right());
        ShapeNode conditionShape =
                join.on() == null ? buildUsingCondition(join) : expressionShapeBuilder.buildShape(join.on());
        return ShapeNode.of("join", buildJoinKind(join), leftShape, rightShape, conditionShape);
    }

    /**
     * Returns the shape of the kind of a join, which is the same for inner and cross joins: they differ only in their
     * conditions.
     */
    private static ShapeNode buildJoinKind(Join join) {
        String keywords = join.kind().text().replace(" OUTER", "");
        boolean isInner = keywords.equals("JOIN") || keywords.equals("INNER JOIN") || keywords.startsWith("CROSS");
        ShapeNode kindShape = isInner ? ShapeNode.NONE : ShapeNode.ofLabel(keywords.replace("ASOF INNER", "ASOF"));
        if (join.hint() == null) {
            return kindShape;
        }
        // A hint such as [skew|t.c(1, 2)] contains expressions, which the server prints in its own form.
        String hint = ShapeNode.normalizeText(join.hint());
        return ShapeNode.of(
                "hinted", kindShape, hint.indexOf('|') < 0 ? ShapeNode.ofLabel(hint) : ShapeNode.ofUncertain(hint));
    }

    private ShapeNode buildUsingCondition(Join join) {
        List<ShapeNode> equalityShapes =
                join.using().stream().map(column -> buildColumns("=", column)).toList();
        if (equalityShapes.isEmpty()) {
            return ShapeNode.NONE;
        }
        return equalityShapes.size() == 1 ? equalityShapes.get(0) : ShapeNode.of("and", equalityShapes);
    }

    private ShapeNode buildPivot(Pivot pivot) {
        List<ShapeNode> pivotShapes = new ArrayList<>();
        pivot.aggregates()
                .forEach(value -> pivotShapes.add(ShapeNode.of(
                        "aggregate", expressionShapeBuilder.buildShape(value.value()), buildAlias(value.alias()))));
        pivot.columns().forEach(column -> pivotShapes.add(buildColumns("for", column)));
        pivot.values()
                .forEach(value -> pivotShapes.add(ShapeNode.of(
                        "value",
                        ShapeNode.of("list", expressionShapeBuilder.buildShapes(value.values())),
                        buildAlias(value.alias()))));
        BoundPivot boundPivot = queryShapeBuilder.bindings().findBoundPivot(pivot);
        queryShapeBuilder.assignNumber(boundPivot == null ? null : boundPivot.cellRelation());
        return ShapeNode.of("pivoted", pivotShapes);
    }

    private static ShapeNode buildAlias(@Nullable Name alias) {
        return alias == null ? ShapeNode.NONE : ShapeNode.ofName(alias.text());
    }

    /** Returns the shape of the columns that a name in USING or in FOR refers to. */
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

package dev.cairn.analysis.comparison;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundColumn;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.CommonTable;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Limit;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Builds the shapes of analyzed queries: common tables, set operations, the clauses of SELECT, ORDER BY and LIMIT. Two
 * queries with equal shapes return the same rows. Different shapes prove nothing, because queries with different shapes
 * may return the same rows, too.
 */
final class QueryShapeBuilder {
    private static final String STAR_LABEL = "star";

    private final Bindings bindings;
    private final boolean comparesPrintedForm;
    private final RelationShapeBuilder relationShapeBuilder;
    private final ExpressionShapeBuilder expressionShapeBuilder;
    /** The number of each relation or common table; two queries give the same number to the same position. */
    private final IdentityHashMap<Object, Integer> numberByRelation = new IdentityHashMap<>();

    /**
     * Creates a builder for the shapes of one query.
     *
     * @param bindings the types and resolved names of the parts of the query
     * @param comparesPrintedForm whether to omit the parts that a server up to 3.5 does not print
     */
    QueryShapeBuilder(Bindings bindings, boolean comparesPrintedForm) {
        this.bindings = bindings;
        this.comparesPrintedForm = comparesPrintedForm;
        this.expressionShapeBuilder = new ExpressionShapeBuilder(this);
        this.relationShapeBuilder = new RelationShapeBuilder(this, expressionShapeBuilder);
    }

    /**
     * The shape of a query body, and the shapes of its output columns.
     *
     * @param outputShapeByIndex the shape of an output column by its index, from 0
     * @param outputShapeByPosition the shape of an output column by its position, from 1; it is uncertain after a
     *     {@code *} that expands to an unknown number of columns
     */
    private record BodyShape(
            ShapeNode shape, IntFunction<ShapeNode> outputShapeByIndex, IntFunction<ShapeNode> outputShapeByPosition) {}

    Bindings bindings() {
        return bindings;
    }

    boolean comparesPrintedForm() {
        return comparesPrintedForm;
    }

    /** Returns the shape of a query including its column names, which are part of its meaning. */
    ShapeNode buildShapeWithNames(Query query) {
        return ShapeNode.of("query", buildShape(query), ShapeNode.of("names", buildNames(query.body())));
    }

    ShapeNode buildShape(Query query) {
        return buildShape(query, bindings.orderBy(query));
    }

    /** Returns the shape of a query inside an expression. A server up to 3.5 omits an ORDER BY without LIMIT there. */
    ShapeNode buildSubqueryShape(Query query) {
        return buildShape(query, comparesPrintedForm && query.limit() == null ? List.of() : query.orderBy());
    }

    private ShapeNode buildShape(Query query, List<SortItem> orderBy) {
        List<ShapeNode> commonTableShapes =
                query.commonTables().stream().map(this::buildCommonTable).toList();
        BodyShape bodyShape = buildBody(query.body());
        List<ShapeNode> sortItemShapes =
                orderBy.stream().map(item -> buildSortItem(item, bodyShape)).toList();
        Limit limit = query.limit();
        if (commonTableShapes.isEmpty() && sortItemShapes.isEmpty() && limit == null) {
            return bodyShape.shape();
        }
        return ShapeNode.of(
                "ordered",
                ShapeNode.of("with", commonTableShapes),
                bodyShape.shape(),
                ShapeNode.of("order", sortItemShapes),
                limit == null ? ShapeNode.NONE : buildLimit(limit));
    }

    private ShapeNode buildCommonTable(CommonTable commonTable) {
        assignNumber(commonTable);
        ShapeNode shape = buildShape(commonTable.query());
        return bindings.isRecursive(commonTable) ? ShapeNode.of("recursive", shape) : shape;
    }

    private ShapeNode buildSortItem(SortItem item, BodyShape bodyShape) {
        Long position = item.value().integerValue();
        ShapeNode sortKeyShape = position == null
                ? new ExpressionShapeBuilder(this, bodyShape.outputShapeByIndex()).buildShape(item.value())
                : bodyShape.outputShapeByPosition().apply(position.intValue());
        return CallShapeBuilder.buildSortItem(sortKeyShape, item);
    }

    private ShapeNode buildLimit(Limit limit) {
        ShapeNode offsetShape = expressionShapeBuilder.buildOptionalShape(limit.offset());
        return ShapeNode.of(
                "limit",
                expressionShapeBuilder.buildShape(limit.count()),
                offsetShape.hasLabel("integer 0") ? ShapeNode.NONE : offsetShape);
    }

    private BodyShape buildBody(Body body) {
        if (body instanceof Select select) {
            return buildSelect(bindings.resolveReplacement(select));
        }
        if (body instanceof Query.NestedQuery nestedQuery) {
            return toBodyShape(buildShape(nestedQuery.query()));
        }
        SetOperation operation = (SetOperation) body;
        String label = operation.canonicalKind() + (operation.keepsDuplicates() ? " ALL" : "");
        return toBodyShape(ShapeNode.of(
                label,
                buildBody(operation.left()).shape(),
                buildBody(operation.right()).shape()));
    }

    /**
     * Returns the shape of a set operation or of a query in parentheses, whose ORDER BY can only name output columns.
     */
    private static BodyShape toBodyShape(ShapeNode shape) {
        return new BodyShape(shape, QueryShapeBuilder::buildOutput, position -> buildOutput(position - 1));
    }

    private static ShapeNode buildOutput(int index) {
        return ShapeNode.of("column", ShapeNode.ofLabel("result"), ShapeNode.ofLabel("#" + index));
    }

    private BodyShape buildSelect(Select select) {
        ShapeNode fromShape = relationShapeBuilder.buildShape(select);
        List<ShapeNode> itemShapes = new ArrayList<>();
        for (SelectItem item : select.items()) {
            if (item instanceof SelectItem.Star star) {
                itemShapes.addAll(buildColumns(star));
            } else {
                itemShapes.add(expressionShapeBuilder.buildShape(((SelectItem.Value) item).value()));
            }
        }
        IntFunction<ShapeNode> outputShapeByPosition = position -> shapeAtPosition(position, itemShapes);
        List<ShapeNode> clauseShapes = new ArrayList<>();
        clauseShapes.add(ShapeNode.ofLabel(select.quantifier() == Quantifier.DISTINCT ? "distinct" : "all"));
        clauseShapes.add(ShapeNode.of("items", itemShapes));
        clauseShapes.add(fromShape);
        clauseShapes.add(expressionShapeBuilder.buildOptionalShape(select.where()));
        clauseShapes.add(
                select.groupBy() == null ? ShapeNode.NONE : buildGrouping(select.groupBy(), outputShapeByPosition));
        clauseShapes.add(expressionShapeBuilder.buildOptionalShape(select.having()));
        if (!select.selectItems().hints().isEmpty()) {
            clauseShapes.add(ShapeNode.ofUncertain(ShapeNode.normalizeText(
                    String.join(" ", select.selectItems().hints()))));
        }
        return new BodyShape(
                ShapeNode.of("select", clauseShapes), index -> shapeAtIndex(index, itemShapes), outputShapeByPosition);
    }

    private static ShapeNode shapeAtIndex(int index, List<ShapeNode> itemShapes) {
        return index >= 0 && index < itemShapes.size() ? itemShapes.get(index) : ShapeNode.UNRESOLVED;
    }

    private static ShapeNode shapeAtPosition(int position, List<ShapeNode> itemShapes) {
        List<ShapeNode> shapesUpToPosition = itemShapes.subList(0, Math.max(0, Math.min(position, itemShapes.size())));
        return shapesUpToPosition.stream()
                        .anyMatch(item -> item.hasLabel(STAR_LABEL) || item.equals(ShapeNode.UNRESOLVED))
                ? ShapeNode.ofUncertain("position " + position)
                : shapeAtIndex(position - 1, itemShapes);
    }

    private List<ShapeNode> buildColumns(SelectItem.Star star) {
        List<RelationField> columns = bindings.columns(star);
        List<String> excludedNames = star.excludedColumns().stream()
                .map(name -> name.text().toLowerCase(Locale.ROOT))
                .toList();
        return columns.isEmpty()
                ? List.of(ShapeNode.UNRESOLVED)
                : columns.stream()
                        .map(column -> buildColumn(column, excludedNames))
                        .toList();
    }

    /**
     * Returns the shape of a column that {@code *} expands to. A wildcard column represents all unknown columns of a
     * relation except the excluded ones.
     */
    private ShapeNode buildColumn(RelationField column, List<String> excludedNames) {
        ShapeNode shape = buildColumn(column, column.name(), List.of());
        return column.isWildcard()
                ? new ShapeNode(STAR_LABEL, List.of(shape, ShapeNode.ofLabel(excludedNames.toString())), true)
                : shape;
    }

    private ShapeNode buildGrouping(Grouping grouping, IntFunction<ShapeNode> outputShapeByPosition) {
        boolean mayUsePositions = grouping.kind() == Grouping.Kind.PLAIN;
        List<ShapeNode> setShapes = new ArrayList<>();
        for (List<Expression> groupingSet : grouping.sets()) {
            List<ShapeNode> keyShapes = new ArrayList<>();
            for (Expression key : groupingSet) {
                Long position = mayUsePositions ? key.integerValue() : null;
                keyShapes.add(
                        position == null
                                ? expressionShapeBuilder.buildShape(key)
                                : outputShapeByPosition.apply(position.intValue()));
            }
            setShapes.add(ShapeNode.of("set", keyShapes));
        }
        return ShapeNode.of(grouping.kind().name(), setShapes);
    }

    // What names refer to.

    /** Assigns the next number to a relation or a common table; does nothing for a relation that was not analyzed. */
    void assignNumber(@Nullable Object relation) {
        if (relation != null) {
            numberByRelation.put(relation, numberByRelation.size());
        }
    }

    /** Returns the number of a relation or a common table; null if the relation has not been numbered yet. */
    @Nullable
    Integer findNumber(Object relation) {
        return numberByRelation.get(relation);
    }

    /**
     * Returns the shape of a column of FROM, or of a field in it.
     *
     * @param name the name of the column, even if the column itself is unknown
     * @param path the names of the selected fields, from the outermost to the innermost
     */
    ShapeNode buildColumn(RelationField field, String name, List<String> path) {
        List<ShapeNode> columnShapes = new ArrayList<>();
        for (BoundColumn baseColumn : field.baseColumns()) {
            Integer number = findNumber(baseColumn.relation());
            if (number == null) {
                return ShapeNode.UNRESOLVED;
            }
            columnShapes.add(ShapeNode.of(
                    "column", ShapeNode.ofLabel("#" + number), buildColumnIdentity(field, baseColumn, name)));
        }
        if (columnShapes.isEmpty()) {
            return ShapeNode.UNRESOLVED;
        }
        ShapeNode shape = columnShapes.size() == 1
                ? columnShapes.get(0)
                : new ShapeNode("one of", columnShapes, field.isWildcard());
        for (String fieldName : path) {
            shape = ShapeNode.of("field", shape, ShapeNode.ofName(fieldName));
        }
        return shape;
    }

    /** Returns the identity of a column within its relation: the name in a table or view, otherwise the position. */
    private static ShapeNode buildColumnIdentity(RelationField field, BoundColumn baseColumn, String name) {
        if (baseColumn.relation().source() != null) {
            return ShapeNode.ofName(name);
        }
        return field.isWildcard()
                ? ShapeNode.ofUncertain(normalizeColumnName(name))
                : ShapeNode.ofLabel("#" + baseColumn.index());
    }

    // The names of the output columns.

    private List<ShapeNode> buildNames(Body body) {
        if (body instanceof Query.NestedQuery nestedQuery) {
            return buildNames(nestedQuery.query().body());
        }
        if (body instanceof SetOperation operation) {
            return buildNames(operation.left());
        }
        List<ShapeNode> nameShapes = new ArrayList<>();
        for (SelectItem item : bindings.resolveReplacement((Select) body).items()) {
            if (item instanceof SelectItem.Star star) {
                nameShapes.addAll(buildNames(bindings.columns(star)));
            } else {
                nameShapes.add(buildName((SelectItem.Value) item));
            }
        }
        return nameShapes;
    }

    private static List<ShapeNode> buildNames(List<RelationField> columns) {
        List<ShapeNode> nameShapes = new ArrayList<>();
        for (RelationField column : columns) {
            nameShapes.add(
                    column.isWildcard()
                            ? ShapeNode.ofUncertain("*")
                            : ShapeNode.ofLabel(normalizeColumnName(column.name())));
        }
        return columns.isEmpty() ? List.of(ShapeNode.UNRESOLVED) : nameShapes;
    }

    /**
     * Returns the shape of the name of an output column. If the query does not specify the name, the shape is
     * uncertain: the name is then the text of the expression, which servers print in several ways.
     */
    private static ShapeNode buildName(SelectItem.Value value) {
        if (value.alias() != null) {
            return ShapeNode.ofLabel(normalizeColumnName(value.alias().text()));
        }
        return value.value().unwrap() instanceof Expression.Reference reference
                ? ShapeNode.ofLabel(
                        normalizeColumnName(reference.name().lastPart().text()))
                : ShapeNode.ofUncertain(normalizeColumnName(Sql.render(value.value())));
    }

    /**
     * Normalizes a column name for comparison: removes spaces and backquotes, and converts it to lower case. The name
     * of a column without an alias is the text of its expression, which servers format in several ways.
     */
    private static String normalizeColumnName(String name) {
        return name.replace(" ", "").replace("`", "").toLowerCase(Locale.ROOT);
    }
}

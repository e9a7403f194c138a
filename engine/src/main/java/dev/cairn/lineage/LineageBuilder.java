package dev.cairn.lineage;

import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundColumn;
import dev.cairn.analysis.source.BoundPivot;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.Source;
import dev.cairn.lineage.QueryLineage.EqualColumns;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Derives the lineage of an analyzed query. The builder follows the columns from the relations to the result, and
 * separately collects the columns that only decide which rows the result has. Names are not resolved again, because the
 * {@link Bindings} contain the column of each name.
 */
final class LineageBuilder {
    private static final SortedMap<ObjectColumn, ColumnUse> NO_ORIGINS = Collections.emptySortedMap();

    private final Bindings bindings;
    private final Map<BoundRelation, List<SortedMap<ObjectColumn, ColumnUse>>> originsByRelation = new HashMap<>();
    private final IdentityHashMap<Query.CommonTable, List<OutputLineage>> outputsByCommonTable =
            new IdentityHashMap<>();
    private final SortedMap<ObjectColumn, Set<ColumnUse>> influences = new TreeMap<>();
    private final SortedMap<ObjectColumn, ColumnUse> referencedColumns = new TreeMap<>();
    private final SortedSet<EqualColumns> equalColumns = new TreeSet<>();
    private final SortedSet<ObjectName> baseObjects = new TreeSet<>();
    private final Function<Expression, String> expressionRenderer;

    private LineageBuilder(Bindings bindings, Function<Expression, String> expressionRenderer) {
        this.bindings = bindings;
        this.expressionRenderer = expressionRenderer;
    }

    /**
     * Builds the lineage of a query.
     *
     * @param expressionRenderer renders an expression of the query as it is shown
     */
    static QueryLineage build(BoundQuery query, Function<Expression, String> expressionRenderer) {
        LineageBuilder builder = new LineageBuilder(query.bindings(), expressionRenderer);
        List<OutputLineage> outputs = builder.analyzeOutputs(query.query());
        outputs.forEach(output ->
                builder.referencedColumns.keySet().removeAll(output.origins().keySet()));
        builder.referencedColumns.keySet().removeAll(builder.influences.keySet());
        builder.addInfluences(builder.referencedColumns, ColumnUse.UNUSED);
        return new QueryLineage(outputs, builder.influences, builder.equalColumns, builder.baseObjects);
    }

    /** Returns the origins of a column; an empty map if they are unknown. */
    private SortedMap<ObjectColumn, ColumnUse> traceOrigins(RelationField field) {
        return traceOrigins(field, field.name());
    }

    /**
     * Returns the origins of a column; an empty map if they are unknown.
     *
     * @param name the name of the column, which a wildcard does not have
     */
    private SortedMap<ObjectColumn, ColumnUse> traceOrigins(RelationField field, String name) {
        SortedMap<ObjectColumn, ColumnUse> origins = new TreeMap<>();
        for (BoundColumn baseColumn : field.baseColumns()) {
            Source source = baseColumn.relation().source();
            List<SortedMap<ObjectColumn, ColumnUse>> columnOrigins = originsByRelation.get(baseColumn.relation());
            if (source != null) {
                mergeInto(origins, traceOrigins(source, baseColumn.index(), name), ColumnUse.IDENTITY);
            } else if (columnOrigins != null) {
                mergeInto(origins, columnOrigins.get(baseColumn.index()), ColumnUse.IDENTITY);
            }
        }
        return origins;
    }

    private static SortedMap<ObjectColumn, ColumnUse> traceOrigins(Source source, int columnIndex, String name) {
        boolean isKnownColumn = columnIndex < source.columns().size();
        SortedMap<ObjectColumn, ColumnUse> origins = new TreeMap<>();
        if (isKnownColumn || !source.hasAllColumns()) {
            String column = isKnownColumn ? source.columns().get(columnIndex).name() : name;
            origins.put(new ObjectColumn(toObjectName(source), column), ColumnUse.IDENTITY);
        }
        return origins;
    }

    private static ObjectName toObjectName(Source source) {
        String database = source.catalog() == null ? source.database() : source.catalog() + "." + source.database();
        return new ObjectName(database, source.name());
    }

    /**
     * Adds origins to {@code mergedOrigins}. Each use is combined with {@code nextUse}, the use of the values by the
     * enclosing expression; if both maps contain the column, it gets the stronger use.
     */
    private static void mergeInto(
            SortedMap<ObjectColumn, ColumnUse> mergedOrigins,
            SortedMap<ObjectColumn, ColumnUse> origins,
            ColumnUse nextUse) {
        origins.forEach((column, columnUse) ->
                mergedOrigins.merge(column, columnUse.combineWithNext(nextUse), ColumnUse::chooseStronger));
    }

    private void addInfluences(SortedMap<ObjectColumn, ColumnUse> columns, ColumnUse columnUse) {
        columns.keySet()
                .forEach(column -> influences
                        .computeIfAbsent(column, influencingColumn -> new TreeSet<>())
                        .add(columnUse));
    }

    private List<OutputLineage> analyzeOutputs(Query query) {
        for (Query.CommonTable commonTable : query.commonTables()) {
            if (bindings.isRecursive(commonTable)) {
                // The columns of the recursive step are derived from the columns of the first query.
                List<Query.Body> operands =
                        ((Query.SetOperation) commonTable.query().body()).operands();
                outputsByCommonTable.put(commonTable, analyzeOutputs(operands.get(0)));
            }
            outputsByCommonTable.put(commonTable, analyzeOutputs(commonTable.query()));
        }
        List<OutputLineage> outputs = analyzeOutputs(query.body());
        for (SortItem item : query.orderBy()) {
            if (!(item.value() instanceof Expression.OrderByAll)) {
                addInfluences(traceExpression(item.value(), outputs), ColumnUse.SORT);
            }
        }
        return outputs;
    }

    private List<OutputLineage> analyzeOutputs(Query.Body body) {
        if (body instanceof Select select) {
            return analyzeOutputs(select);
        }
        if (body instanceof Query.NestedQuery nestedQuery) {
            return analyzeOutputs(nestedQuery.query());
        }
        return body instanceof Query.SetOperation operation
                ? uniteOutputs(analyzeOutputs(operation.left()), analyzeOutputs(operation.right()))
                : List.of();
    }

    private static List<OutputLineage> uniteOutputs(List<OutputLineage> left, List<OutputLineage> right) {
        List<OutputLineage> unitedOutputs = new ArrayList<>(left.size());
        for (int i = 0; i < left.size(); i++) {
            SortedMap<ObjectColumn, ColumnUse> origins =
                    new TreeMap<>(left.get(i).origins());
            if (i < right.size()) {
                mergeInto(origins, right.get(i).origins(), ColumnUse.IDENTITY);
            }
            unitedOutputs.add(new OutputLineage(left.get(i).name(), left.get(i).expression(), origins));
        }
        return unitedOutputs;
    }

    private List<OutputLineage> analyzeOutputs(Select select) {
        select.from().forEach(this::addRelation);
        if (select.pivot() != null) {
            addPivot(select.pivot());
        }
        List<OutputLineage> outputs = new ArrayList<>();
        for (SelectItem item : select.items()) {
            addOutputs(item, outputs);
        }
        if (select.where() != null) {
            addInfluences(traceExpression(select.where()), ColumnUse.FILTER);
            addEqualColumns(select.where());
        }
        if (select.groupBy() != null) {
            for (List<Expression> groupingSet : select.groupBy().sets()) {
                groupingSet.forEach(expression -> addInfluences(traceExpression(expression), ColumnUse.GROUP_BY));
            }
        }
        if (select.having() != null) {
            addInfluences(traceExpression(select.having()), ColumnUse.FILTER);
        }
        if (select.qualify() != null && select.qualify().windowFunction() instanceof SelectItem.Value function) {
            addInfluences(traceExpression(function.value()), ColumnUse.FILTER);
        }
        return outputs;
    }

    private void addOutputs(SelectItem item, List<OutputLineage> outputs) {
        if (item instanceof SelectItem.Star star) {
            for (RelationField field : bindings.columns(star)) {
                if (!field.isWildcard()) {
                    SortedMap<ObjectColumn, ColumnUse> origins = traceOrigins(field);
                    referencedColumns.putAll(origins);
                    outputs.add(new OutputLineage(field.name(), field.name(), origins));
                }
            }
            return;
        }
        SelectItem.Value value = (SelectItem.Value) item;
        String expression = expressionRenderer.apply(value.value());
        outputs.add(new OutputLineage(outputName(value, expression), expression, traceExpression(value.value())));
    }

    private static String outputName(SelectItem.Value item, String expression) {
        if (item.alias() != null) {
            return item.alias().text();
        }
        return item.value().unwrap() instanceof Expression.Reference reference
                ? reference.name().lastPart().text()
                : expression;
    }

    private void addRelation(Relation relation) {
        relation.children().forEach(this::addRelation);
        BoundRelation boundRelation = bindings.findBoundRelation(relation);
        if (boundRelation != null) {
            addBoundRelation(boundRelation);
        }
        if (relation instanceof Relation.Join join) {
            if (join.on() != null) {
                addInfluences(traceExpression(join.on()), ColumnUse.JOIN);
                addEqualColumns(join.on());
            }
            for (Name column : join.using()) {
                List<RelationField> fields = bindings.columns(column);
                fields.forEach(field -> addInfluences(traceOrigins(field), ColumnUse.JOIN));
                if (fields.size() == 2) {
                    addEqualColumns(traceOrigins(fields.get(0)), traceOrigins(fields.get(1)));
                }
            }
        }
    }

    private void addBoundRelation(BoundRelation relation) {
        if (relation.source() != null) {
            baseObjects.add(toObjectName(relation.source()));
        } else if (relation.commonTable() != null) {
            recordColumnOrigins(relation, outputsByCommonTable.getOrDefault(relation.commonTable(), List.of()));
        } else if (relation.relation() instanceof Relation.Derived derivedRelation) {
            recordColumnOrigins(relation, analyzeOutputs(derivedRelation.query()));
        } else if (relation.relation() != null) {
            // The result of a table function is derived from its arguments; VALUES and FILES have no origins.
            SortedMap<ObjectColumn, ColumnUse> argumentOrigins = new TreeMap<>();
            for (Expression argument : relation.relation().expressions()) {
                mergeInto(argumentOrigins, traceExpression(argument), ColumnUse.TRANSFORMATION);
            }
            originsByRelation.put(
                    relation, Collections.nCopies(relation.fields().size(), argumentOrigins));
        }
    }

    /** Records the outputs of its query as the columns of a relation, in order; a wildcard has no known origins. */
    private void recordColumnOrigins(BoundRelation relation, List<OutputLineage> outputs) {
        Iterator<OutputLineage> outputIterator = outputs.iterator();
        List<SortedMap<ObjectColumn, ColumnUse>> columnOrigins = new ArrayList<>();
        for (RelationField field : relation.fields().fields()) {
            columnOrigins.add(
                    field.isWildcard() || !outputIterator.hasNext()
                            ? NO_ORIGINS
                            : outputIterator.next().origins());
        }
        originsByRelation.put(relation, columnOrigins);
    }

    /** Adds the pairs of columns that a condition requires to be equal. */
    private void addEqualColumns(Expression condition) {
        for (Expression conjunct : condition.conjuncts()) {
            if (conjunct.unwrap() instanceof Expression.Binary binary
                    && binary.operator() == Operator.EQUAL
                    && binary.left().unwrap() instanceof Expression.Reference left
                    && binary.right().unwrap() instanceof Expression.Reference right) {
                addEqualColumns(traceExpression(left), traceExpression(right));
            }
        }
    }

    private void addEqualColumns(SortedMap<ObjectColumn, ColumnUse> left, SortedMap<ObjectColumn, ColumnUse> right) {
        if (isSingleColumn(left) && isSingleColumn(right) && !left.equals(right)) {
            equalColumns.add(EqualColumns.of(left.firstKey(), right.firstKey()));
        }
    }

    private static boolean isSingleColumn(SortedMap<ObjectColumn, ColumnUse> origins) {
        return origins.size() == 1 && origins.containsValue(ColumnUse.IDENTITY);
    }

    private void addPivot(Query.Pivot pivot) {
        SortedMap<ObjectColumn, ColumnUse> aggregateOrigins = new TreeMap<>();
        for (SelectItem.Value aggregate : pivot.aggregates()) {
            mergeInto(aggregateOrigins, traceExpression(aggregate.value()), ColumnUse.AGGREGATION);
        }
        for (Name column : pivot.columns()) {
            bindings.columns(column).forEach(field -> addInfluences(traceOrigins(field), ColumnUse.FILTER));
        }
        BoundPivot boundPivot = bindings.findBoundPivot(pivot);
        if (boundPivot != null) {
            BoundRelation cellRelation = boundPivot.cellRelation();
            originsByRelation.put(
                    cellRelation, Collections.nCopies(cellRelation.fields().size(), aggregateOrigins));
        }
    }

    /** Returns the origins of an expression. Records the columns that it names, and the influences of subqueries. */
    private SortedMap<ObjectColumn, ColumnUse> traceExpression(Expression expression) {
        return traceExpression(expression, List.of());
    }

    /**
     * Returns the origins of an expression. Records the columns that it names, and the influences of subqueries.
     *
     * @param outputs the outputs to which ORDER BY may refer by their names
     */
    private SortedMap<ObjectColumn, ColumnUse> traceExpression(Expression expression, List<OutputLineage> outputs) {
        Expression bareExpression = expression.unwrap();
        SortedMap<ObjectColumn, ColumnUse> origins = new TreeMap<>();
        if (bareExpression instanceof Expression.Reference reference) {
            return traceReference(reference, outputs);
        } else if (bareExpression instanceof Expression.WindowCall windowCall) {
            mergeInto(origins, traceExpression(windowCall.function(), outputs), ColumnUse.TRANSFORMATION);
            for (Expression key : windowCall.partitionBy()) {
                mergeInto(origins, traceExpression(key, outputs), ColumnUse.WINDOW);
            }
            for (SortItem item : windowCall.orderBy()) {
                mergeInto(origins, traceExpression(item.value(), outputs), ColumnUse.WINDOW);
            }
        } else {
            ColumnUse columnUse = RestrictedExpression.AGGREGATE.matches(bareExpression)
                    ? ColumnUse.AGGREGATION
                    : ColumnUse.TRANSFORMATION;
            ExpressionChildren children = ExpressionChildren.of(bareExpression);
            for (Expression condition : children.conditions()) {
                mergeInto(origins, traceExpression(condition, outputs), ColumnUse.CONDITIONAL);
            }
            for (Expression resultValue : children.values()) {
                mergeInto(origins, traceExpression(resultValue, outputs), columnUse);
            }
            if (bareExpression.query() != null) {
                for (OutputLineage output : analyzeOutputs(bareExpression.query())) {
                    mergeInto(origins, output.origins(), ColumnUse.TRANSFORMATION);
                }
            }
        }
        return origins;
    }

    /** Returns the origins of a column, of a field in a column, or of the output or alias that a name stands for. */
    private SortedMap<ObjectColumn, ColumnUse> traceReference(
            Expression.Reference reference, List<OutputLineage> outputs) {
        SortedMap<ObjectColumn, ColumnUse> origins = new TreeMap<>();
        RelationField field = bindings.findColumn(reference);
        String columnName = reference.name().lastPart().text();
        if (field != null) {
            boolean isWholeColumn = field.isWildcard() || field.name().equalsIgnoreCase(columnName);
            mergeInto(
                    origins,
                    traceOrigins(field, field.isWildcard() ? columnName : field.name()),
                    isWholeColumn ? ColumnUse.IDENTITY : ColumnUse.TRANSFORMATION);
            referencedColumns.putAll(origins);
            return origins;
        }
        Expression replacement = bindings.findReplacement(reference);
        if (replacement != null) {
            return traceExpression(replacement);
        }
        outputs.stream()
                .filter(output -> output.name().equalsIgnoreCase(columnName))
                .forEach(output -> mergeInto(origins, output.origins(), ColumnUse.IDENTITY));
        return origins;
    }

    /**
     * The children of an expression.
     *
     * @param conditions the conditions that decide which of the values is the result
     * @param values the other children, from which the result is computed
     */
    private record ExpressionChildren(List<Expression> conditions, List<Expression> values) {
        static ExpressionChildren of(Expression expression) {
            if (expression instanceof Expression.Case caseExpression) {
                ExpressionChildren children = new ExpressionChildren(new ArrayList<>(), new ArrayList<>());
                if (caseExpression.operand() != null) {
                    children.conditions.add(caseExpression.operand());
                }
                for (Expression.When branch : caseExpression.branches()) {
                    children.conditions.add(branch.condition());
                    children.values.add(branch.result());
                }
                if (caseExpression.elseResult() != null) {
                    children.values.add(caseExpression.elseResult());
                }
                return children;
            }
            List<Expression> operands = expression.children();
            int conditionCount = expression instanceof Expression.Call call
                            && !operands.isEmpty()
                            && call.function().lastPart().text().equalsIgnoreCase("if")
                    ? 1
                    : 0;
            return new ExpressionChildren(
                    operands.subList(0, conditionCount), operands.subList(conditionCount, operands.size()));
        }
    }
}

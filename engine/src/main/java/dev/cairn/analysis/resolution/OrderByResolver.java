package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.resolution.SelectListResolver.SelectOutputColumn;
import dev.cairn.analysis.source.BoundColumn;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.source.SourceRule;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.TypeUsageRules;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Resolves and checks ORDER BY: positions must exist, and the types of the sort keys must have an order. A name in
 * the ORDER BY of a SELECT refers to an output before it refers to a column of FROM.
 */
final class OrderByResolver {
    private final QueryResolver queryResolver;
    private final EnclosingScope enclosingScope;
    private final QueryScope sourceScope;
    private final SelectListResolver selectList;
    private final boolean isDistinct;
    private final QueryScope orderByScope;
    /** The expressions of the outputs with a grouping function to which ORDER BY refers by their position. */
    private final List<Expression> groupingOutputExpressions = new ArrayList<>();

    OrderByResolver(
            QueryResolver queryResolver,
            EnclosingScope enclosingScope,
            QueryScope sourceScope,
            SelectListResolver selectList,
            boolean isDistinct,
            boolean hasOrderBy) {
        this.queryResolver = queryResolver;
        this.enclosingScope = enclosingScope;
        this.sourceScope = sourceScope;
        this.selectList = selectList;
        this.isDistinct = isDistinct;
        this.orderByScope =
                hasOrderBy ? createNamedOutputScope() : sourceScope.createOrderByScope(RelationFields.NONE, List.of());
    }

    QueryScope orderByScope() {
        return orderByScope;
    }

    /** Creates the scope of the outputs that have a name; it contains an output that is selected twice only once. */
    private QueryScope createNamedOutputScope() {
        List<RelationField> namedFields = new ArrayList<>();
        List<Integer> outputIndexes = new ArrayList<>();
        int outputIndex = 0;
        Map<String, List<SelectOutputColumn>> outputsByName = new HashMap<>();
        for (SelectOutputColumn output : selectList.outputs()) {
            if (isDistinct || output.isNamed()) {
                List<SelectOutputColumn> sameNamedOutputs =
                        outputsByName.computeIfAbsent(output.field().name(), unseenName -> new ArrayList<>(1));
                if (sameNamedOutputs.stream().noneMatch(previousOutput -> isSameOutput(output, previousOutput))) {
                    namedFields.add(output.field());
                    outputIndexes.add(outputIndex);
                    sameNamedOutputs.add(output);
                }
            }
            outputIndex++;
        }
        return sourceScope.createOrderByScope(new RelationFields(namedFields), outputIndexes);
    }

    /** Returns whether two outputs of the same name are one for the server. */
    private boolean isSameOutput(SelectOutputColumn output, SelectOutputColumn otherOutput) {
        Expression expression = output.expression();
        Expression otherExpression = otherOutput.expression();
        if (expression == null && otherExpression == null) {
            return output.fromIndex() == otherOutput.fromIndex();
        }
        if (expression == null) {
            return isTableColumn(output.fromIndex(), Objects.requireNonNull(otherExpression));
        }
        return otherExpression == null
                ? isTableColumn(otherOutput.fromIndex(), expression)
                : ExpressionNormalForm.normalize(expression, sourceScope)
                        .equals(ExpressionNormalForm.normalize(otherExpression, sourceScope));
    }

    /** Returns whether an expression is just a column of FROM, which belongs to a table rather than a view or a query. */
    private boolean isTableColumn(int columnIndex, Expression expression) {
        List<BoundColumn> baseColumns = sourceScope.fields().get(columnIndex).baseColumns();
        if (baseColumns.size() != 1) {
            return false;
        }
        Source source = baseColumns.get(0).relation().source();
        return source != null
                && source.kind() != Source.Kind.VIEW
                && ExpressionNormalForm.normalize(expression, sourceScope)
                        .equals(ExpressionNormalForm.createReference(sourceScope, columnIndex, expression.span()));
    }

    /**
     * Checks the items of ORDER BY and returns their expressions, except for ALL and for positions of outputs. An
     * output at a valid position needs a further check only if it contains a grouping function; such an output is
     * recorded for {@link #checkGrouping}.
     */
    List<Expression> resolveSortKeys(List<SortItem> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        requireUnambiguousColumns();
        List<Expression> sortKeys = new ArrayList<>();
        ExpressionTyping typing = queryResolver.createTyping(orderByScope, enclosingScope.commonTables());
        for (SortItem item : items) {
            Expression expression = item.value();
            if (expression instanceof Expression.OrderByAll allColumns) {
                checkAllColumns(allColumns, items.size());
                continue;
            }
            RestrictedExpression.GROUPING.requireNotIn(expression, "ORDER BY");
            RestrictedExpression.QUERY.requireNotIn(expression, "ORDER BY");
            Long position = expression.integerValue();
            if (position == null) {
                checkSortKey(expression, typing);
                sortKeys.add(expression);
            } else {
                checkPosition(expression, position);
            }
        }
        return sortKeys;
    }

    /**
     * Refuses to plan a query with an output that is a column, such as {@code a}, if another column of the same relation
     * is an output under this name, as in {@code SELECT a, b AS a}. Before it sorts, the server looks for the column
     * among the outputs.
     */
    private void requireUnambiguousColumns() {
        Set<OutputName> names = new HashSet<>();
        Set<OutputName> repeatedNames = new HashSet<>();
        for (RelationField field : orderByScope.fields().fields()) {
            OutputName name = OutputName.of(field);
            if (!names.add(name)) {
                repeatedNames.add(name);
            }
        }
        if (repeatedNames.isEmpty()) {
            return;
        }
        for (SelectOutputColumn output : selectList.outputs()) {
            findSelectedColumn(output)
                    .map(OutputName::of)
                    .filter(repeatedNames::contains)
                    .ifPresent(name -> queryResolver
                            .usage()
                            .bindings()
                            .recordPlanRefusal(Refusal.ofAnalysis(
                                    output.span(), SourceRule.COLUMN_AMBIGUOUS, name.lowerCaseName())));
        }
    }

    /** Returns the column of FROM that a written output is; empty for {@code *} and for any other expression. */
    private Optional<RelationField> findSelectedColumn(SelectOutputColumn output) {
        if (output.expression() == null
                || !(ExpressionNormalForm.normalize(output.expression(), sourceScope)
                        instanceof Expression.Reference reference)
                || reference.name().parts().size() != 2) {
            return Optional.empty();
        }
        return findField(sourceScope, reference);
    }

    /** Returns the field of a scope to which a reference in normal form refers; empty if it refers to another scope. */
    private static Optional<RelationField> findField(QueryScope scope, Expression.Reference reference) {
        return Optional.ofNullable(ExpressionNormalForm.findColumn(reference))
                .filter(column -> column.scopeMark().equals(ExpressionNormalForm.createScopeMark(scope)))
                .map(column -> scope.fields().get(Integer.parseInt(column.indexText())));
    }

    /** The name of an output or a column of FROM, with its relation. */
    private record OutputName(@Nullable RelationName relationName, String lowerCaseName) {
        static OutputName of(RelationField field) {
            return new OutputName(field.relationName(), field.name().toLowerCase(Locale.ROOT));
        }
    }

    private void checkAllColumns(Expression.OrderByAll allColumns, int itemCount) {
        if (itemCount > 1) {
            throw Refusal.ofAnalysisAt(
                    allColumns, CommonRule.UNSUPPORTED, "ORDER BY", "ALL together with other elements");
        }
        for (SelectOutputColumn output : selectList.outputs()) {
            Expression expression = output.expression();
            if (expression != null) {
                RestrictedExpression.GROUPING.requireNotIn(expression, "ORDER BY");
                RestrictedExpression.QUERY.requireNotIn(expression, "ORDER BY");
                Long position = expression.integerValue();
                if (position != null) { // the server reads an integer as a position
                    requireExistingPosition(allColumns, position, selectList.fields(), "ORDER BY");
                }
            }
            requireOrderable(
                    queryResolver, allColumns, output.field().expressionType().type());
        }
    }

    private void checkPosition(Expression expression, long position) {
        List<SelectOutputColumn> outputs = selectList.outputs();
        requireExistingPosition(expression, position, selectList.fields(), "ORDER BY");
        if (position <= outputs.size()) {
            Expression outputExpression = outputs.get((int) position - 1).expression();
            if (outputExpression != null && RestrictedExpression.GROUPING.isIn(outputExpression)) {
                groupingOutputExpressions.add(outputExpression);
            }
            requireOrderable(
                    queryResolver,
                    expression,
                    outputs.get((int) position - 1).field().expressionType().type());
        }
    }

    private void checkSortKey(Expression expression, ExpressionTyping typing) {
        ExpressionType expressionType = typing.determineType(expression);
        List<Expression> aggregates = new ArrayList<>();
        RestrictedExpression.AGGREGATE.addOutermostExpressions(expression, aggregates);
        if (isDistinct && !aggregates.isEmpty()) {
            throw Refusal.ofAnalysisAt(
                    expression, CommonRule.UNSUPPORTED, "ORDER BY", "expressions that SELECT DISTINCT does not select");
        }
        ExpressionTyping sourceTyping = queryResolver.createTyping(sourceScope, enclosingScope.commonTables());
        aggregates.forEach(sourceTyping::determineType);
        requireOrderable(queryResolver, expression, expressionType.type());
    }

    /**
     * Requires that the {@linkplain #resolveSortKeys resolved} sort keys have one value per group.
     *
     * @param referencedColumns the columns of FROM in the other clauses, in normal form. If one of them has the name and
     *     the relation of an output, the server takes a name that refers to this output for the column.
     */
    void checkGrouping(
            GroupingCheck groupingCheck, List<Expression> sortKeys, Set<Expression.Reference> referencedColumns) {
        for (Expression expression : sortKeys) {
            groupingCheck.requireGrouped(
                    expression,
                    part -> ExpressionNormalForm.normalize(part, orderByScope)
                            .rewrite(subexpression -> subexpression instanceof Expression.Reference output
                                    ? findColumnOfSameName(output)
                                            .filter(referencedColumns::contains)
                                            .orElse(output)
                                    : subexpression));
        }
        // The server replaces a position by the expression of the output, but an alias by its value.
        for (Expression expression : groupingOutputExpressions) {
            groupingCheck.requireGrouped(expression, ExpressionNormalForm.normalize(expression, sourceScope));
        }
    }

    private Optional<Expression.Reference> findColumnOfSameName(Expression.Reference output) {
        RelationFields sourceFields = sourceScope.fields();
        return findField(orderByScope, output)
                .flatMap(field -> IntStream.range(0, sourceFields.size())
                        .filter(index -> field.relationName() != null
                                && field.relationName()
                                        .equals(sourceFields.get(index).relationName())
                                && field.name()
                                        .equalsIgnoreCase(
                                                sourceFields.get(index).name()))
                        .mapToObj(index -> ExpressionNormalForm.moveToScope(output, sourceScope, index))
                        .findFirst());
    }

    /** Checks the ORDER BY after a set operation or a query in parentheses, which can only refer to output columns. */
    static void checkOutputOrder(
            QueryResolver queryResolver,
            List<SortItem> items,
            RelationFields outputFields,
            EnclosingScope enclosingScope) {
        if (items.isEmpty()) {
            return;
        }
        List<Integer> outputIndexes =
                IntStream.range(0, outputFields.size()).boxed().toList();
        QueryScope outputScope =
                queryResolver.createScope(RelationFields.NONE, null).createOrderByScope(outputFields, outputIndexes);
        ExpressionTyping typing = queryResolver.createTyping(outputScope, enclosingScope.commonTables());
        for (SortItem item : items) {
            Expression expression = item.value();
            RestrictedExpression.GROUPING.requireNotIn(expression, "ORDER BY");
            Long position = expression.integerValue();
            if (position != null) {
                requireExistingPosition(expression, position, outputFields, "ORDER BY");
                requireOrderable(
                        queryResolver,
                        expression,
                        outputFields.mayHaveUnknownFields()
                                ? null
                                : outputFields
                                        .get(position.intValue() - 1)
                                        .expressionType()
                                        .type());
            } else if (expression instanceof Expression.OrderByAll) {
                throw Refusal.ofAnalysis(
                        expression.span(), QueryRule.UNKNOWN_POSITION, "ORDER BY", 0); // ALL has no position here
            } else {
                requireOrderable(
                        queryResolver,
                        expression,
                        typing.determineType(expression).type());
            }
        }
    }

    /**
     * Requires that there is an output at the position that an expression in ORDER BY or GROUP BY denotes. If the
     * number of outputs is unknown, any positive position is accepted.
     */
    static void requireExistingPosition(
            Expression expression, long position, RelationFields outputFields, String clause) {
        if (position < 1 || (position > outputFields.size() && !outputFields.mayHaveUnknownFields())) {
            throw Refusal.ofAnalysis(expression.span(), QueryRule.UNKNOWN_POSITION, clause, position);
        }
    }

    private static void requireOrderable(QueryResolver queryResolver, Expression expression, @Nullable Type type) {
        if (type != null
                && !TypeUsageRules.canBeOrdered(type, queryResolver.profile().version())) {
            throw Refusal.ofAnalysis(
                    expression.span(), TypeRule.TYPE_UNSUPPORTED, "ORDER BY", TypeUsageRules.UNORDERED_TYPE_NAMES);
        }
    }
}

package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionMessageWriter;
import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.function.UserFunctions;
import dev.cairn.analysis.resolution.SelectListResolver.SelectOutputColumn;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.TypeUsageRules;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Analyzes one SELECT with its clauses, in the order in which the server reads them: FROM, WHERE, the select list,
 * GROUP BY, HAVING and ORDER BY. The order decides which of several errors is reported, so a statement fails with the
 * same error as on a server.
 */
final class SelectResolver {
    private final QueryResolver queryResolver;
    private final Select select;
    private final EnclosingScope enclosingScope;
    private final QueryScope sourceScope;
    private final ExpressionTyping typing;
    private final SelectListResolver selectList;

    private SelectResolver(
            QueryResolver queryResolver, Select select, EnclosingScope enclosingScope, RelationFields fromFields) {
        this.queryResolver = queryResolver;
        this.select = select;
        this.enclosingScope = enclosingScope;
        this.sourceScope = queryResolver.createScope(fromFields, enclosingScope.queryScope());
        this.sourceScope.setGrouping(select.groupBy());
        this.typing = queryResolver.createTyping(sourceScope, enclosingScope.commonTables());
        this.selectList = new SelectListResolver(queryResolver, sourceScope, typing, readsTablesOfInformationSchema());
    }

    /** Returns whether the query reads only information_schema.tables; the server then resolves names as MySQL does. */
    private boolean readsTablesOfInformationSchema() {
        if (select.from().size() != 1) {
            return false;
        }
        BoundRelation relation =
                queryResolver.usage().bindings().findBoundRelation(select.from().get(0));
        Source tableSource = relation == null ? null : relation.source();
        return tableSource != null
                && tableSource.kind() == Source.Kind.SYSTEM
                && tableSource.database().equalsIgnoreCase(SystemDatabases.INFORMATION_SCHEMA)
                && tableSource.name().equalsIgnoreCase("tables");
    }

    static RelationFields resolve(
            QueryResolver queryResolver, Select select, List<SortItem> orderBy, EnclosingScope enclosingScope) {
        Select plainSelect = QualifyRewriter.rewrite(select);
        if (select.qualify() != null) {
            queryResolver.usage().bindings().recordReplacement(select, plainSelect);
        }
        return resolveWithoutQualify(queryResolver, plainSelect, orderBy, enclosingScope);
    }

    private static RelationFields resolveWithoutQualify(
            QueryResolver queryResolver, Select select, List<SortItem> orderBy, EnclosingScope enclosingScope) {
        RelationFields fromFields = new RelationResolver(queryResolver, enclosingScope).resolveFrom(select);
        if (!queryResolver.sourceResolver().hasUserAggregates()) {
            return new SelectResolver(queryResolver, select, enclosingScope, fromFields).resolve(orderBy);
        }
        UserFunctions userFunctions =
                new UserFunctions(name -> queryResolver.sourceResolver().findFunctions(queryResolver.database(), name));
        Select markedSelect = userFunctions.markAggregates(select);
        List<SortItem> markedOrderBy = userFunctions.markAggregates(orderBy);
        Bindings bindings = queryResolver.usage().bindings();
        for (int i = 0; i < select.expressions().size(); i++) {
            bindings.recordReplacement(
                    select.expressions().get(i), markedSelect.expressions().get(i));
        }
        for (int i = 0; i < orderBy.size(); i++) {
            bindings.recordReplacement(
                    orderBy.get(i).value(), markedOrderBy.get(i).value());
        }
        return new SelectResolver(queryResolver, markedSelect, enclosingScope, fromFields).resolve(markedOrderBy);
    }

    private RelationFields resolve(List<SortItem> orderBy) {
        List<SelectItem> items = selectList.replaceAliases(select.items());
        if (select.where() != null) {
            checkWhere(select.where());
            sourceScope.restrictRows(select.where());
        }
        List<Integer> starColumnOrder = determineStarColumnOrder();
        items.forEach(item -> selectList.addOutputs(item, starColumnOrder));
        if (isDistinct()) {
            selectList.requireComparableOutputs();
        }
        checkGroupingAndOrder(orderBy);
        return selectList.fields();
    }

    private @Nullable Grouping findGroupingSets() {
        Grouping groupBy = select.groupBy();
        return groupBy == null || groupBy.kind() == Grouping.Kind.PLAIN ? null : groupBy;
    }

    private boolean isDistinct() {
        return select.quantifier() == Quantifier.DISTINCT;
    }

    /** Unlike ON and HAVING, WHERE takes any value that the server can cast to BOOLEAN. */
    private void checkWhere(Expression where) {
        Type conditionType = typing.determineType(where).type();
        RestrictedExpression.requireNoFunctionsIn(where, "WHERE");
        if (conditionType != null && !CastRules.isPossible(conditionType, TypeConstants.BOOLEAN)) {
            throw Refusal.ofAnalysis(
                    where.span(),
                    QueryRule.CONDITION_NOT_BOOLEAN,
                    "WHERE",
                    new ExpressionMessageWriter(sourceScope).renderQuoted(where));
        }
    }

    /** Checks GROUP BY, HAVING and ORDER BY, and whether they allow the outputs; marks which outputs may be NULL. */
    private void checkGroupingAndOrder(List<SortItem> orderBy) {
        GroupByResolver groupByResolver = new GroupByResolver(sourceScope, typing, selectList);
        List<Expression> groupByExpressions =
                select.groupBy() == null ? List.of() : groupByResolver.resolve(select.groupBy());
        List<SelectOutputColumn> outputs = selectList.outputs();
        OutputNullability outputNullability = new OutputNullability(selectList, sourceScope);
        Grouping groupingSets = findGroupingSets();
        if (groupingSets != null) {
            outputNullability.markNullableInSubtotals(groupingSets.kind(), groupByExpressions);
        }
        if (isDistinct() && !groupByExpressions.isEmpty()) {
            requireGroupedOutputs(new GroupingCheck(sourceScope, groupByExpressions, createColumnReplacer()), outputs);
        }
        if (select.where() != null) {
            outputNullability.markNonNullByWhere(select.where());
        }
        Expression having = select.having() == null ? null : resolveHaving(select.having());
        if (having != null) {
            outputNullability.markNonNullByHaving(having);
        }
        OrderByResolver orderByResolver = new OrderByResolver(
                queryResolver, enclosingScope, sourceScope, selectList, isDistinct(), !orderBy.isEmpty());
        List<Expression> sortKeys = orderByResolver.resolveSortKeys(orderBy);
        requireGroupingSetsForGroupingFunctions();
        List<Expression> aggregates = new ArrayList<>();
        outputs.forEach(output -> addAggregates(output.expression(), aggregates));
        addAggregates(having, aggregates);
        boolean hasAggregatesOutsideOrderBy = !aggregates.isEmpty();
        sortKeys.forEach(expression -> RestrictedExpression.AGGREGATE.addOutermostExpressions(expression, aggregates));
        aggregates.forEach(this::requireComparableDistinctArguments);
        boolean isGrouped = !groupByExpressions.isEmpty();
        if (!aggregates.isEmpty() || isGrouped || isDistinct()) {
            checkGrouping(groupByExpressions, aggregates, having, orderByResolver, sortKeys);
        }
        checkWindows(sortKeys);
        if (!aggregates.isEmpty() && !hasAggregatesOutsideOrderBy && !isGrouped && !isDistinct()) {
            throw Refusal.ofAnalysis(
                    select.span(),
                    CommonRule.UNSUPPORTED,
                    "ORDER BY",
                    "aggregate functions in a query without aggregation");
        }
    }

    private static void addAggregates(@Nullable Expression expression, List<Expression> aggregates) {
        if (expression != null) {
            RestrictedExpression.AGGREGATE.addOutermostExpressions(expression, aggregates);
        }
    }

    private void checkGrouping(
            List<Expression> groupByExpressions,
            List<Expression> aggregates,
            @Nullable Expression having,
            OrderByResolver orderByResolver,
            List<Expression> sortKeys) {
        List<SelectOutputColumn> outputs = selectList.outputs();
        if (!groupByExpressions.isEmpty()
                && !isDistinct()
                && outputs.stream().anyMatch(SelectOutputColumn::isFromStar)) {
            throw Refusal.ofAnalysis(select.span(), QueryRule.COMBINATION_UNSUPPORTED, "*", "GROUP BY");
        }
        if (isDistinct() && groupByExpressions.isEmpty() && !aggregates.isEmpty()) {
            throw Refusal.ofAnalysis(
                    select.span(),
                    QueryRule.COMBINATION_UNSUPPORTED,
                    "SELECT DISTINCT",
                    "aggregate functions without GROUP BY");
        }
        List<Expression> groupKeys = isDistinct() && groupByExpressions.isEmpty()
                ? outputs.stream()
                        .map(output -> ExpressionNormalForm.normalizeOutput(output, sourceScope))
                        .toList()
                : groupByExpressions;
        UngroupedColumnReplacer columnReplacer =
                groupByExpressions.isEmpty() && aggregates.isEmpty() ? null : createColumnReplacer();
        GroupingCheck groupingCheck = new GroupingCheck(sourceScope, groupKeys, columnReplacer);
        requireGroupedOutputs(groupingCheck, outputs);
        if (having != null) {
            groupingCheck.requireGrouped(having, part -> ExpressionNormalForm.normalize(part, sourceScope));
        }
        orderByResolver.checkGrouping(
                new GroupingCheck(orderByResolver.orderByScope(), groupKeys, columnReplacer),
                sortKeys,
                sortKeys.isEmpty() ? Set.of() : collectReferencedColumns(groupByExpressions, having));
    }

    /** Returns what replaces the columns outside of GROUP BY; null if the session refuses them. */
    private @Nullable UngroupedColumnReplacer createColumnReplacer() {
        return queryResolver.sourceResolver().settings().requiresGroupedColumns()
                ? null
                : new UngroupedColumnReplacer(typing, queryResolver.usage().bindings());
    }

    /** Returns the columns in all clauses but FROM and ORDER BY, in normal form, without those of subqueries. */
    private Set<Expression.Reference> collectReferencedColumns(
            List<Expression> groupByExpressions, @Nullable Expression having) {
        Set<Expression.Reference> references = new HashSet<>();
        groupByExpressions.forEach(normalForm -> addReferences(normalForm, references));
        Stream.concat(
                        Stream.of(select.where(), having),
                        selectList.outputs().stream().map(SelectOutputColumn::expression))
                .filter(Objects::nonNull)
                .forEach(expression ->
                        addReferences(ExpressionNormalForm.normalize(expression, sourceScope), references));
        return references;
    }

    private static void addReferences(Expression expression, Set<Expression.Reference> references) {
        if (expression instanceof Expression.Reference reference) {
            references.add(reference);
        }
        RestrictedExpression.operands(expression).forEach(operand -> addReferences(operand, references));
    }

    private void requireGroupedOutputs(GroupingCheck groupingCheck, List<SelectOutputColumn> outputs) {
        for (SelectOutputColumn output : outputs) {
            Expression writtenExpression = output.expression();
            if (writtenExpression == null) {
                Expression normalForm = ExpressionNormalForm.createStarReference(output);
                groupingCheck.requireGrouped(normalForm, normalForm);
            } else {
                groupingCheck.requireGrouped(
                        writtenExpression, part -> ExpressionNormalForm.normalize(part, sourceScope));
            }
        }
    }

    private Expression resolveHaving(Expression writtenExpression) {
        Expression having = selectList.replaceOutputAliases(writtenExpression);
        RestrictedExpression.WINDOW_FUNCTION.requireNotIn(having, "HAVING");
        RestrictedExpression.GROUPING.requireNotIn(having, "HAVING");
        JoinResolver.requireBoolean(
                "HAVING", writtenExpression, typing.determineType(having).type());
        return having;
    }

    private void requireGroupingSetsForGroupingFunctions() {
        if (findGroupingSets() != null) {
            return;
        }
        for (SelectOutputColumn output : selectList.outputs()) {
            if (output.expression() != null && RestrictedExpression.GROUPING.isIn(output.expression())) {
                throw Refusal.ofAnalysis(
                        output.span(), CommonRule.REQUIREMENT_MISSING, "GROUPING", "GROUPING SETS, ROLLUP or CUBE");
            }
        }
    }

    /** Refuses DISTINCT in an aggregate function of JSON or of nested types that the server can't compare. */
    private void requireComparableDistinctArguments(Expression aggregate) {
        Call call = aggregate instanceof AggregateCall aggregateCall
                ? aggregateCall.call()
                : aggregate instanceof Call plainCall ? plainCall : null;
        if (call == null
                || !(call.isDistinct() || CallRewrites.lowerCaseName(call).equals("array_agg_distinct"))) {
            return;
        }
        List<Type> types = ExpressionType.findTypes(typing.determineTypes(call.arguments()));
        if (types != null && types.stream().anyMatch(this::isIncomparable)) {
            throw Refusal.ofAnalysis(
                    aggregate.span(),
                    QueryRule.DISTINCT_OF_SEVERAL,
                    new ExpressionMessageWriter(sourceScope).renderQuoted(aggregate),
                    types.stream().map(TypeFormat::formatForShowCreate).collect(Collectors.joining(",")));
        }
    }

    private boolean isIncomparable(Type type) {
        return (type.equals(TypeConstants.JSON) || type.isNested())
                && !TypeUsageRules.canBeCompared(type, typing.version());
    }

    private void checkWindows(List<Expression> sortKeys) {
        List<Expression> outputExpressions = new ArrayList<>();
        for (SelectOutputColumn output : selectList.outputs()) {
            if (output.expression() != null) {
                outputExpressions.add(output.expression());
            }
        }
        requireNoNestedWindows(outputExpressions);
        requireNoNestedWindows(sortKeys);
    }

    /** Refuses nested window functions. Servers before 4.0 skip the last expression, and report the next one. */
    private void requireNoNestedWindows(List<Expression> expressions) {
        boolean reportsNextExpression = !queryResolver.profile().isAtLeast(Version.V4_0);
        int checkedCount = expressions.size() - (reportsNextExpression ? 1 : 0);
        for (int i = 0; i < checkedCount; i++) {
            if (containsNestedWindow(expressions.get(i))) {
                Expression reportedExpression = expressions.get(reportsNextExpression ? i + 1 : i);
                throw Refusal.ofAnalysis(
                        reportedExpression.span(),
                        QueryRule.NESTED_FUNCTION,
                        Sql.render(reportedExpression),
                        "another window function");
            }
        }
    }

    private static boolean containsNestedWindow(Expression expression) {
        boolean isWindowFunction = RestrictedExpression.WINDOW_FUNCTION.matches(expression);
        for (Expression operand : RestrictedExpression.operands(expression)) {
            if ((isWindowFunction && RestrictedExpression.WINDOW_FUNCTION.isIn(operand))
                    || containsNestedWindow(operand)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the order of the columns of {@code *}. Since 4.0, the USING columns of a join come first. */
    private List<Integer> determineStarColumnOrder() {
        RelationFields fields = sourceScope.fields();
        List<Integer> starColumnOrder = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            starColumnOrder.add(i);
        }
        if (queryResolver.profile().isAtLeast(Version.V4_0)
                && select.from().size() == 1
                && select.from().get(0) instanceof Relation.Join join
                && !join.using().isEmpty()) {
            starColumnOrder.sort((left, right) -> Integer.compare(
                    determineUsingRank(join, fields.get(left)), determineUsingRank(join, fields.get(right))));
        }
        return starColumnOrder;
    }

    /**
     * Returns the index of a column among the USING columns; their number for any other column, so that it comes after
     * them.
     */
    private static int determineUsingRank(Relation.Join join, RelationField field) {
        for (int i = 0; i < join.using().size(); i++) {
            if (join.using().get(i).equalsIgnoreCase(field.name())) {
                return i;
            }
        }
        return join.using().size();
    }
}

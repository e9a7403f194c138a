package dev.cairn.engine.row;

import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement.Delete;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides, without reading any rows, for which rows of a table the condition of an UPDATE or DELETE holds. Callers warn
 * about statements that affect all rows or none, so the answer is {@link TruthValue#VARIES} unless another one is
 * certain.
 */
public final class RowConditionEvaluator {

    /** The table whose rows the condition selects; null if it is not known. */
    private final @Nullable Table table;

    private final Set<String> usingRelationNames;

    /** Recognizes subqueries that read the table itself; null if the table is not known. */
    private final @Nullable SelfSubqueryAnalysis selfSubqueryAnalysis;

    private RowConditionEvaluator(@Nullable SelfSubqueryAnalysis selfSubqueryAnalysis, Set<String> usingRelationNames) {
        this.table = selfSubqueryAnalysis == null ? null : selfSubqueryAnalysis.table();
        this.usingRelationNames = usingRelationNames;
        this.selfSubqueryAnalysis = selfSubqueryAnalysis;
    }

    /**
     * Returns for which rows of a table a condition holds.
     *
     * @param where the condition; null if the statement has none, which holds for all rows
     * @param isTable returns whether a name in the condition refers to the table
     */
    public static TruthValue evaluate(@Nullable Expression where, Table table, Predicate<QualifiedName> isTable) {
        return evaluate(where, new SelfSubqueryAnalysis(table, isTable, List.of()));
    }

    /**
     * Returns for which rows of a table a condition holds.
     *
     * @param selfSubqueryAnalysis recognizes subqueries that read the table; null if the table is not known
     */
    static TruthValue evaluate(@Nullable Expression where, @Nullable SelfSubqueryAnalysis selfSubqueryAnalysis) {
        return where == null
                ? TruthValue.ALWAYS
                : new RowConditionEvaluator(selfSubqueryAnalysis, Set.of()).evaluateCondition(where);
    }

    /**
     * Returns for which rows of a table the condition of a DELETE holds. The tables after USING have the same rows for
     * each row of the table.
     *
     * @param table the table; null if it is not known
     * @param isTable returns whether a name in the statement refers to the table
     */
    public static TruthValue evaluateDelete(Delete delete, @Nullable Table table, Predicate<QualifiedName> isTable) {
        Expression where = delete.where();
        if (where == null) {
            return TruthValue.ALWAYS;
        }
        Set<String> usingNames = delete.using().stream()
                .map(RowConditionEvaluator::lowerCaseRelationName)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        SelfSubqueryAnalysis selfSubqueryAnalysis =
                table == null ? null : new SelfSubqueryAnalysis(table, isTable, delete.commonTables());
        RowConditionEvaluator evaluator = new RowConditionEvaluator(selfSubqueryAnalysis, usingNames);
        if (selfSubqueryAnalysis != null
                && delete.using().stream().allMatch(selfSubqueryAnalysis::containsEveryRow)
                && evaluator.evaluateCondition(selfSubqueryAnalysis.unqualifyColumns(where, usingNames))
                        == TruthValue.ALWAYS) {
            return TruthValue.ALWAYS;
        }
        return evaluator.evaluateCondition(where);
    }

    /** Returns the name, in lower case, by which a statement refers to a relation; empty if it has none. */
    static String lowerCaseRelationName(Relation relation) {
        Relation.Alias alias = relation instanceof Relation.Named namedRelation
                ? namedRelation.alias()
                : relation instanceof Relation.Derived derivedRelation ? derivedRelation.alias() : null;
        if (alias != null) {
            return alias.name().text().toLowerCase(Locale.ROOT);
        }
        return relation instanceof Relation.Named namedRelation
                ? namedRelation.name().lastPart().text().toLowerCase(Locale.ROOT)
                : "";
    }

    private TruthValue evaluateCondition(Expression writtenExpression) {
        Expression condition = writtenExpression.unwrap();
        TruthValue truthValue = evaluateUnwrapped(condition);
        return truthValue == TruthValue.VARIES && hasSameValueForAllRows(condition) ? TruthValue.CONSTANT : truthValue;
    }

    private TruthValue evaluateUnwrapped(Expression condition) {
        if (condition instanceof Expression.BooleanLiteral bool) {
            return TruthValue.of(bool.value());
        }
        if (condition instanceof Expression.NumberLiteral number) {
            return TruthValue.of(new BigDecimal(number.text()).signum() != 0);
        }
        if (condition instanceof Expression.NullLiteral) {
            return TruthValue.UNKNOWN;
        }
        if (condition instanceof Expression.IsNull nullTest) {
            return isNeverNull(nullTest.value()) ? TruthValue.of(nullTest.isNegated()) : TruthValue.VARIES;
        }
        if (condition instanceof Expression.InSubquery inPredicate) {
            return evaluateMembership(inPredicate);
        }
        if (condition instanceof Expression.Exists exists) {
            return selfSubqueryAnalysis != null && selfSubqueryAnalysis.containsEveryRow(exists.query())
                    ? TruthValue.ALWAYS
                    : evaluateExistence(exists.query());
        }
        if (condition instanceof Expression.Case caseExpression) {
            TruthValue elseValue = caseExpression.elseResult() == null
                    ? TruthValue.UNKNOWN
                    : evaluateCondition(caseExpression.elseResult());
            return determineCommonValue(
                    elseValue, caseExpression.branches().stream().map(Expression.When::result));
        }
        if (condition instanceof Expression.Call call) {
            return evaluateCall(call);
        }
        if (condition instanceof Expression.Between between) {
            TruthValue withinValue = evaluateComparison(
                            between.value(), Operator.GREATER_OR_EQUAL, between.lowerBound())
                    .and(evaluateComparison(between.value(), Operator.LESS_OR_EQUAL, between.upperBound()));
            return between.isNegated() ? withinValue.negate() : withinValue;
        }
        if (condition instanceof Expression.Unary unary && unary.operator().canonicalOperator() == Operator.NOT) {
            return evaluateCondition(unary.operand()).negate();
        }
        if (!(condition instanceof Binary binary)) {
            return TruthValue.VARIES;
        }
        return switch (binary.operator().canonicalOperator()) {
            case AND -> evaluateCondition(binary.left()).and(evaluateCondition(binary.right()));
            case OR -> evaluateDisjunction(binary);
            default ->
                binary.operator().isComparison()
                        ? evaluateComparison(binary.left(), binary.operator().canonicalOperator(), binary.right())
                        : TruthValue.VARIES;
        };
    }

    /**
     * Returns the value if it is known, and all other results have it too; otherwise {@link TruthValue#VARIES}: each
     * row may have another of two constant results.
     */
    private TruthValue determineCommonValue(TruthValue value, Stream<Expression> otherResults) {
        return value != TruthValue.CONSTANT && otherResults.allMatch(result -> evaluateCondition(result) == value)
                ? value
                : TruthValue.VARIES;
    }

    private TruthValue evaluateCall(Expression.Call call) {
        List<Expression> arguments = call.arguments();
        if (call.function().lastPart().equalsIgnoreCase("if") && arguments.size() == 3) {
            return determineCommonValue(evaluateCondition(arguments.get(2)), Stream.of(arguments.get(1)));
        }
        boolean returnsFirstNonNull = call.function().lastPart().equalsIgnoreCase("coalesce")
                || call.function().lastPart().equalsIgnoreCase("ifnull");
        return returnsFirstNonNull
                ? findFirstNonNull(
                        arguments.stream().map(this::evaluateCondition).toList())
                : TruthValue.VARIES;
    }

    /** Returns the first value that is not NULL. A constant may be NULL, so the values after it matter, too. */
    private static TruthValue findFirstNonNull(List<TruthValue> values) {
        List<TruthValue> candidates =
                values.stream().filter(value -> value != TruthValue.UNKNOWN).toList();
        if (candidates.isEmpty()) {
            return TruthValue.UNKNOWN;
        }
        boolean isConstant = candidates.get(0) == TruthValue.CONSTANT && !candidates.contains(TruthValue.VARIES);
        return candidates.get(0) != TruthValue.CONSTANT || isConstant ? candidates.get(0) : TruthValue.VARIES;
    }

    private TruthValue evaluateDisjunction(Binary disjunction) {
        TruthValue combinedValue = evaluateCondition(disjunction.left()).or(evaluateCondition(disjunction.right()));
        return combinedValue == TruthValue.VARIES
                        && new DisjunctionCoverage(this::isNeverNull)
                                .addAlternative(disjunction)
                                .isExhaustive()
                ? TruthValue.ALWAYS
                : combinedValue;
    }

    private TruthValue evaluateMembership(Expression.InSubquery inPredicate) {
        if (selfSubqueryAnalysis != null
                && selfSubqueryAnalysis.containsEveryRow(inPredicate.query(), inPredicate.value())) {
            return TruthValue.of(!inPredicate.isNegated());
        }
        return evaluateExistence(inPredicate.query()) == TruthValue.NEVER
                ? TruthValue.of(inPredicate.isNegated())
                : TruthValue.VARIES;
    }

    /** Returns for which rows of the table a subquery has rows. */
    private TruthValue evaluateExistence(Query query) {
        TruthValue existence = evaluateExistence(query.body());
        Query.Limit limit = query.limit();
        if (limit == null || existence == TruthValue.NEVER) {
            return existence;
        }
        if (!(limit.count() instanceof Expression.NumberLiteral count) || limit.offset() != null) {
            return TruthValue.VARIES;
        }
        return new BigDecimal(count.text()).signum() == 0 ? TruthValue.NEVER : existence;
    }

    private TruthValue evaluateExistence(Query.Body body) {
        if (body instanceof Query.NestedQuery nestedQuery) {
            return evaluateExistence(nestedQuery.query());
        }
        if (body instanceof Query.SetOperation operation
                && operation.canonicalKind() == Query.SetOperation.Kind.UNION) {
            return evaluateExistence(operation.left()).or(evaluateExistence(operation.right()));
        }
        if (!(body instanceof Query.Select select) || select.having() != null || select.qualify() != null) {
            return TruthValue.VARIES;
        }
        if (select.groupBy() == null && select.expressions().stream().anyMatch(RestrictedExpression.AGGREGATE::isIn)) {
            return TruthValue.ALWAYS;
        }
        TruthValue conditionValue = evaluate(
                select.where(), (SelfSubqueryAnalysis) null); // the columns of the subquery belong to other tables
        if (conditionValue == TruthValue.NEVER || conditionValue == TruthValue.UNKNOWN) {
            return TruthValue.NEVER;
        }
        return select.from().isEmpty() ? conditionValue : TruthValue.VARIES;
    }

    /**
     * Returns for which rows a comparison holds, as far as the texts of the operands, their constants and the ranges of
     * their types decide it.
     */
    private TruthValue evaluateComparison(Expression writtenLeft, Operator operator, Expression writtenRight) {
        Expression left = writtenLeft.unwrap();
        Expression right = writtenRight.unwrap();
        if (left instanceof Expression.NullLiteral || right instanceof Expression.NullLiteral) {
            return operator == Operator.NULL_SAFE_EQUAL ? TruthValue.VARIES : TruthValue.UNKNOWN;
        }
        boolean hasSameText = Sql.render(left).equals(Sql.render(right));
        if (hasSameText && operator == Operator.NULL_SAFE_EQUAL && left instanceof Expression.Reference) {
            return TruthValue.ALWAYS;
        }
        if (!isNeverNull(left) || !isNeverNull(right)) {
            return TruthValue.VARIES;
        }
        if (!hasSameText && (containsPlaceholder(left) || containsPlaceholder(right))) {
            return TruthValue.VARIES;
        }
        // The order of strings depends on the collation; their equality does not.
        if (left instanceof Expression.StringLiteral && right instanceof Expression.StringLiteral && !hasSameText) {
            return operator == Operator.EQUAL || operator == Operator.NOT_EQUAL
                    ? TruthValue.of(operator == Operator.NOT_EQUAL)
                    : TruthValue.VARIES;
        }
        Set<Integer> orders = hasSameText ? Set.of(0) : determineOrders(left, right);
        if (orders.stream().allMatch(order -> ValueRange.holdsForOrder(operator, order))) {
            return TruthValue.ALWAYS;
        }
        return orders.stream().noneMatch(order -> ValueRange.holdsForOrder(operator, order))
                ? TruthValue.NEVER
                : TruthValue.VARIES;
    }

    /** Returns whether a string contains a placeholder, so its value is not known before the statement runs. */
    private static boolean containsPlaceholder(Expression expression) {
        return expression instanceof Expression.StringLiteral text && Placeholder.isContainedIn(text.value());
    }

    /** Returns the orders that two values other than NULL can have, given the constants and the ranges of the types. */
    private Set<Integer> determineOrders(Expression left, Expression right) {
        BigDecimal leftNumber = left.numberValue();
        BigDecimal rightNumber = right.numberValue();
        if (leftNumber != null && rightNumber != null) {
            return Set.of(leftNumber.compareTo(rightNumber));
        }
        return findColumn(left)
                .map(column -> ValueRange.possibleOrders(column.type(), right))
                .or(() -> findColumn(right)
                        .map(column -> ValueRange.possibleOrders(column.type(), left).stream()
                                .map(order -> -order)
                                .collect(Collectors.toSet())))
                .orElse(ValueRange.ALL_ORDERS);
    }

    /** Returns whether an expression certainly has a value in each row; false if this is not known. */
    private boolean isNeverNull(Expression writtenExpression) {
        Expression expression = writtenExpression.unwrap();
        boolean isLiteral = expression.numberValue() != null
                || expression instanceof Expression.StringLiteral
                || expression instanceof Expression.DateLiteral
                || expression instanceof Expression.BooleanLiteral;
        return isLiteral
                || expression instanceof Expression.IsNull
                || (expression instanceof Expression.Unary unary && isNeverNull(unary.operand()))
                || (expression instanceof Binary binary && isNonNullCondition(binary))
                || findColumn(expression).filter(column -> !column.isNullable()).isPresent();
    }

    /** Returns whether the condition compares operands that are never NULL, or connects them by AND or OR. */
    private boolean isNonNullCondition(Binary binary) {
        Operator operator = binary.operator().canonicalOperator();
        return (operator.isComparison() || operator == Operator.AND || operator == Operator.OR)
                && isNeverNull(binary.left())
                && isNeverNull(binary.right());
    }

    /** Returns the column of the table that the expression names; empty for any other expression. */
    private Optional<Column> findColumn(Expression expression) {
        return table != null
                        && expression instanceof Expression.Reference reference
                        && !belongsToUsingRelation(reference)
                ? table.findColumn(reference.name().lastPart().text())
                : Optional.empty();
    }

    private boolean hasSameValueForAllRows(Expression condition) {
        return ConstantExpressions.isConstant(condition.rewrite(this::replaceIndependentParts));
    }

    /** Replaces a subexpression that does not depend on the row of the table by a constant. */
    private Expression replaceIndependentParts(Expression subexpression) {
        if (subexpression instanceof Expression.InSubquery inPredicate && isIndependent(inPredicate.query())) {
            return inPredicate.value();
        }
        boolean isUsingReference =
                subexpression instanceof Expression.Reference reference && belongsToUsingRelation(reference);
        boolean isSubquery = subexpression instanceof Expression.Exists || subexpression instanceof Expression.Subquery;
        Query subquery = subexpression.query();
        return isUsingReference || (isSubquery && subquery != null && isIndependent(subquery))
                ? new Expression.NullLiteral(Span.NONE)
                : subexpression;
    }

    /** Returns whether a subquery names no column of the table. */
    private boolean isIndependent(Query query) {
        Table outerTable = table;
        if (outerTable == null) {
            return false;
        }
        boolean[] isIndependent = {true};
        query.visit(new Query.QueryVisitor() {
            @Override
            public void visitExpression(Expression expression) {
                if (expression instanceof Expression.Reference reference) {
                    isIndependent[0] &= outerTable
                            .findColumn(reference.name().lastPart().text())
                            .isEmpty();
                }
            }
        });
        return isIndependent[0];
    }

    /** Returns whether a reference names a column of a table after USING. */
    private boolean belongsToUsingRelation(Expression.Reference reference) {
        List<Name> nameParts = reference.name().parts();
        return nameParts.size() > 1
                ? usingRelationNames.contains(nameParts.get(0).text().toLowerCase(Locale.ROOT))
                : table != null
                        && !usingRelationNames.isEmpty()
                        && table.findColumn(nameParts.get(0).text()).isEmpty();
    }
}

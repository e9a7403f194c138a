package dev.cairn.analysis.expression;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.DictionaryLookup;
import dev.cairn.analysis.type.ArithmeticTypes;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.DecimalTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.StoredTypeConverter;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Determines the type of an expression by the server's rules.
 *
 * <pre>{@code
 * ExpressionType type = new ExpressionTyping(profile, scope).determineType(Sql.parseExpression("price * 2"));
 * }</pre>
 */
public final class ExpressionTyping {
    private final ServerProfile profile;
    private final ExpressionScope scope;
    private final SubqueryResolver subqueryResolver;
    private final @Nullable Bindings bindings;
    private final @Nullable Bindings knownBindings;
    private final ExpressionMessageWriter messageWriter;
    private final PredicateTyping predicateTyping;
    private final NestedValueTyping nestedValueTyping;
    private final CaseTyping caseTyping;
    private final CallTyping callTyping;

    /** Creates a typing for expressions without subqueries. */
    public ExpressionTyping(ServerProfile profile, ExpressionScope scope) {
        this(profile, scope, SubqueryResolver.UNTYPED);
    }

    public ExpressionTyping(ServerProfile profile, ExpressionScope scope, SubqueryResolver subqueryResolver) {
        this(profile, scope, subqueryResolver, null);
    }

    /**
     * Creates a typing that records what it determines.
     *
     * @param bindings receives the types and resolved names of all parts; null to record nothing
     */
    public ExpressionTyping(
            ServerProfile profile,
            ExpressionScope scope,
            SubqueryResolver subqueryResolver,
            @Nullable Bindings bindings) {
        this(profile, scope, subqueryResolver, bindings, null);
    }

    /** Creates a typing for expressions that consist of analyzed parts; it reuses the types of these parts. */
    public static ExpressionTyping ofAnalyzedParts(
            ServerProfile profile, ExpressionScope scope, Bindings knownBindings) {
        return new ExpressionTyping(profile, scope, SubqueryResolver.UNTYPED, null, knownBindings);
    }

    private ExpressionTyping(
            ServerProfile profile,
            ExpressionScope scope,
            SubqueryResolver subqueryResolver,
            @Nullable Bindings bindings,
            @Nullable Bindings knownBindings) {
        this.profile = profile;
        this.scope = scope;
        this.subqueryResolver = subqueryResolver;
        this.bindings = bindings;
        this.knownBindings = knownBindings;
        this.messageWriter = new ExpressionMessageWriter(scope);
        this.predicateTyping = new PredicateTyping(this, messageWriter);
        this.nestedValueTyping = new NestedValueTyping(this, messageWriter, profile);
        this.caseTyping = new CaseTyping(this);
        this.callTyping = new CallTyping(this, messageWriter, new LambdaCallTyping(this, profile));
    }

    /**
     * Returns the expression's type and nullability.
     *
     * @throws Refusal if the server would not accept the expression; a refusal without a position gets the position of
     *     the innermost expression that was refused
     */
    public ExpressionType determineType(Expression expression) {
        ExpressionType knownType = knownBindings == null ? null : knownBindings.findExpressionType(expression);
        if (knownType != null) {
            return knownType;
        }
        scope.requireNotCancelled();
        try {
            ExpressionType expressionType = typeByKind(expression);
            if (bindings != null) {
                bindings.recordType(expression, expressionType);
            }
            return expressionType;
        } catch (Refusal refusal) {
            throw refusal.span().line() == 0 ? refusal.withSpan(expression.span()) : refusal;
        }
    }

    public List<ExpressionType> determineTypes(List<Expression> expressions) {
        List<ExpressionType> expressionTypes = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            expressionTypes.add(determineType(expression));
        }
        return expressionTypes;
    }

    /** Returns a typing with an inner scope, which records into the same bindings. */
    ExpressionTyping withScope(ExpressionScope innerScope) {
        return new ExpressionTyping(profile, innerScope, subqueryResolver, bindings, knownBindings);
    }

    /** Records the types that the arguments of a call are cast to, and returns the type of the call with them. */
    ExpressionType recordCasts(Expression.Call call, ExpressionType expressionType, List<Type> castTypes) {
        if (bindings != null) {
            bindings.recordArguments(call, castTypes);
        }
        return expressionType.withOperandTypes(castTypes);
    }

    /** Records what a call looks up. */
    void recordDictionaryLookup(Expression.Call call, DictionaryLookup lookup) {
        if (bindings != null) {
            bindings.recordDictionaryLookup(call, lookup);
        }
    }

    /** Records that the server refuses to plan a query with this expression, although it accepts views with it. */
    void recordPlanRefusal(Expression expression, ExpressionRule rule, Object... arguments) {
        if (bindings != null) {
            bindings.recordPlanRefusal(Refusal.ofAnalysis(expression.span(), rule, arguments));
        }
    }

    ExpressionScope scope() {
        return scope;
    }

    /** Returns the literal of a user variable, if its value is known; any other expression is returned unchanged. */
    Expression resolveVariable(Expression expression) {
        return expression.unwrap() instanceof Expression.UserVariable variable
                ? scope.resolveVariable(variable)
                : expression;
    }

    boolean isSharedData() {
        return profile.isSharedData();
    }

    /** Returns the version of the server, which decides which functions exist, and which types are comparable. */
    public Version version() {
        return profile.version();
    }

    private ExpressionType typeByKind(Expression expression) {
        Expression storedText = bindings != null && expression instanceof Expression.DateLiteral
                ? bindings.findReplacement(expression)
                : null;
        if (storedText != null) {
            return determineType(storedText);
        }
        ExpressionType literalType = ExpressionType.ofLiteral(expression, profile.version());
        if (literalType != null) {
            return literalType;
        }
        if (expression instanceof Expression.Reference reference) {
            return typeColumn(reference);
        }
        if (expression instanceof Expression.Binary binary) {
            return typeBinary(binary);
        }
        if (expression instanceof Expression.Call || expression instanceof Expression.AggregateCall) {
            return callTyping.determineType(expression);
        }
        if (expression instanceof Expression.ParenthesizedExpression parenthesized) {
            return determineType(parenthesized.expression());
        }
        if (expression instanceof Expression.Cast cast) {
            return typeCast(cast);
        }
        if (expression instanceof Expression.Unary unary) {
            return typeUnary(unary);
        }
        if (expression instanceof Expression.Case caseExpression) {
            return caseTyping.determineType(caseExpression);
        }
        if (expression instanceof Expression.Like likePredicate) {
            return predicateTyping.typeLike(likePredicate);
        }
        if (expression instanceof Expression.In inPredicate) {
            return predicateTyping.typeIn(inPredicate);
        }
        if (expression instanceof Expression.Between between) {
            return predicateTyping.typeBetween(between);
        }
        if (expression instanceof Expression.IsNull nullTest) {
            return predicateTyping.typeIsNull(nullTest);
        }
        if (expression instanceof Expression.Match match) {
            return predicateTyping.typeMatch(match);
        }
        if (expression instanceof Expression.Extract || expression instanceof Expression.WindowCall) {
            return callTyping.determineType(expression);
        }
        if (expression instanceof Expression.Collate collate) {
            return determineType(collate.value());
        }
        if (expression instanceof Expression.Subquery subquery) {
            List<ExpressionType> columnTypes = subqueryResolver.resolveColumnTypes(subquery.query());
            if (columnTypes.size() > 1) {
                recordPlanRefusal(subquery, ExpressionRule.SCALAR_SUBQUERY_NOT_SINGLE_COLUMN);
            }
            return typeScalarSubquery(subquery, columnTypes.get(0));
        }
        if (expression instanceof Expression.Exists exists) {
            return PredicateTyping.typeExists(exists, subqueryResolver.resolveColumnTypes(exists.query()));
        }
        if (expression instanceof Expression.InSubquery inPredicate) {
            return predicateTyping.typeInSubquery(
                    inPredicate, subqueryResolver.resolveColumnTypes(inPredicate.query()));
        }
        if (expression instanceof Expression.SystemVariable variable) {
            return typeSystemVariable(variable);
        }
        if (expression instanceof Expression.UserVariable || expression instanceof Expression.Parameter) {
            return scope.determineVariableType(expression);
        }
        if (expression instanceof Expression.Interval) {
            throw Refusal.ofAnalysisAt(expression, ExpressionRule.INTERVAL_MISPLACED);
        }
        if (expression instanceof Expression.Lambda) {
            throw Refusal.ofAnalysisAt(
                    expression, ExpressionRule.INVALID_LAMBDA, "it must be an argument of a higher-order function");
        }
        ExpressionType nestedType = nestedValueTyping.determineType(expression);
        return nestedType == null ? ExpressionType.UNKNOWN : nestedType;
    }

    private ExpressionType typeColumn(Expression.Reference reference) {
        ExpressionScope.ResolvedReference resolvedReference = scope.resolveColumn(reference.name(), reference.span());
        if (bindings != null && resolvedReference.resolvedName() != null) {
            bindings.recordResolvedName(reference, resolvedReference.resolvedName());
        }
        return resolvedReference.expressionType();
    }

    private static ExpressionType typeScalarSubquery(Expression.Subquery subquery, ExpressionType columnType) {
        if (columnType.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        NullCause cause = columnType.nullCause() == null && !NullCauses.returnsOneRow(subquery.query())
                ? NullCause.of(NullCause.Kind.SUBQUERY, subquery.span())
                : columnType.nullCause();
        return ExpressionType.ofNullable(columnType.type(), cause);
    }

    /**
     * Returns the type of a system variable: a fixed type for the variables that drivers query, and the type in the
     * scope for all others.
     */
    private ExpressionType typeSystemVariable(Expression.SystemVariable variable) {
        return switch (variable.name().text().toLowerCase(Locale.ROOT)) {
            case "version", "version_comment", "sql_mode", "time_zone", "system_time_zone" ->
                ExpressionType.ofNullable(TypeConstants.VARCHAR);
            case "autocommit" -> ExpressionType.ofNullable(TypeConstants.BIGINT);
            default -> scope.determineVariableType(variable);
        };
    }

    private ExpressionType typeBinary(Expression.Binary binary) {
        switch (binary.operator().canonicalOperator()) {
            case AND, OR -> {
                return predicateTyping.typeLogical(binary.left(), binary.right());
            }
            case EQUAL, NULL_SAFE_EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
                return predicateTyping.typeComparison(binary);
            }
            default -> {
                return binary.isIntervalArithmetic()
                        ? callTyping.typeIntervalOperation(binary)
                        : typeArithmetic(binary, binary);
            }
        }
    }

    /**
     * Returns the type of an arithmetic operation.
     *
     * @param expression the written expression, which the server reads as this operation
     */
    ExpressionType typeArithmetic(Expression.Binary binary, Expression expression) {
        ExpressionType leftType = determineType(binary.left());
        ExpressionType rightType = determineType(binary.right());
        if (leftType.type() == null || rightType.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        Operator operator = binary.operator().canonicalOperator();
        ArithmeticTypes types =
                ArithmeticTyping.determineTypes(operator, expression, leftType.type(), rightType.type());
        if (operator == Operator.TIMES
                && scope.settings().typesWideProductsAsDouble()
                && DecimalTypes.mayOverflow(leftType.type(), rightType.type())) {
            types = ArithmeticTypes.ofSameType(TypeConstants.DOUBLE);
        }
        boolean isDivision = switch (operator) {
            case DIVIDE, INT_DIVIDE, MODULO -> true;
            default -> false;
        };
        boolean isNullable = isDivision || mayYieldNull(leftType) || mayYieldNull(rightType);
        NullCause cause = NullCause.firstNonNull(
                findOperandNullCause(binary.left(), leftType, rightType.type()),
                findOperandNullCause(binary.right(), rightType, leftType.type()));
        if (cause == null && isDivision && !isNonZeroLiteral(binary.right())) {
            cause = NullCause.of(NullCause.Kind.DIVISION, binary.span());
        }
        return ExpressionType.of(types.resultType(), isNullable, cause).withOperandTypes(types.operandTypes());
    }

    /**
     * Returns why an operand may be NULL; null if it never is. Text that is not a number becomes NULL. Overflows are
     * not considered.
     */
    private static @Nullable NullCause findOperandNullCause(
            Expression operand, ExpressionType expressionType, Type otherOperandType) {
        boolean isText = expressionType.type() instanceof Type.Text;
        Type numericType = DecimalTypes.isDecimalV3(otherOperandType) ? otherOperandType : TypeConstants.DOUBLE;
        return isText ? NullCauses.ofCast(operand, expressionType, numericType) : expressionType.nullCause();
    }

    /** Returns whether the expression is a number literal other than zero. */
    static boolean isNonZeroLiteral(Expression expression) {
        Expression bareExpression = expression.unwrap();
        if (bareExpression instanceof Expression.Unary unary && unary.isSignedNumber()) {
            return isNonZeroLiteral(unary.operand());
        }
        return bareExpression instanceof Expression.NumberLiteral number && Double.parseDouble(number.text()) != 0;
    }

    /**
     * Returns whether arithmetic with an operand may result in NULL. The result of arithmetic with decimals is NULL if
     * it overflows.
     */
    static boolean mayYieldNull(ExpressionType operandType) {
        return operandType.isNullable() || DecimalTypes.isDecimalV3(operandType.type());
    }

    private ExpressionType typeUnary(Expression.Unary unary) {
        if (unary.operator().canonicalOperator() == Operator.NOT) {
            return predicateTyping.typeLogical(unary.operand());
        }
        ExpressionType operandType = determineType(unary.operand());
        return switch (unary.operator()) {
            case BIT_NOT -> ExpressionType.of(TypeConstants.BIGINT, mayYieldNull(operandType), operandType.nullCause());
            case MINUS -> determineNegatedType(unary, operandType);
            default -> operandType;
        };
    }

    /** Returns the type of a negated operand. The server reads the minus sign as a multiplication. */
    private static ExpressionType determineNegatedType(Expression.Unary unary, ExpressionType operandType) {
        if (operandType.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        ArithmeticTypes types =
                ArithmeticTyping.determineTypes(Operator.TIMES, unary, TypeConstants.TINYINT, operandType.type());
        NullCause cause = findOperandNullCause(unary.operand(), operandType, TypeConstants.TINYINT);
        return ExpressionType.of(types.resultType(), mayYieldNull(operandType), cause)
                .withOperandTypes(List.of(types.rightType()));
    }

    private ExpressionType typeCast(Expression.Cast cast) {
        ExpressionType sourceType = determineType(cast.value());
        Type targetType = StoredTypeConverter.convert(profile, cast.type(), cast.span());
        if (sourceType.type() == null) {
            return ExpressionType.ofNullable(targetType, NullCause.UNKNOWN);
        }
        if (!CastRules.isPossible(sourceType.type(), targetType)) {
            throw Refusal.ofAnalysisAt(
                    cast,
                    ExpressionRule.CANNOT_CAST,
                    messageWriter.renderUnquoted(cast.value()),
                    TypeFormat.formatForShowCreate(sourceType.type()),
                    TypeFormat.formatForShowCreate(targetType));
        }
        boolean isLossless = CastRules.isLossless(sourceType.type(), targetType);
        return ExpressionType.of(
                targetType,
                !isLossless || sourceType.isNullable(),
                NullCauses.ofCast(cast.value(), sourceType, targetType));
    }
}

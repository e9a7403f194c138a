package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.ComparedValue;
import dev.cairn.analysis.type.ComparisonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Types predicates, which are always BOOLEAN, and refuses unsupported operands. The result contains the types that the
 * operands are cast to, so no later stage has to determine them again.
 */
final class PredicateTyping {
    static final ExpressionType NULLABLE_BOOLEAN = ExpressionType.ofNullable(TypeConstants.BOOLEAN);
    static final ExpressionType NON_NULLABLE_BOOLEAN = ExpressionType.of(TypeConstants.BOOLEAN, false);
    /** The type of a predicate that is never NULL, although the server considers it nullable. */
    static final ExpressionType NEVER_NULL_BOOLEAN = NULLABLE_BOOLEAN.withNullCause(null);

    private final ExpressionTyping typing;
    private final ExpressionMessageWriter messageWriter;

    PredicateTyping(ExpressionTyping typing, ExpressionMessageWriter messageWriter) {
        this.typing = typing;
        this.messageWriter = messageWriter;
    }

    private ComparisonTypes createComparisonTypes() {
        return typing.scope().settings().createComparisonTypes();
    }

    /** Types AND, OR or NOT, whose operands must be convertible to BOOLEAN. */
    ExpressionType typeLogical(Expression... operands) {
        List<ExpressionType> operandTypes = typing.determineTypes(List.of(operands));
        for (int i = 0; i < operands.length; i++) {
            Type type = operandTypes.get(i).type();
            if (type != null && !CastRules.isPossible(type, TypeConstants.BOOLEAN)) {
                throw Refusal.ofAnalysis(
                        Span.NONE, ExpressionRule.NOT_BOOLEAN, messageWriter.renderQuoted(operands[i]));
            }
        }
        return toBooleanType(NullCauses.ofAny(operandTypes));
    }

    private static ExpressionType toBooleanType(@Nullable NullCause cause) {
        return cause == null ? NEVER_NULL_BOOLEAN : NULLABLE_BOOLEAN.withNullCause(cause);
    }

    ExpressionType typeComparison(Expression.Binary binary) {
        ExpressionType leftType = typing.determineType(binary.left());
        ExpressionType rightType = typing.determineType(binary.right());
        Operator operator = binary.operator().canonicalOperator();
        Type comparedType = null;
        if (leftType.type() != null && rightType.type() != null) {
            comparedType = createComparisonTypes()
                    .findComparedType(
                            operator,
                            new ComparedValue(binary.left(), leftType.type()),
                            new ComparedValue(binary.right(), rightType.type()),
                            determineCommonType(binary, leftType.type(), rightType.type()));
        }
        boolean isNotNullable =
                operator == Operator.NULL_SAFE_EQUAL || (!leftType.isNullable() && !rightType.isNullable());
        NullCause cause = operator == Operator.NULL_SAFE_EQUAL
                ? null
                : findComparisonNullCause(
                        List.of(binary.left(), binary.right()), List.of(leftType, rightType), comparedType);
        ExpressionType expressionType =
                isNotNullable ? NON_NULLABLE_BOOLEAN.withNullCause(cause) : toBooleanType(cause);
        return withOperandCasts(expressionType, List.of(leftType, rightType), comparedType);
    }

    private static ExpressionType withOperandCasts(
            ExpressionType expressionType, List<ExpressionType> operandTypes, @Nullable Type comparedType) {
        List<Type> types = ExpressionType.findTypes(operandTypes);
        if (types == null || comparedType == null) {
            return expressionType;
        }
        List<Type> castTypes = new ArrayList<>(types.size());
        for (Type type : types) {
            castTypes.add(CastRules.determineCastType(type, comparedType));
        }
        return expressionType.withOperandTypes(castTypes);
    }

    /** Returns why a comparison may be NULL. The operands are first cast to the compared type, if it is known. */
    private static @Nullable NullCause findComparisonNullCause(
            List<Expression> operands, List<ExpressionType> operandTypes, @Nullable Type comparedType) {
        if (comparedType == null) {
            return NullCauses.ofAny(operandTypes);
        }
        for (int i = 0; i < operandTypes.size(); i++) {
            Type type = operandTypes.get(i).type();
            Type castType = type == null ? comparedType : CastRules.determineCastType(type, comparedType);
            NullCause cause = NullCauses.ofCast(operands.get(i), operandTypes.get(i), castType);
            if (cause != null) {
                return cause;
            }
        }
        return null;
    }

    /**
     * Returns the common type of two comparable operands; null if both are NULL literals.
     *
     * @throws Refusal if the operands are not comparable
     */
    private @Nullable Type determineCommonType(Expression.Binary binary, Type leftType, Type rightType) {
        Type commonType = createComparisonTypes().findCommonType(binary.operator(), leftType, rightType);
        if (!isCastable(leftType, commonType) || !isCastable(rightType, commonType)) {
            throw createNotComparableRefusal(binary, "A comparison", leftType, rightType);
        }
        return commonType;
    }

    ExpressionType typeBetween(Expression.Between between) {
        List<Expression> operands = List.of(between.value(), between.lowerBound(), between.upperBound());
        List<ExpressionType> operandTypes = typing.determineTypes(operands);
        requireScalars(between, operandTypes);
        List<Type> types = ExpressionType.findTypes(operandTypes);
        if (types == null) {
            return NULLABLE_BOOLEAN;
        }
        Type commonType = createComparisonTypes().findCommonTypeOfAll(types, true);
        for (Type type : types) {
            if (!isCastable(type, commonType)) {
                throw createNotComparableRefusal(between, "BETWEEN", type, commonType);
            }
        }
        return typeComparisonOfAll(operands, operandTypes, types, true);
    }

    ExpressionType typeIn(Expression.In inPredicate) {
        List<Expression> operands = new ArrayList<>(inPredicate.candidates().size() + 1);
        operands.add(inPredicate.value());
        operands.addAll(inPredicate.candidates());
        List<ExpressionType> operandTypes = typing.determineTypes(operands);
        requireNoSketches(inPredicate, operandTypes);
        if (inPredicate.candidates().size() > 1 && RestrictedExpression.QUERY.isIn(inPredicate)) {
            throw Refusal.ofAnalysisAt(inPredicate, ExpressionRule.IN_LIST_WITH_SUBQUERY);
        }
        List<Type> types = ExpressionType.findTypes(operandTypes);
        if (types == null) {
            return NULLABLE_BOOLEAN;
        }
        Type commonType = createComparisonTypes().findCommonTypeOfAll(types, false);
        if (commonType == null) {
            String typeNames =
                    types.stream().map(TypeFormat::formatForShowCreate).collect(Collectors.joining(","));
            throw Refusal.ofAnalysisAt(inPredicate, ExpressionRule.TYPES_NOT_COMPARABLE, "IN", typeNames);
        }
        for (int i = 0; i < operands.size(); i++) {
            if (!isCastable(types.get(i), commonType)) {
                throw createNotComparableRefusal(operands.get(i), "IN", types.get(i), commonType);
            }
        }
        return typeComparisonOfAll(operands, operandTypes, types, false);
    }

    private ExpressionType typeComparisonOfAll(
            List<Expression> operands, List<ExpressionType> operandTypes, List<Type> types, boolean isBetween) {
        Type comparedType = createComparisonTypes().findComparedTypeOfAll(toComparedValues(operands, types), isBetween);
        return withOperandCasts(
                toBooleanType(findComparisonNullCause(operands, operandTypes, comparedType)),
                operandTypes,
                comparedType);
    }

    private static List<ComparedValue> toComparedValues(List<Expression> operands, List<Type> types) {
        List<ComparedValue> comparedValues = new ArrayList<>(operands.size());
        for (int i = 0; i < operands.size(); i++) {
            comparedValues.add(new ComparedValue(operands.get(i), types.get(i)));
        }
        return comparedValues;
    }

    /**
     * Types IN with a subquery. The operand types of the result are the casts of the values, followed by the casts of
     * the columns; the result has no operand types if one of the casts is unknown.
     *
     * @param columnTypes the types of the columns of the subquery
     */
    ExpressionType typeInSubquery(Expression.InSubquery inPredicate, List<ExpressionType> columnTypes) {
        boolean isTuple = inPredicate.value() instanceof Expression.Tuple;
        List<Expression> valueElements = inPredicate.value() instanceof Expression.Tuple tupleValue
                ? tupleValue.elements()
                : List.of(inPredicate.value());
        List<ExpressionType> valueTypes = typing.determineTypes(valueElements);
        if (isTuple) {
            requireScalars(inPredicate, valueTypes);
        } else {
            requireNoSketches(inPredicate, valueTypes);
            requireNoSketches(inPredicate, limitToFirstColumn(columnTypes));
            recordPlanRefusals(inPredicate, columnTypes);
        }
        if (isTuple && valueTypes.size() != columnTypes.size()) {
            throw Refusal.ofAnalysisAt(inPredicate, ExpressionRule.IN_SUBQUERY_COLUMN_COUNT_DIFFERS);
        }
        List<Type> valueCastTypes = new ArrayList<>();
        List<Type> columnCastTypes = new ArrayList<>();
        for (int i = 0; i < Math.min(valueTypes.size(), columnTypes.size()); i++) {
            Type valueType = valueTypes.get(i).type();
            Type columnType = columnTypes.get(i).type();
            Type comparedType = valueType == null || columnType == null
                    ? null
                    : requireComparedType(inPredicate, isTuple, valueType, columnType);
            if (valueType != null && columnType != null && comparedType != null) {
                valueCastTypes.add(CastRules.determineCastType(valueType, comparedType));
                columnCastTypes.add(CastRules.determineCastType(columnType, comparedType));
            }
        }
        ExpressionType expressionType =
                toBooleanType(NullCause.firstNonNull(NullCauses.ofAny(valueTypes), NullCauses.ofAny(columnTypes)));
        boolean areAllCastsKnown = valueCastTypes.size() == valueTypes.size();
        valueCastTypes.addAll(columnCastTypes);
        return areAllCastsKnown ? expressionType.withOperandTypes(valueCastTypes) : expressionType;
    }

    /** Records why the planner refuses a predicate that the analyzer of the server accepts. */
    private void recordPlanRefusals(Expression.InSubquery inPredicate, List<ExpressionType> columnTypes) {
        if (RestrictedExpression.QUERY.isIn(inPredicate.value())) {
            typing.recordPlanRefusal(inPredicate.value(), ExpressionRule.SUBQUERY_LEFT_OF_IN);
        } else if (columnTypes.size() > 1) {
            typing.recordPlanRefusal(inPredicate, ExpressionRule.IN_SUBQUERY_NOT_SINGLE_COLUMN);
        }
    }

    /**
     * Returns the type in which the value and the column are compared.
     *
     * @throws Refusal if they are not comparable
     */
    private Type requireComparedType(
            Expression.InSubquery inPredicate, boolean isTuple, Type valueType, Type columnType) {
        if (isTuple) {
            if (isJsonOrMapOrStruct(valueType) || isJsonOrMapOrStruct(columnType)) {
                throw Refusal.ofAnalysis(Span.NONE, CommonRule.UNSUPPORTED, "IN", "JSON, maps and structs");
            }
            if (!CastRules.isPossible(valueType, columnType)) {
                throw Refusal.ofAnalysis(
                        Span.NONE,
                        ExpressionRule.TYPES_NOT_COMPARABLE,
                        "IN",
                        describeType(valueType) + " and " + describeType(columnType));
            }
            return columnType;
        }
        Type commonType = createComparisonTypes().findCommonTypeOfAll(List.of(valueType, columnType), false);
        if (commonType == null) {
            throw createNotComparableRefusal(inPredicate, "IN", valueType, columnType);
        }
        if (valueType.equals(TypeConstants.JSON) || columnType.equals(TypeConstants.JSON)) {
            throw Refusal.ofAnalysisAt(inPredicate.value(), CommonRule.UNSUPPORTED, "IN", "JSON, maps and structs");
        }
        return commonType;
    }

    private static boolean isJsonOrMapOrStruct(Type type) {
        return type.equals(TypeConstants.JSON) || type instanceof Type.Map || type instanceof Type.Struct;
    }

    /** Types EXISTS. Only the first column of the query is checked. */
    static ExpressionType typeExists(Expression.Exists exists, List<ExpressionType> columnTypes) {
        requireScalars(exists, limitToFirstColumn(columnTypes));
        return NEVER_NULL_BOOLEAN;
    }

    private static List<ExpressionType> limitToFirstColumn(List<ExpressionType> columnTypes) {
        return columnTypes.subList(0, Math.min(1, columnTypes.size()));
    }

    ExpressionType typeIsNull(Expression.IsNull nullTest) {
        requireNoSketches(nullTest, List.of(typing.determineType(nullTest.value())));
        return NON_NULLABLE_BOOLEAN;
    }

    ExpressionType typeLike(Expression.Like likePredicate) {
        List<ExpressionType> operandTypes =
                typing.determineTypes(List.of(likePredicate.value(), likePredicate.pattern()));
        requireScalars(likePredicate, operandTypes);
        requireText(likePredicate, operandTypes.get(0).type(), "left");
        requireText(likePredicate, operandTypes.get(1).type(), "right");
        if (!likePredicate.word().equalsIgnoreCase("LIKE")
                && likePredicate.pattern() instanceof Expression.StringLiteral pattern) {
            requireRegularExpression(likePredicate, pattern.value());
        }
        return toBooleanType(NullCauses.ofAny(operandTypes));
    }

    /** Requires that a literal pattern is valid for RE2; the frontend checks this, too. */
    private void requireRegularExpression(Expression.Like likePredicate, String pattern) {
        if (!Re2Pattern.isValid(pattern)) {
            throw Refusal.ofAnalysisAt(
                    likePredicate,
                    ExpressionRule.INVALID_REGULAR_EXPRESSION,
                    messageWriter.renderUnquoted(likePredicate));
        }
    }

    ExpressionType typeMatch(Expression.Match match) {
        ExpressionType expressionType = typing.determineType(match.value());
        Type valueType = expressionType.type();
        typing.determineType(match.pattern());
        if (valueType != null && !isText(valueType)) {
            throw Refusal.ofAnalysis(Span.NONE, CommonRule.REQUIREMENT_MISSING, "MATCH", "a text on the left");
        }
        if (!(match.value().unwrap() instanceof Expression.Reference)) {
            throw Refusal.ofAnalysis(Span.NONE, CommonRule.REQUIREMENT_MISSING, "MATCH", "a column on the left");
        }
        if (!(match.pattern().unwrap() instanceof Expression.StringLiteral)) {
            throw Refusal.ofAnalysis(Span.NONE, CommonRule.REQUIREMENT_MISSING, "MATCH", "a text literal on the right");
        }
        return toBooleanType(expressionType.nullCause());
    }

    private void requireText(Expression.Like likePredicate, @Nullable Type type, String side) {
        if (type != null && !isText(type)) {
            throw Refusal.ofAnalysisAt(
                    likePredicate,
                    CommonRule.REQUIREMENT_MISSING,
                    ExpressionMessageWriter.operatorName(likePredicate),
                    "a text on the " + side);
        }
    }

    private static boolean isText(Type type) {
        return PrimitiveType.of(type).isCharacterType() || type.equals(TypeConstants.NULL);
    }

    /** Requires that no operand is a sketch: an HLL, a BITMAP or a PERCENTILE. */
    private static void requireNoSketches(Expression expression, List<ExpressionType> operandTypes) {
        requireSupportedTypes(
                expression, operandTypes, type -> !PrimitiveType.of(type).isMetric());
    }

    /** Requires that no operand is a sketch or has a nested type. */
    private static void requireScalars(Expression expression, List<ExpressionType> operandTypes) {
        requireSupportedTypes(
                expression, operandTypes, type -> !PrimitiveType.of(type).isMetric() && !type.isNested());
    }

    private static void requireSupportedTypes(
            Expression expression, List<ExpressionType> operandTypes, Predicate<Type> isSupported) {
        for (ExpressionType expressionType : operandTypes) {
            Type type = expressionType.type();
            if (type != null && !isSupported.test(type)) {
                throw Refusal.ofAnalysisAt(
                        expression,
                        TypeRule.TYPE_UNSUPPORTED,
                        "A predicate",
                        "percentile, hll, bitmap, array, struct or map");
            }
        }
    }

    /** Returns whether a value can be cast to the common type. Without a common type, only a literal NULL can. */
    private static boolean isCastable(Type type, @Nullable Type commonType) {
        return commonType != null ? CastRules.isPossible(type, commonType) : type.equals(TypeConstants.NULL);
    }

    private static Refusal createNotComparableRefusal(
            Expression expression, String operation, Type type, @Nullable Type otherType) {
        return Refusal.ofAnalysisAt(
                expression,
                ExpressionRule.TYPES_NOT_COMPARABLE,
                operation,
                describeType(type) + " and " + describeType(otherType));
    }

    private static String describeType(@Nullable Type type) {
        return type == null ? PrimitiveType.INVALID_TYPE.name() : TypeFormat.formatForShowCreate(type);
    }
}

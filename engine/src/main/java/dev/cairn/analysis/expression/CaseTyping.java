package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Determines the types that CASE casts its parts to. With an operand, the operand and the conditions are compared in
 * their common type; without one, each condition is a BOOLEAN. The results have their own common type. CASE is refused
 * if a part can't be cast.
 */
final class CaseTyping {
    private final ExpressionTyping typing;

    CaseTyping(ExpressionTyping typing) {
        this.typing = typing;
    }

    /**
     * Returns the type of CASE; unknown if the type of a result is unknown.
     *
     * @throws Refusal if the conditions or the results have no common type, or if one of them can't be cast to it
     */
    ExpressionType determineType(Expression.Case caseExpression) {
        List<ExpressionType> conditionExpressionTypes = new ArrayList<>();
        List<ExpressionType> resultExpressionTypes = new ArrayList<>();
        if (caseExpression.operand() != null) {
            conditionExpressionTypes.add(typing.determineType(caseExpression.operand()));
        }
        for (Expression.When branch : caseExpression.branches()) {
            conditionExpressionTypes.add(typing.determineType(branch.condition()));
            resultExpressionTypes.add(typing.determineType(branch.result()));
        }
        if (caseExpression.elseResult() != null) {
            resultExpressionTypes.add(typing.determineType(caseExpression.elseResult()));
        }
        List<Type> conditionTypes = ExpressionType.findTypes(conditionExpressionTypes);
        Type comparisonType = null;
        if (conditionTypes != null) {
            comparisonType =
                    caseExpression.operand() == null ? TypeConstants.BOOLEAN : requireCommonType(conditionTypes);
            requireCastable(caseExpression, "when", conditionTypes, comparisonType);
        }
        List<Type> resultTypes = ExpressionType.findTypes(resultExpressionTypes);
        if (resultTypes == null) {
            return ExpressionType.UNKNOWN;
        }
        Type resultType = resultTypes.stream().allMatch(TypeConstants.NULL::equals)
                ? TypeConstants.BOOLEAN
                : requireCommonType(resultTypes);
        requireCastable(caseExpression, "then", resultTypes, resultType);
        ExpressionType expressionType = ExpressionType.ofNullable(
                resultType, determineNullCause(caseExpression, resultExpressionTypes, resultType));
        return conditionTypes == null || comparisonType == null
                ? expressionType
                : expressionType.withOperandTypes(
                        determineCastTypes(caseExpression, conditionTypes, comparisonType, resultTypes, resultType));
    }

    /** Returns the types that the operands are cast to, in the order in which the text contains the operands. */
    private static List<Type> determineCastTypes(
            Expression.Case caseExpression,
            List<Type> conditionTypes,
            Type comparisonType,
            List<Type> resultTypes,
            Type resultType) {
        List<Type> castTypes = new ArrayList<>();
        Iterator<Type> remainingConditionTypes = conditionTypes.iterator();
        Iterator<Type> remainingResultTypes = resultTypes.iterator();
        if (caseExpression.operand() != null) {
            castTypes.add(CastRules.determineCastType(remainingConditionTypes.next(), comparisonType));
        }
        while (remainingConditionTypes.hasNext()) {
            castTypes.add(CastRules.determineCastType(remainingConditionTypes.next(), comparisonType));
            castTypes.add(CastRules.determineCastType(remainingResultTypes.next(), resultType));
        }
        if (remainingResultTypes.hasNext()) {
            castTypes.add(CastRules.determineCastType(remainingResultTypes.next(), resultType));
        }
        return castTypes;
    }

    /**
     * Returns why CASE may return NULL; null if it never does. In a CASE without an operand, a result is evaluated only
     * where its own condition is true, and ELSE only where no condition is true, so these conditions may exclude NULL.
     */
    private static @Nullable NullCause determineNullCause(
            Expression.Case caseExpression, List<ExpressionType> resultExpressionTypes, Type commonType) {
        boolean isSearchedCase = caseExpression.operand() == null;
        for (int i = 0; i < caseExpression.branches().size(); i++) {
            Expression.When branch = caseExpression.branches().get(i);
            ExpressionType narrowedResult = isSearchedCase
                    ? NullCauses.narrowWhereTrue(branch.condition(), branch.result(), resultExpressionTypes.get(i))
                    : resultExpressionTypes.get(i);
            NullCause cause = NullCauses.ofCast(branch.result(), narrowedResult, commonType);
            if (cause != null) {
                return cause;
            }
        }
        if (caseExpression.elseResult() == null) {
            return NullCause.of(NullCause.Kind.NO_ELSE, caseExpression.span());
        }
        ExpressionType elseType = resultExpressionTypes.get(resultExpressionTypes.size() - 1);
        if (isSearchedCase) {
            for (Expression.When branch : caseExpression.branches()) {
                elseType = NullCauses.narrowWhereNotTrue(branch.condition(), caseExpression.elseResult(), elseType);
            }
        }
        return NullCauses.ofCast(caseExpression.elseResult(), elseType, commonType);
    }

    /**
     * Returns the common type of several types. As on the server, only the types after the first one are checked for a
     * missing length, and a refusal names two adjacent types.
     */
    private static Type requireCommonType(List<Type> types) {
        Type commonType = types.get(0);
        boolean hasUnboundedText = false;
        for (int i = 1; i < types.size(); i++) {
            Type type = types.get(i);
            Type nextType = CommonTypes.findCommonType(commonType, type);
            if (nextType == null) {
                throw Refusal.ofAnalysis(
                        Span.NONE,
                        ExpressionRule.CANNOT_CAST,
                        "CASE",
                        TypeFormat.formatForMessages(type),
                        TypeFormat.formatForMessages(types.get(i - 1)));
            }
            commonType = nextType;
            hasUnboundedText |= type instanceof Type.Text textType
                    && textType.kind() == Type.Text.Kind.VARCHAR
                    && textType.length() <= 0;
        }
        // A text without a length may be longer than the one with a length.
        boolean isBoundedText = commonType instanceof Type.Text textType
                && textType.kind() != Type.Text.Kind.VARBINARY
                && textType.length() > 0;
        return hasUnboundedText && isBoundedText ? TypeConstants.STRING : commonType;
    }

    private static void requireCastable(
            Expression.Case caseExpression, String clause, List<Type> types, Type targetType) {
        for (Type type : types) {
            if (!CastRules.isPossible(type, targetType)) {
                throw Refusal.ofAnalysisAt(
                        caseExpression,
                        ExpressionRule.CANNOT_CAST,
                        clause,
                        TypeFormat.formatForShowCreate(type),
                        TypeFormat.formatForShowCreate(targetType));
            }
        }
    }
}

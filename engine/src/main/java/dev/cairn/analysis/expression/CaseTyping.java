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
 * Determines the type in which CASE compares the conditions, and the type of the result. Each of the two is the common
 * type of several expressions; CASE is refused if one of these can't be cast to it.
 */
final class CaseTyping {
    private final ExpressionTyping typing;

    CaseTyping(ExpressionTyping typing) {
        this.typing = typing;
    }

    ExpressionType determineType(Expression.Case caseExpression) {
        List<ExpressionType> conditions = new ArrayList<>();
        List<ExpressionType> results = new ArrayList<>();
        if (caseExpression.operand() != null) {
            conditions.add(typing.determineType(caseExpression.operand()));
        }
        for (Expression.When branch : caseExpression.branches()) {
            conditions.add(typing.determineType(branch.condition()));
            results.add(typing.determineType(branch.result()));
        }
        if (caseExpression.elseResult() != null) {
            results.add(typing.determineType(caseExpression.elseResult()));
        }
        List<Type> conditionTypes = ExpressionType.typesOf(conditions);
        Type comparedType = null;
        if (conditionTypes != null) {
            comparedType = caseExpression.operand() == null ? TypeConstants.BOOLEAN : commonType(conditionTypes);
            requireCasts(caseExpression, "when", conditionTypes, comparedType);
        }
        List<Type> resultTypes = ExpressionType.typesOf(results);
        if (resultTypes == null) {
            return ExpressionType.UNKNOWN;
        }
        Type resultType = resultTypes.stream().allMatch(TypeConstants.NULL::equals)
                ? TypeConstants.BOOLEAN
                : commonType(resultTypes);
        requireCasts(caseExpression, "then", resultTypes, resultType);
        ExpressionType expressionType =
                ExpressionType.ofNullable(resultType, deriveCause(caseExpression, results, resultType));
        return conditionTypes == null || comparedType == null
                ? expressionType
                : expressionType.withOperands(
                        operandTypes(caseExpression, conditionTypes, comparedType, resultTypes, resultType));
    }

    /** Returns the types that the operands are cast to, in the order in which the text contains the operands. */
    private static List<Type> operandTypes(
            Expression.Case caseExpression,
            List<Type> conditionTypes,
            Type comparedType,
            List<Type> resultTypes,
            Type resultType) {
        List<Type> castTypes = new ArrayList<>();
        Iterator<Type> remainingConditionTypes = conditionTypes.iterator();
        Iterator<Type> remainingResultTypes = resultTypes.iterator();
        if (caseExpression.operand() != null) {
            castTypes.add(CastRules.castTarget(remainingConditionTypes.next(), comparedType));
        }
        while (remainingConditionTypes.hasNext()) {
            castTypes.add(CastRules.castTarget(remainingConditionTypes.next(), comparedType));
            castTypes.add(CastRules.castTarget(remainingResultTypes.next(), resultType));
        }
        if (remainingResultTypes.hasNext()) {
            castTypes.add(CastRules.castTarget(remainingResultTypes.next(), resultType));
        }
        return castTypes;
    }

    private static @Nullable NullCause deriveCause(
            Expression.Case caseExpression, List<ExpressionType> results, Type commonType) {
        boolean isSearchedCase = caseExpression.operand() == null;
        for (int i = 0; i < caseExpression.branches().size(); i++) {
            Expression.When branch = caseExpression.branches().get(i);
            ExpressionType narrowedResult = isSearchedCase
                    ? NullCauses.typeWhereTrue(branch.condition(), branch.result(), results.get(i))
                    : results.get(i);
            NullCause cause = NullCauses.ofCast(branch.result(), narrowedResult, commonType);
            if (cause != null) {
                return cause;
            }
        }
        if (caseExpression.elseResult() == null) {
            return NullCause.of(NullCause.Kind.NO_ELSE, caseExpression.span());
        }
        ExpressionType elseType = results.get(results.size() - 1);
        if (isSearchedCase) {
            for (Expression.When branch : caseExpression.branches()) {
                elseType = NullCauses.typeWhereNotTrue(branch.condition(), caseExpression.elseResult(), elseType);
            }
        }
        return NullCauses.ofCast(caseExpression.elseResult(), elseType, commonType);
    }

    private static Type commonType(List<Type> types) {
        Type commonType = types.get(0);
        boolean hasUnboundedText = false;
        for (int i = 1; i < types.size(); i++) {
            Type type = types.get(i);
            Type nextType = CommonTypes.commonType(commonType, type);
            if (nextType == null) {
                throw Refusal.ofAnalysis(
                        Span.NONE,
                        ExpressionRule.CANNOT_CAST,
                        "CASE",
                        TypeFormat.formatForMessages(type),
                        TypeFormat.formatForMessages(types.get(i - 1)));
            }
            commonType = nextType;
            hasUnboundedText |=
                    type instanceof Type.Text text && text.kind() == Type.Text.Kind.VARCHAR && text.length() <= 0;
        }
        // A text without a length may be longer than the one with a length.
        boolean isBoundedText =
                commonType instanceof Type.Text text && text.kind() != Type.Text.Kind.VARBINARY && text.length() > 0;
        return hasUnboundedText && isBoundedText ? TypeConstants.STRING : commonType;
    }

    private static void requireCasts(Expression.Case caseExpression, String clause, List<Type> types, Type targetType) {
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

package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Determines the type that CASE compares its conditions in, and the type of its result. */
final class CaseTyping {
    private final ExpressionTyping typing;

    CaseTyping(ExpressionTyping typing) {
        this.typing = typing;
    }

    ExpressionType determineType(Expression.Case choice) {
        List<ExpressionType> conditions = new ArrayList<>();
        List<ExpressionType> results = new ArrayList<>();
        if (choice.operand() != null) {
            conditions.add(typing.determineType(choice.operand()));
        }
        for (Expression.When branch : choice.branches()) {
            conditions.add(typing.determineType(branch.condition()));
            results.add(typing.determineType(branch.result()));
        }
        if (choice.elseResult() != null) {
            results.add(typing.determineType(choice.elseResult()));
        }
        List<Type> conditionTypes = ExpressionType.types(conditions);
        Type compared = null;
        if (conditionTypes != null) {
            compared = choice.operand() == null ? TypeConstants.BOOLEAN : commonType(conditionTypes);
            requireCasts(choice, "when", conditionTypes, compared);
        }
        List<Type> givenTypes = ExpressionType.types(results);
        if (givenTypes == null) {
            return ExpressionType.UNKNOWN;
        }
        Type result = givenTypes.stream().allMatch(TypeConstants.NULL::equals)
                ? TypeConstants.BOOLEAN
                : commonType(givenTypes);
        requireCasts(choice, "then", givenTypes, result);
        ExpressionType expressionType = ExpressionType.nullable(result, deriveCause(choice, results, result));
        return conditionTypes == null || compared == null
                ? expressionType
                : expressionType.withCasts(operandTypes(choice, conditionTypes, compared, givenTypes, result));
    }

    /** Returns the types that the operands are cast to, in the order in which the text contains the operands. */
    private static List<Type> operandTypes(
            Expression.Case choice, List<Type> conditions, Type compared, List<Type> results, Type result) {
        List<Type> operands = new ArrayList<>();
        Iterator<Type> condition = conditions.iterator();
        Iterator<Type> given = results.iterator();
        if (choice.operand() != null) {
            operands.add(Casts.castTarget(condition.next(), compared));
        }
        while (condition.hasNext()) {
            operands.add(Casts.castTarget(condition.next(), compared));
            operands.add(Casts.castTarget(given.next(), result));
        }
        if (given.hasNext()) {
            operands.add(Casts.castTarget(given.next(), result));
        }
        return operands;
    }

    private static @Nullable NullCause deriveCause(Expression.Case choice, List<ExpressionType> results, Type common) {
        boolean conditions = choice.operand() == null;
        for (int i = 0; i < choice.branches().size(); i++) {
            Expression.When branch = choice.branches().get(i);
            ExpressionType result = conditions
                    ? NullCauses.typeWhereTrue(branch.condition(), branch.result(), results.get(i))
                    : results.get(i);
            NullCause cause = NullCauses.ofCast(branch.result(), result, common);
            if (cause != null) {
                return cause;
            }
        }
        if (choice.elseResult() == null) {
            return NullCause.of(NullCause.Kind.NO_ELSE, choice.span());
        }
        ExpressionType otherwise = results.get(results.size() - 1);
        if (conditions) {
            for (Expression.When branch : choice.branches()) {
                otherwise = NullCauses.typeWhereNotTrue(branch.condition(), choice.elseResult(), otherwise);
            }
        }
        return NullCauses.ofCast(choice.elseResult(), otherwise, common);
    }

    private static Type commonType(List<Type> types) {
        Type common = types.get(0);
        boolean unbounded = false;
        for (int i = 1; i < types.size(); i++) {
            Type type = types.get(i);
            Type nextType = CommonTypes.commonType(common, type);
            if (nextType == null) {
                throw Refusal.analysis(
                        Span.NONE,
                        ExpressionRule.CANNOT_CAST,
                        "CASE",
                        TypeFormat.formatForMessages(type),
                        TypeFormat.formatForMessages(types.get(i - 1)));
            }
            common = nextType;
            unbounded |= type instanceof Type.Text text && text.kind() == Type.Text.Kind.VARCHAR && text.length() <= 0;
        }
        // A text without a length may be longer than the one with a length.
        boolean bounded =
                common instanceof Type.Text text && text.kind() != Type.Text.Kind.VARBINARY && text.length() > 0;
        return unbounded && bounded ? TypeConstants.STRING : common;
    }

    private static void requireCasts(Expression.Case choice, String side, List<Type> types, Type targetType) {
        for (Type type : types) {
            if (!Casts.isPossible(type, targetType)) {
                throw Refusal.analysisAt(
                        choice,
                        ExpressionRule.CANNOT_CAST,
                        side,
                        TypeFormat.formatForShowCreate(type),
                        TypeFormat.formatForShowCreate(targetType));
            }
        }
    }
}

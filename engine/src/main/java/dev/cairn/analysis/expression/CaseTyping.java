package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.ExpressionRefusals;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/** CASE: what it compares and what it gives. */
final class CaseTyping {
    private final ExpressionTyping typing;

    CaseTyping(ExpressionTyping typing) {
        this.typing = typing;
    }

    ExpressionType of(Expression.Case choice) {
        List<ExpressionType> conditions = new ArrayList<>();
        List<ExpressionType> results = new ArrayList<>();
        if (choice.operand() != null) {
            conditions.add(typing.of(choice.operand()));
        }
        for (Expression.When branch : choice.branches()) {
            conditions.add(typing.of(branch.condition()));
            results.add(typing.of(branch.result()));
        }
        if (choice.otherwise() != null) {
            results.add(typing.of(choice.otherwise()));
        }
        List<Type> asked = ExpressionType.types(conditions);
        if (asked != null) {
            Type common = choice.operand() == null ? TypeConstants.BOOLEAN : common(asked);
            requireCasts(choice, "when", asked, common);
        }
        List<Type> given = ExpressionType.types(results);
        if (given == null) {
            return ExpressionType.UNKNOWN;
        }
        Type result = given.stream().allMatch(TypeConstants.NULL::equals) ? TypeConstants.BOOLEAN : common(given);
        requireCasts(choice, "then", given, result);
        return ExpressionType.nullable(result);
    }

    private static Type common(List<Type> types) {
        Type common = types.get(0);
        boolean unbounded = false;
        for (int i = 1; i < types.size(); i++) {
            Type type = types.get(i);
            Type next = CommonTypes.of(common, type);
            if (next == null) {
                throw Refusal.analysis(
                        Span.NONE,
                        "Failed to get compatible type for CaseWhen with " + TypeText.named(type) + " and "
                                + TypeText.named(types.get(i - 1)));
            }
            common = next;
            unbounded |= type instanceof Type.Text text && text.kind() == Type.Text.Kind.VARCHAR && text.length() <= 0;
        }
        // A text without a length beside one with a length may be longer than that.
        boolean bounded =
                common instanceof Type.Text text && text.kind() != Type.Text.Kind.VARBINARY && text.length() > 0;
        return unbounded && bounded ? TypeConstants.STRING : common;
    }

    private static void requireCasts(Expression.Case choice, String side, List<Type> types, Type to) {
        for (Type type : types) {
            if (!Casts.isPossible(type, to)) {
                throw ExpressionRefusals.at(
                        choice, "Invalid " + side + " type cast " + TypeText.shown(type) + " to " + TypeText.shown(to));
            }
        }
    }
}

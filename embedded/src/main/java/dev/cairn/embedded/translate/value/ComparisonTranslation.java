package dev.cairn.embedded.translate.value;

import dev.cairn.analysis.type.ComparisonTypes;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Expression.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/** Translates the comparison of two values, which are converted to the type in which the server compares them. */
public final class ComparisonTranslation {
    private ComparisonTranslation() {}

    public static String sql(Operator operator, Value left, Value right, Span at) {
        if (PrimitiveType.of(left.type()).isCharacters()
                && PrimitiveType.of(right.type()).isCharacters()) {
            return left.sql() + word(operator) + right.sql();
        }
        boolean equality =
                operator == Operator.EQUAL || operator == Operator.NOT_EQUAL || operator == Operator.EQUAL_FOR_NULL;
        Type common = equality
                ? ComparisonTypes.ofEquality(left.type(), right.type())
                : ComparisonTypes.ofOrder(left.type(), right.type());
        Type type = type(common, left, right, at);
        return left.as(type).sql() + word(operator) + right.as(type).sql();
    }

    public static Type type(@Nullable Type common, Value left, Value right, Span at) {
        if (common == null) {
            throw UnsupportedFeature.query(
                    "a comparison of " + TypeText.named(left.type()) + " and " + TypeText.named(right.type()), at);
        }
        return common.equals(TranslationTypes.NULL) ? TranslationTypes.BOOLEAN : common;
    }

    private static String word(Operator operator) {
        return switch (operator) {
            case EQUAL_FOR_NULL -> " IS NOT DISTINCT FROM ";
            case NOT_EQUAL -> " <> ";
            default -> " " + operator.text() + " ";
        };
    }
}

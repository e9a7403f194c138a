package dev.cairn.embedded.translate.value;

import dev.cairn.analysis.type.ComparisonTypes;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/** A DuckDB expression with its StarRocks type; {@link DuckDbType} defines the representation of its values. */
public record Value(String sql, Type type) {
    public Value as(Type target) {
        return new Value(Conversion.of(sql, type, target), target);
    }

    /** Returns a field of a struct. */
    public Value field(Type.Field field) {
        return new Value("(" + sql + ")." + DuckDbQuoting.name(field.name()), field.type());
    }

    /** Returns the comparison with another value. Both are converted to the type in which the server compares them. */
    public String compared(Operator operator, Value right, Span at) {
        String word = switch (operator) {
            case EQUAL_FOR_NULL -> " IS NOT DISTINCT FROM ";
            case NOT_EQUAL -> " <> ";
            default -> " " + operator.text() + " ";
        };
        if (PrimitiveType.of(type).isCharacters()
                && PrimitiveType.of(right.type()).isCharacters()) {
            return sql + word + right.sql();
        }
        boolean equality =
                operator == Operator.EQUAL || operator == Operator.NOT_EQUAL || operator == Operator.EQUAL_FOR_NULL;
        Type common =
                equality ? ComparisonTypes.ofEquality(type, right.type()) : ComparisonTypes.ofOrder(type, right.type());
        Type compared = comparisonType(common, this, right, at);
        return as(compared).sql() + word + right.as(compared).sql();
    }

    /**
     * Returns the type in which values are compared.
     *
     * @param common their common type; the comparison is refused if it is null
     */
    public static Type comparisonType(@Nullable Type common, Value left, Value right, Span at) {
        if (common == null) {
            throw UnsupportedFeature.query(
                    "a comparison of " + TypeText.named(left.type()) + " and " + TypeText.named(right.type()), at);
        }
        return common.equals(TranslationTypes.NULL) ? TranslationTypes.BOOLEAN : common;
    }
}

package dev.cairn.plan.change;

import dev.cairn.analysis.type.TypeConvertibility;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value that is converted to another type. The server casts structs field by field in their order, regardless of the
 * names. The expression therefore rebuilds a struct: each field gets the value of the field with the same name, or NULL
 * if there was none.
 *
 * @param lostParts the parts of the value that the result does not contain
 */
record ConvertedValue(Expression expression, List<LostPart> lostParts) {
    ConvertedValue {
        lostParts = List.copyOf(lostParts);
    }

    /**
     * A part of a value that is lost.
     *
     * @param path the names of the fields that lead to the part; empty for the whole value
     * @param typePair the types before and after, if the new type can't hold all values; null if the part is dropped
     */
    record LostPart(List<String> path, @Nullable TypePair typePair) {
        LostPart {
            path = List.copyOf(path);
        }
    }

    /** The type of a value, and the type to which it is converted. */
    record TypePair(Type sourceType, Type targetType) {}

    /**
     * Converts a value; empty if one type can't be converted to the other.
     *
     * @param writtenType the target type as a statement spells it
     */
    static Optional<ConvertedValue> convert(Expression value, Type sourceType, Type targetType, Type writtenType) {
        if (TypeConvertibility.of(sourceType, targetType) == TypeConvertibility.IMPOSSIBLE) {
            return Optional.empty();
        }
        ValueConverter valueConverter = new ValueConverter();
        Expression convertedExpression = valueConverter.convert(value, sourceType, targetType, writtenType, List.of());
        return Optional.of(new ConvertedValue(convertedExpression, valueConverter.lostParts));
    }

    static Expression createCall(String functionName, Expression... arguments) {
        return Expression.Call.of(functionName, List.of(arguments), Span.NONE);
    }

    static Expression createTypedNull(Type writtenType) {
        return new Expression.Cast("CAST", new Expression.NullLiteral(Span.NONE), writtenType, Span.NONE);
    }
}

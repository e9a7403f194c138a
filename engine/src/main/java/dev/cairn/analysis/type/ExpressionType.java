package dev.cairn.analysis.type;

import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The type of an expression's values.
 *
 * @param type null if it is unknown; an unknown operand makes the result unknown, it is never guessed
 * @param nullable whether the server considers it nullable, which is more often than it can be NULL
 * @param state the aggregate state that the value is, if any: functions that merge states require it
 */
public record ExpressionType(@Nullable Type type, boolean nullable, Aggregation.@Nullable State state) {
    /** The type of an expression of which nothing is known. */
    public static final ExpressionType UNKNOWN = new ExpressionType(null, true, null);

    public static ExpressionType of(Type type, boolean nullable) {
        return new ExpressionType(type, nullable, null);
    }

    public static ExpressionType nullable(Type type) {
        return of(type, true);
    }

    /** Returns the type of a struct's field, which is nullable if the struct is. */
    public ExpressionType field(Name field, Span at) {
        if (type == null) {
            return UNKNOWN;
        }
        if (type instanceof Type.Struct struct) {
            for (Type.Field candidate : struct.fields()) {
                if (field.is(candidate.name())) {
                    return of(candidate.type(), nullable);
                }
            }
        }
        throw Refusal.analysis(at, TypeRule.FIELD_NOT_FOUND, field);
    }

    /** Returns the types of all, or null if one of them is unknown. */
    public static @Nullable List<Type> types(List<ExpressionType> all) {
        List<Type> types = new ArrayList<>(all.size());
        for (ExpressionType typed : all) {
            if (typed.type() == null) {
                return null;
            }
            types.add(typed.type());
        }
        return types;
    }
}

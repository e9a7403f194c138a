package dev.cairn.analysis.type;

import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an expression's values.
 *
 * @param type null where it can't be known; unknown spreads, it is never guessed
 * @param nullable whether the server takes it for nullable, which is more often than it can be NULL
 * @param state what the value is the intermediate state of, where it is one: functions that merge states ask for it
 */
public record ExpressionType(@Nullable Type type, boolean nullable, Aggregation.@Nullable State state) {
    /** What nothing is known of. */
    public static final ExpressionType UNKNOWN = new ExpressionType(null, true, null);

    public static ExpressionType of(Type type, boolean nullable) {
        return new ExpressionType(type, nullable, null);
    }

    public static ExpressionType nullable(Type type) {
        return of(type, true);
    }

    /** The types of all, or null where one is unknown. */
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

package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.QualifiedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The aggregate functions that a frontend calculates instead of the written ones, as variables of the session say:
 * another implementation of COUNT(DISTINCT …), and {@code bitmap_agg(x)} for {@code bitmap_union(to_bitmap(x))}, which
 * passes over negative numbers instead of NULL.
 */
record AggregateReplacement(ExpressionTranslation expressions) {
    /** Returns the call that replaces another one; null if none does. */
    @Nullable
    Call replace(Call call) {
        String name = CallRewrites.lowerCaseName(call);
        if (call.arguments().size() != 1) {
            return null;
        }
        if (name.equals("count") && call.isDistinct() && hasValue("count_distinct_implementation", "ndv")) {
            return createCall("ndv", call.arguments(), call);
        }
        return name.equals("bitmap_union")
                        && call.arguments().get(0).unwrap() instanceof Call argument
                        && isBitmapOfInteger(argument)
                        && hasValue("enable_rewrite_bitmap_union_to_bitamp_agg", "1")
                ? createCall("bitmap_agg", argument.arguments(), call)
                : null;
    }

    private boolean isBitmapOfInteger(Call call) {
        if (!CallRewrites.lowerCaseName(call).equals("to_bitmap")
                || call.arguments().size() != 1) {
            return false;
        }
        PrimitiveType type = PrimitiveType.of(expressions.type(call.arguments().get(0)));
        return type.isFixedPoint() || type == PrimitiveType.BOOLEAN;
    }

    private boolean hasValue(String variable, String value) {
        return value.equalsIgnoreCase(expressions.context().variable(variable));
    }

    private static Call createCall(String name, List<Expression> arguments, Call original) {
        return new Call(QualifiedName.of(name), false, false, false, arguments, original.span());
    }
}

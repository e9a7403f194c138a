package dev.cairn.analysis.function;

import dev.cairn.analysis.type.ExpressionRefusals;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;

/** Sketches are gathered over windows by few functions only. */
final class WindowedArguments {
    private WindowedArguments() {}

    static void check(Invocation call) {
        String name = call.name();
        boolean moved = name.equals("lead") || name.equals("lag");
        for (int i = 0; i < call.count(); i++) {
            Type type = call.type(i);
            Expression argument = call.argument(i);
            if (type.equals(TypeConstants.BITMAP)
                    && !moved
                    && !name.equals("bitmap_union")
                    && !name.equals("bitmap_union_count")) {
                throw ExpressionRefusals.at(
                        argument,
                        "bitmap type could only used for bitmap_union_count/bitmap_union/lead/lag window function");
            }
            if (type.equals(TypeConstants.HLL) && !moved && !name.equals("hll_union_agg")) {
                throw ExpressionRefusals.at(
                        argument, "hll type could only used for hll_union_agg/lead/lag window function");
            }
            if (type.equals(TypeConstants.PERCENTILE)) {
                throw ExpressionRefusals.at(argument, "window functions don't support percentile type");
            }
        }
    }
}

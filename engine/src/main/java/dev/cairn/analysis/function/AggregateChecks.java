package dev.cairn.analysis.function;

import dev.cairn.analysis.type.ExpressionRefusals;
import dev.cairn.analysis.type.LiteralTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;

/** The server's checks of an aggregate function's arguments after it has resolved the function. */
public final class AggregateChecks {
    static final String NOT_AGGREGATED =
            "Type (nested) percentile/hll/bitmap/json/struct/map not support this aggregation function";

    static final String NOT_ORDERED = "Type (nested) percentile/hll/bitmap/json/struct/map not support order-by";

    private AggregateChecks() {}

    public static void check(Invocation call, Signature signature) {
        if (!signature.aggregate()) {
            if (call.star()) {
                throw ExpressionRefusals.at(call.place(), "Cannot pass '*' to scalar function.");
            }
            return;
        }
        if (call.star() && !call.name().equals("count")) {
            throw ExpressionRefusals.at(call.place(), "'*' can only be used in conjunction with COUNT: " + text(call));
        }
        if (signature.kind() == Signature.Kind.WINDOW && !call.windowed()) {
            throw ExpressionRefusals.at(call.place(), call.name() + " only used in analytic function");
        }
        if (call.count() > 0) {
            arguments(call);
        }
        if (call.windowed()) {
            WindowedArguments.check(call);
        }
    }

    private static void arguments(Invocation call) {
        Type first = call.type(0);
        switch (call.name()) {
            case "count" -> {
                if (call.count() > 1 && !call.distinct()) {
                    throw ExpressionRefusals.at(
                            call.place(), "COUNT must have DISTINCT for multiple arguments: " + text(call));
                }
            }
            case "group_concat" -> separator(call);
            case "sum", "avg" -> numeric(call, first);
            case "min", "max" -> require(TypeTraits.canAggregate(first), NOT_AGGREGATED);
            case "max_by", "min_by" -> extremes(call);
            case "ndv", "approx_count_distinct", "ds_theta_count_distinct", "ds_hll_count_distinct" ->
                require(
                        TypeTraits.canAggregate(first) || PrimitiveType.of(first) == PrimitiveType.VARBINARY,
                        NOT_AGGREGATED);
            case "covar_pop", "covar_samp", "corr" ->
                require(
                        !ConstantExpressions.isConstant(call.argument(0))
                                && !ConstantExpressions.isConstant(call.argument(1)),
                        call.name() + " function 's args must be constant");
            case "retention" -> retention(call, first);
            case "window_funnel" -> funnel(call);
            case "session_number" -> {
                if (!ConstantExpressions.isConstant(call.argument(1))) {
                    throw ExpressionRefusals.at(
                            call.argument(1),
                            "The delta parameter (parameter 2) of SESSION_NUMBER must be a constant: " + text(call));
                }
            }
            default -> SketchChecks.check(call, first);
        }
    }

    private static void separator(Invocation call) {
        Type separator = call.type(call.count() - call.orderings() - 1);
        if (!PrimitiveType.of(separator).isCharacters() && !separator.equals(TypeConstants.NULL)) {
            throw ExpressionRefusals.at(
                    call.argument(call.count() - call.orderings() - 1),
                    "group_concat requires separator to be of getType() STRING: " + text(call));
        }
    }

    private static void numeric(Invocation call, Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        boolean number = primitive.isNumeric()
                || primitive == PrimitiveType.BOOLEAN
                || primitive.isCharacters()
                || primitive == PrimitiveType.NULL_TYPE;
        if (!number) {
            throw ExpressionRefusals.at(call.place(), call.name() + " requires a numeric parameter: " + text(call));
        }
    }

    private static void extremes(Invocation call) {
        if (call.count() != 2) {
            throw ExpressionRefusals.at(call.place(), call.name() + " requires two parameters: " + text(call));
        }
        if (ConstantExpressions.isConstant(call.argument(0)) || ConstantExpressions.isConstant(call.argument(1))) {
            throw ExpressionRefusals.at(call.place(), call.name() + " function args must be column");
        }
        require(TypeTraits.canAggregate(call.type(1)), NOT_ORDERED);
    }

    private static void retention(Invocation call, Type type) {
        boolean booleans = type instanceof Type.Array array
                && (array.element().equals(TypeConstants.BOOLEAN)
                        || array.element().equals(TypeConstants.NULL));
        if (!booleans) {
            throw ExpressionRefusals.at(call.argument(0), "retention only support Array<BOOLEAN>");
        }
    }

    private static void funnel(Invocation call) {
        Long mode = LiteralTypes.integer(call.argument(2));
        if (mode == null) {
            throw ExpressionRefusals.at(call.argument(2), "mode argument must be numerical type");
        }
        if (mode < 0 || mode > 7) {
            throw ExpressionRefusals.at(call.argument(2), "mode argument's range must be [0-7]");
        }
        Long window = LiteralTypes.integer(call.argument(0));
        if (window == null) {
            throw ExpressionRefusals.at(call.argument(0), "window argument must be numerical type");
        }
        if (window < 0) {
            throw ExpressionRefusals.at(call.argument(0), "window argument must >= 0");
        }
        if (ConstantExpressions.isConstant(call.argument(1))) {
            throw ExpressionRefusals.at(call.argument(1), "time arg must be column");
        }
    }

    static void require(boolean condition, String words) {
        if (!condition) {
            throw Refusal.analysis(Span.NONE, words);
        }
    }

    static String text(Invocation call) {
        return call.place() instanceof Expression.Windowed windowed
                ? Sql.render(windowed.function())
                : Sql.render(call.place());
    }

    /** Checks the arguments of sketch functions over a window, which only a few of them support. */
    private static final class WindowedArguments {
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
}

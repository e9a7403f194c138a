package dev.cairn.analysis.function;

import dev.cairn.analysis.type.LiteralTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;

/** The server's checks of an aggregate function's arguments after it has resolved the function. */
public final class AggregateChecks {
    static final String NOT_AGGREGATED =
            "Type (nested) percentile/hll/bitmap/json/struct/map not support this aggregation function";

    static final String NOT_ORDERED = "Type (nested) percentile/hll/bitmap/json/struct/map not support order-by";

    private static final String PERCENTILE = "percentile";

    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth");

    private static final long MOST_COUNTERS = 100_000;

    private AggregateChecks() {}

    public static void check(Invocation call, Signature signature) {
        if (!signature.aggregate()) {
            if (call.star()) {
                throw call.refusal("Cannot pass '*' to scalar function.");
            }
            return;
        }
        if (call.star() && !call.name().equals("count")) {
            throw call.refusal("'*' can only be used in conjunction with COUNT: " + text(call));
        }
        if (signature.kind() == Signature.Kind.WINDOW && !call.windowed()) {
            throw call.refusal(call.name() + " only used in analytic function");
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
                    throw call.refusal("COUNT must have DISTINCT for multiple arguments: " + text(call));
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
                    throw Refusal.at(
                            call.argument(1),
                            "The delta parameter (parameter 2) of SESSION_NUMBER must be a constant: " + text(call));
                }
            }
            default -> sketch(call, first);
        }
    }

    private static void separator(Invocation call) {
        Type separator = call.type(call.count() - call.orderings() - 1);
        if (!PrimitiveType.of(separator).isCharacters() && !separator.equals(TypeConstants.NULL)) {
            throw Refusal.at(
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
            throw call.refusal(call.name() + " requires a numeric parameter: " + text(call));
        }
    }

    private static void extremes(Invocation call) {
        if (call.count() != 2) {
            throw call.refusal(call.name() + " requires two parameters: " + text(call));
        }
        if (ConstantExpressions.isConstant(call.argument(0)) || ConstantExpressions.isConstant(call.argument(1))) {
            throw call.refusal(call.name() + " function args must be column");
        }
        require(TypeTraits.canAggregate(call.type(1)), NOT_ORDERED);
    }

    private static void retention(Invocation call, Type type) {
        boolean booleans = type instanceof Type.Array array
                && (array.element().equals(TypeConstants.BOOLEAN)
                        || array.element().equals(TypeConstants.NULL));
        if (!booleans) {
            throw Refusal.at(call.argument(0), "retention only support Array<BOOLEAN>");
        }
    }

    private static void funnel(Invocation call) {
        Long mode = LiteralTypes.integer(call.argument(2));
        if (mode == null) {
            throw Refusal.at(call.argument(2), "mode argument must be numerical type");
        }
        if (mode < 0 || mode > 7) {
            throw Refusal.at(call.argument(2), "mode argument's range must be [0-7]");
        }
        Long window = LiteralTypes.integer(call.argument(0));
        if (window == null) {
            throw Refusal.at(call.argument(0), "window argument must be numerical type");
        }
        if (window < 0) {
            throw Refusal.at(call.argument(0), "window argument must >= 0");
        }
        if (ConstantExpressions.isConstant(call.argument(1))) {
            throw Refusal.at(call.argument(1), "time arg must be column");
        }
    }

    private static void require(boolean condition, String words) {
        if (!condition) {
            throw Refusal.analysis(Span.NONE, words);
        }
    }

    private static String text(Invocation call) {
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
                    throw Refusal.at(
                            argument,
                            "bitmap type could only used for bitmap_union_count/bitmap_union/lead/lag window function");
                }
                if (type.equals(TypeConstants.HLL) && !moved && !name.equals("hll_union_agg")) {
                    throw Refusal.at(argument, "hll type could only used for hll_union_agg/lead/lag window function");
                }
                if (type.equals(TypeConstants.PERCENTILE)) {
                    throw Refusal.at(argument, "window functions don't support percentile type");
                }
            }
        }
    }

    private static void sketch(Invocation call, Type first) {
        switch (call.name()) {
            case "bitmap_union_int" -> {
                if (!PrimitiveType.of(first).isInteger()) {
                    throw call.refusal("BITMAP_UNION_INT params only support Integer getType()");
                }
            }
            case "bitmap_agg" -> gathered(call, first);
            case "bitmap_union", "bitmap_union_count", "bitmap_intersect" -> bitmap(call, first);
            case "intersect_count" -> intersection(call, first);
            case "hll_union_agg", "hll_union", "hll_raw_agg" -> {
                if (!first.equals(TypeConstants.HLL)) {
                    throw call.refusal("HLL_UNION_AGG, HLL_RAW_AGG and HLL_CARDINALITY's params must be hll column");
                }
            }
            case "percentile_approx" -> approximation(call, List.of("value", PERCENTILE, "compression"));
            case "percentile_approx_weighted" ->
                approximation(call, List.of("value", "weight", PERCENTILE, "compression"));
            case "percentile_disc", "percentile_cont", "percentile_disc_lc" -> percentile(call);
            case "approx_top_k" -> top(call);
            case "dict_merge" -> {
                Long size = LiteralTypes.integer(call.argument(1));
                if (size == null || size < 0 || size >= Integer.MAX_VALUE) {
                    throw Refusal.at(
                            call.argument(1),
                            "The second parameter of DICT_MERGE must be a constant positive integer: " + text(call));
                }
            }
            default -> {}
        }
    }

    private static void gathered(Invocation call, Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        if (!primitive.isFixedPoint() && primitive != PrimitiveType.BOOLEAN && !primitive.isCharacters()) {
            throw Refusal.at(
                    call.argument(0),
                    call.name() + " function's argument should be of int type or bool type or string type, but was "
                            + TypeText.named(type));
        }
    }

    private static void bitmap(Invocation call, Type type) {
        if (!type.equals(TypeConstants.BITMAP)) {
            throw Refusal.at(
                    call.argument(0),
                    call.name() + " function's argument should be of BITMAP getType(), but was "
                            + TypeText.named(type));
        }
    }

    private static void intersection(Invocation call, Type type) {
        if (call.count() <= 2) {
            throw call.refusal(
                    "intersect_count(bitmap_column, column_to_filter, filter_values) function requires at least three"
                            + " parameters");
        }
        if (!type.equals(TypeConstants.BITMAP)) {
            throw Refusal.at(
                    call.argument(0),
                    "intersect_count function first argument should be of BITMAP getType(), but was "
                            + TypeText.named(type));
        }
        if (ConstantExpressions.isConstant(call.argument(1))) {
            throw Refusal.at(call.argument(1), "intersect_count function filter_values arg must be column");
        }
        for (Expression value : call.arguments().subList(2, call.count())) {
            if (!ConstantExpressions.isConstant(value)) {
                throw Refusal.at(value, "intersect_count function filter_values arg must be constant");
            }
        }
    }

    private static void approximation(Invocation call, List<String> parameters) {
        for (int i = 0; i < call.count(); i++) {
            Type type = call.type(i);
            boolean percentile = parameters.get(i).equals(PERCENTILE);
            if (!PrimitiveType.of(type).isNumeric() && !(percentile && type instanceof Type.Array)) {
                throw call.refusal(call.name() + " requires the " + ORDINALS.get(i) + " parameter (" + parameters.get(i)
                        + ") to be numeric type" + (percentile ? " or array type" : "") + ", but got: "
                        + TypeText.shown(type));
            }
        }
    }

    private static void percentile(Invocation call) {
        require(call.count() == 2, call.name() + " requires two parameters");
        Expression rate = call.argument(1);
        if (!ConstantExpressions.isConstant(rate)
                || !PrimitiveType.of(call.type(1)).isNumeric()) {
            throw call.refusal(call.name() + " 's second parameter should be constant and its type should be numeric");
        }
        if (rate instanceof Expression.Number number && Double.parseDouble(number.text()) > 1) {
            throw Refusal.at(rate, call.name() + " second parameter'value should be between 0 and 1");
        }
    }

    private static void top(Invocation call) {
        Long most = call.count() > 1 ? positive(call, 1, "second") : null;
        Long counters = call.count() > 2 ? positive(call, 2, "third") : null;
        if (most != null && most > MOST_COUNTERS) {
            throw Refusal.at(
                    call.argument(1),
                    "The maximum number of the second parameter is " + MOST_COUNTERS + ", " + text(call));
        }
        if (most != null && counters != null && most > counters) {
            throw Refusal.at(
                    call.argument(1),
                    "The second parameter must be smaller than or equal to the third parameter" + text(call));
        }
    }

    private static Long positive(Invocation call, int index, String place) {
        Long value = LiteralTypes.integer(call.argument(index));
        if (value == null || value <= 0) {
            throw Refusal.at(
                    call.argument(index),
                    "The " + place + " parameter of APPROX_TOP_K must be a constant positive integer: " + text(call));
        }
        return value;
    }
}

package dev.cairn.analysis.function;

import static dev.cairn.analysis.function.AggregateChecks.require;

import dev.cairn.analysis.type.ExpressionRefusals;
import dev.cairn.analysis.type.LiteralTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.List;

/** The server's checks of the arguments of aggregate functions for sketches and percentiles. */
final class SketchChecks {
    private static final String PERCENTILE = "percentile";

    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth");

    private static final long MOST_COUNTERS = 100_000;

    private SketchChecks() {}

    static void check(Invocation call, Type first) {
        switch (call.name()) {
            case "bitmap_union_int" -> {
                if (!PrimitiveType.of(first).isInteger()) {
                    throw ExpressionRefusals.at(call.place(), "BITMAP_UNION_INT params only support Integer getType()");
                }
            }
            case "bitmap_agg" -> gathered(call, first);
            case "bitmap_union", "bitmap_union_count", "bitmap_intersect" -> bitmap(call, first);
            case "intersect_count" -> intersection(call, first);
            case "hll_union_agg", "hll_union", "hll_raw_agg" -> {
                if (!first.equals(TypeConstants.HLL)) {
                    throw ExpressionRefusals.at(
                            call.place(), "HLL_UNION_AGG, HLL_RAW_AGG and HLL_CARDINALITY's params must be hll column");
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
                    throw ExpressionRefusals.at(
                            call.argument(1),
                            "The second parameter of DICT_MERGE must be a constant positive integer: "
                                    + AggregateChecks.text(call));
                }
            }
            default -> {}
        }
    }

    private static void gathered(Invocation call, Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        if (!primitive.isFixedPoint() && primitive != PrimitiveType.BOOLEAN && !primitive.isCharacters()) {
            throw ExpressionRefusals.at(
                    call.argument(0),
                    call.name() + " function's argument should be of int type or bool type or string type, but was "
                            + TypeText.named(type));
        }
    }

    private static void bitmap(Invocation call, Type type) {
        if (!type.equals(TypeConstants.BITMAP)) {
            throw ExpressionRefusals.at(
                    call.argument(0),
                    call.name() + " function's argument should be of BITMAP getType(), but was "
                            + TypeText.named(type));
        }
    }

    private static void intersection(Invocation call, Type type) {
        if (call.count() <= 2) {
            throw ExpressionRefusals.at(
                    call.place(),
                    "intersect_count(bitmap_column, column_to_filter, filter_values) function requires at least three"
                            + " parameters");
        }
        if (!type.equals(TypeConstants.BITMAP)) {
            throw ExpressionRefusals.at(
                    call.argument(0),
                    "intersect_count function first argument should be of BITMAP getType(), but was "
                            + TypeText.named(type));
        }
        if (ConstantExpressions.isConstant(call.argument(1))) {
            throw ExpressionRefusals.at(call.argument(1), "intersect_count function filter_values arg must be column");
        }
        for (Expression value : call.arguments().subList(2, call.count())) {
            if (!ConstantExpressions.isConstant(value)) {
                throw ExpressionRefusals.at(value, "intersect_count function filter_values arg must be constant");
            }
        }
    }

    private static void approximation(Invocation call, List<String> parameters) {
        for (int i = 0; i < call.count(); i++) {
            Type type = call.type(i);
            boolean percentile = parameters.get(i).equals(PERCENTILE);
            if (!PrimitiveType.of(type).isNumeric() && !(percentile && type instanceof Type.Array)) {
                throw ExpressionRefusals.at(
                        call.place(),
                        call.name() + " requires the " + ORDINALS.get(i) + " parameter (" + parameters.get(i)
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
            throw ExpressionRefusals.at(
                    call.place(),
                    call.name() + " 's second parameter should be constant and its type should be numeric");
        }
        if (rate instanceof Expression.Number number && Double.parseDouble(number.text()) > 1) {
            throw ExpressionRefusals.at(rate, call.name() + " second parameter'value should be between 0 and 1");
        }
    }

    private static void top(Invocation call) {
        Long most = call.count() > 1 ? positive(call, 1, "second") : null;
        Long counters = call.count() > 2 ? positive(call, 2, "third") : null;
        if (most != null && most > MOST_COUNTERS) {
            throw ExpressionRefusals.at(
                    call.argument(1),
                    "The maximum number of the second parameter is " + MOST_COUNTERS + ", "
                            + AggregateChecks.text(call));
        }
        if (most != null && counters != null && most > counters) {
            throw ExpressionRefusals.at(
                    call.argument(1),
                    "The second parameter must be smaller than or equal to the third parameter"
                            + AggregateChecks.text(call));
        }
    }

    private static Long positive(Invocation call, int index, String place) {
        Long value = LiteralTypes.integer(call.argument(index));
        if (value == null || value <= 0) {
            throw ExpressionRefusals.at(
                    call.argument(index),
                    "The " + place + " parameter of APPROX_TOP_K must be a constant positive integer: "
                            + AggregateChecks.text(call));
        }
        return value;
    }
}

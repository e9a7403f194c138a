package dev.cairn.analysis.function;

import dev.cairn.analysis.type.LiteralTypes;
import dev.cairn.analysis.type.Orderings;
import dev.cairn.analysis.type.Refusals;
import dev.cairn.analysis.type.Types;
import dev.cairn.catalog.Primitive;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;

/** What the server asks of the arguments of an aggregate function once it has found it. */
public final class AggregateChecks {
    static final String NOT_AGGREGATED =
            "Type (nested) percentile/hll/bitmap/json/struct/map not support this aggregation function";

    static final String NOT_ORDERED = "Type (nested) percentile/hll/bitmap/json/struct/map not support order-by";

    private AggregateChecks() {}

    public static void check(Invocation call, Signature signature) {
        if (!signature.aggregate()) {
            if (call.star()) {
                throw Refusals.at(call.place(), "Cannot pass '*' to scalar function.");
            }
            return;
        }
        if (call.star() && !call.name().equals("count")) {
            throw Refusals.at(call.place(), "'*' can only be used in conjunction with COUNT: " + text(call));
        }
        if (signature.kind() == Signature.Kind.WINDOW && !call.windowed()) {
            throw Refusals.at(call.place(), call.name() + " only used in analytic function");
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
                    throw Refusals.at(call.place(), "COUNT must have DISTINCT for multiple arguments: " + text(call));
                }
            }
            case "group_concat" -> separator(call);
            case "sum", "avg" -> numeric(call, first);
            case "min", "max" -> require(Orderings.canAggregate(first), NOT_AGGREGATED);
            case "max_by", "min_by" -> extremes(call);
            case "ndv", "approx_count_distinct", "ds_theta_count_distinct", "ds_hll_count_distinct" ->
                require(Orderings.canAggregate(first) || Primitive.of(first) == Primitive.VARBINARY, NOT_AGGREGATED);
            case "covar_pop", "covar_samp", "corr" ->
                require(
                        !Constants.isConstant(call.argument(0)) && !Constants.isConstant(call.argument(1)),
                        call.name() + " function 's args must be constant");
            case "retention" -> retention(call, first);
            case "window_funnel" -> funnel(call);
            case "session_number" -> {
                if (!Constants.isConstant(call.argument(1))) {
                    throw Refusals.at(
                            call.argument(1),
                            "The delta parameter (parameter 2) of SESSION_NUMBER must be a constant: " + text(call));
                }
            }
            default -> SketchChecks.check(call, first);
        }
    }

    private static void separator(Invocation call) {
        Type separator = call.type(call.count() - call.orderings() - 1);
        if (!Primitive.of(separator).isCharacters() && !separator.equals(Types.NULL)) {
            throw Refusals.at(
                    call.argument(call.count() - call.orderings() - 1),
                    "group_concat requires separator to be of getType() STRING: " + text(call));
        }
    }

    private static void numeric(Invocation call, Type type) {
        Primitive primitive = Primitive.of(type);
        boolean number = primitive.isNumeric()
                || primitive == Primitive.BOOLEAN
                || primitive.isCharacters()
                || primitive == Primitive.NULL_TYPE;
        if (!number) {
            throw Refusals.at(call.place(), call.name() + " requires a numeric parameter: " + text(call));
        }
    }

    private static void extremes(Invocation call) {
        if (call.count() != 2) {
            throw Refusals.at(call.place(), call.name() + " requires two parameters: " + text(call));
        }
        if (Constants.isConstant(call.argument(0)) || Constants.isConstant(call.argument(1))) {
            throw Refusals.at(call.place(), call.name() + " function args must be column");
        }
        require(Orderings.canAggregate(call.type(1)), NOT_ORDERED);
    }

    private static void retention(Invocation call, Type type) {
        boolean booleans = type instanceof Type.Array array
                && (array.element().equals(Types.BOOLEAN) || array.element().equals(Types.NULL));
        if (!booleans) {
            throw Refusals.at(call.argument(0), "retention only support Array<BOOLEAN>");
        }
    }

    private static void funnel(Invocation call) {
        Long mode = LiteralTypes.integer(call.argument(2));
        if (mode == null) {
            throw Refusals.at(call.argument(2), "mode argument must be numerical type");
        }
        if (mode < 0 || mode > 7) {
            throw Refusals.at(call.argument(2), "mode argument's range must be [0-7]");
        }
        Long window = LiteralTypes.integer(call.argument(0));
        if (window == null) {
            throw Refusals.at(call.argument(0), "window argument must be numerical type");
        }
        if (window < 0) {
            throw Refusals.at(call.argument(0), "window argument must >= 0");
        }
        if (Constants.isConstant(call.argument(1))) {
            throw Refusals.at(call.argument(1), "time arg must be column");
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
}

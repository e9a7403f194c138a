package dev.cairn.analysis.function;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;

/** The server's checks of an aggregate function's arguments after it has resolved the function. */
public record AggregateChecks(Invocation call) {
    private static final String PERCENTILE = "percentile";

    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth");

    private static final long MOST_COUNTERS = 100_000;

    public void check(Signature signature) {
        if (!signature.aggregate()) {
            if (call.star()) {
                throw call.refusal(FunctionRule.STAR_OF_SCALAR_FUNCTION);
            }
            return;
        }
        if (call.star() && !call.name().equals("count")) {
            throw call.refusal(FunctionRule.STAR_WITHOUT_COUNT, text());
        }
        if (signature.kind() == Signature.Kind.WINDOW && !call.windowed()) {
            throw call.refusal(FunctionRule.WINDOW_FUNCTION_WITHOUT_OVER, call.name());
        }
        if (call.count() > 0) {
            arguments();
        }
        if (call.windowed()) {
            window();
        }
    }

    private void arguments() {
        Type first = call.type(0);
        switch (call.name()) {
            case "count" -> {
                if (call.count() > 1 && !call.distinct()) {
                    throw call.refusal(FunctionRule.COUNT_WITHOUT_DISTINCT, text());
                }
            }
            case "group_concat" -> separator();
            case "sum", "avg" -> numeric(first);
            case "min", "max" -> require(TypeTraits.canAggregate(first), FunctionRule.TYPE_NOT_AGGREGATED);
            case "max_by", "min_by" -> extremes();
            case "ndv", "approx_count_distinct", "ds_theta_count_distinct", "ds_hll_count_distinct" ->
                require(
                        TypeTraits.canAggregate(first) || PrimitiveType.of(first) == PrimitiveType.VARBINARY,
                        FunctionRule.TYPE_NOT_AGGREGATED);
            case "covar_pop", "covar_samp", "corr" ->
                require(
                        !ConstantExpressions.isConstant(call.argument(0))
                                && !ConstantExpressions.isConstant(call.argument(1)),
                        FunctionRule.ARGUMENT_NOT_CONSTANT,
                        call.name());
            case "retention" -> retention(first);
            case "window_funnel" -> funnel();
            case "session_number" -> {
                if (!ConstantExpressions.isConstant(call.argument(1))) {
                    throw Refusal.at(call.argument(1), FunctionRule.SESSION_NUMBER_DELTA_NOT_CONSTANT, text());
                }
            }
            default -> sketch(first);
        }
    }

    private void separator() {
        Type separator = call.type(call.count() - call.orderings() - 1);
        if (!PrimitiveType.of(separator).isCharacters() && !separator.equals(TypeConstants.NULL)) {
            throw Refusal.at(
                    call.argument(call.count() - call.orderings() - 1),
                    FunctionRule.GROUP_CONCAT_SEPARATOR_NOT_TEXT,
                    text());
        }
    }

    private void numeric(Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        boolean number = primitive.isNumeric()
                || primitive == PrimitiveType.BOOLEAN
                || primitive.isCharacters()
                || primitive == PrimitiveType.NULL_TYPE;
        if (!number) {
            throw call.refusal(FunctionRule.PARAMETER_NOT_NUMERIC, call.name(), text());
        }
    }

    private void extremes() {
        if (call.count() != 2) {
            throw call.refusal(FunctionRule.TWO_PARAMETERS_REQUIRED, call.name(), text());
        }
        if (ConstantExpressions.isConstant(call.argument(0)) || ConstantExpressions.isConstant(call.argument(1))) {
            throw call.refusal(FunctionRule.ARGUMENT_NOT_COLUMN, call.name());
        }
        require(TypeTraits.canAggregate(call.type(1)), FunctionRule.TYPE_NOT_ORDERED);
    }

    private void retention(Type type) {
        boolean booleans = type instanceof Type.Array array
                && (array.element().equals(TypeConstants.BOOLEAN)
                        || array.element().equals(TypeConstants.NULL));
        if (!booleans) {
            throw Refusal.at(call.argument(0), FunctionRule.RETENTION_NOT_OF_BOOLEANS);
        }
    }

    private void funnel() {
        Long mode = call.argument(2).integerValue();
        if (mode == null) {
            throw Refusal.at(call.argument(2), FunctionRule.FUNNEL_MODE_NOT_NUMERIC);
        }
        if (mode < 0 || mode > 7) {
            throw Refusal.at(call.argument(2), FunctionRule.FUNNEL_MODE_OUT_OF_RANGE);
        }
        Long window = call.argument(0).integerValue();
        if (window == null) {
            throw Refusal.at(call.argument(0), FunctionRule.FUNNEL_WINDOW_NOT_NUMERIC);
        }
        if (window < 0) {
            throw Refusal.at(call.argument(0), FunctionRule.FUNNEL_WINDOW_NEGATIVE);
        }
        if (ConstantExpressions.isConstant(call.argument(1))) {
            throw Refusal.at(call.argument(1), FunctionRule.FUNNEL_TIME_NOT_COLUMN);
        }
    }

    private static void require(boolean condition, RefusalRule rule, Object... arguments) {
        if (!condition) {
            throw Refusal.analysis(Span.NONE, rule, arguments);
        }
    }

    private String text() {
        return call.place() instanceof Expression.Windowed windowed
                ? Sql.render(windowed.function())
                : Sql.render(call.place());
    }

    /** Checks the arguments of sketch functions over a window, which only a few of them support. */
    private void window() {
        String name = call.name();
        boolean moved = name.equals("lead") || name.equals("lag");
        for (int i = 0; i < call.count(); i++) {
            Type type = call.type(i);
            Expression argument = call.argument(i);
            if (type.equals(TypeConstants.BITMAP)
                    && !moved
                    && !name.equals("bitmap_union")
                    && !name.equals("bitmap_union_count")) {
                throw Refusal.at(argument, FunctionRule.WINDOW_FUNCTION_OF_BITMAP);
            }
            if (type.equals(TypeConstants.HLL) && !moved && !name.equals("hll_union_agg")) {
                throw Refusal.at(argument, FunctionRule.WINDOW_FUNCTION_OF_HLL);
            }
            if (type.equals(TypeConstants.PERCENTILE)) {
                throw Refusal.at(argument, FunctionRule.WINDOW_FUNCTION_OF_PERCENTILE);
            }
        }
    }

    private void sketch(Type first) {
        switch (call.name()) {
            case "bitmap_union_int" -> {
                if (!PrimitiveType.of(first).isInteger()) {
                    throw call.refusal(FunctionRule.BITMAP_UNION_INT_NOT_INTEGER);
                }
            }
            case "bitmap_agg" -> gathered(first);
            case "bitmap_union", "bitmap_union_count", "bitmap_intersect" -> bitmap(first);
            case "intersect_count" -> intersection(first);
            case "hll_union_agg", "hll_union", "hll_raw_agg" -> {
                if (!first.equals(TypeConstants.HLL)) {
                    throw call.refusal(FunctionRule.HLL_REQUIRED);
                }
            }
            case "percentile_approx" -> approximation(List.of("value", PERCENTILE, "compression"));
            case "percentile_approx_weighted" -> approximation(List.of("value", "weight", PERCENTILE, "compression"));
            case "percentile_disc", "percentile_cont", "percentile_disc_lc" -> percentile();
            case "approx_top_k" -> top();
            case "dict_merge" -> {
                Long size = call.argument(1).integerValue();
                if (size == null || size < 0 || size >= Integer.MAX_VALUE) {
                    throw Refusal.at(call.argument(1), FunctionRule.DICT_MERGE_SIZE_NOT_POSITIVE, text());
                }
            }
            default -> {}
        }
    }

    private void gathered(Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        if (!primitive.isFixedPoint() && primitive != PrimitiveType.BOOLEAN && !primitive.isCharacters()) {
            throw Refusal.at(call.argument(0), FunctionRule.TO_BITMAP_ARGUMENT_TYPE, call.name(), TypeText.named(type));
        }
    }

    private void bitmap(Type type) {
        if (!type.equals(TypeConstants.BITMAP)) {
            throw Refusal.at(call.argument(0), FunctionRule.BITMAP_REQUIRED, call.name(), TypeText.named(type));
        }
    }

    private void intersection(Type type) {
        if (call.count() <= 2) {
            throw call.refusal(FunctionRule.INTERSECT_COUNT_PARAMETER_COUNT);
        }
        if (!type.equals(TypeConstants.BITMAP)) {
            throw Refusal.at(call.argument(0), FunctionRule.INTERSECT_COUNT_NOT_OF_BITMAP, TypeText.named(type));
        }
        if (ConstantExpressions.isConstant(call.argument(1))) {
            throw Refusal.at(call.argument(1), FunctionRule.INTERSECT_COUNT_FILTER_NOT_COLUMN);
        }
        for (Expression value : call.arguments().subList(2, call.count())) {
            if (!ConstantExpressions.isConstant(value)) {
                throw Refusal.at(value, FunctionRule.INTERSECT_COUNT_FILTER_NOT_CONSTANT);
            }
        }
    }

    private void approximation(List<String> parameters) {
        for (int i = 0; i < call.count(); i++) {
            Type type = call.type(i);
            boolean percentile = parameters.get(i).equals(PERCENTILE);
            if (!PrimitiveType.of(type).isNumeric() && !(percentile && type instanceof Type.Array)) {
                throw call.refusal(
                        FunctionRule.PERCENTILE_PARAMETER_NOT_NUMERIC,
                        call.name(),
                        ORDINALS.get(i),
                        parameters.get(i),
                        percentile ? " or array type" : "",
                        TypeText.shown(type));
            }
        }
    }

    private void percentile() {
        require(call.count() == 2, FunctionRule.PERCENTILE_PARAMETER_COUNT, call.name());
        Expression rate = call.argument(1);
        if (!ConstantExpressions.isConstant(rate)
                || !PrimitiveType.of(call.type(1)).isNumeric()) {
            throw call.refusal(FunctionRule.PERCENTILE_NOT_CONSTANT, call.name());
        }
        if (rate instanceof Expression.Number number && Double.parseDouble(number.text()) > 1) {
            throw Refusal.at(rate, FunctionRule.PERCENTILE_OUT_OF_RANGE, call.name());
        }
    }

    private void top() {
        Long most = call.count() > 1 ? positive(1, "second") : null;
        Long counters = call.count() > 2 ? positive(2, "third") : null;
        if (most != null && most > MOST_COUNTERS) {
            throw Refusal.at(call.argument(1), FunctionRule.TOP_K_COUNTERS_TOO_MANY, MOST_COUNTERS, text());
        }
        if (most != null && counters != null && most > counters) {
            throw Refusal.at(call.argument(1), FunctionRule.TOP_K_GREATER_THAN_COUNTERS, text());
        }
    }

    private Long positive(int index, String place) {
        Long value = call.argument(index).integerValue();
        if (value == null || value <= 0) {
            throw Refusal.at(call.argument(index), FunctionRule.TOP_K_PARAMETER_NOT_POSITIVE, place, text());
        }
        return value;
    }
}

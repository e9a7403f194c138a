package dev.cairn.analysis.function;

import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions that choose between values, and a few others of values of any type. */
final class ConditionFunctions implements FunctionFamily {
    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.SCALAR;
    }

    @Override
    public String functions() {
        return """
            if (boolean, T, T) T for boolean INTEGERS float double datetime date decimalv2 DECIMALS varchar bitmap
                percentile hll time array map struct json; decimals COMMON; is CONDITION_FIRST LOWER_CASE TOTAL
                RESTRICTS_PARTITIONS
            ifnull (T, T) T for boolean INTEGERS float double date datetime decimalv2 DECIMALS varchar bitmap
                percentile hll time array map struct json; decimals COMMON; is FIRST_NOT_NULL
            nullif (T, T) T for boolean INTEGERS float double date datetime decimalv2 DECIMALS varchar bitmap
                percentile hll time array map struct json; decimals COMMON
            coalesce (T...) T for boolean date datetime INTEGERS float double decimalv2 DECIMALS varchar bitmap
                percentile hll time array map struct json; decimals COMMON; is FIRST_NOT_NULL
            assert_true (boolean) boolean | (boolean, varchar) boolean
            encode_sort_key (any...) varbinary
            grouping (bigint) bigint; is GROUPING NEVER_NULL
            grouping_id (bigint) bigint; is GROUPING NEVER_NULL; means grouping
            bar (bigint, bigint, bigint, bigint) varchar
            equiwidth_bucket (bigint, bigint, bigint, bigint) bigint
            tokenize (varchar, varchar) [varchar]
            isnull, isnotnull; is WITHOUT_OVER NEVER_NULL RESTRICTS_PARTITIONS
            typeof (any) string; is NEVER_NULL
            """;
    }

    @Override
    public void define(FunctionEntry function) {
        switch (function.name()) {
            case "if" -> function.castsAllowed(ConditionFunctions::keepsDates).openResult(ConditionFunctions::chosen);
            case "ifnull", "nullif", "coalesce" ->
                function.castsAllowed(ConditionFunctions::keepsDates)
                        .openResult(places -> Polymorphism.common(function.name(), places));
            case "isnull" -> function.rewritten(call -> CallRewrites.isNull(call, false));
            case "isnotnull" -> function.rewritten(call -> CallRewrites.isNull(call, true));
            default -> {}
        }
    }

    /** If all values are dates, only signatures of dates match. */
    private static boolean keepsDates(Signature signature, List<Type> arguments) {
        int first = signature.function().is(FunctionTrait.CONDITION_FIRST) ? 1 : 0;
        for (int i = first; i < arguments.size(); i++) {
            if (!PrimitiveType.of(arguments.get(i)).isDate()) {
                return true;
            }
        }
        return signature.parameter(first) instanceof SignatureType.Of of
                && PrimitiveType.of(of.type()).isDate();
    }

    private static @Nullable Type chosen(List<Type> places) {
        Type common = CommonTypes.of(places.get(1), places.get(2));
        if (common != null) {
            places.set(1, common);
            places.set(2, common);
        }
        return common;
    }
}

package dev.cairn.analysis.function;

import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The scalar functions other than those of texts, dates and collections. */
final class ScalarFunctions implements FunctionFamily {
    /** The functions of numbers and bits, and those that are equivalent to operators. */
    private static final String NUMBERS = """
        pi, e () double; is STRICT
        sign (double) float; is STRICT
        abs (T) T for double float largeint | (bigint) largeint | (int) bigint | (smallint) int | (tinyint) smallint
            | (T) T for decimalv2 DECIMALS decimal256; decimals DECIMAL_OF_FIRST; is STRICT
        sin, sinh, cos, cosh, tan, atan, tanh, exp, dexp, radians, degrees, square, cbrt (double) double; is STRICT
        asin, acos, ln, dlog1, log2, log10, dlog10, sqrt, dsqrt, cot (double) double
        cosine_similarity, cosine_similarity_norm, approx_cosine_similarity, l2_distance, approx_l2_distance
            ([float], [float]) float
        ceiling, dceil, dfloor (double) bigint; is STRICT
        ceil, floor (double) bigint; is LOWER_CASE STRICT
        dround, round (decimal128) decimal128 | (decimal128, int) decimal128 | (double) bigint | (double, int)
            double; decimals ROUNDED; is STRICT
        truncate (decimal128, int) decimal128 | (double, int) double; decimals ROUNDED; is STRICT
        log (double) double | (double, double) double
        pow, power, dpow, fpow (double, double) double
        atan2 (double, double) double; is STRICT
        pmod (bigint, bigint) bigint | (double, double) double; is DIVIDES
        fmod (float, float) float | (double, double) double; is DIVIDES
        mod (T, T) T for INTEGERS float double decimalv2 DECIMALS decimal256; decimals COMMON; is LOWER_CASE DIVIDES
        positive, negative (T) T for double bigint decimalv2 DECIMALS; decimals DECIMAL_OF_FIRST; is STRICT
        least, greatest (T...) T for datetime INTEGERS float double decimalv2 DECIMALS varchar; decimals COMMON; is
            STRICT
        rand, random () double | (bigint) double; is NONDETERMINISTIC STRICT
        bin (bigint) varchar; is STRICT
        conv (bigint, tinyint, tinyint) varchar | (varchar, tinyint, tinyint) varchar
        __iceberg_transform_truncate (T, int) T for int bigint DECIMALS varchar varbinary
        __iceberg_transform_bucket (T, int) int for int bigint date datetime varchar varbinary DECIMALS
        bitxor (T, T) T for INTEGERS; operator BIT_XOR; is WITHOUT_OVER
        bitor (T, T) T for INTEGERS; operator BIT_OR; is WITHOUT_OVER
        bitand (T, T) T for INTEGERS; operator BIT_AND; is WITHOUT_OVER
        bitnot (T) T for INTEGERS; is STRICT
        bit_shift_left, bit_shift_right, bit_shift_right_logical (T, bigint) T for INTEGERS; is STRICT
        add; operator PLUS; is WITHOUT_OVER
        subtract; operator MINUS; is WITHOUT_OVER
        multiply; operator TIMES; is WITHOUT_OVER
        divide; operator DIVIDE; is WITHOUT_OVER
        int_divide; operator INT_DIVIDE; is WITHOUT_OVER
        """;

    /** The functions that choose between values, and a few others of values of any type. */
    private static final String CONDITIONS = """
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

    /** The functions of JSON, VARIANT and geometries. */
    private static final String DOCUMENTS = """
        get_json_int (varchar, varchar) bigint | (json, varchar) bigint
        get_json_double (varchar, varchar) double | (json, varchar) double
        get_json_string (varchar, varchar) varchar | (json, varchar) varchar
        get_json_object (json, varchar) varchar | (varchar, varchar) varchar
        get_json_bool, json_exists (json, varchar) boolean
        parse_json (varchar) json
        json_string, json_pretty (json) varchar
        json_query (json, varchar) json
        json_object (json...) json | () json
        json_array (json...) json | () json; is NEVER_NULL
        json_length (json) int | (json, varchar) int
        json_keys (json) json | (json, varchar) json
        json_remove (json, varchar...) json
        json_set (json, json...) json
        to_json (map) json | (struct) json
        json_contains (json, json) boolean
        variant_query (variant, varchar) variant
        get_variant_bool (variant, varchar) boolean
        get_variant_int (variant, varchar) bigint
        get_variant_double (variant, varchar) double
        get_variant_string (variant, varchar) varchar
        get_variant_date (variant, varchar) date
        get_variant_datetime (variant, varchar) datetime
        get_variant_time (variant, varchar) time
        variant_typeof (variant) varchar
        st_point (double, double) varchar
        st_x, st_y (varchar) double
        st_distance_sphere (double, double, double, double) double
        st_astext, st_aswkt, st_geometryfromtext, st_geomfromtext, st_linefromtext, st_linestringfromtext,
            st_polygon, st_polyfromtext, st_polygonfromtext (varchar) varchar
        st_circle (double, double, double) varchar
        st_contains (varchar, varchar) boolean
        """;

    /** The functions of bitmaps, HyperLogLogs and percentile sketches. */
    private static final String SKETCHES = """
        hll_cardinality (hll) bigint | (varchar) bigint; is TOTAL
        hll_hash! (varchar) hll; is NEVER_NULL
        hll_deserialize (varchar) hll
        hll_empty! () hll; is NEVER_NULL
        hll_serialize (hll) varchar; is TOTAL
        to_bitmap (T) bitmap for varchar boolean INTEGERS
        bitmap_hash, bitmap_hash64 (varchar) bitmap; is TOTAL
        bitmap_from_string, base64_to_bitmap (varchar) bitmap
        bitmap_count! (bitmap) bigint; is NEVER_NULL
        bitmap_empty! () bitmap; is NEVER_NULL
        bitmap_or, bitmap_and, bitmap_andnot, bitmap_xor (bitmap, bitmap) bitmap; is TOTAL
        bitmap_to_string, bitmap_to_base64 (bitmap) varchar; is TOTAL
        bitmap_contains (bitmap, bigint) boolean; is TOTAL
        bitmap_has_any (bitmap, bitmap) boolean; is TOTAL
        bitmap_remove (bitmap, bigint) bitmap
        bitmap_to_array (bitmap) [bigint]
        bitmap_max, bitmap_min (bitmap) largeint
        array_to_bitmap ([bigint]) bitmap
        sub_bitmap, bitmap_subset_limit, bitmap_subset_in_range (bitmap, bigint, bigint) bitmap
        bitmap_to_binary (bitmap) varbinary; is TOTAL
        bitmap_from_binary (varbinary) bitmap
        percentile_hash (double) percentile; is TOTAL
        percentile_empty () percentile; is NEVER_NULL
        percentile_approx_raw (percentile, double) double
        """;

    /** The functions of the session and of the state of the server. */
    private static final String SERVER_STATE = """
        esquery (varchar, varchar) boolean
        sleep (int) boolean; is NONDETERMINISTIC
        version, current_version () varchar; is NEVER_NULL
        last_query_id, host_name () varchar
        uuid () varchar; is NONDETERMINISTIC NEVER_NULL
        uuid_numeric () largeint; is NEVER_NULL
        get_query_profile (varchar) varchar
        is_role_in_session (varchar) boolean
        ai_query (varchar, json) varchar
        user, current_user () varchar; is SESSION UNCHECKED NEVER_NULL
        current_role, current_group, current_warehouse, catalog, database, schema () varchar; is SESSION UNCHECKED
        session_id, session_user () varchar; is SESSION UNCHECKED WITHOUT_OVER
        connection_id () bigint; is SESSION UNCHECKED WITHOUT_OVER NEVER_NULL
        password! () varchar; is UNCHECKED
        dict_mapping; is UNKNOWN_RESULT WITHOUT_OVER
        dictionary_get; is UNKNOWN_RESULT
        """;

    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.SCALAR;
    }

    @Override
    public String functions() {
        return NUMBERS + CONDITIONS + DOCUMENTS + SKETCHES + SERVER_STATE;
    }

    @Override
    public void define(FunctionEntry function) {
        switch (function.name()) {
            case "if" -> function.castsAllowed(ScalarFunctions::keepsDates).openResult(ScalarFunctions::chosen);
            case "ifnull", "nullif", "coalesce" ->
                function.castsAllowed(ScalarFunctions::keepsDates)
                        .openResult(places -> Polymorphism.common(function.name(), places));
            case "isnull" -> function.rewritten(call -> CallRewrites.isNull(call, false));
            case "isnotnull" -> function.rewritten(call -> CallRewrites.isNull(call, true));
            case "array_to_bitmap" -> function.argumentsChecked(CollectionFunctions::requireArray);
            case "is_role_in_session" -> function.argumentsChecked(ScalarFunctions::checkRole);
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

    private static void checkRole(Invocation call) {
        if (call.count() != 1) {
            throw Refusal.analysis(Span.NONE, FunctionRule.IS_ROLE_IN_SESSION_PARAMETER_COUNT);
        }
        if (!(call.argument(0) instanceof Expression.Text)) {
            throw Refusal.analysis(Span.NONE, FunctionRule.IS_ROLE_IN_SESSION_NOT_CONSTANT);
        }
    }
}

package dev.cairn.analysis.function;

import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scalar functions of numbers, conditions, documents, sketches and the server: their signatures in the notation of
 * {@link SignatureNotation}, and the checks of their arguments that no signature expresses.
 */
final class ScalarFunctions implements FunctionFamily {
    /** The functions of numbers and bits, and those that are equivalent to operators. */
    private static final String NUMBER_FUNCTIONS = """
        pi, e () double; is STRICT
        sign (double) float; is STRICT
        abs (T) T for double float largeint | (bigint) largeint | (int) bigint | (smallint) int | (tinyint) smallint
            | (T) T for decimalv2 DECIMALS | (decimal256) decimal256 since 4.0; decimals DECIMAL_OF_FIRST; is STRICT
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
        mod (T, T) T for INTEGERS float double decimalv2 DECIMALS | (decimal256, decimal256) decimal256 since 4.0;
            decimals COMMON; is LOWER_CASE DIVIDES
        positive, negative (T) T for double bigint decimalv2 DECIMALS; decimals DECIMAL_OF_FIRST; is STRICT
        least, greatest (T...) T for datetime INTEGERS float double decimalv2 DECIMALS varchar; decimals COMMON; is
            STRICT
        rand, random () double | (bigint) double; is NONDETERMINISTIC STRICT
        bin (bigint) varchar; is STRICT
        conv (bigint, tinyint, tinyint) varchar | (varchar, tinyint, tinyint) varchar
        __iceberg_transform_truncate (T, int) T for int bigint DECIMALS varchar varbinary; since 4.0
        __iceberg_transform_bucket (T, int) int for int bigint date datetime varchar varbinary DECIMALS; since 4.0
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
    private static final String CONDITIONAL_FUNCTIONS = """
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
        encode_sort_key (any...) varbinary; since 4.0
        grouping (bigint) bigint; is GROUPING NEVER_NULL
        grouping_id (bigint) bigint; is GROUPING NEVER_NULL; means grouping
        bar (bigint, bigint, bigint, bigint) varchar
        equiwidth_bucket (bigint, bigint, bigint, bigint) bigint
        tokenize (varchar, varchar) [varchar]; since 4.0
        isnull, isnotnull; is WITHOUT_OVER NEVER_NULL RESTRICTS_PARTITIONS
        typeof (any) string; is NEVER_NULL OF_TYPES
        """;

    /** The functions of JSON, VARIANT and geometries. */
    private static final String DOCUMENT_FUNCTIONS = """
        get_json_int (varchar, varchar) bigint | (json, varchar) bigint
        get_json_double (varchar, varchar) double | (json, varchar) double
        get_json_string (varchar, varchar) varchar | (json, varchar) varchar
        get_json_object (json, varchar) varchar | (varchar, varchar) varchar
        get_json_bool, json_exists (json, varchar) boolean
        parse_json (varchar) json
        json_string (json) varchar
        json_pretty (json) varchar; since 4.1
        json_query (json, varchar) json
        json_object (json...) json | () json
        json_array (json...) json | () json; is NEVER_NULL
        json_length (json) int | (json, varchar) int
        json_keys (json) json | (json, varchar) json
        json_remove (json, varchar...) json; since 4.0; is PASSES_NULL
        json_set (json, json...) json; since 4.1
        to_json (map) json | (struct) json
        json_contains (json, json) boolean; since 4.0
        variant_query (variant, varchar) variant; since 4.1
        get_variant_bool (variant, varchar) boolean; since 4.1
        get_variant_int (variant, varchar) bigint; since 4.1
        get_variant_double (variant, varchar) double; since 4.1
        get_variant_string (variant, varchar) varchar; since 4.1
        get_variant_date (variant, varchar) date; since 4.1
        get_variant_datetime (variant, varchar) datetime; since 4.1
        get_variant_time (variant, varchar) time; since 4.1
        variant_typeof (variant) varchar; since 4.1
        st_point (double, double) varchar
        st_x, st_y (varchar) double
        st_distance_sphere (double, double, double, double) double
        st_astext, st_aswkt, st_geometryfromtext, st_geomfromtext, st_linefromtext, st_linestringfromtext,
            st_polygon, st_polyfromtext, st_polygonfromtext (varchar) varchar
        st_circle (double, double, double) varchar
        st_contains (varchar, varchar) boolean
        """;

    /** The functions of bitmaps, HyperLogLogs and percentile sketches. */
    private static final String SKETCH_FUNCTIONS = """
        hll_cardinality (hll) bigint | (varchar) bigint; is TOTAL
        hll_hash! (varchar) hll; is NEVER_NULL
        hll_deserialize (varchar) hll
        hll_empty! () hll; is NEVER_NULL
        hll_serialize (hll) varchar; is TOTAL
        to_bitmap (T) bitmap for varchar boolean INTEGERS
        bitmap_hash (varchar) bitmap; is TOTAL
        bitmap_hash64 (varchar) bitmap; is TOTAL; since 4.0
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
    private static final String SERVER_FUNCTIONS = """
        esquery (varchar, varchar) boolean
        sleep (int) boolean; is NONDETERMINISTIC
        version, current_version () varchar; is NEVER_NULL
        last_query_id, host_name () varchar
        uuid () varchar; is NONDETERMINISTIC NEVER_NULL
        uuid_numeric () largeint; is NEVER_NULL
        get_query_profile (varchar) varchar
        is_role_in_session (varchar) boolean
        ai_query (varchar, json) varchar; since 4.1
        user, current_user () varchar; is SESSION UNCHECKED NEVER_NULL
        current_role, current_group, catalog, database, schema () varchar; is SESSION UNCHECKED
        current_warehouse () varchar; is SESSION UNCHECKED; since 4.1
        session_id, session_user () varchar; is SESSION UNCHECKED WITHOUT_OVER
        connection_id () bigint; is SESSION UNCHECKED WITHOUT_OVER NEVER_NULL
        password; is NEVER_NULL
        dict_mapping; is READS_DICTIONARY_TABLE WITHOUT_OVER
        dictionary_get; is UNKNOWN_RESULT
        inspect_mv_meta, inspect_mv_refresh_info, inspect_table_partition_info, inspect_related_mv,
            inspect_hive_part_info, inspect_memory (varchar) varchar
        inspect_mv_relationships, inspect_all_pipes, inspect_task_runs () varchar
        inspect_mv_plan, get_query_dump (varchar) varchar | (varchar, boolean) varchar
        inspect_memory_detail (varchar, varchar) varchar
        inspect_global_dict (varchar, varchar) varchar; since 4.0
        lookup_string (varchar, varchar, varchar) varchar
        """;

    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.SCALAR;
    }

    @Override
    public String declarations() {
        return NUMBER_FUNCTIONS + CONDITIONAL_FUNCTIONS + DOCUMENT_FUNCTIONS + SKETCH_FUNCTIONS + SERVER_FUNCTIONS;
    }

    @Override
    public void addRules(FunctionEntry.Builder function) {
        switch (function.name()) {
            case "if" ->
                function.setCastRule(ScalarFunctions::keepsDates)
                        .setPolymorphicResultRule(ScalarFunctions::unifyBranchTypes);
            case "ifnull", "nullif", "coalesce" ->
                function.setCastRule(ScalarFunctions::keepsDates)
                        .setPolymorphicResultRule(argumentTypes ->
                                PolymorphicTypeResolver.unifyParameterTypes(function.name(), argumentTypes));
            case "isnull" -> function.setUntypedRewriteRule(call -> CallRewrites.rewriteToIsNull(call, false));
            case "isnotnull" -> function.setUntypedRewriteRule(call -> CallRewrites.rewriteToIsNull(call, true));
            case "array_to_bitmap" -> function.setArgumentCheck(CollectionFunctions::requireOneArray);
            case "is_role_in_session" -> function.setArgumentCheck(ScalarFunctions::checkRoleArgument);
            case "password" -> function.setUntypedRewriteRule(ScalarFunctions::rewritePassword);
            case "inspect_mv_meta",
                    "inspect_mv_refresh_info",
                    "inspect_table_partition_info",
                    "inspect_related_mv",
                    "inspect_hive_part_info",
                    "inspect_memory",
                    "inspect_mv_plan",
                    "get_query_dump",
                    "inspect_memory_detail",
                    "inspect_global_dict",
                    "lookup_string" -> function.forbidCasts();
            case "__iceberg_transform_truncate", "__iceberg_transform_bucket" ->
                function.forbidCasts().setResolutionRule(ScalarFunctions::resolveTransform);
            default -> {}
        }
    }

    /** Returns whether the signature may be chosen: if all values are dates, only signatures of dates match. */
    private static boolean keepsDates(Signature signature, List<Type> argumentTypes) {
        int firstValueIndex = signature.function().hasTrait(FunctionTrait.CONDITION_FIRST) ? 1 : 0;
        for (int i = firstValueIndex; i < argumentTypes.size(); i++) {
            if (!PrimitiveType.of(argumentTypes.get(i)).isDateOrDatetime()) {
                return true;
            }
        }
        return signature.parameter(firstValueIndex) instanceof SignatureType.FixedType fixedType
                && PrimitiveType.of(fixedType.type()).isDateOrDatetime();
    }

    /**
     * Replaces the types of both branches of if() by their common type, and returns this type. If there is no common
     * type, changes nothing and returns null.
     */
    private static @Nullable Type unifyBranchTypes(List<Type> argumentTypes) {
        Type commonType = CommonTypes.findCommonType(argumentTypes.get(1), argumentTypes.get(2));
        if (commonType != null) {
            argumentTypes.set(1, commonType);
            argumentTypes.set(2, commonType);
        }
        return commonType;
    }

    private static void checkRoleArgument(TypedCall call) {
        if (call.argumentCount() != 1) {
            throw Refusal.ofAnalysis(Span.NONE, FunctionRule.INVALID_ARGUMENTS, "is_role_in_session", "one argument");
        }
        if (!(call.argument(0) instanceof Expression.StringLiteral)) {
            throw Refusal.ofAnalysis(
                    Span.NONE, FunctionRule.INVALID_ARGUMENTS, "is_role_in_session", "a constant argument");
        }
    }

    /** Replaces the password by its hash, as the server's parser does. */
    private static Expression rewritePassword(Call call) {
        if (call.arguments().size() != 1
                || !(call.arguments().get(0) instanceof Expression.StringLiteral passwordText)) {
            return call;
        }
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] hash = sha1.digest(passwordText.value().getBytes(StandardCharsets.UTF_8));
            String hashOfHash = HexFormat.of().withUpperCase().formatHex(sha1.digest(hash));
            return CallRewrites.createText(passwordText.value().isEmpty() ? "" : "*" + hashOfHash, call.span());
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException("Every JDK has SHA-1", failure);
        }
    }

    /**
     * Resolves a transform of Iceberg, whose first argument is not cast. The truncate transform returns the type of
     * this argument.
     */
    private static @Nullable Signature resolveTransform(TypedCall call) {
        if (call.argumentCount() != 2) {
            return null;
        }
        Signature listedSignature =
                call.function().overloads().findExact(List.of(call.argumentType(0), TypeConstants.INT));
        return listedSignature != null && call.name().endsWith("truncate")
                ? listedSignature.withResult(call.argumentType(0))
                : listedSignature;
    }
}

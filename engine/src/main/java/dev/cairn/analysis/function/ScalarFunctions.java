package dev.cairn.analysis.function;

import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.DecimalTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scalar functions except for collection functions: their signatures in the notation of {@link SignatureNotation},
 * and the checks of their arguments that no signature expresses.
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

    /** The functions of texts and binaries: search, substrings, hashes, encryption. */
    private static final String TEXT_FUNCTIONS = """
        hex (T) varchar for bigint varchar varbinary; is STRICT
        unhex, hex_decode_string, url_extract_host, url_decode, from_base64, base64_decode_string (varchar) varchar
        sm3, lower, lcase, upper, ucase, url_encode, md5 (varchar) varchar; is STRICT
        initcap (varchar) varchar; is STRICT; since 4.1
        hex_decode_binary, base64_decode_binary (varchar) varbinary
        substr, substring (varchar, int) varchar | (varchar, int, int) varchar; is WITHOUT_OVER STRICT
        strleft, strright (varchar, int) varchar; is STRICT
        repeat, sha2 (varchar, int) varchar
        left, right (varchar, int) varchar; is LOWER_CASE STRICT
        ends_with, starts_with (varchar, varchar) boolean; is STRICT
        like, regexp (varchar, varchar) boolean; is LOWER_CASE STRICT
        null_or_empty! (varchar) boolean | (array) boolean; is NEVER_NULL
        space (int) varchar
        char (int) varchar; is LOWER_CASE
        lpad, rpad (varchar, int, varchar) varchar; is WITHOUT_OVER_OF_TWO
        append_trailing_char_if_absent, parse_url, url_extract_parameter (varchar, varchar) varchar
        length, char_length, character_length, ascii (varchar) int; is STRICT
        inet_aton (varchar) bigint
        crc32 (varchar) bigint; is STRICT
        reverse (varchar) varchar | ([T]) [T] for boolean INTEGERS float DECIMALS double varchar decimalv2 datetime
            date json | (array) array; decimals SAME_ARRAY; is STRICT
        trim, ltrim, rtrim (varchar) varchar | (varchar, varchar) varchar; is STRICT
        instr, find_in_set, strcmp (varchar, varchar) int; is STRICT
        locate (varchar, varchar) int | (varchar, varchar, int) int; is STRICT
        strpos (varchar, varchar) bigint | (varchar, varchar, int) bigint; is STRICT; since 4.0
        concat (varchar...) varchar; is TOTAL
        md5sum! (varchar...) varchar; is NEVER_NULL
        concat_ws (varchar, varchar...) varchar | (varchar, [varchar]) varchar; is TOTAL
        split_part!, substring_index (varchar, varchar, int) varchar
        split (varchar, varchar) [varchar]; is STRICT
        str_to_map ([varchar], varchar) {varchar: varchar} | (varchar, varchar, varchar) {varchar: varchar}; is
            WITHOUT_OVER LOWER_CASE
        regexp_extract (varchar, varchar, bigint) varchar; is PASSES_NULL
        regexp_extract_all (varchar, varchar, bigint) [varchar]; is PASSES_NULL
        regexp_replace, replace_old (varchar, varchar, varchar) varchar; is PASSES_NULL
        translate (varchar, varchar, varchar) varchar; is STRICT
        replace (varchar, varchar, varchar) varchar; is LOWER_CASE STRICT
        regexp_split (varchar, varchar) [varchar] | (varchar, varchar, int) [varchar]; is PASSES_NULL
        regexp_count (varchar, varchar) bigint; since 4.0; is PASSES_NULL
        money_format (T) varchar for bigint largeint decimalv2 DECIMALS double; decimals DECIMAL_OF_FIRST; is STRICT
        ngram_search, ngram_search_case_insensitive (varchar, varchar, int) double
        field! (T...) int for varchar boolean INTEGERS double decimalv2 DECIMALS; is NEVER_NULL
        format_bytes (bigint) varchar; since 4.0
        raise_error (varchar) boolean; since 4.1
        to_binary (varchar, varchar) varbinary | (varchar) varbinary
        from_binary (varbinary, varchar) varchar | (varbinary) varchar
        murmur_hash3_32 (varchar...) int; is TOTAL
        xx_hash3_64 (varchar...) bigint; is TOTAL
        xx_hash3_128 (varchar...) largeint; is TOTAL
        md5sum_numeric! (varchar...) largeint; is NEVER_NULL
        crc32_hash (array) bigint
        aes_encrypt, aes_decrypt (varchar, varchar) varchar | (varchar, varchar, varchar, varchar) varchar since 4.0
            | (varchar, varchar, varchar, varchar, varchar) varchar since 4.0; is REWRITTEN_LATE
        to_base64 (varchar) varchar | (varbinary) varchar; is STRICT
        encode_fingerprint_sha256 (any...) varbinary; since 4.0
        ilike
        rlike; means regexp
        encode_row_id; means encode_fingerprint_sha256; since 4.0
        """;

    /** The functions of dates and times. */
    private static final String DATE_FUNCTIONS = """
        year (date) smallint | (datetime) smallint; is NULL_OF_NULL LOWER_CASE STRICT RESTRICTS_PARTITIONS
        month, day (date) tinyint | (datetime) tinyint; is NULL_OF_NULL LOWER_CASE STRICT
        dayofweek, dayofweek_iso, dayofyear, weekofyear, week_iso (datetime) int; is STRICT
        weekday (datetime) int; is STRICT; since 4.0
        quarter (datetime) int; is LOWER_CASE STRICT
        yearweek, week (datetime) int | (datetime, int) int; is STRICT
        to_date (datetime) date; is STRICT RESTRICTS_PARTITIONS
        date (datetime) date; is STRICT
        to_tera_date (varchar, varchar) date
        str2date (varchar, varchar) date; is RESTRICTS_PARTITIONS
        to_tera_timestamp, str_to_jodatime (varchar, varchar) datetime
        str_to_date (varchar, varchar) datetime; is RESTRICTS_PARTITIONS
        dayofmonth (datetime) tinyint; is STRICT
        minute, second (datetime) tinyint; is LOWER_CASE STRICT
        hour (datetime) tinyint; is NULL_OF_NULL LOWER_CASE STRICT
        years_add, years_sub, quarters_add, quarters_sub, months_add, months_sub, add_months, weeks_add, weeks_sub,
            days_add, hours_add, hours_sub, minutes_add, minutes_sub, seconds_add, seconds_sub, milliseconds_add,
            milliseconds_sub, microseconds_add, microseconds_sub (datetime, int) datetime; is STRICT
            RESTRICTS_PARTITIONS
        days_sub, date_sub, subdate (datetime, int) datetime; is SUBTRACTS_INTERVAL WITHOUT_OVER LOWER_CASE STRICT
            RESTRICTS_PARTITIONS
        date_add, adddate (datetime, int) datetime; is ADDS_INTERVAL WITHOUT_OVER LOWER_CASE STRICT
            RESTRICTS_PARTITIONS
        years_diff, months_diff, weeks_diff, days_diff, hours_diff, minutes_diff, seconds_diff, milliseconds_diff
            (datetime, datetime) bigint; is STRICT
        datediff (datetime, datetime) int; is STRICT RESTRICTS_PARTITIONS
        timediff (datetime, datetime) time; is STRICT RESTRICTS_PARTITIONS
        date_diff (varchar, datetime, datetime) bigint; is STRICT
        now! () datetime | (int) datetime; is CURRENT_TIME NEVER_NULL
        current_timestamp! () datetime | (int) datetime; is CURRENT_TIME UPPER_CASE NEVER_NULL
        utc_timestamp! () datetime; is CURRENT_TIME NEVER_NULL
        localtime, localtimestamp () datetime; is CURRENT_TIME UPPER_CASE NEVER_NULL
        curtime, utc_time () time; is CURRENT_TIME NEVER_NULL
        current_time! () time; is CURRENT_TIME UPPER_CASE NEVER_NULL
        curdate! () date; is CURRENT_TIME NEVER_NULL
        current_date () date; is CURRENT_TIME UPPER_CASE NEVER_NULL
        from_days (int) date
        to_days (date) int; is STRICT RESTRICTS_PARTITIONS
        date_format (datetime, varchar) varchar | (date, varchar) varchar; is STRICT RESTRICTS_PARTITIONS
        jodatime_format (datetime, varchar) varchar | (date, varchar) varchar; is RESTRICTS_PARTITIONS
        to_iso8601 (datetime) varchar | (date) varchar; is STRICT RESTRICTS_PARTITIONS
        time_to_sec (time) bigint; is STRICT
        sec_to_time (bigint) time; since 4.1
        unix_timestamp () bigint | (datetime) bigint | (date) bigint | (varchar, varchar) bigint; is CURRENT_TIME
            RESTRICTS_PARTITIONS
        from_unixtime (bigint) varchar | (bigint, varchar) varchar | (bigint, varchar, varchar) varchar | (int)
            varchar | (int, varchar) varchar; is RESTRICTS_PARTITIONS
        from_unixtime_ms (bigint) varchar; is RESTRICTS_PARTITIONS
        to_datetime, to_datetime_ntz (bigint) datetime | (bigint, int) datetime; is RESTRICTS_PARTITIONS; since 4.0
        hour_from_unixtime (bigint) tinyint
        dayname, monthname (datetime) varchar; is STRICT
        convert_tz (datetime, varchar, varchar) datetime
        current_timezone () varchar; is NEVER_NULL; since 4.1
        date_trunc (varchar, datetime) datetime | (varchar, date) date; is STRICT RESTRICTS_PARTITIONS
        timestamp (datetime) datetime; is STRICT RESTRICTS_PARTITIONS
        date_slice (date, int, varchar) date | (date, int, varchar, varchar) date; is SLICES_TIME WITHOUT_OVER
            STRICT RESTRICTS_PARTITIONS
        time_slice (datetime, int, varchar) datetime | (datetime, int, varchar, varchar) datetime; is SLICES_TIME
            WITHOUT_OVER STRICT RESTRICTS_PARTITIONS
        next_day, previous_day (datetime, varchar) date; is STRICT RESTRICTS_PARTITIONS
        last_day (datetime) date | (datetime, varchar) date | (date) date since 4.0 | (date, varchar) date since 4.0; is
            STRICT RESTRICTS_PARTITIONS
        makedate (int, int) date
        time_format (time, varchar) varchar
        __iceberg_transform_year, __iceberg_transform_month, __iceberg_transform_day (date) bigint | (datetime)
            bigint; since 4.0
        __iceberg_transform_hour (datetime) bigint; since 4.0
        timestampadd; is WITH_UNIT ADDS_INTERVAL RESTRICTS_PARTITIONS
        timestampdiff; is WITH_UNIT
        date_part; is REWRITTEN_LATE; since 4.0
        """;

    private static final Set<String> DATE_UNITS = Set.of("year", "quarter", "month", "week", "day");
    /** The letters of a format that stand for a part of the time of day. */
    private static final String TIME_FORMAT_LETTERS = "HhIiklrSsT";

    private static final Set<String> TIME_UNITS = Set.of("hour", "minute", "second");

    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.SCALAR;
    }

    @Override
    public String declarations() {
        return NUMBER_FUNCTIONS
                + TEXT_FUNCTIONS
                + DATE_FUNCTIONS
                + CONDITIONAL_FUNCTIONS
                + DOCUMENT_FUNCTIONS
                + SKETCH_FUNCTIONS
                + SERVER_FUNCTIONS;
    }

    @Override
    public void addRules(FunctionEntry function) {
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
            case "hex" -> function.setCastRule(ScalarFunctions::avoidsCastToText);
            case "substr", "substring" -> function.setUntypedRewriteRule(ScalarFunctions::rewriteSubstring);
            case "lpad", "rpad" ->
                function.setUntypedRewriteRule(
                        call -> call.arguments().size() == 2 ? CallRewrites.appendTexts(call, " ") : call);
            case "ilike" -> function.setUntypedRewriteRule(ScalarFunctions::rewriteIlike);
            case "str_to_map" -> function.setUntypedRewriteRule(ScalarFunctions::rewriteStrToMap);
            case "concat" -> function.setTypedRewriteRule(ScalarFunctions::replaceByArrayConcat);
            case "aes_encrypt", "aes_decrypt" ->
                function.setUntypedRewriteRule(
                                call -> function.version().isAtLeast(Version.V4_0) ? rewriteEncryption(call) : call)
                        .setArgumentCheck(ScalarFunctions::requireGcmForAuthenticatedData);
            case "field" ->
                function.setArgumentCheck(ScalarFunctions::requireAtLeastTwoArguments)
                        .setResolutionRule(ScalarFunctions::resolveField);
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
            case "ngram_search", "ngram_search_case_insensitive" ->
                function.setResolvedCallCheck(ScalarFunctions::checkNgramSearch);
            case "date_trunc" -> function.setResolvedCallCheck(ScalarFunctions::checkTruncationUnit);
            case "date_part" -> function.setUntypedRewriteRule(ScalarFunctions::rewriteDatePart);
            case "str_to_date" -> function.setResolutionRule(ScalarFunctions::resolveStrToDate);
            case "time_slice", "date_slice" ->
                function.setUntypedRewriteRule(ScalarFunctions::rewriteSlice)
                        .setArgumentCheck(ScalarFunctions::checkSliceInterval);
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

    // Texts.

    /** Returns whether the signature may be chosen: a number is not cast to text, which has other hex digits. */
    private static boolean avoidsCastToText(Signature signature, List<Type> argumentTypes) {
        PrimitiveType argumentPrimitive = PrimitiveType.of(argumentTypes.get(0));
        if (argumentPrimitive.isMetric()) {
            return false;
        }
        boolean hasTextParameter = signature.parameter(0) instanceof SignatureType.FixedType fixedType
                && PrimitiveType.of(fixedType.type()).isCharacterType();
        return argumentPrimitive.isCharacterType() || !hasTextParameter;
    }

    /** Drops all arguments if their number is wrong, as the server's parser does. */
    private static Expression rewriteSubstring(Call call) {
        int argumentCount = call.arguments().size();
        if (argumentCount != 2 && argumentCount != 3) {
            return call.withArguments(List.of());
        }
        call.arguments().subList(1, argumentCount).forEach(CallRewrites::requireInt);
        return call;
    }

    private static Expression rewriteIlike(Call call) {
        List<Expression> arguments = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            arguments.add(Call.of("lower", List.of(argument), argument.span()));
        }
        return CallRewrites.replaceFunction(call, "like", arguments);
    }

    private static Expression rewriteStrToMap(Call call) {
        return switch (call.arguments().size()) {
            case 1 -> CallRewrites.appendTexts(call, ",", ":");
            case 2 -> CallRewrites.appendTexts(call, ":");
            default -> call;
        };
    }

    /**
     * Returns a call of array_concat for a call of concat with an array; any other argument becomes an array of one
     * element.
     */
    private static TypedCall replaceByArrayConcat(TypedCall call) {
        if (call.argumentTypes().stream().noneMatch(Type.Array.class::isInstance)) {
            return call;
        }
        List<Type> arrayTypes = call.argumentTypes().stream()
                .map(type -> type instanceof Type.Array ? type : new Type.Array(type))
                .toList();
        CommonTypes.requireCommonType(arrayTypes); // refuses elements without a common type
        return call.withFunction("array_concat", arrayTypes);
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
                call.function().overloads().resolveExact(List.of(call.argumentType(0), TypeConstants.INT));
        return listedSignature != null && call.name().endsWith("truncate")
                ? listedSignature.withResult(call.argumentType(0))
                : listedSignature;
    }

    /** Adds the defaults of the parser: no initialization vector, and the mode AES_128_ECB. */
    private static Expression rewriteEncryption(Call call) {
        Expression mode = CallRewrites.createText("AES_128_ECB", call.span());
        return switch (call.arguments().size()) {
            case 2 -> CallRewrites.appendArguments(call, new Expression.NullLiteral(call.span()), mode);
            case 3 -> CallRewrites.appendArguments(call, mode);
            default -> call;
        };
    }

    private static void requireGcmForAuthenticatedData(TypedCall call) {
        boolean hasAuthenticatedData = call.argumentCount() == 5;
        if (hasAuthenticatedData
                && call.argument(3) instanceof Expression.StringLiteral modeText
                && !modeText.value().toUpperCase(Locale.ROOT).contains("GCM")) {
            throw call.createRefusal(
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name(),
                    "a GCM mode for 5 arguments, not " + modeText.value().toUpperCase(Locale.ROOT));
        }
    }

    private static void requireAtLeastTwoArguments(TypedCall call) {
        if (call.argumentCount() < 2) {
            throw Refusal.ofAnalysis(Span.NONE, FunctionRule.INVALID_ARGUMENTS, "field", "at least two arguments");
        }
    }

    /** Resolves FIELD, whose arguments are all cast to the type in which the first is compared with the others. */
    private static @Nullable Signature resolveField(TypedCall call) {
        boolean isNullSearched = call.argumentType(0).equals(TypeConstants.NULL);
        Type comparedType = isNullSearched ? TypeConstants.INT : call.argumentType(0);
        for (Type type : call.argumentTypes().subList(1, call.argumentCount())) {
            comparedType = isNullSearched || type.equals(TypeConstants.NULL)
                    ? comparedType
                    : determineComparedType(comparedType, type);
        }
        for (Signature signature : call.function().overloads().signatures()) {
            if (signature.parameter(0).acceptsWithoutCast(comparedType)) {
                return comparedType instanceof Type.Decimal decimalType && DecimalTypes.isDecimalV3(decimalType)
                        ? signature.withTypes(List.of(comparedType), TypeConstants.INT)
                        : signature;
            }
        }
        return null;
    }

    /**
     * Returns the common type of two numbers or of two texts. Any other values, and values without a common type, are
     * compared as DOUBLE.
     */
    private static Type determineComparedType(Type leftType, Type rightType) {
        PrimitiveType leftPrimitiveType = PrimitiveType.of(leftType);
        PrimitiveType rightPrimitiveType = PrimitiveType.of(rightType);
        boolean areBothNumbersOrTexts = (leftPrimitiveType.isNumeric() && rightPrimitiveType.isNumeric())
                || (leftPrimitiveType.isCharacterType() && rightPrimitiveType.isCharacterType());
        Type commonType = areBothNumbersOrTexts ? CommonTypes.ofScalars(leftType, rightType) : null;
        return commonType == null ? TypeConstants.DOUBLE : commonType;
    }

    private static void checkNgramSearch(TypedCall call) {
        if (!PrimitiveType.of(call.argumentType(0)).isCharacterType()) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "texts as first and second argument");
        }
        if (!call.hasConstantArgument(1) || !call.hasConstantArgument(2)) {
            throw call.createRefusal(
                    FunctionRule.INVALID_ARGUMENTS, call.name(), "constants as second and third argument");
        }
    }

    // Dates and times.

    private static void checkTruncationUnit(TypedCall call) {
        if (!(call.argument(0) instanceof Expression.StringLiteral unitText)) {
            throw Refusal.ofAnalysisAt(call.argument(0), FunctionRule.DATE_TRUNC_UNIT_NOT_CONSTANT);
        }
        String unit = unitText.value().toLowerCase(Locale.ROOT);
        PrimitiveType primitiveType = PrimitiveType.of(call.argumentType(1));
        boolean isDatetime = primitiveType == PrimitiveType.DATETIME;
        boolean isKnownUnit = DATE_UNITS.contains(unit) || (isDatetime && TIME_UNITS.contains(unit));
        if (isDatetime && !isKnownUnit) {
            throw Refusal.ofAnalysisAt(
                    call.argument(0),
                    FunctionRule.INVALID_DATE_TRUNC_UNIT,
                    PrimitiveType.DATETIME,
                    "year, quarter, month, week, day, hour, minute or second");
        }
        if (primitiveType == PrimitiveType.DATE && !isKnownUnit) {
            throw Refusal.ofAnalysisAt(
                    call.argument(1),
                    FunctionRule.INVALID_DATE_TRUNC_UNIT,
                    PrimitiveType.DATE,
                    "year, quarter, month, week or day");
        }
    }

    /**
     * Returns a call of the function for the named part of a date; the call itself if the part is not a literal, or is
     * unknown.
     */
    private static Expression rewriteDatePart(Call call) {
        if (call.arguments().size() != 2 || !(call.arguments().get(0) instanceof Expression.StringLiteral unitText)) {
            return call;
        }
        String functionName = switch (unitText.value().toLowerCase(Locale.ROOT)) {
            case "year", "yy", "yyyy" -> "year";
            case "quarter", "qq", "q" -> "quarter";
            case "month", "mm", "m" -> "month";
            case "day", "dd", "d" -> "day";
            case "hour", "hh" -> "hour";
            case "minute", "mi", "n" -> "minute";
            case "second", "ss", "s" -> "second";
            case "dow" -> "dayofweek";
            case "doy" -> "dayofyear";
            case "week", "wk", "ww" -> "week_iso";
            default -> null;
        };
        return functionName == null
                ? call
                : CallRewrites.replaceFunction(
                        call, functionName, List.of(call.arguments().get(1)));
    }

    /** Resolves STR_TO_DATE, which returns DATE if the format contains no time of day. */
    private static @Nullable Signature resolveStrToDate(TypedCall call) {
        Signature listedSignature = call.function().overloads().resolve(call.argumentTypes());
        if (listedSignature == null) {
            return null;
        }
        String format = findLiteralText(call.argument(1));
        boolean isDateFormat =
                format != null && format.chars().noneMatch(letter -> TIME_FORMAT_LETTERS.indexOf(letter) >= 0);
        return isDateFormat
                ? BuiltinFunctions.entry("str2date", call.version()).overloads().resolve(call.argumentTypes())
                : listedSignature;
    }

    private static @Nullable String findLiteralText(Expression expression) {
        if (expression instanceof Expression.StringLiteral text) {
            return text.value();
        }
        if (expression instanceof Expression.DateLiteral dateText && !dateText.hasTime()) {
            return dateText.value();
        }
        if (expression instanceof Expression.Cast cast && cast.type() instanceof Type.Text) {
            return findLiteralText(cast.value());
        }
        return expression instanceof Expression.NumberLiteral number ? number.text() : null;
    }

    /**
     * Returns the call with the unit and the boundary as separate arguments; a plain number is an interval of days. The
     * parser accepts only a boundary as the third argument.
     */
    private static Expression rewriteSlice(Call call) {
        List<Expression> arguments = call.arguments();
        if (arguments.size() != 2 && arguments.size() != 3) {
            return call;
        }
        Expression step = arguments.get(1).unwrap();
        Expression amount = step instanceof Expression.Interval interval ? interval.amount() : arguments.get(1);
        String unit = step instanceof Expression.Interval interval ? interval.unit() : "day";
        String boundary = arguments.size() == 3 && arguments.get(2) instanceof Expression.UnitBoundary boundaryWord
                ? boundaryWord.word()
                : "floor";
        return call.withArguments(List.of(
                arguments.get(0),
                CallRewrites.requireInt(amount),
                CallRewrites.createText(unit.toLowerCase(Locale.ROOT), call.span()),
                CallRewrites.createText(boundary.toLowerCase(Locale.ROOT), call.span())));
    }

    private static void checkSliceInterval(TypedCall call) {
        Long interval = call.argument(1).integerValue();
        if (interval == null) {
            throw call.createRefusal(
                    FunctionRule.INVALID_ARGUMENTS, call.name(), "a constant interval as second argument");
        }
        if (interval <= 0) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "an interval greater than 0");
        }
    }
}

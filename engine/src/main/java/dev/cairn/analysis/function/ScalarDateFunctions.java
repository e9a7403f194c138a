package dev.cairn.analysis.function;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The scalar functions of dates and times. */
final class ScalarDateFunctions implements FunctionFamily {
    private static final String DECLARATIONS = """
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
    private static final Set<String> TIME_UNITS = Set.of("hour", "minute", "second");
    /** The letters of a format that stand for a part of the time of day. */
    private static final String TIME_FORMAT_LETTERS = "HhIiklrSsT";

    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.SCALAR;
    }

    @Override
    public String declarations() {
        return DECLARATIONS;
    }

    @Override
    public void addRules(FunctionEntry.Builder function) {
        switch (function.name()) {
            case "date_trunc" -> function.setResolvedCallCheck(ScalarDateFunctions::checkTruncationUnit);
            case "date_part" -> function.setUntypedRewriteRule(ScalarDateFunctions::rewriteDatePart);
            case "str_to_date" -> function.setResolutionRule(ScalarDateFunctions::resolveStrToDate);
            case "time_slice", "date_slice" ->
                function.setUntypedRewriteRule(ScalarDateFunctions::rewriteSlice)
                        .setArgumentCheck(ScalarDateFunctions::checkSliceInterval);
            default -> {}
        }
    }

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

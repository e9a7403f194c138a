package dev.cairn.analysis.function;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions of dates and times. */
final class DateFunctions implements FunctionFamily {
    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.SCALAR;
    }

    @Override
    public String functions() {
        return """
            year (date) smallint | (datetime) smallint; is NULL_OF_NULL LOWER_CASE STRICT RESTRICTS_PARTITIONS
            month, day (date) tinyint | (datetime) tinyint; is NULL_OF_NULL LOWER_CASE STRICT
            dayofweek, dayofweek_iso, dayofyear, weekofyear, week_iso, weekday (datetime) int; is STRICT
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
            now! () datetime | (int) datetime; is NEVER_NULL
            current_timestamp! () datetime | (int) datetime; is UPPER_CASE NEVER_NULL
            utc_timestamp! () datetime; is NEVER_NULL
            localtime, localtimestamp () datetime; is UPPER_CASE NEVER_NULL
            curtime, utc_time () time; is NEVER_NULL
            current_time! () time; is UPPER_CASE NEVER_NULL
            curdate! () date; is NEVER_NULL
            current_date () date; is UPPER_CASE NEVER_NULL
            from_days (int) date
            to_days (date) int; is STRICT RESTRICTS_PARTITIONS
            date_format (datetime, varchar) varchar | (date, varchar) varchar; is STRICT RESTRICTS_PARTITIONS
            jodatime_format (datetime, varchar) varchar | (date, varchar) varchar; is RESTRICTS_PARTITIONS
            to_iso8601 (datetime) varchar | (date) varchar; is STRICT RESTRICTS_PARTITIONS
            time_to_sec (time) bigint; is STRICT
            sec_to_time (bigint) time
            unix_timestamp () bigint | (datetime) bigint | (date) bigint | (varchar, varchar) bigint; is
                RESTRICTS_PARTITIONS
            from_unixtime (bigint) varchar | (bigint, varchar) varchar | (bigint, varchar, varchar) varchar | (int)
                varchar | (int, varchar) varchar; is RESTRICTS_PARTITIONS
            from_unixtime_ms (bigint) varchar; is RESTRICTS_PARTITIONS
            to_datetime, to_datetime_ntz (bigint) datetime | (bigint, int) datetime; is RESTRICTS_PARTITIONS
            hour_from_unixtime (bigint) tinyint
            dayname, monthname (datetime) varchar; is STRICT
            convert_tz (datetime, varchar, varchar) datetime
            current_timezone () varchar; is NEVER_NULL
            date_trunc (varchar, datetime) datetime | (varchar, date) date; is STRICT RESTRICTS_PARTITIONS
            timestamp (datetime) datetime; is STRICT RESTRICTS_PARTITIONS
            date_slice (date, int, varchar) date | (date, int, varchar, varchar) date; is SLICES_TIME WITHOUT_OVER
                STRICT RESTRICTS_PARTITIONS
            time_slice (datetime, int, varchar) datetime | (datetime, int, varchar, varchar) datetime; is SLICES_TIME
                WITHOUT_OVER STRICT RESTRICTS_PARTITIONS
            next_day, previous_day (datetime, varchar) date; is STRICT RESTRICTS_PARTITIONS
            last_day (datetime) date | (datetime, varchar) date | (date) date | (date, varchar) date; is STRICT
                RESTRICTS_PARTITIONS
            makedate (int, int) date
            time_format (time, varchar) varchar
            __iceberg_transform_year, __iceberg_transform_month, __iceberg_transform_day (date) bigint | (datetime)
                bigint
            __iceberg_transform_hour (datetime) bigint
            timestampadd; is WITH_UNIT ADDS_INTERVAL RESTRICTS_PARTITIONS
            timestampdiff; is WITH_UNIT
            date_part; is REWRITTEN_LATE
            """;
    }

    private static final Set<String> DATE_UNITS = Set.of("year", "quarter", "month", "week", "day");
    private static final Set<String> TIME_UNITS = Set.of("hour", "minute", "second");

    @Override
    public void define(FunctionEntry function) {
        switch (function.name()) {
            case "date_trunc" -> function.checked(DateFunctions::checkUnit);
            case "date_part" -> function.rewritten(DateFunctions::part);
            case "str_to_date" -> function.resolved(DateFunctions::parsed);
            case "time_slice", "date_slice" ->
                function.rewritten(DateFunctions::slice).argumentsChecked(DateFunctions::checkInterval);
            default -> {}
        }
    }

    private static void checkUnit(Invocation call) {
        if (!(call.argument(0) instanceof Expression.Text text)) {
            throw Refusal.at(call.argument(0), FunctionRule.DATE_TRUNC_UNIT_NOT_CONSTANT);
        }
        String unit = text.value().toLowerCase(Locale.ROOT);
        PrimitiveType primitive = PrimitiveType.of(call.type(1));
        boolean ofTime = primitive == PrimitiveType.DATETIME;
        boolean known = DATE_UNITS.contains(unit) || (ofTime && TIME_UNITS.contains(unit));
        if (ofTime && !known) {
            throw Refusal.at(call.argument(0), FunctionRule.DATE_TRUNC_UNIT_OF_DATETIME);
        }
        if (primitive == PrimitiveType.DATE && !known) {
            throw Refusal.at(call.argument(1), FunctionRule.DATE_TRUNC_UNIT_OF_DATE);
        }
    }

    private static Expression part(Call call) {
        if (call.arguments().size() != 2 || !(call.arguments().get(0) instanceof Expression.Text unit)) {
            return call;
        }
        String function = switch (unit.value().toLowerCase(Locale.ROOT)) {
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
        return function == null
                ? call
                : CallRewrites.renamed(call, function, List.of(call.arguments().get(1)));
    }

    /** A format without a time of day returns DATE. */
    private static @Nullable Signature parsed(Invocation call) {
        Signature listed = call.function().overloads().find(call.types());
        if (listed == null) {
            return null;
        }
        String format = literal(call.argument(1));
        boolean date = format != null && format.chars().noneMatch(c -> "HhIiklrSsT".indexOf(c) >= 0);
        return date ? BuiltinFunctions.named("str2date").overloads().find(call.types()) : listed;
    }

    private static @Nullable String literal(Expression expression) {
        if (expression instanceof Expression.Text text) {
            return text.value();
        }
        return expression instanceof Expression.Number number ? number.text() : null;
    }

    /** The interval may be a plain number of days; the unit and the boundary become separate arguments. */
    private static Expression slice(Call call) {
        List<Expression> arguments = call.arguments();
        if (arguments.size() != 2 && arguments.size() != 3) {
            return call;
        }
        boolean interval = arguments.get(1) instanceof Expression.Interval;
        Expression amount = interval ? ((Expression.Interval) arguments.get(1)).amount() : arguments.get(1);
        String unit = interval ? ((Expression.Interval) arguments.get(1)).unit() : "day";
        String boundary =
                arguments.size() == 3 && arguments.get(2) instanceof Expression.Boundary word ? word.word() : "floor";
        return CallRewrites.withArguments(
                call,
                List.of(
                        arguments.get(0),
                        amount,
                        CallRewrites.text(unit.toLowerCase(Locale.ROOT), call.span()),
                        CallRewrites.text(boundary.toLowerCase(Locale.ROOT), call.span())));
    }

    private static void checkInterval(Invocation call) {
        Long interval = call.argument(1).integerValue();
        if (interval == null) {
            throw call.refusal(FunctionRule.INTERVAL_NOT_CONSTANT, call.name());
        }
        if (interval <= 0) {
            throw call.refusal(FunctionRule.INTERVAL_NOT_POSITIVE, call.name());
        }
    }
}

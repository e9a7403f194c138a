package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.Kind.BOOLEAN;
import static dev.cairn.embedded.function.JavaFunction.Kind.LONG;
import static dev.cairn.embedded.function.JavaFunction.Kind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.Kind.TIME;
import static dev.cairn.embedded.function.JavaFunction.function;
import static dev.cairn.embedded.function.JavaFunction.helper;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.TemporalUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/** Functions of dates and times. */
final class TimeFunctions {
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
    /** The number of bytes that a backend has for a time that it prints. */
    private static final int BUFFER = 127;
    /** The time at which time_slice begins to count. */
    private static final LocalDateTime ORIGIN = LocalDateTime.of(1, 1, 1, 0, 0);

    private static final Map<String, TemporalUnit> SLICES = Map.of(
            "microsecond", ChronoUnit.MICROS,
            "millisecond", ChronoUnit.MILLIS,
            "second", ChronoUnit.SECONDS,
            "minute", ChronoUnit.MINUTES,
            "hour", ChronoUnit.HOURS,
            "day", ChronoUnit.DAYS,
            "week", ChronoUnit.WEEKS,
            "month", ChronoUnit.MONTHS,
            "quarter", IsoFields.QUARTER_YEARS,
            "year", ChronoUnit.YEARS);

    private TimeFunctions() {}

    static List<JavaFunction> all() {
        return List.of(
                helper("datetime", TEXT)
                        .time(in -> DateTimeParser.parse(in.text(0)).orElse(null)),
                helper("datetime_of_number", LONG)
                        .time(in -> DateTimeNumber.time(in.number(0)).orElse(null)),
                helper("datetime_text", TIME).text(in -> DateTimeText.format(in.time(0))),
                helper("time_text", LONG).text(in -> timeText(in.number(0))),
                helper("time", TEXT).number(in -> time(in.text(0))),
                helper("time_of_number", LONG, BOOLEAN)
                        .number(in -> time(in.number(0), (Boolean) in.values().get(1))),
                function("week", TIME, LONG)
                        .number(in ->
                                new WeekMode((int) in.number(1)).week(in.time(0).toLocalDate())),
                function("yearweek", TIME, LONG)
                        .number(in -> new WeekMode((int) in.number(1))
                                .yearAndWeek(in.time(0).toLocalDate())),
                function("convert_tz", TIME, TEXT, TEXT).time(in -> moveZone(in.time(0), in.text(1), in.text(2))),
                function("time_slice", TIME, LONG, TEXT, TEXT)
                        .time(in -> slice(in.time(0), in.number(1), in.text(2), in.text(3))),
                helper("next_day", TIME, TEXT)
                        .time(in -> in.time(0).with(TemporalAdjusters.next(day(in.text(1), "next_day")))),
                helper("previous_day", TIME, TEXT)
                        .time(in -> in.time(0).with(TemporalAdjusters.previous(day(in.text(1), "previous_day")))),
                helper("month_difference", TIME, TIME)
                        .number(in -> difference(in.time(0), in.time(1), TimeFunctions::months)),
                helper("year_difference", TIME, TIME)
                        .number(in -> difference(in.time(0), in.time(1), TimeFunctions::years)),
                function("date_format", TIME, TEXT)
                        .text(in -> in.text(1).isEmpty()
                                ? null
                                : new MysqlTimePattern(toMysqlPattern(in.text(1))).format(in.time(0))),
                helper("within_buffer", TEXT)
                        .text(in -> in.text(0).getBytes(StandardCharsets.UTF_8).length > BUFFER ? null : in.text(0)),
                function("str_to_date", TEXT, TEXT).time(in -> new MysqlTimePattern(in.text(1)).parse(in.text(0))),
                function("jodatime_format", TIME, TEXT).text(in -> new JodaPattern(in.text(1)).format(in.time(0))),
                function("str_to_jodatime", TEXT, TEXT).time(in -> new JodaPattern(in.text(1)).parse(in.text(0))),
                function("to_tera_timestamp", TEXT, TEXT)
                        .time(in -> TeradataPattern.of(in.text(1)).parse(in.text(0))));
    }

    private static String timeText(long seconds) {
        long absolute = Math.abs(seconds);
        return String.format(
                Locale.ROOT,
                "%s%02d:%02d:%02d",
                seconds < 0 ? "-" : "",
                absolute / HOUR,
                absolute % HOUR / MINUTE,
                absolute % MINUTE);
    }

    private static @Nullable Long time(String text) {
        String[] parts = text.strip().split(":", -1);
        if (parts.length != 3) {
            return null;
        }
        try {
            long hour = Long.parseUnsignedLong(parts[0]);
            long minute = Long.parseUnsignedLong(parts[1]);
            long second = Long.parseUnsignedLong(parts[2]);
            return minute < MINUTE && second < MINUTE ? (Long) (hour * HOUR + minute * MINUTE + second) : null;
        } catch (NumberFormatException noTime) {
            return null;
        }
    }

    /**
     * Returns the time whose digits are those of a number, such as 83000 for 08:30:00. A negative number counts as the
     * unsigned one with the same bits, as on the server.
     *
     * @param checked whether a number with more than 59 minutes or seconds is no time
     */
    private static @Nullable Long time(long number, boolean checked) {
        long second = Long.remainderUnsigned(number, 100);
        long minute = Long.remainderUnsigned(number, 10000) / 100;
        if (checked && (second >= MINUTE || minute >= MINUTE)) {
            return null;
        }
        return Long.divideUnsigned(number, 10000) * HOUR + minute * MINUTE + second;
    }

    // The differences of date_diff: a month is over on its last day, too.

    private static long difference(
            LocalDateTime to, LocalDateTime from, ToLongBiFunction<LocalDateTime, LocalDateTime> whole) {
        return from.isBefore(to) ? whole.applyAsLong(from, to) : -whole.applyAsLong(to, from);
    }

    private static long months(LocalDateTime from, LocalDateTime to) {
        long months = 12L * (to.getYear() - from.getYear()) + to.getMonthValue() - from.getMonthValue();
        int day = from.getDayOfMonth();
        int lastDay = to.getDayOfMonth();
        boolean end = isEndOfMonth(to);
        boolean later = clock(from) > clock(to);
        boolean open = day > lastDay
                ? !end || (isEndOfMonth(from) && later)
                : day == lastDay && later && (!end || isEndOfMonth(from));
        return open ? months - 1 : months;
    }

    private static long years(LocalDateTime from, LocalDateTime to) {
        long years = (long) to.getYear() - from.getYear();
        if (from.getMonthValue() != to.getMonthValue()) {
            return from.getMonthValue() > to.getMonthValue() ? years - 1 : years;
        }
        int day = from.getDayOfMonth();
        int lastDay = to.getDayOfMonth();
        boolean later = clock(from) > clock(to);
        boolean sameLength =
                YearMonth.from(from).lengthOfMonth() == YearMonth.from(to).lengthOfMonth();
        boolean open = day == lastDay
                ? later && (sameLength || !isEndOfMonth(to))
                : day > lastDay && (sameLength || !isEndOfMonth(to) || (isEndOfMonth(from) && later));
        return open ? years - 1 : years;
    }

    private static boolean isEndOfMonth(LocalDateTime time) {
        return time.getDayOfMonth() == YearMonth.from(time).lengthOfMonth();
    }

    /** Returns the time of the day as the server compares it: it adds microseconds to milliseconds. */
    private static long clock(LocalDateTime time) {
        return 1000L * time.toLocalTime().toSecondOfDay() + time.get(ChronoField.MICRO_OF_SECOND);
    }

    private static @Nullable LocalDateTime moveZone(LocalDateTime time, String from, String to) {
        try {
            return time.atZone(ZoneId.of(from))
                    .withZoneSameInstant(ZoneId.of(to))
                    .toLocalDateTime();
        } catch (DateTimeException noSuchZone) {
            return null;
        }
    }

    private static LocalDateTime slice(LocalDateTime time, long amount, String unit, String boundary) {
        TemporalUnit step = SLICES.get(unit.toLowerCase(Locale.ROOT));
        if (step == null) {
            throw new RefusedValueException("period unit must in {microsecond, millisecond, second, minute, hour, day,"
                    + " month, year, week, quarter}");
        }
        boolean ceiling = boundary.equalsIgnoreCase("ceil");
        if (!ceiling && !boundary.equalsIgnoreCase("floor")) {
            throw new RefusedValueException(boundary + " not supported in time_slice boundary param");
        }
        if (time.isBefore(ORIGIN)) {
            throw new RefusedValueException("time used with time_slice can't before 0001-01-01 00:00:00");
        }
        long whole = step.between(ORIGIN, time) / amount;
        return ORIGIN.plus((ceiling ? whole + 1 : whole) * amount, step);
    }

    /** Parses the English name of a day, or its first two or three letters; case-sensitive. */
    private static DayOfWeek day(String name, String function) {
        for (DayOfWeek day : DayOfWeek.values()) {
            String whole = day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            if (name.equals(whole) || name.equals(whole.substring(0, 2)) || name.equals(whole.substring(0, 3))) {
                return day;
            }
        }
        throw new RefusedValueException(name + " not supported in " + function + " dow_string");
    }

    static RefusedValueException invalidFormat(String pattern) {
        return new RefusedValueException("The format parameter " + pattern + " is invalid");
    }

    /** Replaces the patterns that the server accepts in addition to those of MySQL. */
    private static String toMysqlPattern(String pattern) {
        return switch (pattern) {
            case "yyyyMMdd" -> "%Y%m%d";
            case "yyyy-MM-dd" -> "%Y-%m-%d";
            case "yyyy-MM-dd HH:mm:ss" -> "%Y-%m-%d %H:%i:%s";
            default -> pattern;
        };
    }
}

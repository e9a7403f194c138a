package dev.cairn.embedded.function.time;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.LONG;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TIME;
import static dev.cairn.embedded.function.JavaFunction.function;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.function.FunctionEvaluationException;
import dev.cairn.embedded.function.JavaFunction;
import dev.cairn.sql.ast.ServerDateFormat;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.TemporalUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions of dates and times. */
public final class TimeFunctions {
    /** The number of bytes that a backend has for a time that it prints. */
    private static final int TIME_BUFFER_BYTES = 127;

    private static final int MAX_YEAR = 9999;
    /** The spaces that frontends remove from a text before they parse it as a time. */
    private static final Pattern SURROUNDING_SPACE_PATTERN = Pattern.compile("^[\\r\\n\\t ]+|[\\r\\n\\t ]+$");

    private static final Pattern COMPLETE_SPECIFIERS_PATTERN = Pattern.compile("(?:[^%]|%.)*", Pattern.DOTALL);
    private static final Pattern BACKEND_SPECIFIER_PATTERN =
            Pattern.compile("\\G(?:[^%]|%[^rpwuUWxMabVXD])*%[rpwuUWxMabVXD]");
    /** The maximum number of bytes of a format of from_unixtime. */
    private static final int MAX_FORMAT_BYTES = 100;
    /** The time at which time_slice begins to count. */
    private static final LocalDateTime SLICE_ORIGIN = LocalDateTime.of(1, 1, 1, 0, 0);

    private static final Map<String, TemporalUnit> SLICE_UNIT_BY_NAME = Map.of(
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

    public static List<JavaFunction> functions() {
        return List.of(
                helper("datetime", TEXT)
                        .returningDateTime(arguments ->
                                DateTimeParser.parse(arguments.textAt(0)).orElse(null)),
                helper("datetime_of_constant", TEXT).returningDateTime(arguments -> parseConstant(arguments.textAt(0))),
                helper("datetime_of_number", LONG)
                        .returningDateTime(arguments ->
                                NumericDateTime.toDateTime(arguments.longAt(0)).orElse(null)),
                helper("datetime_text", TIME).returningText(arguments -> DateTimeText.format(arguments.dateTimeAt(0))),
                function("week", TIME, LONG)
                        .returningLong(arguments -> new WeekMode((int) arguments.longAt(1))
                                .computeWeek(arguments.dateTimeAt(0).toLocalDate())),
                function("yearweek", TIME, LONG)
                        .returningLong(arguments -> new WeekMode((int) arguments.longAt(1))
                                .computeYearAndWeek(arguments.dateTimeAt(0).toLocalDate())),
                function("time_slice", TIME, LONG, TEXT, TEXT)
                        .returningDateTime(arguments -> sliceTime(
                                arguments.dateTimeAt(0),
                                arguments.longAt(1),
                                arguments.textAt(2),
                                arguments.textAt(3))),
                helper("next_day", TIME, TEXT)
                        .returningDateTime(arguments -> arguments
                                .dateTimeAt(0)
                                .with(TemporalAdjusters.next(parseDay(arguments.textAt(1), "next_day")))),
                helper("previous_day", TIME, TEXT)
                        .returningDateTime(arguments -> arguments
                                .dateTimeAt(0)
                                .with(TemporalAdjusters.previous(parseDay(arguments.textAt(1), "previous_day")))),
                function("date_format", TIME, TEXT)
                        .returningText(arguments -> arguments.textAt(1).isEmpty()
                                ? null
                                : new MysqlTimePattern(toMysqlPattern(arguments.textAt(1)))
                                        .format(arguments.dateTimeAt(0))),
                function("date_format constant", TIME, TEXT)
                        .returningText(arguments -> arguments.textAt(1).isEmpty()
                                ? null
                                : new MysqlTimePattern(toFrontendPattern(arguments.textAt(1)))
                                        .format(arguments.dateTimeAt(0))),
                helper("unixtime_format", TIME, TEXT)
                        .returningText(arguments -> formatUnixTime(arguments.dateTimeAt(0), arguments.textAt(1))),
                helper("within_buffer", TEXT)
                        .returningText(arguments ->
                                arguments.textAt(0).getBytes(StandardCharsets.UTF_8).length > TIME_BUFFER_BYTES
                                        ? null
                                        : arguments.textAt(0)),
                function("str_to_date", TEXT, TEXT)
                        .returningDateTime(
                                arguments -> new MysqlTimePattern(arguments.textAt(1)).parse(arguments.textAt(0))),
                function("str_to_date constant", TEXT, TEXT)
                        .returningDateTime(arguments ->
                                new MysqlTimePattern(arguments.textAt(1)).parseAsConstant(arguments.textAt(0))),
                function("jodatime_format", TIME, TEXT)
                        .returningText(arguments ->
                                new JodaTimePattern(arguments.textAt(1)).format(arguments.dateTimeAt(0), null)),
                helper("jodatime_format_in_zone", TIME, TEXT, TEXT)
                        .returningText(arguments -> new JodaTimePattern(arguments.textAt(1))
                                .format(arguments.dateTimeAt(0), ZoneId.of(arguments.textAt(2)))),
                function("str_to_jodatime", TEXT, TEXT)
                        .returningDateTime(
                                arguments -> new JodaTimePattern(arguments.textAt(1)).parse(arguments.textAt(0))),
                function("to_tera_timestamp", TEXT, TEXT)
                        .returningDateTime(arguments ->
                                TeradataTimePattern.compile(arguments.textAt(1)).parse(arguments.textAt(0))));
    }

    /**
     * Parses a constant. A frontend that can parse it sends its own text of the time to the backend. The frontend
     * converts a time with an offset to its own zone, whereas a backend ignores the offset. Returns null if neither can
     * parse it.
     */
    private static @Nullable LocalDateTime parseConstant(String text) {
        String sentText = parseInFrontend(text).map(DateTimeText::format).orElse(text);
        return DateTimeParser.parse(sentText).orElse(null);
    }

    private static Optional<LocalDateTime> parseInFrontend(String text) {
        try {
            LocalDateTime time = ServerDateFormat.parse(
                    SURROUNDING_SPACE_PATTERN.matcher(text).replaceAll(""));
            return time.getYear() < 0 || time.getYear() > MAX_YEAR ? Optional.empty() : Optional.of(time);
        } catch (DateTimeException ignored) {
            return Optional.empty();
        }
    }

    /** Formats the time of a row as backends do, which limit the format and the result. */
    private static @Nullable String formatUnixTime(LocalDateTime time, String format) {
        if (format.isEmpty() || format.getBytes(StandardCharsets.UTF_8).length > MAX_FORMAT_BYTES) {
            return null;
        }
        String text = new MysqlTimePattern(toMysqlPattern(format)).format(time);
        return text.getBytes(StandardCharsets.UTF_8).length > TIME_BUFFER_BYTES ? null : text;
    }

    /**
     * Returns the start of the slice that contains a time, or its end if the boundary is {@code ceil}.
     *
     * @param amount the length of a slice in units, at least 1
     * @throws FunctionEvaluationException if the unit or the boundary is unknown, or the time is before the year 1
     */
    private static LocalDateTime sliceTime(LocalDateTime time, long amount, String unitName, String boundary) {
        TemporalUnit temporalUnit = SLICE_UNIT_BY_NAME.get(unitName.toLowerCase(Locale.ROOT));
        if (temporalUnit == null) {
            throw new FunctionEvaluationException(
                    "period unit must in {microsecond, millisecond, second, minute, hour, day,"
                            + " month, year, week, quarter}");
        }
        boolean isCeiling = boundary.equalsIgnoreCase("ceil");
        if (!isCeiling && !boundary.equalsIgnoreCase("floor")) {
            throw new FunctionEvaluationException(boundary + " not supported in time_slice boundary param");
        }
        if (time.isBefore(SLICE_ORIGIN)) {
            throw new FunctionEvaluationException("time used with time_slice can't before 0001-01-01 00:00:00");
        }
        long sliceCount = temporalUnit.between(SLICE_ORIGIN, time) / amount;
        return SLICE_ORIGIN.plus((isCeiling ? sliceCount + 1 : sliceCount) * amount, temporalUnit);
    }

    /**
     * Parses the English name of a day, or its first two or three letters; case-sensitive.
     *
     * @throws FunctionEvaluationException if there is no such day
     */
    private static DayOfWeek parseDay(String dayName, String functionName) {
        for (DayOfWeek day : DayOfWeek.values()) {
            String fullName = day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            if (dayName.equals(fullName)
                    || dayName.equals(fullName.substring(0, 2))
                    || dayName.equals(fullName.substring(0, 3))) {
                return day;
            }
        }
        throw new FunctionEvaluationException(dayName + " not supported in " + functionName + " dow_string");
    }

    /** Returns the server's refusal of a pattern, for the caller to throw. */
    static FunctionEvaluationException createInvalidFormatException(String pattern) {
        return new FunctionEvaluationException("The format parameter " + pattern + " is invalid");
    }

    /**
     * Replaces the patterns that frontends accept for constants, but keeps whitespace around them. Frontends omit a
     * percent sign at the end, unless it follows a specifier that only backends know.
     */
    private static String toFrontendPattern(String pattern) {
        String trimmedPattern = pattern.trim();
        String mysqlPattern = toMysqlPattern(trimmedPattern);
        if (!mysqlPattern.equals(trimmedPattern)) {
            return pattern.replace(trimmedPattern, mysqlPattern);
        }
        Matcher prefixMatcher = COMPLETE_SPECIFIERS_PATTERN.matcher(pattern);
        return prefixMatcher.lookingAt()
                        && prefixMatcher.end() == pattern.length() - 1
                        && !BACKEND_SPECIFIER_PATTERN
                                .matcher(prefixMatcher.group())
                                .find()
                ? prefixMatcher.group()
                : pattern;
    }

    /** Replaces the patterns that the server accepts in addition to MySQL's patterns. */
    private static String toMysqlPattern(String pattern) {
        return switch (pattern) {
            case "yyyyMMdd" -> "%Y%m%d";
            case "yyyy-MM-dd" -> "%Y-%m-%d";
            case "yyyy-MM-dd HH:mm:ss" -> "%Y-%m-%d %H:%i:%s";
            default -> pattern;
        };
    }
}

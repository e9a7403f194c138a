package dev.cairn.embedded.function.time;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.BOOLEAN;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.LONG;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TIME;
import static dev.cairn.embedded.function.JavaFunction.function;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.function.FunctionEvaluationException;
import dev.cairn.embedded.function.JavaFunction;
import dev.cairn.sql.ast.ServerDateFormat;
import java.math.BigInteger;
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
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongBiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions of dates and times. */
public final class TimeFunctions {
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int SECONDS_PER_HOUR = 3600;
    /** The number of bytes that a backend has for a time that it prints. */
    private static final int TIME_BUFFER_BYTES = 127;

    private static final int MAX_YEAR = 9999;
    /** The spaces that frontends remove from a text before they parse it as a time. */
    private static final Pattern SURROUNDING_SPACE_PATTERN = Pattern.compile("^[\\r\\n\\t ]+|[\\r\\n\\t ]+$");

    private static final int TIME_PART_COUNT = 3;
    private static final Pattern UNSIGNED_NUMBER_PATTERN =
            Pattern.compile("[ \\t\\n\\x0B\\f\\r]*([0-9]+)[ \\t\\n\\x0B\\f\\r]*");
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
                helper("time_text", LONG).returningText(arguments -> formatTime(arguments.longAt(0))),
                helper("time", TEXT).returningLong(arguments -> parseTime(arguments.textAt(0))),
                helper("time_of_number", LONG, BOOLEAN)
                        .returningLong(arguments -> parseTimeDigits(arguments.longAt(0), (Boolean)
                                arguments.values().get(1))),
                helper("time_digits", LONG).returningLong(arguments -> toTimeDigits(arguments.longAt(0))),
                function("week", TIME, LONG)
                        .returningLong(arguments -> new WeekMode((int) arguments.longAt(1))
                                .computeWeek(arguments.dateTimeAt(0).toLocalDate())),
                function("yearweek", TIME, LONG)
                        .returningLong(arguments -> new WeekMode((int) arguments.longAt(1))
                                .computeYearAndWeek(arguments.dateTimeAt(0).toLocalDate())),
                function("convert_tz", TIME, TEXT, TEXT)
                        .returningDateTime(arguments ->
                                convertConstantTime(arguments.dateTimeAt(0), arguments.textAt(1), arguments.textAt(2))),
                helper("convert_tz_variable", TIME, TEXT, TEXT)
                        .returningDateTime(arguments -> convertRowTime(
                                arguments.dateTimeAt(0),
                                ZoneId.of(arguments.textAt(1)),
                                ZoneId.of(arguments.textAt(2)))),
                function("convert_tz variable zones", TIME, TEXT, TEXT)
                        .returningDateTime(arguments -> convertBetweenRowZones(
                                arguments.dateTimeAt(0), arguments.textAt(1), arguments.textAt(2))),
                helper("backend_zone", TEXT)
                        .returningText(arguments -> TimeZoneFinder.findBackendZone(arguments.textAt(0))
                                .map(ZoneId::getId)
                                .orElse(null)),
                helper("unixtime_zone", TEXT)
                        .returningText(arguments -> TimeZoneFinder.resolveUnixTimeZone(arguments.textAt(0))
                                .getId()),
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
                helper("month_difference", TIME, TIME)
                        .returningLong(arguments -> calculateDifference(
                                arguments.dateTimeAt(0), arguments.dateTimeAt(1), TimeFunctions::monthsBetween)),
                helper("year_difference", TIME, TIME)
                        .returningLong(arguments -> calculateDifference(
                                arguments.dateTimeAt(0), arguments.dateTimeAt(1), TimeFunctions::yearsBetween)),
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
                helper("time_format", LONG, TEXT)
                        .returningText(arguments -> new TimeFormat(arguments.textAt(1)).format(arguments.longAt(0))),
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

    private static String formatTime(long seconds) {
        long absoluteSeconds = Math.abs(seconds);
        return String.format(
                Locale.ROOT,
                "%s%02d:%02d:%02d",
                seconds < 0 ? "-" : "",
                absoluteSeconds / SECONDS_PER_HOUR,
                absoluteSeconds % SECONDS_PER_HOUR / SECONDS_PER_MINUTE,
                absoluteSeconds % SECONDS_PER_MINUTE);
    }

    /**
     * Returns the seconds of a time that is written as three numbers with colons between them; null if the text has
     * another form. As on the server, the numbers are integers of 32 bits.
     */
    private static @Nullable Long parseTime(String text) {
        String[] numberTexts = text.split(":", -1);
        int[] numbers = new int[TIME_PART_COUNT];
        if (numberTexts.length != TIME_PART_COUNT) {
            return null;
        }
        for (int i = 0; i < TIME_PART_COUNT; i++) {
            Matcher numberMatcher = UNSIGNED_NUMBER_PATTERN.matcher(numberTexts[i]);
            BigInteger number = numberMatcher.matches() ? new BigInteger(numberMatcher.group(1)) : null;
            if (number == null || number.bitLength() > Long.SIZE) {
                return null;
            }
            numbers[i] = number.intValue();
        }
        return numbers[1] < SECONDS_PER_MINUTE && numbers[2] < SECONDS_PER_MINUTE
                ? Long.valueOf(numbers[0] * SECONDS_PER_HOUR + numbers[1] * SECONDS_PER_MINUTE + numbers[2])
                : null;
    }

    /**
     * Returns the seconds of the time that is written as the number HHMMSS, such as 83000 for 08:30:00. As on the
     * server, a negative number counts as the unsigned number with the same bits.
     *
     * @param checksRange whether a number with more than 59 minutes or seconds is not a time
     */
    private static @Nullable Long parseTimeDigits(long number, boolean checksRange) {
        long second = Long.remainderUnsigned(number, 100);
        long minute = Long.remainderUnsigned(number, 10000) / 100;
        if (checksRange && (second >= SECONDS_PER_MINUTE || minute >= SECONDS_PER_MINUTE)) {
            return null;
        }
        return Long.divideUnsigned(number, 10000) * SECONDS_PER_HOUR + minute * SECONDS_PER_MINUTE + second;
    }

    /**
     * Returns the number HHMMSS of a time; a server takes the negative seconds of a TIME for a huge unsigned number.
     */
    private static long toTimeDigits(long seconds) {
        long hour = Long.divideUnsigned(seconds, SECONDS_PER_HOUR);
        long minute = Long.remainderUnsigned(Long.divideUnsigned(seconds, SECONDS_PER_MINUTE), SECONDS_PER_MINUTE);
        return hour * 10_000 + minute * 100 + Long.remainderUnsigned(seconds, SECONDS_PER_MINUTE);
    }

    /** Returns a difference of date_diff, which is negative if the end precedes the start. */
    private static long calculateDifference(
            LocalDateTime endTime,
            LocalDateTime startTime,
            ToLongBiFunction<LocalDateTime, LocalDateTime> wholeUnitCounter) {
        return startTime.isBefore(endTime)
                ? wholeUnitCounter.applyAsLong(startTime, endTime)
                : -wholeUnitCounter.applyAsLong(endTime, startTime);
    }

    /** Returns the number of complete months. A month also counts as complete on the last day of a shorter month. */
    private static long monthsBetween(LocalDateTime startTime, LocalDateTime endTime) {
        long months =
                12L * (endTime.getYear() - startTime.getYear()) + endTime.getMonthValue() - startTime.getMonthValue();
        int startDay = startTime.getDayOfMonth();
        int endDay = endTime.getDayOfMonth();
        boolean isEndOfLastMonth = isEndOfMonth(endTime);
        boolean isLaterInDay = comparableTimeOfDay(startTime) > comparableTimeOfDay(endTime);
        boolean isLastMonthIncomplete = startDay > endDay
                ? !isEndOfLastMonth || (isEndOfMonth(startTime) && isLaterInDay)
                : startDay == endDay && isLaterInDay && (!isEndOfLastMonth || isEndOfMonth(startTime));
        return isLastMonthIncomplete ? months - 1 : months;
    }

    private static long yearsBetween(LocalDateTime startTime, LocalDateTime endTime) {
        long years = (long) endTime.getYear() - startTime.getYear();
        if (startTime.getMonthValue() != endTime.getMonthValue()) {
            return startTime.getMonthValue() > endTime.getMonthValue() ? years - 1 : years;
        }
        int startDay = startTime.getDayOfMonth();
        int endDay = endTime.getDayOfMonth();
        boolean isLaterInDay = comparableTimeOfDay(startTime) > comparableTimeOfDay(endTime);
        boolean haveSameLength = YearMonth.from(startTime).lengthOfMonth()
                == YearMonth.from(endTime).lengthOfMonth();
        boolean isLastYearIncomplete = startDay == endDay
                ? isLaterInDay && (haveSameLength || !isEndOfMonth(endTime))
                : startDay > endDay
                        && (haveSameLength || !isEndOfMonth(endTime) || (isEndOfMonth(startTime) && isLaterInDay));
        return isLastYearIncomplete ? years - 1 : years;
    }

    private static boolean isEndOfMonth(LocalDateTime time) {
        return time.getDayOfMonth() == YearMonth.from(time).lengthOfMonth();
    }

    /** Returns the time of the day as the server compares it: it adds microseconds to milliseconds. */
    private static long comparableTimeOfDay(LocalDateTime time) {
        return 1000L * time.toLocalTime().toSecondOfDay() + time.get(ChronoField.MICRO_OF_SECOND);
    }

    /**
     * Converts a constant. The frontend does this if it knows both zones; otherwise, a backend does. Returns null if
     * neither knows them.
     */
    private static @Nullable LocalDateTime convertConstantTime(
            LocalDateTime time, String sourceZoneName, String targetZoneName) {
        Optional<ZoneId> frontendSource = TimeZoneFinder.findFrontendZone(sourceZoneName);
        Optional<ZoneId> frontendTarget = TimeZoneFinder.findFrontendZone(targetZoneName);
        if (frontendSource.isPresent() && frontendTarget.isPresent()) {
            return convertZone(time, frontendSource.orElseThrow(), frontendTarget.orElseThrow());
        }
        return TimeZoneFinder.findBackendZone(sourceZoneName)
                .flatMap(backendSource -> TimeZoneFinder.findBackendZone(targetZoneName)
                        .map(backendTarget -> convertRowTime(time, backendSource, backendTarget)))
                .orElse(null);
    }

    private static LocalDateTime convertZone(LocalDateTime time, ZoneId sourceZone, ZoneId targetZone) {
        return time.atZone(sourceZone).withZoneSameInstant(targetZone).toLocalDateTime();
    }

    /**
     * Converts the time of a row. For a backend, a time that the clock skips is the moment at which the clock is put
     * forward.
     */
    private static LocalDateTime convertRowTime(LocalDateTime time, ZoneId sourceZone, ZoneId targetZone) {
        ZoneOffsetTransition transition = sourceZone.getRules().getTransition(time);
        boolean isSkipped = transition != null && transition.isGap();
        return convertZone(
                isSkipped
                        ? transition
                                .getDateTimeBefore()
                                .with(ChronoField.NANO_OF_SECOND, time.get(ChronoField.NANO_OF_SECOND))
                        : time,
                sourceZone,
                targetZone);
    }

    /**
     * Converts a time between zones of a row. Backends know the differences between the zones that they list at one
     * moment, and use them for all times.
     */
    private static @Nullable LocalDateTime convertBetweenRowZones(
            LocalDateTime time, String sourceZoneName, String targetZoneName) {
        ZoneId sourceZone = TimeZoneFinder.findRowZone(sourceZoneName).orElse(null);
        ZoneId targetZone = TimeZoneFinder.findRowZone(targetZoneName).orElse(null);
        if (sourceZone == null || targetZone == null) {
            return null;
        }
        if (TimeZoneFinder.hasListedOffset(sourceZoneName) && TimeZoneFinder.hasListedOffset(targetZoneName)) {
            return convertZone(time, TimeZoneFinder.listedOffset(sourceZone), TimeZoneFinder.listedOffset(targetZone));
        }
        return convertRowTime(time, sourceZone, targetZone);
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

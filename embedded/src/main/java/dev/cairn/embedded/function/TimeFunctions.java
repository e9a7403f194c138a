package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.OwnFunction.Kind.LONG;
import static dev.cairn.embedded.function.OwnFunction.Kind.TEXT;
import static dev.cairn.embedded.function.OwnFunction.Kind.TIME;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
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
final class TimeFunctions {
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
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

    static List<OwnFunction> all() {
        return List.of(
                OwnFunction.time(
                        "datetime", in -> DateTimeText.parsed(in.text(0)).orElse(null), TEXT),
                OwnFunction.time(
                        "datetime_of_number",
                        in -> DateTimeText.parsed(String.valueOf(in.number(0))).orElse(null),
                        LONG),
                OwnFunction.text("datetime_text", in -> DateTimeText.of(in.time(0)), TIME),
                OwnFunction.text("time_text", in -> timeText(in.number(0)), LONG),
                OwnFunction.number("time", in -> time(in.text(0)), TEXT),
                OwnFunction.number("week", in -> Weeks.week(in.time(0).toLocalDate(), (int) in.number(1)), TIME, LONG),
                OwnFunction.number(
                        "yearweek", in -> Weeks.yearAndWeek(in.time(0).toLocalDate(), (int) in.number(1)), TIME, LONG),
                OwnFunction.time("convert_tz", in -> moved(in.time(0), in.text(1), in.text(2)), TIME, TEXT, TEXT),
                OwnFunction.time(
                        "time_slice",
                        in -> slice(in.time(0), in.number(1), in.text(2), in.text(3)),
                        TIME,
                        LONG,
                        TEXT,
                        TEXT),
                OwnFunction.time(
                        "next_day",
                        in -> in.time(0).with(TemporalAdjusters.next(day(in.text(1), "next_day"))),
                        TIME,
                        TEXT),
                OwnFunction.time(
                        "previous_day",
                        in -> in.time(0).with(TemporalAdjusters.previous(day(in.text(1), "previous_day"))),
                        TIME,
                        TEXT));
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
            return Long.parseLong(parts[0]) * HOUR + Long.parseLong(parts[1]) * MINUTE + Long.parseLong(parts[2]);
        } catch (NumberFormatException noTime) {
            return null;
        }
    }

    private static @Nullable LocalDateTime moved(LocalDateTime time, String from, String to) {
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

    /** Parses and prints dates and times as the server does. */
    private static final class DateTimeText {
        private static final Pattern WRITTEN = Pattern.compile(
                "(\\d{4}|\\d{2})[-/.](\\d{1,2})[-/.](\\d{1,2})(?:[ T]+(\\d{1,2})(?::(\\d{1,2}))?(?::(\\d{1,2}))?"
                        + "(?:\\.(\\d{1,9}))?)?");
        private static final Pattern DIGITS =
                Pattern.compile("(\\d{4}|\\d{2})(\\d{2})(\\d{2})(?:[ T]?(\\d{2})(\\d{2})(\\d{2})(?:\\.(\\d{1,9}))?)?");
        private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
        private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
        private static final int SHORT_YEARS = 70;
        private static final int MICRO_DIGITS = 6;
        private static final int NANOS = 1000;

        private DateTimeText() {}

        /** Returns the time; empty if the text is not a valid time. */
        static Optional<LocalDateTime> parsed(String text) {
            String stripped = text.strip();
            Matcher written = WRITTEN.matcher(stripped);
            if (written.matches()) {
                return time(written);
            }
            Matcher digits = DIGITS.matcher(stripped);
            return digits.matches() ? time(digits) : Optional.empty();
        }

        private static Optional<LocalDateTime> time(Matcher parts) {
            try {
                return Optional.of(LocalDateTime.of(
                        year(parts.group(1)),
                        number(parts, 2),
                        number(parts, 3),
                        number(parts, 4),
                        number(parts, 5),
                        number(parts, 6),
                        micros(parts.group(7)) * NANOS));
            } catch (DateTimeException noSuchDay) {
                return Optional.empty();
            }
        }

        private static int year(String text) {
            int year = Integer.parseInt(text);
            if (text.length() > 2) {
                return year;
            }
            return year < SHORT_YEARS ? 2000 + year : 1900 + year;
        }

        private static int number(Matcher parts, int group) {
            String text = parts.group(group);
            return text == null ? 0 : Integer.parseInt(text);
        }

        private static int micros(@Nullable String digits) {
            return digits == null ? 0 : Integer.parseInt((digits + "000000").substring(0, MICRO_DIGITS));
        }

        /** Prints a time. Microseconds are omitted if they are zero. */
        static String of(LocalDateTime time) {
            return time.format(time.get(ChronoField.MICRO_OF_SECOND) == 0 ? SECONDS : MICROSECONDS);
        }
    }
}

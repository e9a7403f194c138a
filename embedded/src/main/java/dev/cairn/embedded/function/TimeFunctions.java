package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.OwnFunction.Kind.LONG;
import static dev.cairn.embedded.function.OwnFunction.Kind.TEXT;
import static dev.cairn.embedded.function.OwnFunction.Kind.TIME;

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
import org.jspecify.annotations.Nullable;

/** Functions of dates and times. */
final class TimeFunctions {
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
    /** Where slices of time begin to count. */
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

    /** The whole English name of a day, or its first two or three letters, written just so. */
    private static DayOfWeek day(String name, String function) {
        for (DayOfWeek day : DayOfWeek.values()) {
            String whole = day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            if (name.equals(whole) || name.equals(whole.substring(0, 2)) || name.equals(whole.substring(0, 3))) {
                return day;
            }
        }
        throw new RefusedValueException(name + " not supported in " + function + " dow_string");
    }
}

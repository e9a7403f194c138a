package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.OwnFunctions.OwnFunction.Kind.LONG;
import static dev.cairn.embedded.function.OwnFunctions.OwnFunction.Kind.TEXT;
import static dev.cairn.embedded.function.OwnFunctions.OwnFunction.Kind.TIME;
import static dev.cairn.embedded.function.OwnFunctions.OwnFunction.function;

import dev.cairn.embedded.function.OwnFunctions.OwnFunction;
import dev.cairn.embedded.function.OwnFunctions.RefusedValueException;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.TemporalQueries;
import java.time.temporal.TemporalUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
                function("datetime", TEXT)
                        .time(in -> DateTimeText.parsed(in.text(0)).orElse(null)),
                function("datetime_of_number", LONG)
                        .time(in -> DateTimeText.parsed(String.valueOf(in.number(0)))
                                .orElse(null)),
                function("datetime_text", TIME).text(in -> DateTimeText.of(in.time(0))),
                function("time_text", LONG).text(in -> timeText(in.number(0))),
                function("time", TEXT).number(in -> time(in.text(0))),
                function("week", TIME, LONG)
                        .number(in ->
                                new WeekMode((int) in.number(1)).week(in.time(0).toLocalDate())),
                function("yearweek", TIME, LONG)
                        .number(in -> new WeekMode((int) in.number(1))
                                .yearAndWeek(in.time(0).toLocalDate())),
                function("convert_tz", TIME, TEXT, TEXT).time(in -> moved(in.time(0), in.text(1), in.text(2))),
                function("time_slice", TIME, LONG, TEXT, TEXT)
                        .time(in -> slice(in.time(0), in.number(1), in.text(2), in.text(3))),
                function("next_day", TIME, TEXT)
                        .time(in -> in.time(0).with(TemporalAdjusters.next(day(in.text(1), "next_day")))),
                function("previous_day", TIME, TEXT)
                        .time(in -> in.time(0).with(TemporalAdjusters.previous(day(in.text(1), "previous_day")))),
                function("date_format", TIME, TEXT).text(in -> new MysqlTimePattern(in.text(1)).format(in.time(0))),
                function("unixtime_format", TEXT).text(in -> named(in.text(0))),
                function("str_to_date", TEXT, TEXT).time(in -> new MysqlTimePattern(in.text(1)).parse(in.text(0))),
                function("jodatime_format", TIME, TEXT).text(in -> formatted(in.time(0), in.text(1))),
                function("str_to_jodatime", TEXT, TEXT)
                        .time(in -> parsed(in.text(0), read(in.text(1), TimeFunctions::joda))),
                function("str_to_tera", TEXT, TEXT)
                        .time(in -> parsed(in.text(0), read(in.text(1), TimeFunctions::tera))));
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

    // Formatting and parsing by the patterns of MySQL, Joda and Teradata.

    private static @Nullable String formatted(LocalDateTime time, String pattern) {
        if (pattern.isEmpty()) {
            return null;
        }
        try {
            return read(pattern, TimeFunctions::joda).format(time);
        } catch (DateTimeException withoutField) {
            throw invalid(pattern);
        }
    }

    private static DateTimeFormatter read(String pattern, Function<String, DateTimeFormatter> language) {
        try {
            return language.apply(pattern);
        } catch (IllegalArgumentException unreadable) {
            throw invalid(pattern);
        }
    }

    private static RefusedValueException invalid(String pattern) {
        return new RefusedValueException("The format parameter " + pattern + " is invalid");
    }

    /** Converts a Joda pattern: few letters differ from those of Java, and weeks begin on Monday. */
    private static DateTimeFormatter joda(String pattern) {
        String java = pattern.replace('Y', 'u').replace('y', 'u').replace('x', 'Y');
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(java)
                .toFormatter(Locale.forLanguageTag("en-US-u-fw-mon"));
    }

    /**
     * Converts a Teradata pattern. Numbers may be shorter than the pattern; missing parts are January, the 1st, and
     * midnight.
     */
    private static DateTimeFormatter tera(String pattern) {
        String java = pattern.toLowerCase(Locale.ROOT)
                .replace("mi", "~")
                .replace("mm", "M")
                .replace("~", "m")
                .replace("hh24", "H")
                .replace("dd", "d")
                .replace("ss", "s")
                .replace("yyyy", "uuuu")
                .replace("am", "a")
                .replace("pm", "a");
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(java.replace("hh12", "h").replace("hh", java.contains("a") ? "h" : "H"))
                .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
                .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
                .toFormatter(Locale.ENGLISH);
    }

    private static @Nullable LocalDateTime parsed(String text, DateTimeFormatter format) {
        try {
            var parsed = format.parse(text.strip(), new ParsePosition(0));
            LocalDate date = parsed.query(TemporalQueries.localDate());
            LocalTime time = parsed.query(TemporalQueries.localTime());
            return date == null ? null : date.atTime(time == null ? LocalTime.MIDNIGHT : time);
        } catch (DateTimeException otherwiseWritten) {
            return null;
        }
    }

    /** Replaces the patterns that from_unixtime accepts in addition to those of MySQL. */
    private static String named(String pattern) {
        return switch (pattern) {
            case "yyyyMMdd" -> "%Y%m%d";
            case "yyyy-MM-dd" -> "%Y-%m-%d";
            case "yyyy-MM-dd HH:mm:ss" -> "%Y-%m-%d %H:%i:%s";
            default -> pattern;
        };
    }

    /** Parses and prints dates and times as the server does. */
    private static final class DateTimeText {
        private static final Pattern SEPARATED = Pattern.compile(
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
            Matcher separated = SEPARATED.matcher(stripped);
            if (separated.matches()) {
                return time(separated);
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

    /** A pattern such as {@code %Y-%m-%d %H:%i:%s}, by which times are formatted and parsed. */
    private record MysqlTimePattern(String pattern) {
        private static final int NOON = 12;
        private static final int MICRO = 1000;

        String format(LocalDateTime time) {
            StringBuilder text = new StringBuilder();
            for (String piece : pieces()) {
                text.append(piece.length() == 2 ? part(time, piece.charAt(1)) : piece);
            }
            return text.toString();
        }

        /** Splits the pattern into single characters and specifiers such as {@code %Y}. */
        private List<String> pieces() {
            List<String> pieces = new ArrayList<>();
            int at = 0;
            while (at < pattern.length()) {
                boolean sign = pattern.charAt(at) == '%' && at + 1 < pattern.length();
                int end = at + (sign ? 2 : 1);
                pieces.add(pattern.substring(at, end));
                at = end;
            }
            return pieces;
        }

        private static String part(LocalDateTime time, char letter) {
            int hour = time.getHour();
            int half = hour % NOON == 0 ? NOON : hour % NOON;
            return switch (letter) {
                case 'Y' -> padded(time.getYear(), 4);
                case 'y' -> padded(time.getYear() % 100, 2);
                case 'm' -> padded(time.getMonthValue(), 2);
                case 'c' -> String.valueOf(time.getMonthValue());
                case 'M' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
                case 'b' -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
                case 'd' -> padded(time.getDayOfMonth(), 2);
                case 'e' -> String.valueOf(time.getDayOfMonth());
                case 'D' -> ordinal(time.getDayOfMonth());
                case 'j' -> padded(time.getDayOfYear(), 3);
                case 'H' -> padded(hour, 2);
                case 'k' -> String.valueOf(hour);
                case 'h', 'I' -> padded(half, 2);
                case 'l' -> String.valueOf(half);
                case 'i' -> padded(time.getMinute(), 2);
                case 'S', 's' -> padded(time.getSecond(), 2);
                case 'f' -> padded(time.getNano() / MICRO, 6);
                case 'p' -> hour < NOON ? "AM" : "PM";
                case 'r' -> new MysqlTimePattern("%I:%i:%S %p").format(time);
                case 'T' -> new MysqlTimePattern("%H:%i:%S").format(time);
                default -> ofWeek(time.toLocalDate(), letter);
            };
        }

        private static String ofWeek(LocalDate date, char letter) {
            return switch (letter) {
                case 'W' -> date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
                case 'a' -> date.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
                case 'w' -> String.valueOf(date.getDayOfWeek().getValue() % 7);
                case 'U' -> padded(new WeekMode(0).week(date), 2);
                case 'u' -> padded(new WeekMode(1).week(date), 2);
                case 'V' -> padded(new WeekMode(2).week(date), 2);
                case 'v' -> padded(new WeekMode(3).week(date), 2);
                case 'X' -> padded(new WeekMode(2).yearAndWeek(date) / 100, 4);
                case 'x' -> padded(new WeekMode(3).yearAndWeek(date) / 100, 4);
                default -> String.valueOf(letter);
            };
        }

        private static String padded(long number, int digits) {
            return String.format(Locale.ROOT, "%0" + digits + "d", number);
        }

        private static String ordinal(int day) {
            boolean teen = day >= 11 && day <= 13;
            return day
                    + switch (teen ? 0 : day % 10) {
                        case 1 -> "st";
                        case 2 -> "nd";
                        case 3 -> "rd";
                        default -> "th";
                    };
        }

        /** Parses a text; null if its beginning does not match the pattern, or if the date does not exist. */
        @Nullable
        LocalDateTime parse(String text) {
            Map<Character, Integer> parts = new HashMap<>();
            return read(text, 0, parts) < 0 ? null : time(parts);
        }

        /** Parses the parts of a text and returns their end; -1 if the text does not match. */
        private int read(String text, int from, Map<Character, Integer> parts) {
            int at = from;
            for (String piece : pieces()) {
                if (at >= 0) {
                    at = piece.length() == 2 ? read(text, at, piece.charAt(1), parts) : skip(text, at, piece.charAt(0));
                }
            }
            return at;
        }

        private static int skipBlanks(String text, int from) {
            int at = from;
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at;
        }

        /** Parses the part for a specifier and returns its end; -1 if the text does not match. */
        private static int read(String text, int from, char letter, Map<Character, Integer> parts) {
            if (letter == '%') {
                return skip(text, from, letter);
            }
            if (letter == 'T') {
                return new MysqlTimePattern("%H:%i:%s").read(text, from, parts);
            }
            if (letter == 'M' || letter == 'b') {
                return readMonth(text, from, letter == 'M', parts);
            }
            int digits = switch (letter) {
                case 'Y' -> 4;
                case 'f' -> 6;
                case 'j' -> 3;
                default -> 2;
            };
            int start = skipBlanks(text, from);
            int end = start;
            while (end < text.length() && end - start < digits && Character.isDigit(text.charAt(end))) {
                end++;
            }
            if (end == start) {
                return -1;
            }
            String number = text.substring(start, end);
            parts.put(kind(letter), Integer.parseInt(letter == 'f' ? (number + "000000").substring(0, 6) : number));
            return end;
        }

        /**
         * Skips a character of the pattern and returns its end; -1 if the text does not match. A blank matches any number
         * of blanks.
         */
        private static int skip(String text, int from, char character) {
            if (Character.isWhitespace(character)) {
                return skipBlanks(text, from);
            }
            return from < text.length() && text.charAt(from) == character ? from + 1 : -1;
        }

        private static char kind(char letter) {
            return switch (letter) {
                case 'c' -> 'm';
                case 'e' -> 'd';
                case 'k', 'h', 'I', 'l' -> 'H';
                case 'S' -> 's';
                default -> letter;
            };
        }

        private static int readMonth(String text, int from, boolean full, Map<Character, Integer> parts) {
            for (Month month : Month.values()) {
                String name = month.getDisplayName(full ? TextStyle.FULL : TextStyle.SHORT, Locale.ENGLISH);
                if (text.regionMatches(true, from, name, 0, name.length())) {
                    parts.put('m', month.getValue());
                    return from + name.length();
                }
            }
            return -1;
        }

        private static @Nullable LocalDateTime time(Map<Character, Integer> parts) {
            Integer year = parts.get('Y');
            Integer shortYear = parts.get('y');
            if (year == null && shortYear != null) {
                year = shortYear < 70 ? 2000 + shortYear : 1900 + shortYear;
            }
            try {
                Integer dayOfYear = parts.get('j');
                if (year != null && dayOfYear != null) {
                    return LocalDate.ofYearDay(year, dayOfYear).atStartOfDay();
                }
                return year == null
                        ? null
                        : LocalDateTime.of(
                                year,
                                parts.getOrDefault('m', 1),
                                parts.getOrDefault('d', 1),
                                parts.getOrDefault('H', 0),
                                parts.getOrDefault('i', 0),
                                parts.getOrDefault('s', 0),
                                parts.getOrDefault('f', 0) * MICRO);
            } catch (DateTimeException noSuchDay) {
                return null;
            }
        }
    }

    /**
     * A mode of MySQL, which determines how the weeks of a year are counted.
     *
     * @param bits a sum of {@link #FROM_MONDAY}, {@link #FROM_ONE} and {@link #BY_FIRST_DAY}; other bits are ignored
     */
    private record WeekMode(int bits) {
        private static final int FROM_MONDAY = 1;
        private static final int FROM_ONE = 2;
        /**
         * The first week is the first one that begins in the year, rather than the first one with at least four days in it.
         */
        private static final int BY_FIRST_DAY = 4;

        private static final int CENTURY = 100;
        private static final int DAYS = 7;
        private static final int MOST_OF_A_WEEK = 4;

        long week(LocalDate date) {
            int effective = effective(bits);
            LocalDate first = firstWeek(date.getYear(), effective);
            if (date.isBefore(first)) {
                return (effective & FROM_ONE) == 0 ? 0 : number(firstWeek(date.getYear() - 1, effective), date);
            }
            boolean next = (effective & FROM_ONE) != 0 && !date.isBefore(firstWeek(date.getYear() + 1, effective));
            return next ? 1 : number(first, date);
        }

        /** Returns year and week. Weeks begin at 1 in every mode. */
        long yearAndWeek(LocalDate date) {
            int effective = effective(bits | FROM_ONE);
            int year = date.getYear();
            if (date.isBefore(firstWeek(year, effective))) {
                year--;
            } else if (!date.isBefore(firstWeek(year + 1, effective))) {
                year++;
            }
            return (long) year * CENTURY + number(firstWeek(year, effective), date);
        }

        /**
         * Returns the mode with {@link #BY_FIRST_DAY} inverted if weeks begin on Sunday, where this bit has the opposite
         * meaning.
         */
        private static int effective(int mode) {
            int effective = mode & (FROM_MONDAY | FROM_ONE | BY_FIRST_DAY);
            return (effective & FROM_MONDAY) == 0 ? effective ^ BY_FIRST_DAY : effective;
        }

        private static LocalDate firstWeek(int year, int mode) {
            DayOfWeek start = (mode & FROM_MONDAY) == 0 ? DayOfWeek.SUNDAY : DayOfWeek.MONDAY;
            LocalDate newYear = LocalDate.of(year, 1, 1);
            if ((mode & BY_FIRST_DAY) != 0) {
                return newYear.with(TemporalAdjusters.nextOrSame(start));
            }
            LocalDate before = newYear.with(TemporalAdjusters.previousOrSame(start));
            boolean mostlyOld = before.plusDays(DAYS).getDayOfMonth() - 1 < MOST_OF_A_WEEK && !before.equals(newYear);
            return mostlyOld ? before.plusDays(DAYS) : before;
        }

        private static long number(LocalDate first, LocalDate date) {
            return (date.toEpochDay() - first.toEpochDay()) / DAYS + 1;
        }
    }
}

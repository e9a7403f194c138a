package dev.cairn.embedded.function.time;

import dev.cairn.embedded.function.FunctionEvaluationException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A pattern such as {@code %Y-%m-%d %H:%i:%s}, with which times are formatted and parsed. */
record MysqlTimePattern(String pattern) {
    static final int HOURS_PER_HALF_DAY = 12;

    /**
     * A date, or a date and a time of day, with one character between two specifiers. Each group is such a character.
     */
    private static final Pattern COMMON_FORM_PATTERN =
            Pattern.compile("%Y(\\p{ASCII})%m(\\p{ASCII})%d(?:(\\p{ASCII})%H(\\p{ASCII})%i(\\p{ASCII})%s)?");

    /** Returns the text of a time. An unknown specifier prints its letter. */
    String format(LocalDateTime time) {
        StringBuilder text = new StringBuilder();
        for (String element : splitElements()) {
            text.append(element.length() == 2 ? formatSpecifier(time, element.charAt(1)) : element);
        }
        return text.toString();
    }

    /** Splits the pattern into single characters and specifiers such as {@code %Y}. */
    private List<String> splitElements() {
        List<String> elements = new ArrayList<>();
        int position = 0;
        while (position < pattern.length()) {
            boolean isSpecifier = pattern.charAt(position) == '%' && position + 1 < pattern.length();
            int end = position + (isSpecifier ? 2 : 1);
            elements.add(pattern.substring(position, end));
            position = end;
        }
        return elements;
    }

    private static String formatSpecifier(LocalDateTime time, char letter) {
        int hour = time.getHour();
        int hourOfHalfDay = hour % HOURS_PER_HALF_DAY == 0 ? HOURS_PER_HALF_DAY : hour % HOURS_PER_HALF_DAY;
        return switch (letter) {
            case 'Y' -> pad(time.getYear(), 4);
            case 'y' -> pad(time.getYear() % 100, 2);
            case 'm' -> pad(time.getMonthValue(), 2);
            case 'c' -> String.valueOf(time.getMonthValue());
            case 'M' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'b' -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'd' -> pad(time.getDayOfMonth(), 2);
            case 'e' -> String.valueOf(time.getDayOfMonth());
            case 'D' -> formatOrdinal(time.getDayOfMonth());
            case 'j' -> pad(time.getDayOfYear(), 3);
            case 'H' -> pad(hour, 2);
            case 'k' -> String.valueOf(hour);
            case 'h', 'I' -> pad(hourOfHalfDay, 2);
            case 'l' -> String.valueOf(hourOfHalfDay);
            case 'i' -> pad(time.getMinute(), 2);
            case 'S', 's' -> pad(time.getSecond(), 2);
            case 'f' -> pad(time.getNano() / DateTimeParser.NANOS_PER_MICRO, 6);
            case 'p' -> hour < HOURS_PER_HALF_DAY ? "AM" : "PM";
            case 'r' -> new MysqlTimePattern("%I:%i:%S %p").format(time);
            case 'T' -> new MysqlTimePattern("%H:%i:%S").format(time);
            default -> formatWeekSpecifier(time.toLocalDate(), letter);
        };
    }

    private static String formatWeekSpecifier(LocalDate date, char letter) {
        return switch (letter) {
            case 'W' -> date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'a' -> date.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'w' -> String.valueOf(date.getDayOfWeek().getValue() % 7);
            case 'U' -> pad(new WeekMode(0).computeWeek(date), 2);
            case 'u' -> pad(new WeekMode(1).computeWeek(date), 2);
            case 'V' -> pad(new WeekMode(2).computeWeek(date), 2);
            case 'v' -> pad(new WeekMode(3).computeWeek(date), 2);
            case 'X' -> pad(new WeekMode(2).computeYearAndWeek(date) / 100, 4);
            case 'x' -> pad(new WeekMode(3).computeYearAndWeek(date) / 100, 4);
            default -> String.valueOf(letter);
        };
    }

    private static String pad(long number, int digits) {
        return String.format(Locale.ROOT, "%0" + digits + "d", number);
    }

    private static String formatOrdinal(int day) {
        boolean isTeen = day >= 11 && day <= 13;
        return day
                + switch (isTeen ? 0 : day % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
    }

    /** Parses a text; null if it does not match the pattern, or if the date does not exist. */
    @Nullable
    LocalDateTime parse(String text) {
        return new MysqlTimeParser(text).parse(pattern);
    }

    /**
     * Parses a text with a constant pattern. If the pattern has the common form and the text has its punctuation,
     * backends take the digits as they are: day 0 is the last day of the month before, and month 0 is December of the
     * year before. Returns null if the text does not match the pattern, or if the time does not exist.
     *
     * @throws FunctionEvaluationException if the date is before the year 0
     */
    @Nullable
    LocalDateTime parseAsConstant(String text) {
        Matcher formMatcher = COMMON_FORM_PATTERN.matcher(pattern.strip());
        if (!formMatcher.matches()) {
            return parse(text);
        }
        StringBuilder regex = new StringBuilder("(\\d{4})");
        for (int i = 1; i <= formMatcher.groupCount() && formMatcher.group(i) != null; i++) {
            regex.append(Pattern.quote(formMatcher.group(i))).append("(\\d{2})");
        }
        Matcher digitsMatcher =
                Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text);
        if (!digitsMatcher.matches() || !digitsMatcher.group(3).equals("00")) {
            return parse(text);
        }
        int month = Integer.parseInt(digitsMatcher.group(2));
        boolean isDateOnly = digitsMatcher.groupCount() == 3;
        if (month > 12 || (!isDateOnly && !isTimeOfDay(digitsMatcher))) {
            return null;
        }
        LocalDate date = LocalDate.of(Integer.parseInt(digitsMatcher.group(1)), 1, 1)
                .plusMonths(month - 1L)
                .minusDays(1);
        if (date.getYear() < 0) {
            throw new FunctionEvaluationException("The embedded server has no date before 0000-01-01");
        }
        return isDateOnly
                ? date.atStartOfDay()
                : date.atTime(
                        Integer.parseInt(digitsMatcher.group(4)),
                        Integer.parseInt(digitsMatcher.group(5)),
                        Integer.parseInt(digitsMatcher.group(6)));
    }

    private static boolean isTimeOfDay(Matcher digitsMatcher) {
        return Integer.parseInt(digitsMatcher.group(4)) <= 23
                && Integer.parseInt(digitsMatcher.group(5)) <= 59
                && Integer.parseInt(digitsMatcher.group(6)) <= 59;
    }
}

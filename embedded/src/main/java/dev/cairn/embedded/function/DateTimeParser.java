package dev.cairn.embedded.function;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a text as a date and time, as backends do. A text in the form in which dates and times are printed ends where that form
 * does. Any other text is a sequence of numbers: with separators, or without them if it consists of digits, which may have a
 * T behind the day and a point before the fraction.
 */
final class DateTimeParser {
    private static final Pattern PRINTED_DATE = Pattern.compile("(\\d{4})\\D(\\d{2})\\D(\\d{2})(.*)", Pattern.DOTALL);
    private static final Pattern PRINTED_TIME =
            Pattern.compile("(\\d{2}):(\\d{2}):(\\d{2})(?:Z.*|\\.(\\d{0,6})(?:Z.*)?)?", Pattern.DOTALL);
    private static final int TIME_LENGTH = "00:00:00".length();

    private static final int DAY = 2;
    private static final int SECOND = 5;
    private static final int FRACTION = 6;
    private static final int MICRO_DIGITS = 6;
    private static final int NANOS = 1000;

    /** Of the length of a text of digits: each other one begins with a year of two digits. */
    private static final int YEAR_DIGITS = 4;

    private static final int DATE_DIGITS = 8;
    private static final int TIME_DIGITS = 14;

    private static final int SHORT_YEARS = 70;
    private static final int LAST_YEAR = 9999;

    private final String text;
    private final int[] parts = new int[FRACTION + 1];
    private final int[] lengths = new int[FRACTION + 1];
    private int at;

    private DateTimeParser(String text) {
        this.text = text;
    }

    /** Returns the time; empty if the text is not a valid time. */
    static Optional<LocalDateTime> parse(String untrimmed) {
        String text = trim(untrimmed);
        Matcher date = PRINTED_DATE.matcher(text);
        if (!date.matches() || !isDate(number(date, 1), number(date, 2), number(date, 3))) {
            return new DateTimeParser(text).time();
        }
        LocalDate day = LocalDate.of(number(date, 1), number(date, 2), number(date, 3));
        String rest = date.group(4);
        String afterSpaces = trim(rest);
        boolean separated = !afterSpaces.equals(rest) || rest.startsWith("T");
        String written = rest.startsWith("T") ? rest.substring(1) : afterSpaces;
        if (!separated || written.isEmpty()) {
            return Optional.of(day.atStartOfDay());
        }
        Matcher time = PRINTED_TIME.matcher(written);
        if (written.length() < TIME_LENGTH
                || !time.matches()
                || !isTime(number(time, 1), number(time, 2), number(time, 3))) {
            return new DateTimeParser(text).time();
        }
        String fraction = time.group(4) == null ? "" : time.group(4);
        return Optional.of(day.atTime(number(time, 1), number(time, 2), number(time, 3), micros(fraction) * NANOS));
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static int micros(String digits) {
        return Integer.parseInt((digits + "000000").substring(0, MICRO_DIGITS));
    }

    private Optional<LocalDateTime> time() {
        int digits = 0;
        while (isDigit(digits) || is('T', digits)) {
            digits++;
        }
        boolean unseparated = digits == text.length() || is('.', digits);
        boolean longYear = digits == YEAR_DIGITS || digits == DATE_DIGITS || digits >= TIME_DIGITS;
        int count = read(unseparated, longYear ? YEAR_DIGITS : 2);
        if (count <= DAY) {
            return Optional.empty();
        }
        boolean shortYear = unseparated ? !longYear : lengths[0] == 2;
        int year = !shortYear ? parts[0] : parts[0] + (parts[0] < SHORT_YEARS ? 2000 : 1900);
        if (!isDate(year, parts[1], parts[DAY]) || !isTime(parts[3], parts[4], parts[SECOND])) {
            return Optional.empty();
        }
        int micros = parts[FRACTION];
        for (int i = lengths[FRACTION]; i < MICRO_DIGITS; i++) {
            micros *= 10;
        }
        return Optional.of(
                LocalDateTime.of(year, parts[1], parts[DAY], parts[3], parts[4], parts[SECOND], micros * NANOS));
    }

    /** Reads the numbers and returns how many there are; 0 if the text is not valid. */
    private int read(boolean unseparated, int yearDigits) {
        int part = 0;
        int most = yearDigits;
        while (part <= FRACTION && isDigit(at)) {
            int start = at;
            boolean limited = unseparated || part == FRACTION;
            while (isDigit(at) && (!limited || at - start < most)) {
                at++;
            }
            lengths[part] = at - start;
            String digits = text.substring(start, at).replaceFirst("^0+(?=.)", "");
            if (digits.length() > MICRO_DIGITS) {
                return 0;
            }
            parts[part] = Integer.parseInt(digits);
            most = 2;
            if (part == DAY && is('T', at)) {
                at++;
            } else if (part == SECOND) {
                if (is('.', at)) {
                    at++;
                    most = MICRO_DIGITS;
                } else if (isDigit(at)) {
                    return part + 1;
                }
            } else if (!skipSeparators(part)) {
                return 0;
            }
            part++;
        }
        return part;
    }

    /** Skips separators; spaces are among them behind the day alone. */
    private boolean skipSeparators(int part) {
        while (at < text.length() && (isPunctuation(text.charAt(at)) || isSpace(text.charAt(at)))) {
            if (isSpace(text.charAt(at)) && part != DAY && part != FRACTION) {
                return false;
            }
            at++;
        }
        return true;
    }

    private boolean isDigit(int place) {
        return place < text.length() && text.charAt(place) >= '0' && text.charAt(place) <= '9';
    }

    private boolean is(char expected, int place) {
        return place < text.length() && text.charAt(place) == expected;
    }

    private static boolean isPunctuation(char sign) {
        return sign > ' ' && sign < '\u007f' && !Character.isLetterOrDigit(sign);
    }

    private static boolean isSpace(char sign) {
        return sign == ' ' || (sign >= '\t' && sign <= '\r');
    }

    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (start < end && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** For a server, the year 0 has no leap day. */
    private static boolean isDate(int year, int month, int day) {
        return year <= LAST_YEAR
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year == 0 ? 1 : year, month).lengthOfMonth();
    }

    private static boolean isTime(int hour, int minute, int second) {
        return hour <= 23 && minute <= 59 && second <= 59;
    }
}

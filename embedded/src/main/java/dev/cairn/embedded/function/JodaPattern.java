package dev.cairn.embedded.function;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of jodatime_format and str_to_jodatime, such as {@code yyyy-MM-dd HH:mm:ss}. The number of equal letters is the least number
 * of digits that are printed, and the greatest number that is read.
 */
record JodaPattern(String pattern) {
    private static final WeekMode ISO_WEEKS = new WeekMode(3);

    /** The longest text, in bytes. */
    private static final int MAX_LENGTH = 126;

    static final int FRACTION_DIGITS = 6;
    private static final int NAME = 4;

    /** Equal letters of a pattern. */
    record Letters(char letter, int count) {}

    /** Prints a time; null if the pattern is empty or has too many digits of a second, or the text is too long. */
    @Nullable
    String format(LocalDateTime time) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            if (pattern.charAt(at) == '\'') {
                int end = pattern.indexOf('\'', at + 1);
                text.append(pattern, at + 1, end < 0 ? pattern.length() : end);
                at = end < 0 ? pattern.length() : end + 1;
                continue;
            }
            Letters letters = letters(at);
            if (letters.letter() == 'S' && letters.count() > FRACTION_DIGITS) {
                return null;
            }
            text.append(print(letters, time));
            at += letters.count();
        }
        return pattern.isEmpty() || text.length() > MAX_LENGTH ? null : text.toString();
    }

    private Letters letters(int start) {
        int end = start;
        while (end < pattern.length() && pattern.charAt(end) == pattern.charAt(start)) {
            end++;
        }
        return new Letters(pattern.charAt(start), end - start);
    }

    private static String print(Letters letters, LocalDateTime time) {
        int count = letters.count();
        int hour = time.getHour();
        return switch (letters.letter()) {
            case 'G' -> time.getYear() <= 0 ? "BC" : "AD";
            case 'C' -> digits(time.getYear() / 100, count);
            case 'Y' ->
                digits(time.getYear() <= 0 ? 1 - year(time.getYear(), count) : year(time.getYear(), count), count);
            case 'y' -> digits(year(time.getYear(), count), count);
            case 'x' -> digits(year((int) (ISO_WEEKS.yearAndWeek(time.toLocalDate()) / 100), count), count);
            case 'w' -> digits(ISO_WEEKS.week(time.toLocalDate()), count);
            case 'e' -> digits(time.getDayOfWeek().getValue(), count);
            case 'E' -> time.getDayOfWeek().getDisplayName(style(count), Locale.ENGLISH);
            case 'D' -> digits(time.getDayOfYear(), count);
            case 'M' ->
                count < NAME - 1
                        ? digits(time.getMonthValue(), count)
                        : time.getMonth().getDisplayName(style(count), Locale.ENGLISH);
            case 'd' -> digits(time.getDayOfMonth(), count);
            case 'a' -> hour < 12 ? "AM" : "PM";
            case 'K' -> digits(hour % 12, count);
            case 'h' -> digits((hour + 11) % 12 + 1, count);
            case 'H' -> digits(hour, count);
            case 'k' -> digits((hour + 23) % 24 + 1, count);
            case 'm' -> digits(time.getMinute(), count);
            case 's' -> digits(time.getSecond(), count);
            case 'S' ->
                digits(time.get(ChronoField.MICRO_OF_SECOND), FRACTION_DIGITS).substring(0, count);
            case 'z', 'Z' -> "";
            default -> String.valueOf(letters.letter()).repeat(count);
        };
    }

    private static int year(int year, int count) {
        return count == 2 ? year % 100 : year;
    }

    static TextStyle style(int count) {
        return count < NAME ? TextStyle.SHORT : TextStyle.FULL;
    }

    private static String digits(long number, int least) {
        String digits = String.valueOf(number);
        return "0".repeat(Math.max(0, least - digits.length())) + digits;
    }

    /** Reads a time; null if the text does not match. What follows in the text is ignored. */
    @Nullable
    LocalDateTime parse(String text) {
        List<Letters> parts = new ArrayList<>();
        for (int at = 0;
                at < pattern.length();
                at += parts.get(parts.size() - 1).count()) {
            Letters letters = letters(at);
            if ("GC".indexOf(letters.letter()) >= 0
                    || (letters.letter() == 'M' && (letters.count() == 1 || letters.count() > NAME))) {
                throw TimeFunctions.invalidFormat(pattern);
            }
            parts.add(letters);
        }
        JodaTimeParser reading = new JodaTimeParser(text);
        try {
            return parts.stream().allMatch(reading::reads) ? reading.time() : null;
        } catch (DateTimeException noTime) {
            return null;
        }
    }
}

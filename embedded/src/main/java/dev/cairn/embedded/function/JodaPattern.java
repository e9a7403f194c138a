package dev.cairn.embedded.function;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of jodatime_format and str_to_jodatime, such as {@code yyyy-MM-dd HH:mm:ss}. The number of equal letters is the least number
 * of digits that are printed, and the greatest number that is read.
 */
record JodaPattern(String pattern) {
    private static final WeekMode ISO_WEEKS = new WeekMode(3);

    /** The longest text, in bytes. */
    private static final int LONGEST = 126;

    private static final int FRACTION_DIGITS = 6;
    private static final int NAME = 4;
    private static final int FIRST_YEAR_OF_LAST_CENTURY = 70;

    /** Equal letters of a pattern. */
    private record Letters(char letter, int count) {}

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
            text.append(printed(letters, time));
            at += letters.count();
        }
        return text.isEmpty() || text.length() > LONGEST ? null : text.toString();
    }

    private Letters letters(int start) {
        int end = start;
        while (end < pattern.length() && pattern.charAt(end) == pattern.charAt(start)) {
            end++;
        }
        return new Letters(pattern.charAt(start), end - start);
    }

    private static String printed(Letters letters, LocalDateTime time) {
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

    private static TextStyle style(int count) {
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
                throw TimeFunctions.invalid(pattern);
            }
            parts.add(letters);
        }
        Reading reading = new Reading(text);
        try {
            return parts.stream().allMatch(reading::reads) ? reading.time() : null;
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    /** A text that is read from left to right, and the parts of a time that were read. */
    private static final class Reading {
        private final String text;
        private int at;
        private int year = 2000;
        private int month = 1;
        private int day = 1;
        private int dayOfYear;
        private int week = -1;
        private int weekday;
        private int hour;
        private int minute;
        private int second;
        private int micros;
        private int halfDay;

        Reading(String text) {
            this.text = text;
        }

        /** Reads the next part of the pattern; a repeated other character than a letter is read once. */
        boolean reads(Letters letters) {
            int count = letters.count();
            switch (letters.letter()) {
                case 'x', 'Y', 'y' -> {
                    int start = at;
                    year = number(4);
                    year += at - start > 2 ? 0 : year >= FIRST_YEAR_OF_LAST_CENTURY ? 1900 : 2000;
                    return at > start;
                }
                case 'M' -> {
                    month = count == 2
                            ? number(2)
                            : 1 + name(12, number -> Month.of(number + 1).getDisplayName(style(count), Locale.ENGLISH));
                    return month > 0;
                }
                case 'E' -> {
                    weekday = 1
                            + name(7, number -> DayOfWeek.of(number + 1).getDisplayName(style(count), Locale.ENGLISH));
                    return weekday > 0;
                }
                case 'e' -> {
                    int number = number(1);
                    weekday = number == 0 ? 7 : number;
                    return number >= 0 && number < 7;
                }
                case 'w' -> week = number(2);
                case 'D' -> dayOfYear = number(count);
                case 'd' -> day = number(2);
                case 'a' -> {
                    boolean read = text.regionMatches(true, at + 1, "M", 0, 1);
                    halfDay = text.regionMatches(true, at, "P", 0, 1) ? 12 : halfDay;
                    at += 2;
                    return read;
                }
                case 'h', 'K' -> {
                    hour = number(count);
                    return hour >= 0 && hour <= (letters.letter() == 'h' ? 12 : 11);
                }
                case 'H', 'k' -> hour = number(count);
                case 'm' -> minute = number(count);
                case 's' -> second = number(2);
                case 'S' -> {
                    int start = at;
                    micros = number(count);
                    for (int digits = at - start; digits < FRACTION_DIGITS; digits++) {
                        micros *= 10;
                    }
                    return at > start;
                }
                default -> {
                    return at < text.length() && text.charAt(at++) == letters.letter();
                }
            }
            return week >= -1 && Math.min(Math.min(dayOfYear, day), Math.min(hour, Math.min(minute, second))) >= 0;
        }

        /** Reads a number behind blanks, which count as digits; returns a negative number if there is none. */
        private int number(int digits) {
            int end = Math.min(text.length(), at + digits);
            int start = at;
            while (start < end && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
                start++;
            }
            int last = start;
            while (last < end && text.charAt(last) >= '0' && text.charAt(last) <= '9') {
                last++;
            }
            if (last == start || last - start > 9) {
                return Integer.MIN_VALUE;
            }
            at = last;
            return Integer.parseInt(text.substring(start, last));
        }

        /** Reads a word, and returns its place among names; a negative number if it is none of them. */
        private int name(int count, IntFunction<String> names) {
            int end = at;
            while (end < text.length() && Character.isLetter(text.charAt(end))) {
                end++;
            }
            String word = text.substring(at, end);
            at = end;
            return IntStream.range(0, count)
                    .filter(number -> names.apply(number).equalsIgnoreCase(word))
                    .findFirst()
                    .orElse(Integer.MIN_VALUE);
        }

        LocalDateTime time() {
            int hours = halfDay > 0 ? hour % 12 + halfDay : hour;
            return date().atTime(hours, minute, second, micros * 1000);
        }

        private LocalDate date() {
            if (week >= 0 && weekday > 0) {
                LocalDate newYear = LocalDate.of(year, 1, 1);
                int before = newYear.getDayOfWeek().getValue() - 1;
                return newYear.plusDays((before <= 3 ? 0L : 7L) - before + (week - 1) * 7L + weekday - 1);
            }
            return dayOfYear > 0 ? LocalDate.of(year, 1, 1).plusDays(dayOfYear - 1L) : LocalDate.of(year, month, day);
        }
    }
}

package dev.cairn.embedded.function.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Reads a text from left to right, as the runs of letters of a {@link JodaTimePattern} require, and collects the
 * components of a time. Each parser reads one text.
 */
final class JodaTimeParser {
    private final String text;
    private int position;
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
    /** The hours to add for the half of the day. */
    private int halfDayHours;

    JodaTimeParser(String text) {
        this.text = text;
    }

    /**
     * Reads the text for a run of letters, and returns whether it matches. A run of other characters matches one of
     * them.
     */
    boolean readField(JodaTimePattern.LetterRun letterRun) {
        int count = letterRun.count();
        switch (letterRun.letter()) {
            case 'x', 'Y', 'y' -> {
                int start = position;
                year = readNumber(4);
                year = position - start > 2 ? year : DateTimeParser.expandShortYear(year);
                return position > start;
            }
            case 'M' -> {
                month = count == 2 ? readNumber(2) : readMonthName(JodaTimePattern.textStyle(count));
                return month > 0;
            }
            case 'E' -> {
                weekday = readDayName(JodaTimePattern.textStyle(count));
                return weekday > 0;
            }
            case 'e' -> {
                int number = readNumber(1);
                weekday = number == 0 ? 7 : number;
                return number >= 0 && number < 7;
            }
            case 'w' -> week = readNumber(2);
            case 'D' -> dayOfYear = readNumber(count);
            case 'd' -> day = readNumber(2);
            case 'a' -> {
                // Like a server, this reads 12 AM as noon: only PM changes the hour.
                boolean isHalfDayMarker = text.regionMatches(true, position + 1, "M", 0, 1);
                halfDayHours = text.regionMatches(true, position, "P", 0, 1) ? 12 : halfDayHours;
                position += 2;
                return isHalfDayMarker;
            }
            case 'h', 'K' -> {
                hour = readNumber(count);
                return hour >= 0 && hour <= (letterRun.letter() == 'h' ? 12 : 11);
            }
            case 'H', 'k' -> hour = readNumber(count);
            case 'm' -> minute = readNumber(count);
            case 's' -> second = readNumber(2);
            case 'S' -> {
                int start = position;
                micros = readNumber(count);
                for (int digitCount = position - start; digitCount < JodaTimePattern.FRACTION_DIGITS; digitCount++) {
                    micros *= 10;
                }
                return position > start;
            }
            default -> {
                return position < text.length() && text.charAt(position++) == letterRun.letter();
            }
        }
        // A number that was not found is negative; a week of -1 has not been read.
        return week >= -1 && Math.min(Math.min(dayOfYear, day), Math.min(hour, Math.min(minute, second))) >= 0;
    }

    /**
     * Skips whitespace and reads a number, together at most {@code maxLength} characters. Returns a negative number if
     * no digit follows, or if there are more than nine digits.
     */
    private int readNumber(int maxLength) {
        int end = Math.min(text.length(), position + maxLength);
        int start = position;
        while (start < end && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
            start++;
        }
        int digitEnd = start;
        while (digitEnd < end && text.charAt(digitEnd) >= '0' && text.charAt(digitEnd) <= '9') {
            digitEnd++;
        }
        if (digitEnd == start || digitEnd - start > 9) {
            return Integer.MIN_VALUE;
        }
        position = digitEnd;
        return Integer.parseInt(text.substring(start, digitEnd));
    }

    /** Returns the number of the month; a negative number if no name of a month follows. */
    private int readMonthName(TextStyle style) {
        return readName(12, number -> Month.of(number).getDisplayName(style, Locale.ENGLISH));
    }

    private int readDayName(TextStyle style) {
        return readName(7, number -> DayOfWeek.of(number).getDisplayName(style, Locale.ENGLISH));
    }

    /**
     * Reads a word, and returns its position among the names, counted from 1; a negative number if it is not one of
     * them.
     */
    private int readName(int nameCount, IntFunction<String> nameFunction) {
        int end = position;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        String word = text.substring(position, end);
        position = end;
        return IntStream.rangeClosed(1, nameCount)
                .filter(number -> nameFunction.apply(number).equalsIgnoreCase(word))
                .findFirst()
                .orElse(Integer.MIN_VALUE);
    }

    /**
     * Returns the time with the components that were read.
     *
     * @throws java.time.DateTimeException if there is no such time
     */
    LocalDateTime toTime() {
        int hourOfDay = halfDayHours > 0 ? hour % 12 + halfDayHours : hour;
        return toDate().atTime(hourOfDay, minute, second, micros * DateTimeParser.NANOS_PER_MICRO);
    }

    /**
     * Returns the day by the week and its day if both were read, or by the day of the year, or by the month and day.
     */
    private LocalDate toDate() {
        if (week >= 0 && weekday > 0) {
            return WeekMode.ISO.startOfFirstWeek(year).plusDays((week - 1) * 7L + weekday - 1);
        }
        return dayOfYear > 0 ? LocalDate.of(year, 1, 1).plusDays(dayOfYear - 1L) : LocalDate.of(year, month, day);
    }
}

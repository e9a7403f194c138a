package dev.cairn.embedded.function.time;

import dev.cairn.engine.value.TimeZones;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of jodatime_format and str_to_jodatime, such as {@code yyyy-MM-dd HH:mm:ss}. A run of n equal letters
 * prints a number with at least n digits, and reads one with at most n.
 */
record JodaTimePattern(String pattern) {
    private static final WeekMode ISO_WEEK_MODE = new WeekMode(3);

    /** The maximum length of the text that a backend prints: its buffer of 127 bytes must not become full. */
    private static final int MAX_TEXT_BYTES = 126;

    static final int FRACTION_DIGITS = 6;
    private static final int FULL_NAME_LETTERS = 4;

    /** Equal letters of a pattern. */
    record LetterRun(char letter, int count) {}

    /**
     * Returns the text of a time; null if the pattern is empty or has too many digits of a second, or the text is too
     * long for a backend.
     *
     * @param zone the time zone of a frontend; null on a backend, which prints no zone
     */
    @Nullable
    String format(LocalDateTime time, @Nullable ZoneId zone) {
        StringBuilder text = new StringBuilder();
        int position = 0;
        while (position < pattern.length()) {
            if (pattern.charAt(position) == '\'') {
                int end = pattern.indexOf('\'', position + 1);
                text.append(pattern, position + 1, end < 0 ? pattern.length() : end);
                position = end < 0 ? pattern.length() : end + 1;
                continue;
            }
            LetterRun letterRun = readLetterRun(position);
            if (letterRun.letter() == 'S' && letterRun.count() > FRACTION_DIGITS) {
                return null;
            }
            boolean isZone = letterRun.letter() == 'z' || letterRun.letter() == 'Z';
            text.append(
                    isZone ? zone == null ? "" : formatZone(letterRun, time, zone) : formatLetters(letterRun, time));
            position += letterRun.count();
        }
        return pattern.isEmpty() || (zone == null && exceedsBuffer(text.toString())) ? null : text.toString();
    }

    private static boolean exceedsBuffer(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES;
    }

    private LetterRun readLetterRun(int start) {
        int end = start;
        while (end < pattern.length() && pattern.charAt(end) == pattern.charAt(start)) {
            end++;
        }
        return new LetterRun(pattern.charAt(start), end - start);
    }

    private static String formatLetters(LetterRun letterRun, LocalDateTime time) {
        int count = letterRun.count();
        int hour = time.getHour();
        return switch (letterRun.letter()) {
            case 'G' -> time.getYear() <= 0 ? "BC" : "AD";
            case 'C' -> formatDigits(time.getYear() / 100, count);
            case 'Y' ->
                formatDigits(
                        time.getYear() <= 0
                                ? 1 - truncateYear(time.getYear(), count)
                                : truncateYear(time.getYear(), count),
                        count);
            case 'y' -> formatDigits(truncateYear(time.getYear(), count), count);
            case 'x' ->
                formatDigits(
                        truncateYear((int) (ISO_WEEK_MODE.computeYearAndWeek(time.toLocalDate()) / 100), count), count);
            case 'w' -> formatDigits(ISO_WEEK_MODE.computeWeek(time.toLocalDate()), count);
            case 'e' -> formatDigits(time.getDayOfWeek().getValue(), count);
            case 'E' -> time.getDayOfWeek().getDisplayName(textStyle(count), Locale.ENGLISH);
            case 'D' -> formatDigits(time.getDayOfYear(), count);
            case 'M' ->
                count < FULL_NAME_LETTERS - 1
                        ? formatDigits(time.getMonthValue(), count)
                        : time.getMonth().getDisplayName(textStyle(count), Locale.ENGLISH);
            case 'd' -> formatDigits(time.getDayOfMonth(), count);
            case 'a' -> hour < 12 ? "AM" : "PM";
            case 'K' -> formatDigits(hour % 12, count);
            case 'h' -> formatDigits((hour + 11) % 12 + 1, count);
            case 'H' -> formatDigits(hour, count);
            case 'k' -> formatDigits((hour + 23) % 24 + 1, count);
            case 'm' -> formatDigits(time.getMinute(), count);
            case 's' -> formatDigits(time.getSecond(), count);
            case 'S' ->
                formatDigits(time.get(ChronoField.MICRO_OF_SECOND), FRACTION_DIGITS)
                        .substring(0, count);
            default -> String.valueOf(letterRun.letter()).repeat(count);
        };
    }

    /** Returns the name of a zone, its offset from UTC or its identifier, as the letters require. */
    private static String formatZone(LetterRun letterRun, LocalDateTime time, ZoneId zone) {
        if (letterRun.letter() == 'z') {
            boolean isDaylightSaving =
                    zone.getRules().isDaylightSavings(time.atZone(zone).toInstant());
            return TimeZones.toTimeZone(zone)
                    .getDisplayName(
                            isDaylightSaving,
                            letterRun.count() < FULL_NAME_LETTERS ? TimeZone.SHORT : TimeZone.LONG,
                            Locale.ENGLISH);
        }
        String offsetPattern = letterRun.count() == 1 ? "xx" : "xxx";
        return letterRun.count() > 2
                ? zone.getId()
                : time.atZone(zone).format(DateTimeFormatter.ofPattern(offsetPattern, Locale.ENGLISH));
    }

    /** Returns the last two digits of a year if there are two letters, and otherwise the whole year. */
    private static int truncateYear(int year, int letterCount) {
        return letterCount == 2 ? year % 100 : year;
    }

    /** Returns the form of the name of a month or day for which this number of letters stands. */
    static TextStyle textStyle(int count) {
        return count < FULL_NAME_LETTERS ? TextStyle.SHORT : TextStyle.FULL;
    }

    private static String formatDigits(long number, int minDigits) {
        String digits = String.valueOf(number);
        return "0".repeat(Math.max(0, minDigits - digits.length())) + digits;
    }

    /**
     * Parses a time; returns null if the text does not match the pattern, or if there is no such time. Text after the
     * match is ignored. Unlike in {@link #format}, quotes have no special meaning on a server.
     *
     * @throws dev.cairn.embedded.function.FunctionEvaluationException if the pattern contains letters with which the
     *     server does not parse
     */
    @Nullable
    LocalDateTime parse(String text) {
        List<LetterRun> letterRuns = new ArrayList<>();
        for (int position = 0;
                position < pattern.length();
                position += letterRuns.get(letterRuns.size() - 1).count()) {
            LetterRun letterRun = readLetterRun(position);
            if ("GC".indexOf(letterRun.letter()) >= 0
                    || (letterRun.letter() == 'M'
                            && (letterRun.count() == 1 || letterRun.count() > FULL_NAME_LETTERS))) {
                throw TimeFunctions.createInvalidFormatException(pattern);
            }
            letterRuns.add(letterRun);
        }
        JodaTimeParser parser = new JodaTimeParser(text);
        try {
            return letterRuns.stream().allMatch(parser::readField) ? parser.toTime() : null;
        } catch (DateTimeException ignored) {
            return null;
        }
    }
}

package dev.cairn.embedded.function.time;

import dev.cairn.embedded.text.NumberText;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses dates and times as backends do. If a text begins with a date or time in the printed form, the remaining text
 * is ignored. Any other text is read as a sequence of numbers, with or without separators. Digits without separators
 * may have a T after the day and a point before the fraction. A separator is a byte, so a character of several bytes is
 * not a separator. An instance reads one text.
 */
final class DateTimeParser {
    private static final Pattern PRINTED_DATE_PATTERN =
            Pattern.compile("(\\d{4})[\\p{ASCII}&&\\D](\\d{2})[\\p{ASCII}&&\\D](\\d{2})(.*)", Pattern.DOTALL);
    private static final Pattern PRINTED_TIME_PATTERN =
            Pattern.compile("(\\d{2}):(\\d{2}):(\\d{2})(?:Z.*|\\.(\\d{0,6})(?:Z.*)?)?", Pattern.DOTALL);
    private static final int TIME_LENGTH = "00:00:00".length();

    // The indexes of the components of a time.
    private static final int DAY_INDEX = 2;
    private static final int SECOND_INDEX = 5;
    private static final int FRACTION_INDEX = 6;
    private static final int MICRO_DIGITS = 6;
    static final int NANOS_PER_MICRO = 1000;

    /**
     * The digits of a long year. A text of 4, 8 or at least 14 digits begins with a long year, and any other text of
     * digits with a year of two digits.
     */
    private static final int YEAR_DIGITS = 4;

    private static final int DATE_DIGITS = 8;
    private static final int DATE_TIME_DIGITS = 14;

    /** The year from which two digits belong to the 20th century. */
    private static final int TWO_DIGIT_YEAR_PIVOT = 70;

    private static final int MAX_YEAR = 9999;

    private final String text;
    private final int[] components = new int[FRACTION_INDEX + 1];
    private final int[] componentLengths = new int[FRACTION_INDEX + 1];
    private int position;

    private DateTimeParser(String text) {
        this.text = text;
    }

    /** Returns the time; empty if the text is not a valid time. */
    static Optional<LocalDateTime> parse(String writtenText) {
        String text = trim(writtenText);
        Matcher dateMatcher = PRINTED_DATE_PATTERN.matcher(text);
        if (!dateMatcher.matches()
                || !isValidDate(parseGroup(dateMatcher, 1), parseGroup(dateMatcher, 2), parseGroup(dateMatcher, 3))) {
            return new DateTimeParser(text).readTime();
        }
        LocalDate printedDate =
                LocalDate.of(parseGroup(dateMatcher, 1), parseGroup(dateMatcher, 2), parseGroup(dateMatcher, 3));
        String textAfterDate = dateMatcher.group(4);
        String textAfterSpaces = trim(textAfterDate);
        boolean isSeparated = !textAfterSpaces.equals(textAfterDate) || textAfterDate.startsWith("T");
        String timeText = textAfterDate.startsWith("T") ? textAfterDate.substring(1) : textAfterSpaces;
        if (!isSeparated || timeText.isEmpty()) {
            return Optional.of(printedDate.atStartOfDay());
        }
        Matcher timeMatcher = PRINTED_TIME_PATTERN.matcher(timeText);
        if (timeText.length() < TIME_LENGTH
                || !timeMatcher.matches()
                || !isValidTime(parseGroup(timeMatcher, 1), parseGroup(timeMatcher, 2), parseGroup(timeMatcher, 3))) {
            return new DateTimeParser(text).readTime();
        }
        String fraction = timeMatcher.group(4) == null ? "" : timeMatcher.group(4);
        return Optional.of(printedDate.atTime(
                parseGroup(timeMatcher, 1),
                parseGroup(timeMatcher, 2),
                parseGroup(timeMatcher, 3),
                NumberText.parseMicros(fraction) * NANOS_PER_MICRO));
    }

    /** Returns the year for which two digits stand. */
    static int expandShortYear(int year) {
        return year + (year < TWO_DIGIT_YEAR_PIVOT ? 2000 : 1900);
    }

    private static int parseGroup(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    /** Reads the text as a sequence of numbers; empty if it has no day, or there is no such time. */
    private Optional<LocalDateTime> readTime() {
        // A T counts as a digit.
        int digitCount = 0;
        while (isDigitAt(digitCount) || hasCharacterAt('T', digitCount)) {
            digitCount++;
        }
        boolean isUnseparated = digitCount == text.length() || hasCharacterAt('.', digitCount);
        boolean hasLongYear = digitCount == YEAR_DIGITS || digitCount == DATE_DIGITS || digitCount >= DATE_TIME_DIGITS;
        int componentCount = readComponents(isUnseparated, hasLongYear ? YEAR_DIGITS : 2);
        if (componentCount <= DAY_INDEX) {
            return Optional.empty();
        }
        boolean hasShortYear = isUnseparated ? !hasLongYear : componentLengths[0] == 2;
        int year = hasShortYear ? expandShortYear(components[0]) : components[0];
        if (!isValidDate(year, components[1], components[DAY_INDEX])
                || !isValidTime(components[3], components[4], components[SECOND_INDEX])) {
            return Optional.empty();
        }
        int micros = components[FRACTION_INDEX];
        for (int i = componentLengths[FRACTION_INDEX]; i < MICRO_DIGITS; i++) {
            micros *= 10;
        }
        return Optional.of(LocalDateTime.of(
                year,
                components[1],
                components[DAY_INDEX],
                components[3],
                components[4],
                components[SECOND_INDEX],
                micros * NANOS_PER_MICRO));
    }

    /** Reads the components and returns their number; 0 if the text is not valid. */
    private int readComponents(boolean isUnseparated, int yearDigits) {
        int componentIndex = 0;
        int maxDigits = yearDigits;
        while (componentIndex <= FRACTION_INDEX && isDigitAt(position)) {
            int start = position;
            boolean isLimited = isUnseparated || componentIndex == FRACTION_INDEX;
            while (isDigitAt(position) && (!isLimited || position - start < maxDigits)) {
                position++;
            }
            componentLengths[componentIndex] = position - start;
            String digits = text.substring(start, position).replaceFirst("^0+(?=.)", "");
            if (digits.length() > MICRO_DIGITS) {
                return 0;
            }
            components[componentIndex] = Integer.parseInt(digits);
            maxDigits = 2;
            if (componentIndex == DAY_INDEX && hasCharacterAt('T', position)) {
                position++;
            } else if (componentIndex == SECOND_INDEX) {
                if (hasCharacterAt('.', position)) {
                    position++;
                    maxDigits = MICRO_DIGITS;
                } else if (isDigitAt(position)) {
                    return componentIndex + 1;
                }
            } else if (!skipSeparators(componentIndex)) {
                return 0;
            }
            componentIndex++;
        }
        return componentIndex;
    }

    /** Skips separators; returns false at a space that follows neither the day nor the fraction. */
    private boolean skipSeparators(int componentIndex) {
        while (position < text.length() && (isPunctuation(text.charAt(position)) || isSpace(text.charAt(position)))) {
            if (isSpace(text.charAt(position)) && componentIndex != DAY_INDEX && componentIndex != FRACTION_INDEX) {
                return false;
            }
            position++;
        }
        return true;
    }

    private boolean isDigitAt(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private boolean hasCharacterAt(char expected, int index) {
        return index < text.length() && text.charAt(index) == expected;
    }

    private static boolean isPunctuation(char character) {
        return character > ' ' && character < '\u007f' && !Character.isLetterOrDigit(character);
    }

    static boolean isSpace(int character) {
        return character == ' ' || (character >= '\t' && character <= '\r');
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

    /** Returns whether there is such a date. For a server, the year 0 has no leap day. */
    private static boolean isValidDate(int year, int month, int day) {
        return year <= MAX_YEAR
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year == 0 ? 1 : year, month).lengthOfMonth();
    }

    private static boolean isValidTime(int hour, int minute, int second) {
        return hour <= 23 && minute <= 59 && second <= 59;
    }
}

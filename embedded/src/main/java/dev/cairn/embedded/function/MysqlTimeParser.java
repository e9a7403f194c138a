package dev.cairn.embedded.function;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Parses a text by a pattern such as {@code %Y-%m-%d %H:%i:%s}. Blanks are skipped, and the text may be shorter or longer than the
 * pattern, but it must have a day.
 */
final class MysqlTimeParser {
    private static final int DAYS_OF_WEEK = 7;
    private static final int NOON = 12;
    private static final int NANOS_PER_MICRO = 1000;
    private static final int WEEKS_OF_YEAR = 53;

    /** The year from which two digits belong to the 20th century. */
    private static final int FIRST_YEAR_OF_LAST_CENTURY = 70;

    private final String text;
    private int position;

    /** The numbers by their specifiers; specifiers of the same number are one. */
    private final Map<Character, Integer> components = new HashMap<>();

    /** The specifiers of the week and of its year, which say how weeks are counted. */
    private char weekSpecifier = ' ';

    private char weekYearSpecifier = ' ';

    /** Whether hours are those of a half day, from 1 to 12, and the hours to add for its half. */
    private boolean hasTwelveHours;

    private int halfDayHours;

    MysqlTimeParser(String text) {
        this.text = text;
    }

    /** Returns the time; null if the text does not match the pattern, or if there is no such day. */
    @Nullable
    LocalDateTime parse(String pattern) {
        try {
            return readByPattern(pattern) ? toTime() : null;
        } catch (DateTimeException ignored) {
            return null;
        }
    }

    private boolean readByPattern(String pattern) {
        int index = 0;
        while (index < pattern.length()) {
            skipWhile(Character::isWhitespace);
            if (position >= text.length()) {
                return true;
            }
            char expected = pattern.charAt(index);
            boolean isSpecifier = expected == '%' && index + 1 < pattern.length();
            boolean isMatch = isSpecifier
                    ? readSpecifier(pattern.charAt(index + 1))
                    : Character.isWhitespace(expected) || readCharacter(expected);
            if (!isMatch) {
                return false;
            }
            index += isSpecifier ? 2 : 1;
        }
        return true;
    }

    private boolean readCharacter(char expected) {
        position++;
        return text.charAt(position - 1) == expected;
    }

    private boolean skipWhile(IntPredicate isSkipped) {
        while (position < text.length() && isSkipped.test(text.charAt(position))) {
            position++;
        }
        return true;
    }

    private boolean readSpecifier(char letter) {
        return switch (letter) {
            case 'M', 'b' -> readMonth(letter == 'M' ? TextStyle.FULL : TextStyle.SHORT);
            case 'W', 'a' -> readWeekday(letter == 'W' ? TextStyle.FULL : TextStyle.SHORT);
            case 'p' -> readHalfDay();
            case 'r' -> readByPattern("%I:%i:%S %p");
            case 'T' -> readByPattern("%H:%i:%S");
            case '.' ->
                skipWhile(character -> !Character.isLetterOrDigit(character) && !Character.isWhitespace(character));
            case '@' -> skipWhile(Character::isLetter);
            case '#' -> skipWhile(Character::isDigit);
            case '%' -> readCharacter('%');
            default -> readNumber(letter);
        };
    }

    private boolean readMonth(TextStyle style) {
        for (Month month : Month.values()) {
            if (readName('m', month.getValue(), month.getDisplayName(style, Locale.ENGLISH))) {
                return true;
            }
        }
        return false;
    }

    private boolean readWeekday(TextStyle style) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (readName('w', day.getValue(), day.getDisplayName(style, Locale.ENGLISH))) {
                return true;
            }
        }
        return false;
    }

    private boolean readName(char component, int value, String name) {
        if (!text.regionMatches(true, position, name, 0, name.length())) {
            return false;
        }
        components.put(component, value);
        position += name.length();
        return true;
    }

    private boolean readHalfDay() {
        if (!hasTwelveHours || !text.regionMatches(true, position + 1, "M", 0, 1)) {
            return false;
        }
        halfDayHours = Character.toUpperCase(text.charAt(position)) == 'P' ? NOON : 0;
        position += 2;
        return true;
    }

    private boolean readNumber(char letter) {
        int start = position;
        int maxLength = maxDigits(letter);
        while (position < text.length() && position - start < maxLength && Character.isDigit(text.charAt(position))) {
            position++;
        }
        if (position == start) {
            return false;
        }
        int number = Integer.parseInt(text.substring(start, position));
        boolean isValid = true;
        switch (letter) {
            case 'Y', 'y' -> {
                int century = number >= FIRST_YEAR_OF_LAST_CENTURY ? 1900 : 2000;
                number += position - start <= 2 ? century : 0;
            }
            case 'f' -> number *= (int) Math.pow(10, maxLength - (double) (position - start));
            case 'h', 'I', 'l' -> hasTwelveHours = true;
            case 'D' -> position = Math.min(position + 2, text.length());
            case 'w' -> {
                isValid = number < DAYS_OF_WEEK;
                number = number == 0 ? DAYS_OF_WEEK : number;
            }
            case 'u', 'U', 'v', 'V' -> {
                weekSpecifier = letter;
                isValid = number <= WEEKS_OF_YEAR && (!usesWeekYear() || number > 0);
            }
            case 'x', 'X' -> weekYearSpecifier = letter;
            default -> {}
        }
        components.put(componentOf(letter), number);
        return isValid;
    }

    /** Returns the largest number of digits for a specifier; 0 if there is no such specifier. */
    private static int maxDigits(char letter) {
        return switch (letter) {
            case 'Y', 'x', 'X' -> 4;
            case 'f' -> 6;
            case 'j' -> 3;
            case 'w' -> 1;
            default -> "ymcdeDhIlkHisSuUvV".indexOf(letter) < 0 ? 0 : 2;
        };
    }

    private static char componentOf(char letter) {
        return switch (letter) {
            case 'y' -> 'Y';
            case 'c' -> 'm';
            case 'e', 'D' -> 'd';
            case 'k', 'h', 'I', 'l' -> 'H';
            case 'S' -> 's';
            case 'U', 'v', 'V' -> 'u';
            case 'X' -> 'x';
            default -> letter;
        };
    }

    /**
     * Returns whether the week counts in a year of whole weeks, which the pattern must name with its own specifier.
     */
    private boolean usesWeekYear() {
        return weekSpecifier == 'v' || weekSpecifier == 'V';
    }

    private @Nullable LocalDateTime toTime() {
        int hour = componentValue('H');
        if (hasTwelveHours) {
            if (hour > NOON || hour < 1) {
                return null;
            }
            hour = hour % NOON + halfDayHours;
        }
        LocalDate date = toDate();
        return date == null
                ? null
                : date.atTime(hour, componentValue('i'), componentValue('s'), componentValue('f') * NANOS_PER_MICRO);
    }

    private int componentValue(char component) {
        return components.getOrDefault(component, 0);
    }

    private @Nullable LocalDate toDate() {
        if (weekSpecifier != ' ' && componentValue('w') > 0) {
            return toDateOfWeek();
        }
        return componentValue('j') > 0
                ? LocalDate.of(componentValue('Y'), Month.JANUARY, 1).plusDays(componentValue('j') - 1L)
                : LocalDate.of(componentValue('Y'), componentValue('m'), componentValue('d'));
    }

    private @Nullable LocalDate toDateOfWeek() {
        boolean startsOnSunday = weekSpecifier == 'U' || weekSpecifier == 'V';
        if (usesWeekYear() ? weekYearSpecifier != (startsOnSunday ? 'X' : 'x') : weekYearSpecifier != ' ') {
            return null;
        }
        LocalDate newYear = LocalDate.of(componentValue(usesWeekYear() ? 'x' : 'Y'), Month.JANUARY, 1);
        int weekday = newYear.getDayOfWeek().getValue();
        int daysBefore = startsOnSunday ? weekday % DAYS_OF_WEEK : weekday - 1;
        boolean isNewYearInFirstWeek = startsOnSunday ? daysBefore == 0 : daysBefore <= 3;
        int day = startsOnSunday ? componentValue('w') % DAYS_OF_WEEK : componentValue('w') - 1;
        return newYear.plusDays((isNewYearInFirstWeek ? 0 : DAYS_OF_WEEK)
                - daysBefore
                + (componentValue('u') - 1L) * DAYS_OF_WEEK
                + day);
    }
}

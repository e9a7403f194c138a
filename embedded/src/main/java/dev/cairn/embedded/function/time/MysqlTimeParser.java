package dev.cairn.embedded.function.time;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Parses a text with a pattern such as {@code %Y-%m-%d %H:%i:%s}. Whitespace is skipped, and the text may be shorter or
 * longer than the pattern, but it must have a day. An instance parses its text once.
 */
final class MysqlTimeParser {
    private static final int DAYS_PER_WEEK = 7;
    private static final int MAX_WEEK = 53;

    /** A day that does not exist for backends. */
    private static final LocalDate LEAP_DAY_OF_YEAR_ZERO = LocalDate.of(0, 2, 29);

    private final String text;
    private int position;

    /** The numbers by their specifiers. Specifiers of the same number share one entry. */
    private final Map<Character, Integer> numberBySpecifier = new HashMap<>();

    /** The specifiers of the week and of its year, which determine how weeks are counted. */
    private char weekSpecifier = ' ';

    private char weekYearSpecifier = ' ';

    /** Whether hours count from 1 to 12 within half a day. */
    private boolean usesTwelveHourClock;

    /** The hours to add for the half of the day. */
    private int halfDayHours;

    MysqlTimeParser(String text) {
        this.text = text;
    }

    /** Returns the time; null if the text does not match the pattern, or if there is no such day. */
    @Nullable
    LocalDateTime parse(String pattern) {
        try {
            return readByPattern(pattern) && resolveHour() ? toTime() : null;
        } catch (DateTimeException ignored) {
            return null;
        }
    }

    /**
     * Reads the text up to its end or the end of the pattern; returns whether it matches the pattern as far as read.
     */
    private boolean readByPattern(String pattern) {
        int patternIndex = 0;
        while (patternIndex < pattern.length()) {
            skipWhile(DateTimeParser::isSpace);
            if (position >= text.length()) {
                return true;
            }
            char patternCharacter = pattern.charAt(patternIndex);
            boolean isSpecifier = patternCharacter == '%' && patternIndex + 1 < pattern.length();
            boolean isMatch = isSpecifier
                    ? readSpecifier(pattern.charAt(patternIndex + 1))
                    : DateTimeParser.isSpace(patternCharacter) || readCharacter(patternCharacter);
            if (!isMatch) {
                return false;
            }
            patternIndex += isSpecifier ? 2 : 1;
        }
        return true;
    }

    private boolean readCharacter(char patternCharacter) {
        position++;
        return text.charAt(position - 1) == patternCharacter;
    }

    /** Skips the characters that meet a condition. Always returns true: a specifier matches even if there are none. */
    private boolean skipWhile(IntPredicate characterPredicate) {
        while (position < text.length() && characterPredicate.test(text.charAt(position))) {
            position++;
        }
        return true;
    }

    private boolean readSpecifier(char specifier) {
        return switch (specifier) {
            case 'M', 'b' -> readMonth(specifier == 'M' ? TextStyle.FULL : TextStyle.SHORT);
            case 'W', 'a' -> readWeekday(specifier == 'W' ? TextStyle.FULL : TextStyle.SHORT);
            case 'p' -> readHalfDay();
            case 'r' -> readTimeOfDay("%I:%i:%S %p");
            case 'T' -> readTimeOfDay("%H:%i:%S");
            case '.' ->
                skipWhile(character ->
                        character > ' ' && character < '\u007f' && !isLetter(character) && !isDigit(character));
            case '@' -> skipWhile(MysqlTimeParser::isLetter);
            case '#' -> skipWhile(MysqlTimeParser::isDigit);
            case '%' -> readCharacter('%');
            default -> readNumber(specifier);
        };
    }

    /** Reads a time of day. Always returns true: if it does not match, the length of its pattern is skipped. */
    private boolean readTimeOfDay(String pattern) {
        MysqlTimeParser nestedParser = new MysqlTimeParser(text);
        nestedParser.position = position;
        boolean isMatch = nestedParser.readByPattern(pattern) && nestedParser.resolveHour();
        numberBySpecifier.putAll(nestedParser.numberBySpecifier);
        position = isMatch ? nestedParser.position : Math.min(position + pattern.length(), text.length());
        return true;
    }

    /**
     * Reads the name of a month or its beginning; returns false unless exactly one month has such a name. Without any
     * letter, the month is 0, which a later specifier may replace.
     */
    private boolean readMonth(TextStyle style) {
        String word = readWord();
        List<Month> months =
                findByName(List.of(Month.values()), word, month -> month.getDisplayName(style, Locale.ENGLISH));
        if (!word.isEmpty() && months.size() != 1) {
            return false;
        }
        numberBySpecifier.put('m', word.isEmpty() ? 0 : months.get(0).getValue());
        return true;
    }

    private boolean readWeekday(TextStyle style) {
        List<DayOfWeek> days =
                findByName(List.of(DayOfWeek.values()), readWord(), day -> day.getDisplayName(style, Locale.ENGLISH));
        if (days.size() != 1) {
            return false;
        }
        numberBySpecifier.put('w', days.get(0).getValue());
        return true;
    }

    private String readWord() {
        int start = position;
        skipWhile(MysqlTimeParser::isLetter);
        return text.substring(start, position);
    }

    /** Returns the values whose name is the word, or else all values whose names begin with the word. */
    private static <T> List<T> findByName(List<T> values, String word, Function<T, String> nameFunction) {
        List<T> exactMatches = values.stream()
                .filter(value -> nameFunction.apply(value).equalsIgnoreCase(word))
                .toList();
        return exactMatches.isEmpty()
                ? values.stream()
                        .filter(value -> nameFunction.apply(value).regionMatches(true, 0, word, 0, word.length()))
                        .toList()
                : exactMatches;
    }

    private static boolean isLetter(int character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    /** Reads AM or PM; returns false if neither follows, or if no hour within half a day has been read before. */
    private boolean readHalfDay() {
        if (!usesTwelveHourClock || !text.regionMatches(true, position + 1, "M", 0, 1)) {
            return false;
        }
        halfDayHours = Character.toUpperCase(text.charAt(position)) == 'P' ? MysqlTimePattern.HOURS_PER_HALF_DAY : 0;
        position += 2;
        return true;
    }

    /**
     * Reads the number of a specifier, with an optional sign; a number without digits is 0. Returns false if nothing
     * follows the whitespace and the sign, or if the number is out of range.
     */
    private boolean readNumber(char specifier) {
        int start = position;
        int maxLength = maxDigits(specifier);
        int end = Math.min(start + maxLength, text.length());
        while (position < end && (text.charAt(position) == ' ' || text.charAt(position) == '\t')) {
            position++;
        }
        boolean isNegative = position < end && text.charAt(position) == '-';
        if (isNegative || (position < end && text.charAt(position) == '+')) {
            position++;
        }
        if (position >= end) {
            return false;
        }
        int number = 0;
        while (position < end && isDigit(text.charAt(position))) {
            number = number * 10 + Character.digit(text.charAt(position), 10);
            position++;
        }
        number = isNegative ? -number : number;
        boolean isValid = true;
        switch (specifier) {
            case 'Y', 'y' -> number = position - start <= 2 ? DateTimeParser.expandShortYear(number) : number;
            case 'f' -> number *= (int) Math.pow(10, maxLength - (double) (position - start));
            case 'h', 'I', 'l' -> usesTwelveHourClock = true;
            // The ending of an ordinal number, such as st, is skipped.
            case 'D' -> position = Math.min(position + 2, text.length());
            case 'w' -> {
                isValid = number < DAYS_PER_WEEK;
                number = number == 0 ? DAYS_PER_WEEK : number;
            }
            case 'u', 'U', 'v', 'V' -> {
                weekSpecifier = specifier;
                isValid = number <= MAX_WEEK && (!usesWeekYear() || number > 0);
            }
            case 'x', 'X' -> weekYearSpecifier = specifier;
            default -> {}
        }
        numberBySpecifier.put(canonicalSpecifier(specifier), number);
        return isValid;
    }

    /** Returns the largest number of digits for a specifier; 0 if there is no such specifier. */
    private static int maxDigits(char specifier) {
        return switch (specifier) {
            case 'Y', 'x', 'X' -> 4;
            case 'f' -> 6;
            case 'j' -> 3;
            case 'w' -> 1;
            default -> "ymcdeDhIlkHisSuUvV".indexOf(specifier) < 0 ? 0 : 2;
        };
    }

    /** Returns the specifier under which numbers of this specifier are kept. */
    private static char canonicalSpecifier(char specifier) {
        return switch (specifier) {
            case 'y' -> 'Y';
            case 'c' -> 'm';
            case 'e', 'D' -> 'd';
            case 'k', 'h', 'I', 'l' -> 'H';
            case 'S' -> 's';
            case 'U', 'v', 'V' -> 'u';
            case 'X' -> 'x';
            default -> specifier;
        };
    }

    /** Returns whether the week belongs to a year of whole weeks, whose specifier the pattern must then contain. */
    private boolean usesWeekYear() {
        return weekSpecifier == 'v' || weekSpecifier == 'V';
    }

    /** Changes the hour of a half day into one of the whole day. Returns false if the hour is not from 1 to 12. */
    private boolean resolveHour() {
        if (!usesTwelveHourClock) {
            return true;
        }
        int hour = numberOrZero('H');
        boolean isValid = hour >= 1 && hour <= MysqlTimePattern.HOURS_PER_HALF_DAY;
        if (isValid) {
            numberBySpecifier.put('H', hour % MysqlTimePattern.HOURS_PER_HALF_DAY + halfDayHours);
        }
        return isValid;
    }

    private @Nullable LocalDateTime toTime() {
        LocalDate date = toDate();
        return date == null
                ? null
                : date.atTime(
                        numberOrZero('H'),
                        numberOrZero('i'),
                        numberOrZero('s'),
                        numberOrZero('f') * DateTimeParser.NANOS_PER_MICRO);
    }

    private int numberOrZero(char specifier) {
        return numberBySpecifier.getOrDefault(specifier, 0);
    }

    private @Nullable LocalDate toDate() {
        if (weekSpecifier != ' ' && numberOrZero('w') > 0 && numberOrZero('u') >= 0) {
            return toDateOfWeek();
        }
        if (numberOrZero('j') > 0) {
            return LocalDate.of(numberOrZero('Y'), Month.JANUARY, 1).plusDays(numberOrZero('j') - 1L);
        }
        LocalDate date = LocalDate.of(numberOrZero('Y'), numberOrZero('m'), numberOrZero('d'));
        return date.equals(LEAP_DAY_OF_YEAR_ZERO) ? null : date;
    }

    /** Returns the day of a week; null if the specifier of its year does not belong to the specifier of the week. */
    private @Nullable LocalDate toDateOfWeek() {
        boolean startsOnSunday = weekSpecifier == 'U' || weekSpecifier == 'V';
        if (usesWeekYear() ? weekYearSpecifier != (startsOnSunday ? 'X' : 'x') : weekYearSpecifier != ' ') {
            return null;
        }
        int day = startsOnSunday ? numberOrZero('w') % DAYS_PER_WEEK : numberOrZero('w') - 1;
        return (startsOnSunday ? WeekMode.FIRST_SUNDAY : WeekMode.ISO)
                .startOfFirstWeek(numberOrZero(usesWeekYear() ? 'x' : 'Y'))
                .plusDays((numberOrZero('u') - 1L) * DAYS_PER_WEEK + day);
    }
}

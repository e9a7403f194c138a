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
    private static final int DAYS = 7;
    private static final int NOON = 12;
    private static final int MICRO = 1000;
    private static final int WEEKS = 53;

    /** The year from which two digits belong to the 20th century. */
    private static final int LAST_CENTURY = 70;

    private final String text;
    private int at;

    /** The numbers by their specifiers; specifiers of the same number are one. */
    private final Map<Character, Integer> parts = new HashMap<>();

    /** The specifiers of the week and of its year, which say how weeks are counted. */
    private char week = ' ';

    private char yearOfWeek = ' ';

    /** Whether hours are counted to noon, and those that are added in the afternoon. */
    private boolean half;

    private int afternoon;

    MysqlTimeParser(String text) {
        this.text = text;
    }

    /** Returns the time; null if the text does not match the pattern, or if there is no such day. */
    @Nullable
    LocalDateTime parse(String pattern) {
        try {
            return read(pattern) ? time() : null;
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    private boolean read(String pattern) {
        int place = 0;
        while (place < pattern.length()) {
            skip(Character::isWhitespace);
            if (at >= text.length()) {
                return true;
            }
            char expected = pattern.charAt(place);
            boolean specifier = expected == '%' && place + 1 < pattern.length();
            boolean matches = specifier
                    ? readPart(pattern.charAt(place + 1))
                    : Character.isWhitespace(expected) || readCharacter(expected);
            if (!matches) {
                return false;
            }
            place += specifier ? 2 : 1;
        }
        return true;
    }

    private boolean readCharacter(char expected) {
        at++;
        return text.charAt(at - 1) == expected;
    }

    private boolean skip(IntPredicate skipped) {
        while (at < text.length() && skipped.test(text.charAt(at))) {
            at++;
        }
        return true;
    }

    private boolean readPart(char letter) {
        return switch (letter) {
            case 'M', 'b' -> readMonth(letter == 'M' ? TextStyle.FULL : TextStyle.SHORT);
            case 'W', 'a' -> readWeekday(letter == 'W' ? TextStyle.FULL : TextStyle.SHORT);
            case 'p' -> readHalf();
            case 'r' -> read("%I:%i:%S %p");
            case 'T' -> read("%H:%i:%S");
            case '.' -> skip(character -> !Character.isLetterOrDigit(character) && !Character.isWhitespace(character));
            case '@' -> skip(Character::isLetter);
            case '#' -> skip(Character::isDigit);
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

    private boolean readName(char part, int value, String name) {
        if (!text.regionMatches(true, at, name, 0, name.length())) {
            return false;
        }
        parts.put(part, value);
        at += name.length();
        return true;
    }

    private boolean readHalf() {
        if (!half || !text.regionMatches(true, at + 1, "M", 0, 1)) {
            return false;
        }
        afternoon = Character.toUpperCase(text.charAt(at)) == 'P' ? NOON : 0;
        at += 2;
        return true;
    }

    private boolean readNumber(char letter) {
        int start = at;
        int most = digits(letter);
        while (at < text.length() && at - start < most && Character.isDigit(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            return false;
        }
        int number = Integer.parseInt(text.substring(start, at));
        boolean valid = true;
        switch (letter) {
            case 'Y', 'y' -> {
                int century = number >= LAST_CENTURY ? 1900 : 2000;
                number += at - start <= 2 ? century : 0;
            }
            case 'f' -> number *= (int) Math.pow(10, most - (double) (at - start));
            case 'h', 'I', 'l' -> half = true;
            case 'D' -> at = Math.min(at + 2, text.length());
            case 'w' -> {
                valid = number < DAYS;
                number = number == 0 ? DAYS : number;
            }
            case 'u', 'U', 'v', 'V' -> {
                week = letter;
                valid = number <= WEEKS && (!isStrict() || number > 0);
            }
            case 'x', 'X' -> yearOfWeek = letter;
            default -> {}
        }
        parts.put(kind(letter), number);
        return valid;
    }

    /** Returns the largest number of digits for a specifier; 0 if there is no such specifier. */
    private static int digits(char letter) {
        return switch (letter) {
            case 'Y', 'x', 'X' -> 4;
            case 'f' -> 6;
            case 'j' -> 3;
            case 'w' -> 1;
            default -> "ymcdeDhIlkHisSuUvV".indexOf(letter) < 0 ? 0 : 2;
        };
    }

    private static char kind(char letter) {
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

    /** Returns whether the week belongs to a year of weeks. */
    private boolean isStrict() {
        return week == 'v' || week == 'V';
    }

    private @Nullable LocalDateTime time() {
        int hour = part('H');
        if (half) {
            if (hour > NOON || hour < 1) {
                return null;
            }
            hour = hour % NOON + afternoon;
        }
        LocalDate date = date();
        return date == null ? null : date.atTime(hour, part('i'), part('s'), part('f') * MICRO);
    }

    private int part(char kind) {
        return parts.getOrDefault(kind, 0);
    }

    private @Nullable LocalDate date() {
        if (week != ' ' && part('w') > 0) {
            return ofWeek();
        }
        return part('j') > 0
                ? LocalDate.of(part('Y'), Month.JANUARY, 1).plusDays(part('j') - 1L)
                : LocalDate.of(part('Y'), part('m'), part('d'));
    }

    private @Nullable LocalDate ofWeek() {
        boolean fromSunday = week == 'U' || week == 'V';
        if (isStrict() ? yearOfWeek != (fromSunday ? 'X' : 'x') : yearOfWeek != ' ') {
            return null;
        }
        LocalDate first = LocalDate.of(part(isStrict() ? 'x' : 'Y'), Month.JANUARY, 1);
        int weekday = first.getDayOfWeek().getValue();
        int before = fromSunday ? weekday % DAYS : weekday - 1;
        boolean counts = fromSunday ? before == 0 : before <= 3;
        int day = fromSunday ? part('w') % DAYS : part('w') - 1;
        return first.plusDays((counts ? 0 : DAYS) - before + (part('u') - 1L) * DAYS + day);
    }
}

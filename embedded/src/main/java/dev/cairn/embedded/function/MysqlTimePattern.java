package dev.cairn.embedded.function;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A pattern such as {@code %Y-%m-%d %H:%i:%s}, by which times are formatted and parsed. */
record MysqlTimePattern(String pattern) {
    private static final int NOON = 12;
    private static final int NANOS_PER_MICRO = 1000;

    String format(LocalDateTime time) {
        StringBuilder text = new StringBuilder();
        for (String specifier : splitSpecifiers()) {
            text.append(specifier.length() == 2 ? formatSpecifier(time, specifier.charAt(1)) : specifier);
        }
        return text.toString();
    }

    /** Splits the pattern into single characters and specifiers such as {@code %Y}. */
    private List<String> splitSpecifiers() {
        List<String> specifiers = new ArrayList<>();
        int position = 0;
        while (position < pattern.length()) {
            boolean isSpecifier = pattern.charAt(position) == '%' && position + 1 < pattern.length();
            int end = position + (isSpecifier ? 2 : 1);
            specifiers.add(pattern.substring(position, end));
            position = end;
        }
        return specifiers;
    }

    private static String formatSpecifier(LocalDateTime time, char letter) {
        int hour = time.getHour();
        int hourOfHalfDay = hour % NOON == 0 ? NOON : hour % NOON;
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
            case 'f' -> pad(time.getNano() / NANOS_PER_MICRO, 6);
            case 'p' -> hour < NOON ? "AM" : "PM";
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
            case 'U' -> pad(new WeekMode(0).weekOf(date), 2);
            case 'u' -> pad(new WeekMode(1).weekOf(date), 2);
            case 'V' -> pad(new WeekMode(2).weekOf(date), 2);
            case 'v' -> pad(new WeekMode(3).weekOf(date), 2);
            case 'X' -> pad(new WeekMode(2).yearAndWeek(date) / 100, 4);
            case 'x' -> pad(new WeekMode(3).yearAndWeek(date) / 100, 4);
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
}

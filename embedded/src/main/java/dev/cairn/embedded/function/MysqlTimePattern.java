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
    private static final int MICRO = 1000;

    String format(LocalDateTime time) {
        StringBuilder text = new StringBuilder();
        for (String piece : pieces()) {
            text.append(piece.length() == 2 ? part(time, piece.charAt(1)) : piece);
        }
        return text.toString();
    }

    /** Splits the pattern into single characters and specifiers such as {@code %Y}. */
    private List<String> pieces() {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        while (at < pattern.length()) {
            boolean sign = pattern.charAt(at) == '%' && at + 1 < pattern.length();
            int end = at + (sign ? 2 : 1);
            pieces.add(pattern.substring(at, end));
            at = end;
        }
        return pieces;
    }

    private static String part(LocalDateTime time, char letter) {
        int hour = time.getHour();
        int half = hour % NOON == 0 ? NOON : hour % NOON;
        return switch (letter) {
            case 'Y' -> pad(time.getYear(), 4);
            case 'y' -> pad(time.getYear() % 100, 2);
            case 'm' -> pad(time.getMonthValue(), 2);
            case 'c' -> String.valueOf(time.getMonthValue());
            case 'M' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'b' -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'd' -> pad(time.getDayOfMonth(), 2);
            case 'e' -> String.valueOf(time.getDayOfMonth());
            case 'D' -> ordinal(time.getDayOfMonth());
            case 'j' -> pad(time.getDayOfYear(), 3);
            case 'H' -> pad(hour, 2);
            case 'k' -> String.valueOf(hour);
            case 'h', 'I' -> pad(half, 2);
            case 'l' -> String.valueOf(half);
            case 'i' -> pad(time.getMinute(), 2);
            case 'S', 's' -> pad(time.getSecond(), 2);
            case 'f' -> pad(time.getNano() / MICRO, 6);
            case 'p' -> hour < NOON ? "AM" : "PM";
            case 'r' -> new MysqlTimePattern("%I:%i:%S %p").format(time);
            case 'T' -> new MysqlTimePattern("%H:%i:%S").format(time);
            default -> ofWeek(time.toLocalDate(), letter);
        };
    }

    private static String ofWeek(LocalDate date, char letter) {
        return switch (letter) {
            case 'W' -> date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'a' -> date.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'w' -> String.valueOf(date.getDayOfWeek().getValue() % 7);
            case 'U' -> pad(new WeekMode(0).week(date), 2);
            case 'u' -> pad(new WeekMode(1).week(date), 2);
            case 'V' -> pad(new WeekMode(2).week(date), 2);
            case 'v' -> pad(new WeekMode(3).week(date), 2);
            case 'X' -> pad(new WeekMode(2).yearAndWeek(date) / 100, 4);
            case 'x' -> pad(new WeekMode(3).yearAndWeek(date) / 100, 4);
            default -> String.valueOf(letter);
        };
    }

    private static String pad(long number, int digits) {
        return String.format(Locale.ROOT, "%0" + digits + "d", number);
    }

    private static String ordinal(int day) {
        boolean teen = day >= 11 && day <= 13;
        return day
                + switch (teen ? 0 : day % 10) {
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

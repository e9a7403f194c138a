package dev.cairn.embedded.function.time;

import java.util.Locale;

/**
 * A format of time_format, such as {@code %H:%i:%s}. StarRocks treats the seconds of the TIME as microseconds of a day.
 * Therefore, unless the TIME is negative, hours, minutes and seconds are 0, and {@code %f} prints the seconds.
 */
record TimeFormat(String pattern) {
    /**
     * The bits of a DATETIME's number that hold the time of day. In a negative TIME, the unused ones are set.
     */
    private static final long TIME_OF_DAY_MASK = (1L << 40) - 1;

    private static final long MICROSECONDS_PER_SECOND = 1_000_000;

    /** Returns the text of a TIME. An unknown specifier is printed as it is written. */
    String format(long timeInSeconds) {
        long microseconds = timeInSeconds & TIME_OF_DAY_MASK;
        long seconds = microseconds / MICROSECONDS_PER_SECOND;
        StringBuilder text = new StringBuilder();
        boolean isSpecifier = false;
        for (int i = 0; i < pattern.length(); i++) {
            char character = pattern.charAt(i);
            if (character == '%') {
                isSpecifier = true;
            } else if (isSpecifier) {
                text.append(formatSpecifier(character, seconds, microseconds % MICROSECONDS_PER_SECOND));
                isSpecifier = false;
            } else {
                text.append(character);
            }
        }
        return isSpecifier ? text.append('%').toString() : text.toString();
    }

    private static String formatSpecifier(char specifier, long seconds, long microsecondsOfSecond) {
        long hours = seconds / 3600;
        return switch (specifier) {
            case 'H' -> formatTwoDigits(hours);
            case 'h' -> formatTwoDigits(hours % 12 == 0 ? 12 : hours % 12);
            case 'i' -> formatTwoDigits(seconds / 60 % 60);
            case 's', 'S' -> formatTwoDigits(seconds % 60);
            case 'f' -> String.format(Locale.ROOT, "%06d", microsecondsOfSecond);
            case 'p' -> hours < 12 ? "AM" : "PM";
            default -> "%" + specifier;
        };
    }

    private static String formatTwoDigits(long number) {
        return String.format(Locale.ROOT, "%02d", number);
    }
}

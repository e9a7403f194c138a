package dev.cairn.internal.row;

import java.time.LocalDate;
import java.time.LocalDateTime;

/** Formats dates and times for statements. */
public final class TimeFormatter {
    private static final int MAX_YEAR = 9999;
    private static final int NANOS_PER_MICROSECOND = 1000;

    private TimeFormatter() {}

    /** Returns whether the server supports the year, from 0 to 9999. */
    public static boolean isSupportedYear(int year) {
        return year >= 0 && year <= MAX_YEAR;
    }

    /** Returns a date in the format of the server, such as {@code 2026-01-31}. */
    public static String format(LocalDate date) {
        return date.toString();
    }

    /**
     * Returns a time in the format of the server, truncated to microseconds, such as
     * {@code 2026-01-31 12:30:00.000001}.
     */
    public static String format(LocalDateTime time) {
        StringBuilder formattedTime =
                new StringBuilder(26).append(time.toLocalDate()).append(' ');
        appendTwoDigits(formattedTime, time.getHour()).append(':');
        appendTwoDigits(formattedTime, time.getMinute()).append(':');
        appendTwoDigits(formattedTime, time.getSecond());
        int micros = time.getNano() / NANOS_PER_MICROSECOND;
        if (micros > 0) {
            formattedTime.append('.');
            for (int divisor = 100_000; divisor > 0; divisor /= 10) {
                formattedTime.append((char) ('0' + micros / divisor % 10));
            }
        }
        return formattedTime.toString();
    }

    private static StringBuilder appendTwoDigits(StringBuilder formattedTime, int number) {
        return formattedTime.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}

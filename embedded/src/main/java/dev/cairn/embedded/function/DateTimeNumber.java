package dev.cairn.embedded.function;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * Times written as whole numbers: {@code 20240131}, {@code 20240131125959}, and both with the last two digits of the year, so that
 * 101 is 2000-01-01. What follows is not a time: other numbers of digits, and dates before the year 1000.
 */
final class DateTimeNumber {
    /** The digits of a time of day, behind those of the date. */
    private static final long DAY = 1_000_000;

    private static final long CENTURY = 1_000_000;
    private static final long LAST_DAY = 1231;
    private static final long FIRST_DAY = 101;
    private static final long END_OF_DAY = 235_959;
    private static final long FIRST_SHORT_YEAR = 70;

    private DateTimeNumber() {}

    static Optional<LocalDateTime> time(long number) {
        long digits = complete(number);
        long date = digits / DAY;
        long time = digits % DAY;
        try {
            return digits == 0
                    ? Optional.empty()
                    : Optional.of(LocalDateTime.of(
                            (int) (date / 10_000),
                            (int) (date / 100 % 100),
                            (int) (date % 100),
                            (int) (time / 10_000),
                            (int) (time / 100 % 100),
                            (int) (time % 100)));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    /** Returns the number with all digits of the year and of the time; 0 if it stands for no time. */
    private static long complete(long number) {
        boolean withTime = number > 9999 * 10_000L + LAST_DAY;
        if (!withTime) {
            long date = isLong(number, 1) ? number : withCentury(number, 1, LAST_DAY);
            return date * DAY;
        }
        if (number < FIRST_DAY * DAY || number > 99_999_999_999_999L) {
            return 0;
        }
        return isLong(number, DAY) ? number : withCentury(number, DAY, LAST_DAY * DAY + END_OF_DAY);
    }

    /** @param unit the place of the last digit of the date */
    private static boolean isLong(long number, long unit) {
        return unit == 1
                ? number >= 1000 * 10_000L + FIRST_DAY
                : number > 99 * 10_000L * unit + LAST_DAY * unit + END_OF_DAY;
    }

    /** @param last the digits of the last moment of a year */
    private static long withCentury(long number, long unit, long last) {
        long year = 10_000 * unit;
        if (number < FIRST_DAY * unit) {
            return 0;
        }
        if (number <= (FIRST_SHORT_YEAR - 1) * year + last) {
            return number + 20 * CENTURY * unit;
        }
        boolean valid = number >= FIRST_SHORT_YEAR * year + FIRST_DAY * unit && number <= 99 * year + last;
        return valid ? number + 19 * CENTURY * unit : 0;
    }
}

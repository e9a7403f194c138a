package dev.cairn.embedded.function.time;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Times written as whole numbers, such as {@code 20240131} and {@code 20240131125959}. The first two digits of the year
 * and leading zeros may be missing: {@code 101} is 2000-01-01.
 */
final class NumericDateTime {
    /** The factor that appends a time of day to a date. */
    private static final long DAY_FACTOR = 1_000_000;

    /** The forms YYMMDD of both centuries and YYYYMMDD, and then the same forms with a time of day. */
    private static final List<NumberForm> FORMS = List.of(
            new NumberForm(101, 691_231, 20_000_000, DAY_FACTOR),
            new NumberForm(700_101, 991_231, 19_000_000, DAY_FACTOR),
            new NumberForm(10_000_101, 99_991_231, 0, DAY_FACTOR),
            new NumberForm(101_000_000, 691_231_235_959L, 20_000_000 * DAY_FACTOR, 1),
            new NumberForm(700_101_000_000L, 991_231_235_959L, 19_000_000 * DAY_FACTOR, 1),
            new NumberForm(991_231_235_960L, 99_999_999_999_999L, 0, 1));

    private NumericDateTime() {}

    /**
     * Numbers whose digits are completed in the same way.
     *
     * @param offset the number to add for the omitted first digits of the year
     * @param factor the factor that appends an omitted time of day
     */
    private record NumberForm(long lowest, long highest, long offset, long factor) {
        boolean includes(long number) {
            return lowest <= number && number <= highest;
        }

        long toCompleteNumber(long number) {
            return (number + offset) * factor;
        }
    }

    /** Returns the time that a number represents; empty if it does not represent a time. */
    static Optional<LocalDateTime> toDateTime(long number) {
        return FORMS.stream()
                .filter(form -> form.includes(number))
                .findFirst()
                .flatMap(form -> dateTimeOfDigits(form.toCompleteNumber(number)));
    }

    /**
     * Returns the time with these digits of the year, month, day, hour, minute and second; empty if there is no such
     * time.
     */
    private static Optional<LocalDateTime> dateTimeOfDigits(long digits) {
        long dateDigits = digits / DAY_FACTOR;
        long timeDigits = digits % DAY_FACTOR;
        try {
            return Optional.of(LocalDateTime.of(
                    (int) (dateDigits / 10_000),
                    (int) (dateDigits / 100 % 100),
                    (int) (dateDigits % 100),
                    (int) (timeDigits / 10_000),
                    (int) (timeDigits / 100 % 100),
                    (int) (timeDigits % 100)));
        } catch (DateTimeException ignored) {
            return Optional.empty();
        }
    }
}

package dev.cairn.engine.value;

import java.util.concurrent.TimeUnit;

/**
 * The length of a duration. Months have different lengths, so some durations of months cannot be compared with
 * durations of days.
 *
 * @param months the number of months; a year counts as twelve
 */
public record PeriodLength(long months, long seconds) {
    private static final int MONTHS_PER_YEAR = 12;

    /** Returns the length of a duration, such as {@code 2 weeks}. */
    public static PeriodLength parse(String text) throws InvalidValueException {
        String[] normalizedWords = PeriodNormalizer.normalize(text).split(" ", -1);
        PeriodLength length = new PeriodLength(0, 0);
        for (int i = 0; i < normalizedWords.length; i += 2) {
            length = length.plus(of(Long.parseLong(normalizedWords[i]), normalizedWords[i + 1]));
        }
        return length;
    }

    /**
     * Returns the length of a number of units.
     *
     * @param unit a unit of the normal form of durations, such as {@code days}
     */
    private static PeriodLength of(long number, String unit) {
        return switch (unit) {
            case "years" -> new PeriodLength(number * MONTHS_PER_YEAR, 0);
            case "months" -> new PeriodLength(number, 0);
            case "days" -> new PeriodLength(0, TimeUnit.DAYS.toSeconds(number));
            case "hours" -> new PeriodLength(0, TimeUnit.HOURS.toSeconds(number));
            case "minutes" -> new PeriodLength(0, TimeUnit.MINUTES.toSeconds(number));
            default -> new PeriodLength(0, number);
        };
    }

    public boolean isZero() {
        return months == 0 && seconds == 0;
    }

    public PeriodLength plus(PeriodLength other) {
        return new PeriodLength(months + other.months, seconds + other.seconds);
    }

    /**
     * Returns whether this duration is at least as long as the other one, whatever the date from which both are
     * counted.
     */
    public boolean isAtLeast(PeriodLength other) {
        return TimeUnit.DAYS.toSeconds(minimumDays(months - other.months)) + seconds - other.seconds >= 0;
    }

    /**
     * Returns whether each period of the other length consists of whole periods of this one, if both are counted from
     * the first day of the year 1. Months consist of whole days, whose number varies.
     */
    public boolean divides(PeriodLength other) {
        boolean bothHaveOnlyMonths = seconds == 0 && other.seconds == 0;
        boolean hasOnlySeconds = months == 0 && seconds > 0;
        if (bothHaveOnlyMonths) {
            return months > 0 && other.months % months == 0;
        }
        return hasOnlySeconds
                && other.seconds % seconds == 0
                && (other.months == 0 || TimeUnit.DAYS.toSeconds(1) % seconds == 0);
    }

    /** Returns the least number of days in a number of months, which may be negative. */
    private static long minimumDays(long months) {
        return months < 0
                ? -(-months / MONTHS_PER_YEAR * 366 + -months % MONTHS_PER_YEAR * 31)
                : months / MONTHS_PER_YEAR * 365 + months % MONTHS_PER_YEAR * 28;
    }
}

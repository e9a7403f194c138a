package dev.cairn.embedded.function.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/**
 * A mode of MySQL, which determines how the weeks of a year are counted.
 *
 * @param bits a sum of {@link #MONDAY_FIRST}, {@link #WEEK_YEAR} and {@link #FIRST_WEEKDAY}; other bits are ignored
 */
record WeekMode(int bits) {
    private static final int MONDAY_FIRST = 1;
    /** A day before the first week of its year belongs to the last week of the year before, rather than to week 0. */
    private static final int WEEK_YEAR = 2;
    /**
     * The first week is the first one that begins in the year, rather than the first one with at least four days in it.
     */
    private static final int FIRST_WEEKDAY = 4;

    private static final int YEAR_FACTOR = 100;
    private static final int DAYS_PER_WEEK = 7;
    private static final int MAJORITY_OF_DAYS = 4;

    /** The weeks of ISO 8601: the first one begins on Monday, and has at least four days in its year. */
    static final WeekMode ISO = new WeekMode(MONDAY_FIRST);

    /** The weeks of which the first one begins on the first Sunday of its year. */
    static final WeekMode FIRST_SUNDAY = new WeekMode(0);

    /** Returns the first day of the first week of a year, which may be in the year before. */
    LocalDate startOfFirstWeek(int year) {
        return startOfFirstWeek(year, effectiveBits(bits));
    }

    /** Returns the week of the date; 0 if the mode allows it and the first week of the year begins after the date. */
    long computeWeek(LocalDate date) {
        int modeBits = effectiveBits(bits);
        LocalDate firstWeekStart = startOfFirstWeek(date.getYear(), modeBits);
        if (date.isBefore(firstWeekStart)) {
            return (modeBits & WEEK_YEAR) == 0 ? 0 : weekNumber(startOfFirstWeek(date.getYear() - 1, modeBits), date);
        }
        boolean isInNextYear =
                (modeBits & WEEK_YEAR) != 0 && !date.isBefore(startOfFirstWeek(date.getYear() + 1, modeBits));
        return isInNextYear ? 1 : weekNumber(firstWeekStart, date);
    }

    /**
     * Returns the year of the week and the week as one number, such as 202401. Weeks are counted from 1 in every mode.
     */
    long computeYearAndWeek(LocalDate date) {
        int modeBits = effectiveBits(bits | WEEK_YEAR);
        int year = date.getYear();
        if (date.isBefore(startOfFirstWeek(year, modeBits))) {
            year--;
        } else if (!date.isBefore(startOfFirstWeek(year + 1, modeBits))) {
            year++;
        }
        return (long) year * YEAR_FACTOR + weekNumber(startOfFirstWeek(year, modeBits), date);
    }

    /**
     * Returns the mode with {@link #FIRST_WEEKDAY} inverted if weeks begin on Sunday, where this bit has the opposite
     * meaning.
     */
    private static int effectiveBits(int modeBits) {
        int knownBits = modeBits & (MONDAY_FIRST | WEEK_YEAR | FIRST_WEEKDAY);
        return (knownBits & MONDAY_FIRST) == 0 ? knownBits ^ FIRST_WEEKDAY : knownBits;
    }

    private static LocalDate startOfFirstWeek(int year, int modeBits) {
        DayOfWeek firstDayOfWeek = (modeBits & MONDAY_FIRST) == 0 ? DayOfWeek.SUNDAY : DayOfWeek.MONDAY;
        LocalDate newYear = LocalDate.of(year, 1, 1);
        if ((modeBits & FIRST_WEEKDAY) != 0) {
            return newYear.with(TemporalAdjusters.nextOrSame(firstDayOfWeek));
        }
        LocalDate weekStart = newYear.with(TemporalAdjusters.previousOrSame(firstDayOfWeek));
        boolean isMostlyInOldYear =
                weekStart.plusDays(DAYS_PER_WEEK).getDayOfMonth() - 1 < MAJORITY_OF_DAYS && !weekStart.equals(newYear);
        return isMostlyInOldYear ? weekStart.plusDays(DAYS_PER_WEEK) : weekStart;
    }

    private static long weekNumber(LocalDate firstWeekStart, LocalDate date) {
        return (date.toEpochDay() - firstWeekStart.toEpochDay()) / DAYS_PER_WEEK + 1;
    }
}

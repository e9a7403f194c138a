package dev.cairn.embedded.function.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/**
 * A mode of MySQL, which determines how the weeks of a year are counted.
 *
 * @param bits a sum of {@link #FROM_MONDAY}, {@link #FROM_ONE} and {@link #BY_FIRST_DAY}; other bits are ignored
 */
record WeekMode(int bits) {
    private static final int FROM_MONDAY = 1;
    /** A day before the first week of its year belongs to the last week of the year before, rather than to week 0. */
    private static final int FROM_ONE = 2;
    /**
     * The first week is the first one that begins in the year, rather than the first one with at least four days in it.
     */
    private static final int BY_FIRST_DAY = 4;

    private static final int YEAR_FACTOR = 100;
    private static final int DAYS_PER_WEEK = 7;
    private static final int MAJORITY_OF_DAYS = 4;

    /** Returns the week of the date; 0 if the mode allows it and the first week of the year begins after the date. */
    long computeWeek(LocalDate date) {
        int modeBits = effectiveBits(bits);
        LocalDate firstWeekStart = startOfFirstWeek(date.getYear(), modeBits);
        if (date.isBefore(firstWeekStart)) {
            return (modeBits & FROM_ONE) == 0 ? 0 : weekNumber(startOfFirstWeek(date.getYear() - 1, modeBits), date);
        }
        boolean isInNextYear =
                (modeBits & FROM_ONE) != 0 && !date.isBefore(startOfFirstWeek(date.getYear() + 1, modeBits));
        return isInNextYear ? 1 : weekNumber(firstWeekStart, date);
    }

    /**
     * Returns the year of the week and the week as one number, such as 202401. Weeks are counted from 1 in every mode.
     */
    long computeYearAndWeek(LocalDate date) {
        int modeBits = effectiveBits(bits | FROM_ONE);
        int year = date.getYear();
        if (date.isBefore(startOfFirstWeek(year, modeBits))) {
            year--;
        } else if (!date.isBefore(startOfFirstWeek(year + 1, modeBits))) {
            year++;
        }
        return (long) year * YEAR_FACTOR + weekNumber(startOfFirstWeek(year, modeBits), date);
    }

    /**
     * Returns the mode with {@link #BY_FIRST_DAY} inverted if weeks begin on Sunday, where this bit has the opposite
     * meaning.
     */
    private static int effectiveBits(int modeBits) {
        int knownBits = modeBits & (FROM_MONDAY | FROM_ONE | BY_FIRST_DAY);
        return (knownBits & FROM_MONDAY) == 0 ? knownBits ^ BY_FIRST_DAY : knownBits;
    }

    /** Returns the first day of the first week of a year, which may be in the year before. */
    private static LocalDate startOfFirstWeek(int year, int modeBits) {
        DayOfWeek firstDayOfWeek = (modeBits & FROM_MONDAY) == 0 ? DayOfWeek.SUNDAY : DayOfWeek.MONDAY;
        LocalDate newYear = LocalDate.of(year, 1, 1);
        if ((modeBits & BY_FIRST_DAY) != 0) {
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

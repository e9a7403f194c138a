package dev.cairn.embedded.function;

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
    private static final int FROM_ONE = 2;
    /**
     * The first week is the first one that begins in the year, rather than the first one with at least four days in it.
     */
    private static final int BY_FIRST_DAY = 4;

    private static final int CENTURY = 100;
    private static final int DAYS = 7;
    private static final int MAJORITY_OF_DAYS = 4;

    long weekOf(LocalDate date) {
        int effective = effectiveMode(bits);
        LocalDate first = firstWeek(date.getYear(), effective);
        if (date.isBefore(first)) {
            return (effective & FROM_ONE) == 0 ? 0 : weekNumber(firstWeek(date.getYear() - 1, effective), date);
        }
        boolean next = (effective & FROM_ONE) != 0 && !date.isBefore(firstWeek(date.getYear() + 1, effective));
        return next ? 1 : weekNumber(first, date);
    }

    /** Returns year and week. Weeks begin at 1 in every mode. */
    long yearAndWeek(LocalDate date) {
        int effective = effectiveMode(bits | FROM_ONE);
        int year = date.getYear();
        if (date.isBefore(firstWeek(year, effective))) {
            year--;
        } else if (!date.isBefore(firstWeek(year + 1, effective))) {
            year++;
        }
        return (long) year * CENTURY + weekNumber(firstWeek(year, effective), date);
    }

    /**
     * Returns the mode with {@link #BY_FIRST_DAY} inverted if weeks begin on Sunday, where this bit has the opposite
     * meaning.
     */
    private static int effectiveMode(int mode) {
        int effective = mode & (FROM_MONDAY | FROM_ONE | BY_FIRST_DAY);
        return (effective & FROM_MONDAY) == 0 ? effective ^ BY_FIRST_DAY : effective;
    }

    private static LocalDate firstWeek(int year, int mode) {
        DayOfWeek start = (mode & FROM_MONDAY) == 0 ? DayOfWeek.SUNDAY : DayOfWeek.MONDAY;
        LocalDate newYear = LocalDate.of(year, 1, 1);
        if ((mode & BY_FIRST_DAY) != 0) {
            return newYear.with(TemporalAdjusters.nextOrSame(start));
        }
        LocalDate before = newYear.with(TemporalAdjusters.previousOrSame(start));
        boolean mostlyOld = before.plusDays(DAYS).getDayOfMonth() - 1 < MAJORITY_OF_DAYS && !before.equals(newYear);
        return mostlyOld ? before.plusDays(DAYS) : before;
    }

    private static long weekNumber(LocalDate first, LocalDate date) {
        return (date.toEpochDay() - first.toEpochDay()) / DAYS + 1;
    }
}

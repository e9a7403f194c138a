package dev.cairn.embedded.translate.value;

/** Renders the integers as which a backend holds decimals, dates and times. */
public final class BackendIntegerRenderer {
    private BackendIntegerRenderer() {}

    /** The Julian day of 1970-01-01. */
    private static final long EPOCH_JULIAN_DAY = 2440588;

    /** Returns the integer of the digits of a decimal. */
    public static String renderUnscaledValue(String decimalSql) {
        return "CAST(replace(CAST(" + decimalSql + " AS VARCHAR), '.', '') AS HUGEINT)";
    }

    public static String renderJulianDay(String timeSql) {
        return "(CAST(datediff('day', DATE '1970-01-01', " + timeSql + ") AS HUGEINT) + " + EPOCH_JULIAN_DAY + ")";
    }

    /** Returns the integer of a time: its Julian day, and the microseconds of the day in the lowest 40 bits. */
    public static String renderPackedTimestamp(String timeSql) {
        return renderJulianDay(timeSql) + " * 1099511627776 + epoch_us(" + timeSql + ") - epoch_us(date_trunc('day', "
                + timeSql + "))";
    }
}

package dev.cairn.internal.copy;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of a part of a table, as last reported by the backends to the frontend: it may be some minutes old.
 *
 * @param rowCount the number of rows
 * @param byteCount the size of one replica of the rows
 */
public record CopySize(long rowCount, long byteCount) {
    static final CopySize NONE = new CopySize(0, 0);

    private static final Pattern SIZE_PATTERN =
            Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([KMGTP]?)B", Pattern.CASE_INSENSITIVE);
    private static final String UNIT_PREFIXES = "KMGTP";

    /**
     * Parses a number of rows and a size as the server prints them: {@code 1204} and {@code 1.2MB}. A string in
     * another form counts as 0.
     */
    static CopySize parse(String rowCountText, String sizeText) {
        Matcher sizeMatcher = SIZE_PATTERN.matcher(sizeText);
        long byteCount = sizeMatcher.matches()
                ? (long) (Double.parseDouble(sizeMatcher.group(1))
                        * Math.pow(
                                1024,
                                sizeMatcher.group(2).isEmpty()
                                        ? 0
                                        : UNIT_PREFIXES.indexOf(
                                                        sizeMatcher.group(2).toUpperCase(Locale.ROOT))
                                                + 1))
                : 0;
        return new CopySize(rowCountText.matches("[0-9]{1,18}") ? Long.parseLong(rowCountText) : 0, byteCount);
    }

    /** Returns the size of one of several equal parts. */
    CopySize divideBy(int partCount) {
        return new CopySize(rowCount / partCount, byteCount / partCount);
    }

    CopySize plus(CopySize otherSize) {
        return new CopySize(rowCount + otherSize.rowCount, byteCount + otherSize.byteCount);
    }
}

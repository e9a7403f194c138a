package dev.cairn.tooling.definition;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes. It is rounded if it was parsed, because the server prints rounded numbers. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final int UNIT_FACTOR = 1024;
    private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB", "PB");

    /** {@code 1.2GB}, as SHOW PARTITIONS prints it, or {@code 1.234 GB}, as SHOW DATA and SHOW BACKENDS do. */
    private static final Pattern PRINTED_SIZE_PATTERN = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([KMGTP]?B)");

    /** Parses a size as the server prints it; empty if the text is not a size. */
    public static Optional<ByteSize> parse(String text) {
        Matcher sizeMatcher = PRINTED_SIZE_PATTERN.matcher(text.strip().toUpperCase(Locale.ROOT));
        return sizeMatcher.matches()
                ? Optional.of(new ByteSize(Math.round(Double.parseDouble(sizeMatcher.group(1))
                        * Math.pow(UNIT_FACTOR, UNITS.indexOf(sizeMatcher.group(2))))))
                : Optional.empty();
    }

    public ByteSize plus(ByteSize other) {
        return new ByteSize(bytes + other.bytes);
    }

    /** Returns the size of one of several equal parts; 0 parts count as one. */
    public ByteSize divideBy(long partCount) {
        return new ByteSize(bytes / Math.max(1, partCount));
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** Returns a description, such as {@code 1.2 GB}. */
    @Override
    public String toString() {
        double valueInUnit = bytes;
        int unitIndex = 0;
        while (valueInUnit >= UNIT_FACTOR && unitIndex < UNITS.size() - 1) {
            valueInUnit /= UNIT_FACTOR;
            unitIndex++;
        }
        String number = unitIndex == 0 || valueInUnit == Math.rint(valueInUnit)
                ? String.format(Locale.ROOT, "%.0f", valueInUnit)
                : String.format(Locale.ROOT, "%.1f", valueInUnit);
        return number + " " + UNITS.get(unitIndex);
    }
}

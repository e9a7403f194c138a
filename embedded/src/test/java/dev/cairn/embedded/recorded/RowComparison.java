package dev.cairn.embedded.recorded;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Compares rows without their order, and numbers with the tolerance that sums of floating-point numbers in any order
 * require.
 */
final class RowComparison {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?");
    private static final double TOLERANCE = 1e-6;
    private static final double NESTED_TOLERANCE = 1e-9;

    private RowComparison() {}

    static boolean same(List<String> expected, List<String> actual) {
        List<String> sorted = sorted(expected);
        List<String> others = sorted(actual);
        return sorted.size() == others.size()
                && IntStream.range(0, sorted.size()).allMatch(i -> sameRow(sorted.get(i), others.get(i)));
    }

    private static List<String> sorted(List<String> rows) {
        return rows.stream().map(String::stripTrailing).sorted().toList();
    }

    private static boolean sameRow(String expected, String actual) {
        String[] values = expected.split("\t", -1);
        String[] others = actual.split("\t", -1);
        return values.length == others.length
                && IntStream.range(0, values.length).allMatch(i -> sameValue(values[i], others[i]));
    }

    private static boolean sameValue(String expected, String actual) {
        if (expected.equals(actual)) {
            return true;
        }
        Matcher number = NUMBER.matcher(expected);
        Matcher other = NUMBER.matcher(actual);
        if (number.matches() && other.matches()) {
            return isClose(expected, actual, TOLERANCE);
        }
        if (!number.replaceAll("#").equals(other.replaceAll("#"))) {
            return false;
        }
        number.reset();
        other.reset();
        while (number.find() && other.find()) {
            if (!isClose(number.group(), other.group(), NESTED_TOLERANCE)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isClose(String expected, String actual, double tolerance) {
        double a = Double.parseDouble(expected);
        double b = Double.parseDouble(actual);
        return Math.abs(a - b) <= Math.max(tolerance * Math.max(Math.abs(a), Math.abs(b)), 1e-9);
    }
}

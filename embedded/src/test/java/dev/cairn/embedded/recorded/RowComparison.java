package dev.cairn.embedded.recorded;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Compares rows in any order, and numbers with a tolerance, because sums of floating-point numbers depend on the order.
 */
final class RowComparison {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?");
    private static final double TOLERANCE = 1e-6;
    private static final double NESTED_TOLERANCE = 1e-9;

    private RowComparison() {}

    static boolean areSame(List<String> expected, List<String> actual) {
        List<String> sortedExpected = sort(expected);
        List<String> sortedActual = sort(actual);
        return sortedExpected.size() == sortedActual.size()
                && IntStream.range(0, sortedExpected.size())
                        .allMatch(i -> isSameRow(sortedExpected.get(i), sortedActual.get(i)));
    }

    private static List<String> sort(List<String> rows) {
        return rows.stream().map(String::stripTrailing).sorted().toList();
    }

    private static boolean isSameRow(String expected, String actual) {
        String[] expectedValues = expected.split("\t", -1);
        String[] actualValues = actual.split("\t", -1);
        return expectedValues.length == actualValues.length
                && IntStream.range(0, expectedValues.length)
                        .allMatch(i -> isSameValue(expectedValues[i], actualValues[i]));
    }

    private static boolean isSameValue(String expected, String actual) {
        if (expected.equals(actual)) {
            return true;
        }
        Matcher expectedNumbers = NUMBER.matcher(expected);
        Matcher actualNumbers = NUMBER.matcher(actual);
        if (expectedNumbers.matches() && actualNumbers.matches()) {
            return isClose(expected, actual, TOLERANCE);
        }
        if (!expectedNumbers.replaceAll("#").equals(actualNumbers.replaceAll("#"))) {
            return false;
        }
        expectedNumbers.reset();
        actualNumbers.reset();
        while (expectedNumbers.find() && actualNumbers.find()) {
            if (!isClose(expectedNumbers.group(), actualNumbers.group(), NESTED_TOLERANCE)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isClose(String expected, String actual, double tolerance) {
        double expectedNumber = Double.parseDouble(expected);
        double actualNumber = Double.parseDouble(actual);
        return Math.abs(expectedNumber - actualNumber)
                <= Math.max(tolerance * Math.max(Math.abs(expectedNumber), Math.abs(actualNumber)), 1e-9);
    }
}

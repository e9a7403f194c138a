package dev.cairn.corpus;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of comparing an answer with the recorded one.
 *
 * @param check what was compared: a constant of an enum of the comparing module
 */
public record Verdict(
        String script,
        String area,
        int step,
        String sql,
        Enum<?> check,
        boolean isMatch,
        String expected,
        String actual) {
    /** Returns the key of the case in a list of known differences. */
    public String key() {
        return script + "#" + step + " " + check;
    }

    /** Returns a description of the case; of long texts, it has only the lines that differ. */
    public String describe() {
        return "---- " + key() + "\n  " + sql.replace("\n", "\n  ") + "\n" + describeDifference();
    }

    private String describeDifference() {
        List<String> expectedLines = Arrays.asList(expected.split("\n", -1));
        List<String> actualLines = Arrays.asList(actual.split("\n", -1));
        if (expectedLines.size() == 1 || actualLines.size() == 1) {
            return "  expected: " + expected + "\n  actual:   " + actual;
        }
        return Stream.concat(
                        expectedLines.stream()
                                .filter(line -> !actualLines.contains(line))
                                .map(line -> "  - " + line),
                        actualLines.stream()
                                .filter(line -> !expectedLines.contains(line))
                                .map(line -> "  + " + line))
                .collect(Collectors.joining("\n"));
    }
}

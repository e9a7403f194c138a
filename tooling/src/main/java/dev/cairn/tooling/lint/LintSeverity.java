package dev.cairn.tooling.lint;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The severity of a finding. A rule that is off has none. */
public enum LintSeverity {
    INFO,
    WARNING,
    ERROR;

    /**
     * Returns the severity of a word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LintSeverity of(String word) {
        return Arrays.stream(values())
                .filter(severity -> severity.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + word + "' must be one of "
                        + Arrays.stream(values()).map(LintSeverity::word).collect(Collectors.joining(", "))));
    }

    /** {@code warning} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.cairn.finding;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The severity of a finding. */
public enum Severity {
    INFO,
    WARNING,
    ERROR;

    /**
     * Returns the severity with this {@link #word}.
     *
     * @throws IllegalArgumentException if the word does not name a severity
     */
    public static Severity parse(String word) {
        return Arrays.stream(values())
                .filter(severity -> severity.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + word + "' must be one of "
                        + Arrays.stream(values()).map(Severity::word).collect(Collectors.joining(", "))));
    }

    /** Returns the word in lower case, such as {@code warning}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.cairn.tooling.lint.format;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The output formats of the linter. */
public enum LintFormat {
    TEXT,
    JSON,
    SARIF,
    JUNIT,
    GITHUB,
    GITLAB,
    MARKDOWN;

    /**
     * Returns the format for a word of the command line.
     *
     * @throws IllegalArgumentException if the word does not name a format
     */
    public static LintFormat parse(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown format " + word + ": pass "
                        + Arrays.stream(values()).map(LintFormat::word).collect(Collectors.joining(", ")) + "."));
    }

    /** Returns the word for the format on the command line: {@code text}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the report in this format, without a line break at the end.
     *
     * @param toolVersion the version of Cairn
     */
    public String render(LocatedReport report, String toolVersion) {
        return switch (this) {
            case TEXT -> new TextReport(report).render();
            case JSON -> new JsonReport(report).render();
            case SARIF -> new SarifLog(report, toolVersion).render();
            case JUNIT -> new JunitReport(report).render();
            case GITHUB -> new GitHubAnnotations(report).render();
            case GITLAB -> new GitLabReport(report).render();
            case MARKDOWN -> new MarkdownReport(report).render();
        };
    }
}

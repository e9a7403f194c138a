package dev.cairn.tooling.lint.format;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The formats of the findings. */
public enum LintFormat {
    TEXT(TextReport::of),
    JSON(JsonReport::of),
    SARIF(SarifLog::of),
    JUNIT(JunitReport::of),
    GITHUB(WorkflowCommands::of),
    GITLAB(QualityReport::of),
    MARKDOWN(ReviewReport::of);

    private final Function<PlacedReport, String> writer;

    LintFormat(Function<PlacedReport, String> writer) {
        this.writer = writer;
    }

    /**
     * Returns the format of a word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LintFormat of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown format " + word + ": pass "
                        + Arrays.stream(values()).map(LintFormat::word).collect(Collectors.joining(", ")) + "."));
    }

    /** {@code text} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Writes the findings, without a line break at the end. */
    public String text(PlacedReport report) {
        return writer.apply(report);
    }
}

package dev.cairn.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One case of {@link RowSemanticsTest}.
 *
 * @param page the page of StarRocks' documentation, or the file of its source
 */
record SemanticCase(String title, String page, List<Step> steps) {
    /** The cases about rows, and those about the values of expressions. */
    private static final List<String> RESOURCES = List.of("row-semantics.txt", "scalar-semantics.txt");

    private static final String ARROW = " => ";

    /** A statement and the expected answer; null if the statement only has to be accepted. */
    record Step(String sql, String expected) {
        static Step of(String line) {
            int arrow = line.lastIndexOf(ARROW);
            return arrow < 0
                    ? new Step(line, null)
                    : new Step(line.substring(0, arrow), line.substring(arrow + ARROW.length()));
        }
    }

    static List<SemanticCase> all() {
        List<SemanticCase> cases = new ArrayList<>();
        RESOURCES.forEach(resource -> cases.addAll(of(resource)));
        return cases;
    }

    private static List<SemanticCase> of(String resource) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SemanticCase.class.getResourceAsStream(resource), resource),
                StandardCharsets.UTF_8))) {
            return read(lines.lines().toList());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<SemanticCase> read(List<String> lines) {
        List<SemanticCase> cases = new ArrayList<>();
        String page = "";
        for (String line : lines) {
            if (line.startsWith("page ")) {
                page = line.substring("page ".length());
            } else if (line.startsWith("  ")) {
                cases.get(cases.size() - 1).steps().add(Step.of(line.strip()));
            } else if (!line.isBlank()) {
                cases.add(new SemanticCase(line, page, new ArrayList<>()));
            }
        }
        return cases;
    }
}

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
    /** The files of the cases about rows and of those about the values of expressions. */
    private static final List<String> RESOURCE_NAMES = List.of("row-semantics.txt", "scalar-semantics.txt");

    private static final String ARROW = " => ";

    /** A statement and the expected answer, which is null if the statement only has to be accepted. */
    record Step(String sql, String expected) {
        static Step parse(String line) {
            int arrowIndex = line.lastIndexOf(ARROW);
            return arrowIndex < 0
                    ? new Step(line, null)
                    : new Step(line.substring(0, arrowIndex), line.substring(arrowIndex + ARROW.length()));
        }
    }

    static List<SemanticCase> all() {
        List<SemanticCase> cases = new ArrayList<>();
        RESOURCE_NAMES.forEach(resourceName -> cases.addAll(read(resourceName)));
        return cases;
    }

    private static List<SemanticCase> read(String resourceName) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SemanticCase.class.getResourceAsStream(resourceName), resourceName),
                StandardCharsets.UTF_8))) {
            return parse(lines.lines().toList());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<SemanticCase> parse(List<String> lines) {
        List<SemanticCase> cases = new ArrayList<>();
        String page = "";
        for (String line : lines) {
            if (line.startsWith("page ")) {
                page = line.substring("page ".length());
            } else if (line.startsWith("  ")) {
                cases.get(cases.size() - 1).steps().add(Step.parse(line.strip()));
            } else if (!line.isBlank()) {
                cases.add(new SemanticCase(line, page, new ArrayList<>()));
            }
        }
        return cases;
    }
}

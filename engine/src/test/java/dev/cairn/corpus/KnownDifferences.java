package dev.cairn.corpus;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cases that are known to differ from the recorded answers, each with its reason: one file for each recording.
 *
 * <p>A line is the case, a tab and the reason. {@code -Dgolden.update=true} writes the cases of this run and keeps the
 * reasons that stood there; a new case gets none, and the test fails until somebody has found it.
 */
final class KnownDifferences {
    private static final String UNEXPLAINED = "?";
    private static final int SHOWN = 300;

    private final Path file;
    private final Map<String, String> reasons;

    private KnownDifferences(Path file, Map<String, String> reasons) {
        this.file = file;
        this.reasons = reasons;
    }

    static KnownDifferences of(Recording recording) throws IOException {
        Path file = Path.of("src/test/resources/dev/cairn/corpus", "differences-" + recording.label() + ".tsv");
        Map<String, String> reasons = new LinkedHashMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split("\t", 2);
                reasons.put(parts[0], parts[1]);
            }
        }
        return new KnownDifferences(file, reasons);
    }

    /** What is wrong with the list; empty where it is complete, explained and up to date. */
    List<String> compare(List<Verdict> verdicts) throws IOException {
        Map<String, Verdict> found = verdicts.stream()
                .filter(verdict -> !verdict.good())
                .collect(toMap(Verdict::key, verdict -> verdict, (first, second) -> first, TreeMap::new));
        if (Boolean.getBoolean("golden.update")) {
            write(found);
        }
        List<String> problems = new ArrayList<>();
        found.forEach((key, verdict) -> {
            if (reasons.getOrDefault(key, UNEXPLAINED).equals(UNEXPLAINED)) {
                problems.add("differs without a reason: " + key + "\n    " + start(verdict.sql()) + "\n    expected "
                        + start(verdict.expected()) + "\n    was      " + start(verdict.actual()));
            }
        });
        reasons.keySet().stream()
                .filter(key -> !found.containsKey(key))
                .forEach(key -> problems.add("no longer differs, take it off the list: " + key));
        return problems;
    }

    private static String start(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + " …";
    }

    private void write(Map<String, Verdict> found) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String key : found.keySet()) {
            lines.append(key)
                    .append('\t')
                    .append(reasons.getOrDefault(key, UNEXPLAINED))
                    .append('\n');
        }
        Files.writeString(file, lines);
    }
}

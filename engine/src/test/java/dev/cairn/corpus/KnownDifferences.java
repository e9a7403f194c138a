package dev.cairn.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;

import dev.cairn.random.Breadth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The cases that are known to differ from the recorded answers, each with its reason: one file for each recording.
 *
 * <p>A line is the case, a tab and the reason. {@code -Dgolden.update=true} writes the cases of this run and keeps the
 * reasons of the former lines; a new case gets no reason, and the test fails until the reason is written.
 */
public final class KnownDifferences {
    private static final String UNEXPLAINED = "?";
    private static final int MAX_SHOWN_LENGTH = 300;

    private final Path file;
    private final Map<String, String> reasonsByKey;
    private final Set<String> keysExplainedByEngine;

    private KnownDifferences(Path file, Map<String, String> reasonsByKey, Set<String> keysExplainedByEngine) {
        this.file = file;
        this.reasonsByKey = reasonsByKey;
        this.keysExplainedByEngine = keysExplainedByEngine;
    }

    /**
     * Reads the known differences of a recording.
     *
     * @param folder the folder with the lists of the comparing module
     */
    public static KnownDifferences forRecording(Path folder, Recording recording) throws IOException {
        return read(folder.resolve(fileName(recording)));
    }

    /** Reads the known differences in a file; a missing file means that no differences are known. */
    public static KnownDifferences read(Path file) throws IOException {
        Map<String, String> reasonsByKey = Files.exists(file) ? parseReasons(Files.readString(file)) : Map.of();
        return new KnownDifferences(file, reasonsByKey, Set.of());
    }

    /** Returns the differences of the scripts that the short form of a test includes. */
    public KnownDifferences ofSample(int scriptCountPerIncludedOne) {
        Map<String, String> includedReasons = new LinkedHashMap<>(reasonsByKey);
        includedReasons
                .keySet()
                .removeIf(key -> !Breadth.includes(key.substring(0, key.indexOf('#')), scriptCountPerIncludedOne));
        return new KnownDifferences(file, includedReasons, keysExplainedByEngine);
    }

    /**
     * Returns these differences without those that the engine already has, for tests of servers that use the engine.
     */
    public KnownDifferences withoutEngineDifferences(Recording recording) throws IOException {
        try (InputStream engineList = KnownDifferences.class.getResourceAsStream(fileName(recording))) {
            String lines = engineList == null ? "" : new String(engineList.readAllBytes(), UTF_8);
            Map<String, String> engineReasons = parseReasons(lines);
            Set<String> keysExplainedByEngine = engineReasons.keySet().stream()
                    .map(key -> key.replace(" VIEW_", " "))
                    .collect(toSet());
            return new KnownDifferences(file, reasonsByKey, keysExplainedByEngine);
        }
    }

    private static String fileName(Recording recording) {
        return "differences-" + recording.label() + ".tsv";
    }

    private static Map<String, String> parseReasons(String lines) {
        Map<String, String> reasonsByKey = new LinkedHashMap<>();
        lines.lines().map(line -> line.split("\t", 2)).forEach(parts -> reasonsByKey.put(parts[0], parts[1]));
        return reasonsByKey;
    }

    /** Returns the problems of the list; empty if it is complete, explained and up to date. */
    public List<String> findProblems(List<Verdict> verdicts) throws IOException {
        Map<String, Verdict> differingVerdicts = new TreeMap<>();
        for (Verdict verdict : verdicts) {
            if (!verdict.isMatch() && !keysExplainedByEngine.contains(verdict.key())) {
                differingVerdicts.putIfAbsent(verdict.key(), verdict);
            }
        }
        Set<String> differingKeys = differingVerdicts.keySet();
        if (Boolean.getBoolean("golden.update")) {
            write(differingKeys);
        }
        List<String> problems = new ArrayList<>();
        differingVerdicts.forEach((key, verdict) -> {
            if (reasonsByKey.getOrDefault(key, UNEXPLAINED).equals(UNEXPLAINED)) {
                problems.add(
                        "differs without a reason: " + key + "\n    " + abbreviate(verdict.sql()) + "\n    expected "
                                + abbreviate(verdict.expected()) + "\n    was      " + abbreviate(verdict.actual()));
            }
        });
        reasonsByKey.keySet().stream()
                .filter(key -> !differingKeys.contains(key))
                .forEach(key -> problems.add("no longer differs, remove it from the list: " + key));
        return problems;
    }

    private static String abbreviate(String text) {
        return text.length() <= MAX_SHOWN_LENGTH ? text : text.substring(0, MAX_SHOWN_LENGTH) + " …";
    }

    private void write(Set<String> keys) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String key : new TreeSet<>(keys)) {
            lines.append(key)
                    .append('\t')
                    .append(reasonsByKey.getOrDefault(key, UNEXPLAINED))
                    .append('\n');
        }
        Files.writeString(file, lines);
    }
}

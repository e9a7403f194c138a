package dev.cairn.corpus;

import dev.cairn.corpus.Verdict.Check;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints the rates of a recording, and the cases that differ.
 *
 * <p>{@code CorpusReport MATRIX [check] [part of an id or area] [most]}
 */
public final class CorpusReport {
    private CorpusReport() {}

    public static void main(String[] arguments) {
        Recording recording = Recording.valueOf(arguments[0]);
        List<Verdict> verdicts = replay(recording);
        print(verdicts, System.out);
        if (arguments.length > 1) {
            String part = arguments.length > 2 ? arguments[2] : "";
            int most = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 40;
            verdicts.stream()
                    .filter(verdict -> !verdict.good())
                    .filter(verdict -> arguments[1].equals("ALL") || verdict.check() == Check.valueOf(arguments[1]))
                    .filter(verdict ->
                            verdict.script().contains(part) || verdict.area().equals(part))
                    .limit(most)
                    .forEach(CorpusReport::print);
        }
    }

    static List<Verdict> replay(Recording recording) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Script script : Script.read(recording.path().orElseThrow())) {
            verdicts.addAll(Replay.of(recording, script));
        }
        return verdicts;
    }

    private static void print(Verdict verdict) {
        System.out.println("---- " + verdict.key() + "\n  " + verdict.sql().replace("\n", "\n  "));
        String[] expected = verdict.expected().split("\n");
        String[] actual = verdict.actual().split("\n");
        if (expected.length == 1 || actual.length == 1) {
            System.out.println("  expected: " + verdict.expected() + "\n  actual:   " + verdict.actual());
            return;
        }
        List<String> there = Arrays.asList(actual);
        List<String> wanted = Arrays.asList(expected);
        wanted.stream().filter(line -> !there.contains(line)).forEach(line -> System.out.println("  - " + line));
        there.stream().filter(line -> !wanted.contains(line)).forEach(line -> System.out.println("  + " + line));
    }

    /** A line for each area, a column for each check. */
    static void print(List<Verdict> verdicts, PrintStream out) {
        Map<String, Map<Check, int[]>> counts = new TreeMap<>();
        for (Verdict verdict : verdicts) {
            count(counts, verdict.area(), verdict);
            count(counts, "~ all", verdict);
        }
        out.printf("%-16s", "");
        for (Check check : Check.values()) {
            out.printf("%18s", check);
        }
        out.println();
        counts.forEach((area, checks) -> {
            out.printf("%-16s", area);
            for (Check check : Check.values()) {
                int[] count = checks.getOrDefault(check, new int[2]);
                out.printf("%18s", count[1] == 0 ? "" : count[0] + "/" + count[1] + " " + percent(count));
            }
            out.println();
        });
    }

    private static void count(Map<String, Map<Check, int[]>> counts, String area, Verdict verdict) {
        int[] count = counts.computeIfAbsent(area, ignored -> new TreeMap<>())
                .computeIfAbsent(verdict.check(), ignored -> new int[2]);
        count[0] += verdict.good() ? 1 : 0;
        count[1]++;
    }

    private static String percent(int[] count) {
        return count[0] == count[1] ? "100" : String.format("%.1f", Math.floor(1000.0 * count[0] / count[1]) / 10);
    }

    /** Good of all, in percent; 100 where there is none. */
    static double rate(List<Verdict> verdicts, Check check) {
        long all = verdicts.stream().filter(verdict -> verdict.check() == check).count();
        long good = verdicts.stream()
                .filter(verdict -> verdict.check() == check && verdict.good())
                .count();
        return all == 0 ? 100 : 100.0 * good / all;
    }
}

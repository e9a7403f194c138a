package dev.cairn.embedded.corpus;

import dev.cairn.embedded.corpus.Verdict.Check;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints the rates of a recording, and the cases that differ.
 *
 * <p>{@code CorpusReport MATRIX [check or ALL] [part of an id or statement] [most]}
 */
final class CorpusReport {
    private static final String ALL = "~ all";

    private CorpusReport() {}

    public static void main(String[] arguments) throws SQLException {
        List<Verdict> verdicts = Replay.of(Recording.valueOf(arguments[0]));
        print(verdicts, System.out);
        if (arguments.length > 1) {
            String part = arguments.length > 2 ? arguments[2] : "";
            int most = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 40;
            verdicts.stream()
                    .filter(verdict -> !verdict.good())
                    .filter(verdict -> arguments[1].equals("ALL") || verdict.check() == Check.valueOf(arguments[1]))
                    .filter(verdict -> (verdict.script() + " " + verdict.sql()).contains(part))
                    .limit(most)
                    .forEach(verdict -> System.out.println("---- " + verdict.check() + " " + verdict.script() + "#"
                            + verdict.step() + "\n" + verdict.sql() + "\n  expected: " + verdict.expected()
                            + "\n  actual:   " + verdict.actual()));
        }
    }

    /** A line for each area, a column for each check. */
    static void print(List<Verdict> verdicts, PrintStream out) {
        Map<String, Map<Check, int[]>> counts = new TreeMap<>();
        for (Verdict verdict : verdicts) {
            count(counts, verdict.area(), verdict);
            count(counts, ALL, verdict);
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
        double rate = Math.floor(1000.0 * count[0] / count[1]) / 10;
        return count[0] == count[1] ? "100" : String.format(Locale.ROOT, "%.1f", rate);
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

package dev.cairn.corpus;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How many of a recording's answers are given, by area and by what was compared. */
public final class AgreementRates {
    private static final String ALL = "~ all";

    private final Map<String, Map<Enum<?>, Count>> counts = new TreeMap<>();

    public AgreementRates(List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            count(verdict.area(), verdict);
            count(ALL, verdict);
        }
    }

    private void count(String area, Verdict verdict) {
        counts.computeIfAbsent(area, ignored -> new HashMap<>())
                .computeIfAbsent(verdict.check(), ignored -> new Count())
                .add(verdict.isMatch());
    }

    /** Good of all, in percent; 100 where there is none. */
    public double percent(Enum<?> check) {
        Count count = counts.getOrDefault(ALL, Map.of()).getOrDefault(check, new Count());
        return count.totalCount == 0 ? 100 : 100.0 * count.goodCount / count.totalCount;
    }

    /** A line for each area, a column for each check. */
    public void print(Enum<?>[] checks, PrintStream out) {
        out.printf("%-16s", "");
        for (Enum<?> check : checks) {
            out.printf("%18s", check);
        }
        out.println();
        counts.forEach((area, countsByCheck) -> {
            out.printf("%-16s", area);
            for (Enum<?> check : checks) {
                out.printf("%18s", countsByCheck.getOrDefault(check, new Count()));
            }
            out.println();
        });
    }

    private static final class Count {
        private int goodCount;
        private int totalCount;

        void add(boolean isGood) {
            goodCount += isGood ? 1 : 0;
            totalCount++;
        }

        /** Nothing is 100 but all of them. */
        @Override
        public String toString() {
            if (goodCount == totalCount) {
                return totalCount == 0 ? "" : goodCount + "/" + totalCount + " 100";
            }
            return String.format(
                    Locale.ROOT, "%d/%d %.1f", goodCount, totalCount, Math.floor(1000.0 * goodCount / totalCount) / 10);
        }
    }
}

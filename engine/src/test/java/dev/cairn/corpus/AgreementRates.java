package dev.cairn.corpus;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts how many answers agree with the recorded ones, for each area and each check. */
public final class AgreementRates {
    private static final String ALL_AREAS = "~ all";

    private final Map<String, Map<Enum<?>, Count>> countsByArea = new TreeMap<>();

    public AgreementRates(List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            count(verdict.area(), verdict);
            count(ALL_AREAS, verdict);
        }
    }

    private void count(String area, Verdict verdict) {
        countsByArea
                .computeIfAbsent(area, ignored -> new HashMap<>())
                .computeIfAbsent(verdict.check(), ignored -> new Count())
                .add(verdict.isMatch());
    }

    /** Returns the percentage of verdicts of a check that are matches; 100 if there are no verdicts. */
    public double percent(Enum<?> check) {
        Count count = countsByArea.getOrDefault(ALL_AREAS, Map.of()).getOrDefault(check, new Count());
        return count.totalCount == 0 ? 100 : 100.0 * count.matchCount / count.totalCount;
    }

    /** Prints a line for each area with a column for each check. */
    public void print(Enum<?>[] checks, PrintStream out) {
        out.printf("%-16s", "");
        for (Enum<?> check : checks) {
            out.printf("%18s", check);
        }
        out.println();
        countsByArea.forEach((area, countsByCheck) -> {
            out.printf("%-16s", area);
            for (Enum<?> check : checks) {
                out.printf("%18s", countsByCheck.getOrDefault(check, new Count()));
            }
            out.println();
        });
    }

    private static final class Count {
        private int matchCount;
        private int totalCount;

        void add(boolean isMatch) {
            matchCount += isMatch ? 1 : 0;
            totalCount++;
        }

        /** Returns the counts and the percentage. It is rounded down, so 100 means that all verdicts are matches. */
        @Override
        public String toString() {
            if (matchCount == totalCount) {
                return totalCount == 0 ? "" : matchCount + "/" + totalCount + " 100";
            }
            return String.format(
                    Locale.ROOT,
                    "%d/%d %.1f",
                    matchCount,
                    totalCount,
                    Math.floor(1000.0 * matchCount / totalCount) / 10);
        }
    }
}

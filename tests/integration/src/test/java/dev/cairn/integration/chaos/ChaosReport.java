package dev.cairn.integration.chaos;

import dev.cairn.integration.chaos.IncidentScript.Hit;
import dev.cairn.integration.chaos.RoundResult.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts the rounds of a run by mishap and outcome, and keeps the results of those that failed. */
final class ChaosReport {
    private static final String STORM_LINE_NAME = "several at once";
    private static final String LINE_FORMAT = "%-16s%8s%8s%12s%11s%7s%7s%9s%6s%7s%n";

    private static final class ReportLine {
        private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        private final Set<String> statements = new HashSet<>();
        private int roundCount;
        private int incidentCount;

        int count(Outcome outcome) {
            return outcomes.getOrDefault(outcome, 0);
        }

        void add(RoundResult result) {
            roundCount++;
            outcomes.merge(result.outcome(), 1, Integer::sum);
            for (Hit hit : result.hits()) {
                incidentCount++;
                statements.add(normalize(result.scenario().schema(), hit.statement()));
            }
        }
    }

    private final Map<String, ReportLine> linesByName = new TreeMap<>();
    private final Map<String, Integer> exceptionCounts = new TreeMap<>();
    private final List<RoundResult> failures = new ArrayList<>();
    private int roundCount;
    private int transitionCount;
    private int takeOverCount;
    private int lateStateCount;

    synchronized void add(RoundResult result) {
        roundCount++;
        String lineName = result.scenario().isSingle()
                ? result.scenario().incidents().get(0).mishap().toString()
                : STORM_LINE_NAME;
        linesByName.computeIfAbsent(lineName, key -> new ReportLine()).add(result);
        result.exceptions().forEach(name -> exceptionCounts.merge(name, 1, Integer::sum));
        transitionCount += result.ledger().transitionCount();
        takeOverCount += result.ledger().takeOverCount();
        lateStateCount += result.ledger().lateStateCount();
        if (result.isFailure()) {
            failures.add(result);
        }
    }

    synchronized int roundCount() {
        return roundCount;
    }

    synchronized List<RoundResult> failures() {
        return List.copyOf(failures);
    }

    /**
     * Returns a statement without its numbers and hashes, so that equal statements of different runs are counted
     * together.
     */
    private static String normalize(DisturbedSchema schema, String statement) {
        return schema + " "
                + statement
                        .replaceAll("COMMENT \"cairn=[^\"]*\"", "COMMENT")
                        .replaceAll("cairn_[0-9a-z_]+", "label")
                        .replaceAll("chaos_[0-9a-f]{8}_\\d+", "database")
                        .replaceAll("[0-9a-f]{8,}", "#")
                        .replaceAll("\\d+", "#");
    }

    synchronized String renderTable() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                LINE_FORMAT,
                "mishap",
                "rounds",
                "struck",
                "statements",
                "by itself",
                "again",
                "asked",
                "cleaned",
                "hung",
                "wrong"));
        ReportLine total = new ReportLine();
        List<String> names = new ArrayList<>();
        for (Mishap mishap : Mishap.values()) {
            names.add(mishap.toString());
        }
        names.add(STORM_LINE_NAME);
        for (String name : names) {
            ReportLine line = linesByName.getOrDefault(name, new ReportLine());
            if (line.roundCount == 0) {
                continue;
            }
            appendLine(table, name, line);
            total.roundCount += line.roundCount;
            total.incidentCount += line.incidentCount;
            total.statements.addAll(line.statements);
            line.outcomes.forEach((outcome, count) -> total.outcomes.merge(outcome, count, Integer::sum));
        }
        appendLine(table, "all", total);
        table.append(String.format(
                Locale.ROOT,
                "%d states of ledgers, %d take-overs, %d states that came late%nexceptions of upgrade(): %s%n",
                transitionCount,
                takeOverCount,
                lateStateCount,
                exceptionCounts));
        return table.toString();
    }

    private static void appendLine(StringBuilder table, String name, ReportLine line) {
        table.append(String.format(
                Locale.ROOT,
                LINE_FORMAT,
                name,
                line.roundCount,
                line.incidentCount,
                line.statements.size(),
                line.count(Outcome.BY_ITSELF) + line.count(Outcome.TAKEN_OVER),
                line.count(Outcome.RUN_AGAIN),
                line.count(Outcome.ASKED),
                line.count(Outcome.CLEANED_UP),
                line.count(Outcome.HUNG),
                line.count(Outcome.WRONG)));
    }
}

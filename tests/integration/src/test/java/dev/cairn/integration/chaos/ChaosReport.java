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

/** How the rounds of a run ended, by mishap. */
final class ChaosReport {
    private static final String SEVERAL = "several at once";
    private static final String FORMAT = "%-16s%8s%8s%12s%11s%7s%7s%9s%6s%7s%n";

    private static final class Line {
        private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        private final Set<String> statements = new HashSet<>();
        private int rounds;
        private int incidents;

        int count(Outcome outcome) {
            return outcomes.getOrDefault(outcome, 0);
        }

        void add(RoundResult result) {
            rounds++;
            outcomes.merge(result.outcome(), 1, Integer::sum);
            for (Hit hit : result.hits()) {
                incidents++;
                statements.add(shape(result.scenario().schema(), hit.statement()));
            }
        }
    }

    private final Map<String, Line> lines = new TreeMap<>();
    private final Map<String, Integer> exceptions = new TreeMap<>();
    private final List<RoundResult> failures = new ArrayList<>();
    private int rounds;
    private int transitions;
    private int takeOvers;
    private int late;

    synchronized void add(RoundResult result) {
        rounds++;
        String line = result.scenario().isSingle()
                ? result.scenario().incidents().get(0).mishap().toString()
                : SEVERAL;
        lines.computeIfAbsent(line, key -> new Line()).add(result);
        result.exceptions().forEach(name -> exceptions.merge(name, 1, Integer::sum));
        transitions += result.ledger().transitions();
        takeOvers += result.ledger().takeOvers();
        late += result.ledger().late();
        if (result.isFailure()) {
            failures.add(result);
        }
    }

    synchronized int rounds() {
        return rounds;
    }

    synchronized List<RoundResult> failures() {
        return List.copyOf(failures);
    }

    /** Returns a statement without its numbers and hashes, so that equal statements of different runs are counted together. */
    private static String shape(DisturbedSchema schema, String statement) {
        return schema + " "
                + statement
                        .replaceAll("COMMENT \"cairn=[^\"]*\"", "COMMENT")
                        .replaceAll("cairn_[0-9a-z_]+", "label")
                        .replaceAll("chaos_[0-9a-f]{8}_\\d+", "database")
                        .replaceAll("[0-9a-f]{8,}", "#")
                        .replaceAll("\\d+", "#");
    }

    synchronized String table() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                FORMAT,
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
        Line sum = new Line();
        List<String> names = new ArrayList<>();
        for (Mishap mishap : Mishap.values()) {
            names.add(mishap.toString());
        }
        names.add(SEVERAL);
        for (String name : names) {
            Line line = lines.getOrDefault(name, new Line());
            if (line.rounds == 0) {
                continue;
            }
            append(table, name, line);
            sum.rounds += line.rounds;
            sum.incidents += line.incidents;
            sum.statements.addAll(line.statements);
            line.outcomes.forEach((outcome, count) -> sum.outcomes.merge(outcome, count, Integer::sum));
        }
        append(table, "all", sum);
        table.append(String.format(
                Locale.ROOT,
                "%d states of ledgers, %d take-overs, %d states that came late%nexceptions of upgrade(): %s%n",
                transitions,
                takeOvers,
                late,
                exceptions));
        return table.toString();
    }

    private static void append(StringBuilder table, String name, Line line) {
        table.append(String.format(
                Locale.ROOT,
                FORMAT,
                name,
                line.rounds,
                line.incidents,
                line.statements.size(),
                line.count(Outcome.BY_ITSELF) + line.count(Outcome.TAKEN_OVER),
                line.count(Outcome.RUN_AGAIN),
                line.count(Outcome.ASKED),
                line.count(Outcome.CLEANED_UP),
                line.count(Outcome.HUNG),
                line.count(Outcome.WRONG)));
    }
}

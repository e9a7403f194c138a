package dev.cairn.integration.chaos;

import dev.cairn.integration.chaos.IncidentScript.Hit;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The result of a round.
 *
 * @param hits the incidents that happened; the upgrade may have ended before others
 * @param exceptions the simple names of the exceptions of {@code upgrade()}
 * @param problems the differences from the expected result
 */
record RoundResult(
        Scenario scenario,
        Outcome outcome,
        List<Hit> hits,
        List<String> exceptions,
        List<String> problems,
        LedgerAudit ledger,
        Duration duration) {
    enum Outcome {
        /** The upgrade ended before the first incident. */
        MISSED,
        /** The first call of {@code upgrade()} succeeded. */
        BY_ITSELF,
        /** A process was killed, and another one completed the upgrade. */
        TAKEN_OVER,
        /** A call failed, and the next one completed the upgrade. */
        RUN_AGAIN,
        /** The operator had to confirm whether a step ran. */
        ASKED,
        /**
         * A statement that arrived late left a table behind, which {@code leftovers()} names and {@code cleanup()}
         * dropped.
         */
        CLEANED_UP,
        /** A migrator did not end within the limit. */
        HUNG,
        /** The result differs from the expected one. */
        WRONG
    }

    boolean isFailure() {
        return outcome == Outcome.HUNG || outcome == Outcome.WRONG;
    }

    /** Returns the incidents and endings as text. */
    String describe() {
        String statements = hits.stream()
                .map(hit -> "  " + hit.incident() + ": " + shorten(hit.statement()))
                .collect(Collectors.joining("\n"));
        return outcome + " " + scenario + " after " + duration.toMillis() + " ms\n" + statements + "\n  "
                + String.join("\n  ", problems) + "\n  exceptions: " + exceptions;
    }

    private static String shorten(String statement) {
        String line = statement.replaceAll("\\s+", " ");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }
}

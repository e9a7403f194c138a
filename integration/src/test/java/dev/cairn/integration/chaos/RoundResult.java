package dev.cairn.integration.chaos;

import dev.cairn.integration.chaos.IncidentScript.Hit;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a round ended.
 *
 * @param hits the incidents that happened; the upgrade may have ended before others
 * @param exceptions with which calls of {@code upgrade()} ended, by their simple names
 * @param problems what was wrong; none if all was as it should be
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
        /** The upgrade ended before anything happened. */
        MISSED,
        /** The first call of {@code upgrade()} went on to the end. */
        BY_ITSELF,
        /** A process was killed, and another one went on. */
        TAKEN_OVER,
        /** A call ended with an exception, and the next one went on. */
        RUN_AGAIN,
        /** Somebody had to say whether a step ran. */
        ASKED,
        /** A statement that arrived late left a table behind, which {@code leftovers()} names and {@code cleanup()} dropped. */
        CLEANED_UP,
        /** Somebody did not come to an end. */
        HUNG,
        /** Something was not as it should be. */
        WRONG
    }

    boolean isFailure() {
        return outcome == Outcome.HUNG || outcome == Outcome.WRONG;
    }

    /** For a person who wants to see what happened. */
    String story() {
        String statements = hits.stream()
                .map(hit -> "  " + hit.incident() + ": " + shortened(hit.statement()))
                .collect(Collectors.joining("\n"));
        return outcome + " " + scenario + " after " + duration.toMillis() + " ms\n" + statements + "\n  "
                + String.join("\n  ", problems) + "\n  exceptions: " + exceptions;
    }

    private static String shortened(String statement) {
        String line = statement.replaceAll("\\s+", " ");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }
}

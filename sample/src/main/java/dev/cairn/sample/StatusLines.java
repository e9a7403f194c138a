package dev.cairn.sample;

import dev.cairn.Migrator;
import dev.cairn.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Lines of text that describe the status of a database. */
final class StatusLines {
    private StatusLines() {}

    static List<String> read(Migrator migrator) {
        Status status = migrator.status();
        List<String> lines = new ArrayList<>();
        lines.add(status.schema() + " is at migration " + status.head().number() + ".");
        status.pending().forEach(migration -> lines.add("Pending: " + migration.number() + "  " + migration.title()));
        status.migrationInProgress()
                .ifPresent(run -> lines.add("Migration " + run.number() + " is in progress."
                        + describeUnfinishedSteps(status.unfinished())));
        if (status.isHeld()) {
            lines.add("A migrator holds the ledger; it may be dead.");
        }
        if (status.isUsable()) {
            lines.add("All migrations of the application are complete.");
            int differenceCount = migrator.check().differences().size();
            lines.add(
                    differenceCount == 0
                            ? "The database matches the migrations."
                            : differenceCount + " differences from the migrations.");
        }
        return lines;
    }

    private static String describeUnfinishedSteps(SortedSet<Integer> unfinishedSteps) {
        String stepNumbers = unfinishedSteps.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return stepNumbers.isEmpty() ? "" : " Started, with unknown outcome: step " + stepNumbers + ".";
    }
}

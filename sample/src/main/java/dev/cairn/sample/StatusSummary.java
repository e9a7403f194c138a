package dev.cairn.sample;

import dev.cairn.Migrator;
import dev.cairn.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Describes the state of a database in a few sentences. */
final class StatusSummary {
    private StatusSummary() {}

    static List<String> of(Migrator migrator) {
        Status status = migrator.status();
        List<String> sentences = new ArrayList<>();
        sentences.add(status.schema() + " is at migration " + status.head().number() + ".");
        status.pending()
                .forEach(migration -> sentences.add("Pending: " + migration.number() + "  " + migration.title()));
        status.run()
                .ifPresent(run -> sentences.add(
                        "Migration " + run.number() + " is in progress." + startedSteps(status.unfinished())));
        if (status.held()) {
            sentences.add("The ledger is held by a migrator, which may have died.");
        }
        if (status.isUsable()) {
            sentences.add("All migrations of the application are done: it can start.");
            int differences = migrator.check().differences().size();
            sentences.add(
                    differences == 0
                            ? "The database has no drift."
                            : "The database differs from its migrations in " + differences + " objects.");
        }
        return sentences;
    }

    private static String startedSteps(SortedSet<Integer> unfinished) {
        String steps = unfinished.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return steps.isEmpty() ? "" : " Its step " + steps + " was started, and may or may not be done.";
    }
}

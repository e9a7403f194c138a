package dev.cairn.sample;

import dev.cairn.Migrator;
import dev.cairn.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Where a database stands, in words. */
final class StatusWords {
    private StatusWords() {}

    static List<String> of(Migrator migrator) {
        Status status = migrator.status();
        List<String> words = new ArrayList<>();
        words.add(status.schema() + " is at migration " + status.head().number() + ".");
        status.pending().forEach(migration -> words.add("To be run: " + migration.number() + "  " + migration.title()));
        status.run()
                .ifPresent(run ->
                        words.add("Migration " + run.number() + " is in progress." + begun(status.unfinished())));
        if (status.held()) {
            words.add("A migrator has the ledger, alive or not.");
        }
        if (status.isUsable()) {
            words.add("All that the application knows is done: it can work.");
            int differences = migrator.check().differences().size();
            words.add(
                    differences == 0
                            ? "Everything is as the migrations made it."
                            : differences + " things are not as the migrations made them.");
        }
        return words;
    }

    private static String begun(SortedSet<Integer> unfinished) {
        String steps = unfinished.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return steps.isEmpty() ? "" : " Begun, and nobody knows whether it ended: step " + steps + ".";
    }
}

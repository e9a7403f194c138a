package dev.cairn;

import dev.cairn.schema.RecordedMigration;
import dev.cairn.server.ledger.Head;
import dev.cairn.server.ledger.Run;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Where a schema and a database stand.
 *
 * @param sequence of the ledger's state; 0 where there is no ledger yet
 * @param head the last migration that is done
 * @param pending those that are not; none where the database knows others
 * @param run the migration under way, be it that somebody is at it, or that nobody is any more
 * @param finished the steps of it that are done
 * @param unfinished the steps of it that were begun and not ended
 * @param held whether a migrator has the ledger, alive or not
 * @param unrecorded whether the records have changes that no migration has
 */
public record Status(
        String schema,
        Standing standing,
        long sequence,
        Head head,
        List<RecordedMigration> pending,
        Optional<Run> run,
        SortedSet<Integer> finished,
        SortedSet<Integer> unfinished,
        boolean held,
        boolean unrecorded) {
    public Status {
        pending = List.copyOf(pending);
    }

    /** Whether the application can work: its last migration is done, or a newer version of it was here. */
    public boolean isUsable() {
        return run.isEmpty() && (standing == Standing.CURRENT || standing == Standing.AHEAD);
    }
}

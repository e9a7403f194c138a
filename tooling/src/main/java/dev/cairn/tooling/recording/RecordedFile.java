package dev.cairn.tooling.recording;

import dev.cairn.migration.Migration;
import dev.cairn.plan.step.PlanHint;
import java.nio.file.Path;
import java.util.List;

/**
 * A migration and the file to which it was recorded.
 *
 * @param hints possible renames that are recorded as a drop and an addition
 * @param notes notes about the downgrade
 * @param queries the changed objects and columns, each with the checked queries that it concerns
 */
public record RecordedFile(
        Path file, Migration migration, List<PlanHint> hints, List<String> notes, List<String> queries) {
    public RecordedFile {
        hints = List.copyOf(hints);
        notes = List.copyOf(notes);
        queries = List.copyOf(queries);
    }
}

package dev.cairn.tooling.recording;

import dev.cairn.migration.Migration;
import dev.cairn.plan.step.RenameHint;
import java.nio.file.Path;
import java.util.List;

/**
 * A migration that was written down, and where.
 *
 * @param hints what may have been renamed, and is recorded as a drop and an addition
 * @param notes sentences about its downgrade
 */
public record RecordedFile(Path file, Migration migration, List<RenameHint> hints, List<String> notes) {
    public RecordedFile {
        hints = List.copyOf(hints);
        notes = List.copyOf(notes);
    }
}

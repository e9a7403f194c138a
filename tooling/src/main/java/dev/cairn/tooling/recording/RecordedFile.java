package dev.cairn.tooling.recording;

import dev.cairn.migration.Migration;
import dev.cairn.tooling.lint.effect.ChangeEffects;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A migration and the source file to which it is recorded.
 *
 * @param text the content of the file
 * @param effects what the migration does, as the file says, too
 * @param remarks possible renames that are recorded as a drop and an addition, the consequences of the downgrade, and the checked
 *     queries that the changes concern; each on a line
 */
public record RecordedFile(Path file, String text, Migration migration, ChangeEffects effects, List<String> remarks) {
    public RecordedFile {
        remarks = List.copyOf(remarks);
    }

    /**
     * Writes the file.
     *
     * @throws RecordingException if it exists, or can't be written
     */
    public RecordedFile written() {
        MigrationFiles.create(file, text);
        return this;
    }

    /** Returns the lines that tell the author of a change what it does. */
    public List<String> summary() {
        return Stream.concat(effects.lines().stream(), remarks.stream()).toList();
    }
}

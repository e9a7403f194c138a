package dev.cairn.tooling.recording;

import dev.cairn.migration.Migration;
import dev.cairn.tooling.lint.effect.MigrationEffects;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A migration and the source file to which it is recorded.
 *
 * @param text the content of the file
 * @param effects the effects of the migration, which the file lists, too
 * @param remarks possible renames that are recorded as a drop and an addition, the consequences of the downgrade, and
 *     the checked queries that the changes affect; each on a line
 */
public record RecordedFile(
        Path file, String text, Migration migration, MigrationEffects effects, List<String> remarks) {
    public RecordedFile {
        remarks = List.copyOf(remarks);
    }

    /**
     * Writes the file.
     *
     * @throws RecordingException if it exists
     * @throws java.io.UncheckedIOException if it can't be written
     */
    public RecordedFile write() {
        SourceFiles.create(file, text);
        return this;
    }

    /** Returns the name of the written file, the notable effects and the remarks, as lines for a terminal. */
    public List<String> summary() {
        return Stream.of(List.of("Wrote " + file), effects.describeNotableEffects(), remarks)
                .flatMap(List::stream)
                .toList();
    }

    /** Returns the content of the file and the remarks, as lines for a terminal, before the file is written. */
    public List<String> preview() {
        return Stream.of(List.of("Would write " + file + ":", text.stripTrailing()), remarks)
                .flatMap(List::stream)
                .toList();
    }
}

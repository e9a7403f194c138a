package dev.cairn.tooling.recording;

import dev.cairn.migration.Migration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A checkpoint and the file to which it was written.
 *
 * @param replacedMigrations the migrations that it replaces
 * @param archivedFiles the new files of their sources; empty if the sources were deleted
 * @param keptSteps the steps that the checkpoint repeats, in their order
 * @param omittedSteps the steps that it omits
 */
public record CheckpointFile(
        Path file,
        Migration migration,
        List<Migration> replacedMigrations,
        List<Path> archivedFiles,
        List<String> keptSteps,
        List<String> omittedSteps) {
    public CheckpointFile {
        replacedMigrations = List.copyOf(replacedMigrations);
        archivedFiles = List.copyOf(archivedFiles);
        keptSteps = List.copyOf(keptSteps);
        omittedSteps = List.copyOf(omittedSteps);
    }

    /** Describes the checkpoint and its consequences for databases, with one or more sentences in each line. */
    public List<String> describe() {
        int number = migration.number();
        String lastReplacedName =
                replacedMigrations.get(replacedMigrations.size() - 1).name();
        List<String> lines = new ArrayList<>();
        lines.add("Wrote " + file + ", which replaces " + replacedMigrations.size() + " migrations up to "
                + lastReplacedName + ".");
        lines.add(
                archivedFiles.isEmpty()
                        ? "Their sources were deleted."
                        : "Their sources were moved to " + archivedFiles.get(0).getParent() + ".");
        keptSteps.forEach(step -> lines.add("Kept: " + step));
        omittedSteps.forEach(step -> lines.add("Left out: " + step));
        lines.add("A database that has run migration " + number
                + " or later ones continues as before, and an empty one"
                + " starts with the checkpoint. Any other database must first be upgraded to migration " + number
                + " with a release that still contains the replaced migrations. No database can be downgraded below"
                + " migration " + number + " any more.");
        return lines;
    }
}

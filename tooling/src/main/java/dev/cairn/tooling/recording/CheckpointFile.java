package dev.cairn.tooling.recording;

import dev.cairn.migration.Migration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A checkpoint and the file to which it was written.
 *
 * @param replaced the migrations that it replaces
 * @param moved the new files of their sources; empty if these were deleted
 * @param kept the steps that the checkpoint repeats, in their order
 * @param omitted the steps that it leaves out
 */
public record CheckpointFile(
        Path file,
        Migration migration,
        List<Migration> replaced,
        List<Path> moved,
        List<String> kept,
        List<String> omitted) {
    public CheckpointFile {
        replaced = List.copyOf(replaced);
        moved = List.copyOf(moved);
        kept = List.copyOf(kept);
        omitted = List.copyOf(omitted);
    }

    /** What was done, and what it means for databases, one sentence or more in each line. */
    public List<String> report() {
        int number = migration.number();
        String name = replaced.get(replaced.size() - 1).name();
        List<String> lines = new ArrayList<>();
        lines.add("Wrote " + file + ", which replaces " + replaced.size() + " migrations up to " + name + ".");
        lines.add(
                moved.isEmpty()
                        ? "Their sources were deleted."
                        : "Their sources were moved to " + moved.get(0).getParent() + ".");
        kept.forEach(step -> lines.add("Kept: " + step));
        omitted.forEach(step -> lines.add("Left out: " + step));
        lines.add("A database that has run migration " + number + " or later ones goes on as before, and an empty one"
                + " starts with the checkpoint. Any other database must first be upgraded to migration " + number
                + " with a release that still contains the replaced migrations. No database can be downgraded below"
                + " migration " + number + " any more.");
        return lines;
    }
}

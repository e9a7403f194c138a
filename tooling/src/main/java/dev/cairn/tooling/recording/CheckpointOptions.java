package dev.cairn.tooling.recording;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The options for writing a checkpoint.
 *
 * @param release the release that still contains the replaced migrations; empty if unknown
 * @param archiveDirectory the directory into which the sources of the replaced migrations are moved; empty if they are
 *     deleted, or if nothing is decided
 * @param deletesSources whether the sources of the replaced migrations are deleted
 * @param keptSteps the steps that the checkpoint repeats although they do not define an object: {@code V0003Fill.2},
 *     {@code V0003Fill} or {@code all}
 * @param omittedSteps the steps that the checkpoint omits, in the same form
 */
public record CheckpointOptions(
        String release,
        Optional<Path> archiveDirectory,
        boolean deletesSources,
        List<String> keptSteps,
        List<String> omittedSteps) {
    /** Options that do not decide whether the sources are archived or deleted, which is required. */
    public static final CheckpointOptions UNDECIDED =
            new CheckpointOptions("", Optional.empty(), false, List.of(), List.of());

    public CheckpointOptions {
        keptSteps = List.copyOf(keptSteps);
        omittedSteps = List.copyOf(omittedSteps);
    }

    public CheckpointOptions withRelease(String newRelease) {
        return new CheckpointOptions(newRelease, archiveDirectory, deletesSources, keptSteps, omittedSteps);
    }

    public CheckpointOptions withArchive(Path directory) {
        return new CheckpointOptions(release, Optional.of(directory), deletesSources, keptSteps, omittedSteps);
    }

    public CheckpointOptions withDeletion() {
        return new CheckpointOptions(release, archiveDirectory, true, keptSteps, omittedSteps);
    }

    public CheckpointOptions withKeptSteps(List<String> steps) {
        return new CheckpointOptions(release, archiveDirectory, deletesSources, steps, omittedSteps);
    }

    public CheckpointOptions withOmittedSteps(List<String> steps) {
        return new CheckpointOptions(release, archiveDirectory, deletesSources, keptSteps, steps);
    }
}

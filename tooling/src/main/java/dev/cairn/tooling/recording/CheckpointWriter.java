package dev.cairn.tooling.recording;

import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationNames;
import dev.cairn.processor.check.history.RecordedSchemas;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes checkpoints, and archives or deletes the sources of the migrations that they replace. The chain must be valid.
 */
record CheckpointWriter(Project project, RecordedSchemas recordedSchemas, CheckpointOptions options) {
    /**
     * Writes a checkpoint that replaces the migrations up to one of them.
     *
     * @param migrationReference the last migration to replace, by its number or name; empty for the last of all
     * @throws RecordingException if the checkpoint would not lead to the same schema as these migrations
     */
    CheckpointFile write(String migrationReference) {
        SchemaRoot root = recordedSchemas.root();
        CheckpointDrafter drafter =
                new CheckpointDrafter(recordedSchemas, resolveLastReplacedNumber(migrationReference), options);
        CheckpointDrafter.DraftedCheckpoint draftedCheckpoint = drafter.draft();
        Migration checkpoint = draftedCheckpoint.migration();
        ReplacedFiles replacedFiles = ReplacedFiles.resolve(project, root, drafter.replacedMigrations(), options);
        List<Path> archivedFiles = replacedFiles.copyToArchive();
        Migration lastMigration =
                drafter.replacedMigrations().get(drafter.replacedMigrations().size() - 1);
        RecordedFile writtenFile = new RecordedFileFactory(project, root)
                .create(checkpoint, "Replaces the migrations up to " + lastMigration.name())
                .write();
        replacedFiles.delete();
        return new CheckpointFile(
                writtenFile.file(),
                checkpoint,
                drafter.replacedMigrations(),
                archivedFiles,
                draftedCheckpoint.keptSteps(),
                draftedCheckpoint.omittedSteps());
    }

    /** Returns the number of the last migration to replace. */
    private int resolveLastReplacedNumber(String migrationReference) {
        List<Migration> migrations = recordedSchemas.firstSchema().chain().migrations();
        Migration lastReplacedMigration = migrations.stream()
                .filter(migration -> migrationReference.equals(migration.name())
                        || migrationReference.equals(String.valueOf(migration.number()))
                        || migrationReference.equals(MigrationNames.numberPrefix(migration.number())))
                .findFirst()
                .or(() -> migrationReference.isEmpty()
                        ? recordedSchemas.firstSchema().chain().lastMigration()
                        : Optional.empty())
                .orElseThrow(() -> new RecordingException(
                        Reason.USAGE,
                        migrations.isEmpty()
                                ? "There are no migrations to replace."
                                : "There is no migration '" + migrationReference + "': the first is "
                                        + migrations.get(0).name() + ", and the last "
                                        + migrations.get(migrations.size() - 1).name() + "."));
        if (lastReplacedMigration.equals(migrations.get(0))) {
            throw new RecordingException(
                    Reason.USAGE,
                    "A checkpoint at " + lastReplacedMigration.name()
                            + " would replace nothing: it is the first migration.");
        }
        return lastReplacedMigration.number();
    }
}

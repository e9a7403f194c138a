package dev.cairn.tooling.recording;

import dev.cairn.migration.Migration;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sources of the migrations that a checkpoint replaces. They are copied to the archive before the checkpoint is
 * written, and deleted after it.
 *
 * @param sources the source files
 * @param archiveFiles the new files in the archive; empty if the sources are only deleted
 */
record ReplacedFiles(List<Path> sources, List<Path> archiveFiles) {
    /**
     * Finds the files.
     *
     * @throws RecordingException if one is missing, if the archive is not suitable, or if the options do
     *     not decide whether the files are archived or deleted
     */
    static ReplacedFiles find(
            Project project, SchemaRoot root, List<Migration> replacedMigrations, CheckpointOptions options) {
        if (options.archiveFolder().isPresent() == options.deletesSources()) {
            throw new RecordingException(
                    options.deletesSources() ? Reason.USAGE : Reason.CONSENT,
                    "Nothing was written. Pass either --archive FOLDER, which moves the sources of the "
                            + replacedMigrations.size()
                            + " replaced migrations into that folder, or --delete, which deletes them.");
        }
        MigrationFiles files = new MigrationFiles(project.sources());
        List<Path> sources = new ArrayList<>();
        for (Migration migration : replacedMigrations) {
            sources.add(files.find(new JavaName(root.migrationsPackage(), List.of(migration.name())))
                    .orElseThrow(() -> new RecordingException(
                            Reason.SOURCES,
                            migration.name() + " has no source file with its name, so it can't be replaced.")));
        }
        return new ReplacedFiles(
                sources,
                options.archiveFolder()
                        .map(folder -> resolveArchiveFiles(folder, project, root, sources))
                        .orElse(List.of()));
    }

    private static List<Path> resolveArchiveFiles(Path folder, Project project, SchemaRoot root, List<Path> sources) {
        Optional<Path> sourceFolder = project.sources().stream()
                .filter(source -> folder.toAbsolutePath()
                        .normalize()
                        .startsWith(source.toAbsolutePath().normalize()))
                .findFirst();
        if (sourceFolder.isPresent()) {
            throw new RecordingException(
                    Reason.USAGE,
                    folder + " is in the source folder " + sourceFolder.get()
                            + ", so the replaced migrations would still be compiled. Choose a folder outside, such as"
                            + " src/main/archive.");
        }
        Path packageFolder = folder.resolve(root.migrationsPackage().replace('.', '/'));
        List<Path> archiveFiles = new ArrayList<>();
        for (Path source : sources) {
            Path archiveFile = packageFolder.resolve(source.getFileName().toString());
            if (Files.exists(archiveFile)) {
                throw new RecordingException(Reason.USAGE, archiveFile + " already exists; choose another folder.");
            }
            archiveFiles.add(archiveFile);
        }
        return archiveFiles;
    }

    /** Copies the files to the archive and returns the copies. */
    List<Path> copyToArchive() {
        for (int i = 0; i < archiveFiles.size(); i++) {
            MigrationFiles.create(archiveFiles.get(i), MigrationFiles.read(sources.get(i)));
        }
        return archiveFiles;
    }

    void delete() {
        sources.forEach(MigrationFiles::delete);
    }
}

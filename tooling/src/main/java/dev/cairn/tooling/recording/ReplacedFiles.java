package dev.cairn.tooling.recording;

import dev.cairn.migration.Migration;
import dev.cairn.processor.model.JavaClassName;
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
 * @param sourceFiles the source files
 * @param archivedFiles the new files in the archive; empty if the sources are only deleted
 */
record ReplacedFiles(List<Path> sourceFiles, List<Path> archivedFiles) {
    /**
     * Finds the source files, and determines their places in the archive. Nothing is written.
     *
     * @throws RecordingException if the options contain both an archive and the deletion, or neither; if a migration
     *     has no source file; if the archive is inside a source directory; or if the archive already contains one of
     *     the files
     */
    static ReplacedFiles resolve(
            Project project, SchemaRoot root, List<Migration> replacedMigrations, CheckpointOptions options) {
        if (options.archiveDirectory().isPresent() == options.deletesSources()) {
            throw new RecordingException(
                    options.deletesSources() ? Reason.USAGE : Reason.CONSENT,
                    "Nothing was written. Pass either --archive FOLDER, which moves the sources of the "
                            + replacedMigrations.size()
                            + " replaced migrations into that folder, or --delete, which deletes them.");
        }
        SourceFiles projectFiles = new SourceFiles(project.sourceDirectories());
        List<Path> sourceFiles = new ArrayList<>();
        for (Migration migration : replacedMigrations) {
            sourceFiles.add(projectFiles
                    .findFile(new JavaClassName(root.migrationsPackage(), List.of(migration.name())))
                    .orElseThrow(() -> new RecordingException(
                            Reason.SOURCES,
                            migration.name() + " has no source file with its name, so it can't be replaced.")));
        }
        return new ReplacedFiles(
                sourceFiles,
                options.archiveDirectory()
                        .map(archiveDirectory -> resolveArchiveFiles(archiveDirectory, project, root, sourceFiles))
                        .orElse(List.of()));
    }

    private static List<Path> resolveArchiveFiles(
            Path archiveDirectory, Project project, SchemaRoot root, List<Path> sourceFiles) {
        Optional<Path> sourceDirectory = project.sourceDirectories().stream()
                .filter(source -> archiveDirectory
                        .toAbsolutePath()
                        .normalize()
                        .startsWith(source.toAbsolutePath().normalize()))
                .findFirst();
        if (sourceDirectory.isPresent()) {
            throw new RecordingException(
                    Reason.USAGE,
                    archiveDirectory + " is in the source folder " + sourceDirectory.get()
                            + ", so the replaced migrations would still be compiled. Choose a folder outside, such as"
                            + " src/main/archive.");
        }
        Path packageDirectory =
                archiveDirectory.resolve(root.migrationsPackage().replace('.', '/'));
        List<Path> archiveFiles = new ArrayList<>();
        for (Path source : sourceFiles) {
            Path archiveFile = packageDirectory.resolve(source.getFileName().toString());
            if (Files.exists(archiveFile)) {
                throw new RecordingException(Reason.USAGE, archiveFile + " already exists; choose another folder.");
            }
            archiveFiles.add(archiveFile);
        }
        return archiveFiles;
    }

    /** Copies the files to the archive, and returns the copies; does nothing if the sources are only deleted. */
    List<Path> copyToArchive() {
        for (int i = 0; i < archivedFiles.size(); i++) {
            SourceFiles.create(archivedFiles.get(i), SourceFiles.read(sourceFiles.get(i)));
        }
        return archivedFiles;
    }

    void delete() {
        sourceFiles.forEach(SourceFiles::delete);
    }
}

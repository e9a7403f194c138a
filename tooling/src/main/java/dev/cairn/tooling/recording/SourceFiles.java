package dev.cairn.tooling.recording;

import dev.cairn.processor.model.JavaClassName;
import dev.cairn.tooling.project.TextFileWriter;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds, reads, creates and deletes source files.
 *
 * @param sourceDirectories the directories with packages of sources; the first of them gets new files without a sibling
 */
record SourceFiles(List<Path> sourceDirectories) {
    /** Returns the file of a top-level type; empty if no source directory contains it. */
    Optional<Path> findFile(JavaClassName type) {
        return sourceDirectories.stream()
                .map(sourceDirectory -> sourceDirectory.resolve(type.sourcePath()))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * Returns the file for a new type: in the source directory that contains a sibling of the type or, if none does, in
     * the first source directory. There must be at least one source directory.
     */
    Path resolveSiblingFile(JavaClassName siblingType, JavaClassName type) {
        JavaClassName outermostType = toOutermostType(siblingType);
        Path sourceDirectory = sourceDirectories.stream()
                .filter(directory -> Files.isRegularFile(directory.resolve(outermostType.sourcePath())))
                .findFirst()
                .orElse(sourceDirectories.get(0));
        return sourceDirectory.resolve(type.sourcePath());
    }

    /** Returns the top-level type that contains a type, or the type itself. */
    static JavaClassName toOutermostType(JavaClassName type) {
        return new JavaClassName(type.packageName(), type.simpleNames().subList(0, 1));
    }

    /**
     * Returns the text of a file.
     *
     * @throws RecordingException if it can't be read
     */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new RecordingException(Reason.FILES, file + " can't be read: " + failure.getMessage(), failure);
        }
    }

    /**
     * Creates a file.
     *
     * @throws RecordingException if the file exists
     * @throws java.io.UncheckedIOException if it can't be written
     */
    static void create(Path file, String text) {
        if (!TextFileWriter.create(file, text)) {
            throw new RecordingException(Reason.USAGE, file + " already exists; choose another name.");
        }
    }

    /**
     * Deletes a file.
     *
     * @throws RecordingException if it can't be deleted, for example because it does not exist
     */
    static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failure) {
            throw new RecordingException(Reason.FILES, file + " can't be deleted: " + failure.getMessage(), failure);
        }
    }
}

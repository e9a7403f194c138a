package dev.cairn.tooling.project;

import dev.cairn.tooling.importing.ImportedSchema;
import dev.cairn.tooling.importing.ImportedSchemaNames;
import dev.cairn.tooling.importing.JavaSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory of sources to which files are added. Existing files are never changed, because they may contain the work
 * of a user.
 */
public final class ProjectSources {
    private static final Pattern NULL_MARKED_PATTERN =
            Pattern.compile("(?m)^\\s*@(?:org\\.jspecify\\.annotations\\.)?NullMarked\\b");

    private final Path sourceDirectory;

    public ProjectSources(Path sourceDirectory) {
        this.sourceDirectory = sourceDirectory;
    }

    /**
     * The files that {@link #addFiles} found or created.
     *
     * @param createdFiles the created files
     * @param existingFiles the files that existed before, which were not changed
     * @param unlistedRecordNames new records that are missing in the root, because its file existed
     */
    public record AdditionResult(List<Path> createdFiles, List<Path> existingFiles, List<String> unlistedRecordNames) {
        public AdditionResult {
            createdFiles = List.copyOf(createdFiles);
            existingFiles = List.copyOf(existingFiles);
            unlistedRecordNames = List.copyOf(unlistedRecordNames);
        }
    }

    /**
     * Writes all files that do not exist. If one of them can't be written, the files created before it are deleted
     * again.
     *
     * @throws UncheckedIOException if a file can't be written; the message names the object that the file declares
     */
    public AdditionResult addFiles(ImportedSchema importedSchema, ImportedSchemaNames schemaNames) {
        List<Path> createdFiles = new ArrayList<>();
        List<Path> existingFiles = new ArrayList<>();
        List<String> recordNames = new ArrayList<>();
        boolean hasExistingRoot = false;
        for (JavaSource source : importedSchema.sources()) {
            boolean isRoot = source.name().simpleName().equals(schemaNames.rootName());
            Path file = resolveFile(source);
            boolean isCreated;
            try {
                isCreated = TextFileWriter.create(file, source.text());
            } catch (UncheckedIOException failure) {
                deleteFiles(createdFiles);
                throw new UncheckedIOException(
                        "Nothing was pulled: the file of " + source.objectName() + " can't be written: "
                                + failure.getMessage(),
                        failure.getCause());
            }
            (isCreated ? createdFiles : existingFiles).add(file);
            if (isRoot) {
                hasExistingRoot = !isCreated;
            } else if (isCreated) {
                recordNames.add(source.name().simpleName());
            }
        }
        return new AdditionResult(createdFiles, existingFiles, hasExistingRoot ? recordNames : List.of());
    }

    /**
     * Returns whether the sources declare that a package is null-marked, by JSpecify's {@code @NullMarked} on the
     * package or on the module. The sources are only searched for the annotation, not compiled.
     */
    public boolean isNullMarked(String packageName) {
        return declaresNullMarked(
                        sourceDirectory.resolve(packageName.replace('.', '/')).resolve("package-info.java"))
                || declaresNullMarked(sourceDirectory.resolve("module-info.java"));
    }

    /** Returns whether the package or one of its subpackages contains sources. */
    public boolean containsPackage(String packageName) {
        return hasSourcesIn(sourceDirectory.resolve(packageName.replace('.', '/')));
    }

    /** Returns whether a directory contains sources; false if it does not exist. */
    public static boolean hasSourcesIn(Path directory) {
        try (Stream<Path> files = Files.isDirectory(directory) ? Files.walk(directory) : Stream.empty()) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    directory + " can't be read: " + TextFileWriter.describeFailure(failure), failure);
        }
    }

    private static boolean declaresNullMarked(Path file) {
        try {
            return Files.exists(file)
                    && NULL_MARKED_PATTERN.matcher(Files.readString(file)).find();
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    file + " can't be read: " + TextFileWriter.describeFailure(failure), failure);
        }
    }

    private static void deleteFiles(List<Path> files) {
        for (Path file : files) {
            try {
                Files.delete(file);
            } catch (IOException failure) {
                throw new UncheckedIOException(
                        file + " was written, but can't be deleted: " + TextFileWriter.describeFailure(failure),
                        failure);
            }
        }
    }

    private Path resolveFile(JavaSource source) {
        return sourceDirectory.resolve(source.name().sourcePath());
    }
}

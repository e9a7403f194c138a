package dev.cairn.tooling.recording;

import dev.cairn.processor.model.JavaName;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Optional;

/** Finds and writes source files. A file is written completely or not at all. */
record MigrationFiles(List<Path> sourceDirectories) {
    /** Finds the file of a top-level type. */
    Optional<Path> findFile(JavaName type) {
        return sourceDirectories.stream()
                .map(sourceDirectory -> sourceDirectory.resolve(type.sourcePath()))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Returns the file of a new type, in the source directory that contains another type. */
    Path resolveSiblingFile(JavaName siblingType, JavaName type) {
        JavaName outermostType = toOutermostType(siblingType);
        Path sourceDirectory = sourceDirectories.stream()
                .filter(directory -> Files.isRegularFile(directory.resolve(outermostType.sourcePath())))
                .findFirst()
                .orElse(sourceDirectories.get(0));
        return sourceDirectory.resolve(type.sourcePath());
    }

    /** Returns the top-level type that contains a type, or the type itself. */
    static JavaName toOutermostType(JavaName type) {
        return new JavaName(type.packageName(), type.simpleNames().subList(0, 1));
    }

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
     * @throws RecordingException if the file exists, or can't be written
     */
    static void create(Path file, String text) {
        write(file, text, false);
    }

    static void replace(Path file, String text) {
        write(file, text, true);
    }

    static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failure) {
            throw new RecordingException(Reason.FILES, file + " can't be deleted: " + failure.getMessage(), failure);
        }
    }

    /**
     * Writes a temporary file and renames it, so that readers never see an incomplete file. The file has the
     * permissions that editors give a new file, or the permissions of the replaced file; {@link Files#createTempFile}
     * would exclude other users.
     */
    private static void write(Path file, String text, boolean mayReplace) {
        try {
            Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
            Path temporaryFile = directory.resolve(
                    "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
            try {
                Files.writeString(temporaryFile, text);
                if (mayReplace) {
                    copyPermissions(file, temporaryFile);
                    Files.move(
                            temporaryFile, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    moveToNewFile(temporaryFile, file);
                }
            } finally {
                Files.deleteIfExists(temporaryFile);
            }
        } catch (FileAlreadyExistsException failure) {
            throw new RecordingException(Reason.USAGE, file + " already exists; choose another name.", failure);
        } catch (IOException failure) {
            throw new RecordingException(Reason.FILES, file + " can't be written: " + failure.getMessage(), failure);
        }
    }

    private static void copyPermissions(Path replacedFile, Path temporaryFile) throws IOException {
        PosixFileAttributeView sourceAttributes =
                Files.getFileAttributeView(replacedFile, PosixFileAttributeView.class);
        PosixFileAttributeView targetAttributes =
                Files.getFileAttributeView(temporaryFile, PosixFileAttributeView.class);
        if (sourceAttributes != null && targetAttributes != null && Files.exists(replacedFile)) {
            targetAttributes.setPermissions(sourceAttributes.readAttributes().permissions());
        }
    }

    /** Creates the file as a link, which fails if the file exists: a move would replace it. */
    private static void moveToNewFile(Path temporaryFile, Path file) throws IOException {
        try {
            Files.createLink(file, temporaryFile);
        } catch (UnsupportedOperationException ignored) {
            Files.move(temporaryFile, file);
        }
    }
}

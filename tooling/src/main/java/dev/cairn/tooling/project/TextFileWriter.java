package dev.cairn.tooling.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;

/** Writes text files, and creates the directories that contain them. */
public final class TextFileWriter {
    private TextFileWriter() {}

    /**
     * Creates a file; returns false if the file exists. The file is written completely or not at all.
     *
     * @throws UncheckedIOException if the file or a directory can't be created
     */
    public static boolean create(Path file, String text) {
        return writeThroughTemporaryFile(file, text, false);
    }

    /**
     * Creates or replaces a file. The file is written completely or not at all.
     *
     * @throws UncheckedIOException if the file or a directory can't be written
     */
    public static void replace(Path file, String text) {
        writeThroughTemporaryFile(file, text, true);
    }

    /**
     * Writes to a file that need not be a regular one, such as a pipe. A regular file may be incomplete if writing
     * fails.
     *
     * @throws UncheckedIOException if the file or a directory can't be written
     */
    public static void write(Path file, String text) {
        try {
            createParentDirectory(file);
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw createException(file, failure);
        }
    }

    /**
     * Writes a temporary file and renames it, so that readers never see an incomplete file. The file has the
     * permissions that editors give a new file, or the permissions of the replaced file; {@link Files#createTempFile}
     * would exclude other users. Returns false if the file exists and may not be replaced.
     */
    private static boolean writeThroughTemporaryFile(Path file, String text, boolean mayReplace) {
        try {
            Path temporaryFile = createParentDirectory(file)
                    .resolve("." + file.getFileName() + "."
                            + ProcessHandle.current().pid() + ".tmp");
            try {
                Files.writeString(temporaryFile, text);
                if (mayReplace) {
                    copyPermissions(file, temporaryFile);
                    Files.move(
                            temporaryFile, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    moveToNewFile(temporaryFile, file);
                }
                return true;
            } catch (FileAlreadyExistsException ignored) {
                return false;
            } finally {
                Files.deleteIfExists(temporaryFile);
            }
        } catch (IOException failure) {
            throw createException(file, failure);
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
            // The file system has no links. A move without REPLACE_EXISTING also fails if the file exists.
            Files.move(temporaryFile, file);
        }
    }

    private static Path createParentDirectory(Path file) throws IOException {
        return Files.createDirectories(file.toAbsolutePath().getParent());
    }

    private static UncheckedIOException createException(Path file, IOException failure) {
        return new UncheckedIOException(file + " can't be written: " + describeFailure(failure), failure);
    }

    /** Returns the reason of the failure; the messages of file systems' exceptions are often just a path. */
    static String describeFailure(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "access is denied.";
        }
        if (failure instanceof NoSuchFileException missingFile) {
            return missingFile.getFile() + " does not exist.";
        }
        if (failure instanceof FileSystemException fileFailure && fileFailure.getReason() != null) {
            return fileFailure.getReason() + ".";
        }
        if (failure instanceof FileSystemException fileFailure) {
            return "something of another kind exists at " + fileFailure.getFile() + ".";
        }
        return failure.getMessage() + ".";
    }
}

package dev.cairn.tooling.recording;

import dev.cairn.processor.model.JavaName;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** Where the sources of types are, and how they are written: whole or not at all. */
record MigrationFiles(List<Path> sources) {
    /** The source of a top-level type, in a file of its name. */
    Optional<Path> find(JavaName type) {
        return sources.stream()
                .map(folder -> folder.resolve(file(type)))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Where a new type belongs: into the folder that holds another one. */
    Path beside(JavaName other, JavaName type) {
        JavaName outermost = new JavaName(other.inPackage(), other.simpleNames().subList(0, 1));
        Path folder = sources.stream()
                .filter(each -> Files.isRegularFile(each.resolve(file(outermost))))
                .findFirst()
                .orElse(sources.get(0));
        return folder.resolve(file(type));
    }

    private static String file(JavaName type) {
        return type.qualified().replace('.', '/') + ".java";
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new RecordingException(Reason.FILES, file + " can't be read: " + failure.getMessage(), failure);
        }
    }

    /** What is there stays as it is. */
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

    /** Nobody ever sees half of it: it is written beside, and then takes its name. */
    private static void write(Path file, String text, boolean replace) {
        try {
            Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
            Path written = Files.createTempFile(folder, ".cairn", ".tmp");
            try {
                Files.write(written, text.getBytes(StandardCharsets.UTF_8));
                if (replace) {
                    Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    take(written, file);
                }
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (FileAlreadyExistsException taken) {
            throw new RecordingException(Reason.USAGE, file + " is there already; choose another name.", taken);
        } catch (IOException failure) {
            throw new RecordingException(Reason.FILES, file + " can't be written: " + failure.getMessage(), failure);
        }
    }

    /** A link is made only where the name is free; a move would replace what somebody else just wrote. */
    private static void take(Path written, Path file) throws IOException {
        try {
            Files.createLink(file, written);
        } catch (UnsupportedOperationException noLinks) {
            Files.move(written, file);
        }
    }
}

package dev.cairn.tooling.definition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The texts of SQL files. */
public final class ScriptFiles {
    private static final String ENDING = ".sql";

    private ScriptFiles() {}

    /** Whether it is a file of SQL, or a folder with some. */
    public static boolean isThere(Path path) {
        return !of(path).isEmpty();
    }

    /** By their names, those of folders too. */
    public static List<Path> of(Path path) {
        if (!Files.isDirectory(path)) {
            return Files.exists(path) && !path.toString().endsWith(".jar") ? List.of(path) : List.of();
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(path + " can't be listed: " + unreadable.getMessage(), unreadable);
        }
    }

    public static List<ScriptText> texts(Path path) {
        List<ScriptText> texts = new ArrayList<>();
        of(path).forEach(file -> texts.add(new ScriptText(file.toString(), text(file))));
        return texts;
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException other) {
            throw new UncheckedIOException(file + " can't be read: it is no text in UTF-8.", other);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " can't be read: " + unreadable.getMessage(), unreadable);
        }
    }
}

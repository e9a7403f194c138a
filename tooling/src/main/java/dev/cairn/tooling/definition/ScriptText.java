package dev.cairn.tooling.definition;

import dev.cairn.sql.ScriptStatement;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.SqlSyntaxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The text of an SQL file.
 *
 * @param name the name of the file, for messages
 */
public record ScriptText(String name, String text) {
    private static final String EXTENSION = ".sql";
    private static final int MAX_EXCERPT_LENGTH = 80;

    /** The SQL files at the path and below it, sorted by their names. */
    public static List<Path> findFiles(Path path) {
        if (!Files.isDirectory(path)) {
            return Files.exists(path) && !path.toString().endsWith(".jar") ? List.of(path) : List.of();
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(file -> file.toString().endsWith(EXTENSION))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(path + " can't be listed: " + unreadable.getMessage(), unreadable);
        }
    }

    public static List<ScriptText> readAll(List<Path> files) {
        return files.stream().map(ScriptText::load).toList();
    }

    /** Reads an SQL file. */
    public static ScriptText load(Path file) {
        return new ScriptText(file.toString(), readText(file));
    }

    public static String readText(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException other) {
            throw new UncheckedIOException(file + " can't be read: it is not valid UTF-8.", other);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " can't be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /**
     * Returns the statements, including those that can't be parsed.
     *
     * @throws UnsupportedDefinitionException if the text can't be divided into statements
     */
    List<ScriptStatement> statements() {
        try {
            return Sql.parseScriptStatements(text);
        } catch (SqlSyntaxException endless) {
            throw new UnsupportedDefinitionException(name, endless);
        }
    }

    /** {@code shop.sql:12} */
    String location(Span span) {
        return name + ":" + span.line();
    }

    /** The beginning of the first line of a statement. */
    static String firstLine(ScriptStatement scriptStatement) {
        String line = scriptStatement.text().lines().findFirst().orElse("").strip();
        return line.length() <= MAX_EXCERPT_LENGTH ? line : line.substring(0, MAX_EXCERPT_LENGTH) + "…";
    }
}

package dev.cairn.tooling.definition;

import dev.cairn.sql.ScriptStatement;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.SourceExcerpt;
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
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String SQL_EXTENSION = ".sql";
    private static final int MAX_EXCERPT_LENGTH = 80;

    /**
     * Returns the SQL files of a directory and its subdirectories, sorted by their paths. A path that is a file is
     * returned itself, whatever its extension is, unless it is a Java archive. If the path is missing, no files are
     * returned.
     *
     * @throws UncheckedIOException if the directory can't be read
     */
    public static List<Path> listFiles(Path path) {
        if (!Files.isDirectory(path)) {
            return Files.exists(path) && !path.toString().endsWith(".jar") ? List.of(path) : List.of();
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(file -> file.toString().endsWith(SQL_EXTENSION))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(path + " can't be listed: " + failure.getMessage(), failure);
        }
    }

    public static List<ScriptText> readAll(List<Path> files) {
        return files.stream().map(ScriptText::read).toList();
    }

    /** Reads an SQL file. */
    public static ScriptText read(Path file) {
        return new ScriptText(file.toString(), readText(file));
    }

    /**
     * Reads a file in UTF-8, without the byte order mark with which some editors begin it.
     *
     * @throws UncheckedIOException if the file can't be read, or if it is not valid UTF-8
     */
    public static String readText(Path file) {
        try {
            String text = Files.readString(file);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (CharacterCodingException failure) {
            throw new UncheckedIOException(file + " can't be read: it is not valid UTF-8.", failure);
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " can't be read: " + failure.getMessage(), failure);
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
        } catch (SqlSyntaxException failure) {
            throw new UnsupportedDefinitionException(name, failure);
        }
    }

    /** Returns the file and the line of a span, such as {@code shop.sql:12}. */
    String describeLocation(Span span) {
        return name + ":" + span.line();
    }

    /** Returns the first line of a statement, cut off if it is long. */
    static String extractExcerpt(ScriptStatement scriptStatement) {
        String line = scriptStatement.text().lines().findFirst().orElse("").strip();
        return SourceExcerpt.shorten(line, MAX_EXCERPT_LENGTH);
    }
}

package dev.cairn.tooling.lint.source;

import dev.cairn.sql.token.LineAndColumn;
import java.nio.file.Path;

/**
 * A part of a file.
 *
 * @param line the line, from 1
 * @param column the column in UTF-16 units, from 1
 * @param endLine the line of the last character
 * @param endColumn the column after the last character
 */
public record SourceLocation(Path file, int line, int column, int endLine, int endColumn) {
    /** Returns the location of the part of a text between two offsets. */
    static SourceLocation of(Path file, String text, int startOffset, int endOffset) {
        LineAndColumn firstPosition = LineAndColumn.of(text, startOffset);
        int lastOffset = Math.max(startOffset, endOffset - 1);
        LineAndColumn lastPosition = LineAndColumn.of(text, lastOffset);
        return new SourceLocation(
                file,
                firstPosition.line(),
                firstPosition.column(),
                lastPosition.line(),
                lastPosition.column() + Math.max(1, endOffset - lastOffset));
    }

    /** Returns the path of the file relative to a directory, with slashes; the absolute path if it is elsewhere. */
    public String formatRelativeTo(Path directory) {
        Path absoluteDirectory = directory.toAbsolutePath().normalize();
        Path absoluteFile = file.toAbsolutePath().normalize();
        Path displayedPath =
                absoluteFile.startsWith(absoluteDirectory) ? absoluteDirectory.relativize(absoluteFile) : absoluteFile;
        return displayedPath.toString().replace('\\', '/');
    }
}

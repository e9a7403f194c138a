package dev.cairn.tooling.lint.source;

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
    /** Returns the part of a text between two offsets. */
    static SourceLocation of(Path file, String text, int start, int end) {
        int line = 1;
        int lineStart = 0;
        for (int lineBreak = text.indexOf('\n');
                lineBreak >= 0 && lineBreak < start;
                lineBreak = text.indexOf('\n', lineStart)) {
            line++;
            lineStart = lineBreak + 1;
        }
        int endLine = line;
        int endLineStart = lineStart;
        int lastOffset = Math.max(start, end - 1);
        for (int lineBreak = text.indexOf('\n', lineStart);
                lineBreak >= 0 && lineBreak < lastOffset;
                lineBreak = text.indexOf('\n', endLineStart)) {
            endLine++;
            endLineStart = lineBreak + 1;
        }
        return new SourceLocation(
                file, line, start - lineStart + 1, endLine, Math.max(lastOffset + 1, end) - endLineStart + 1);
    }

    /** Returns the name of the file below a folder, with slashes; the whole name if the file is elsewhere. */
    public String relativeTo(Path folder) {
        Path absoluteFolder = folder.toAbsolutePath().normalize();
        Path absoluteFile = file.toAbsolutePath().normalize();
        Path displayedPath =
                absoluteFile.startsWith(absoluteFolder) ? absoluteFolder.relativize(absoluteFile) : absoluteFile;
        return displayedPath.toString().replace('\\', '/');
    }
}

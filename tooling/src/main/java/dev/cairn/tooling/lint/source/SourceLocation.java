package dev.cairn.tooling.lint.source;

import java.nio.file.Path;

/**
 * A part of a file.
 *
 * @param line from 1
 * @param column in UTF-16 units, from 1
 * @param endLine the line of the last character
 * @param endColumn the column after the last character
 */
public record SourceLocation(Path file, int line, int column, int endLine, int endColumn) {
    /** Returns the part of a text between two offsets. */
    static SourceLocation of(Path file, String text, int start, int end) {
        int line = 1;
        int lineStart = 0;
        for (int next = text.indexOf('\n'); next >= 0 && next < start; next = text.indexOf('\n', lineStart)) {
            line++;
            lineStart = next + 1;
        }
        int endLine = line;
        int endLineStart = lineStart;
        int last = Math.max(start, end - 1);
        for (int next = text.indexOf('\n', lineStart);
                next >= 0 && next < last;
                next = text.indexOf('\n', endLineStart)) {
            endLine++;
            endLineStart = next + 1;
        }
        return new SourceLocation(
                file, line, start - lineStart + 1, endLine, Math.max(last + 1, end) - endLineStart + 1);
    }

    /** The name of the file below a folder, with slashes; the whole name if the file is elsewhere. */
    public String relativeTo(Path folder) {
        Path base = folder.toAbsolutePath().normalize();
        Path absolute = file.toAbsolutePath().normalize();
        Path shown = absolute.startsWith(base) ? base.relativize(absolute) : absolute;
        return shown.toString().replace('\\', '/');
    }
}

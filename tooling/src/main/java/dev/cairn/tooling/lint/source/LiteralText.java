package dev.cairn.tooling.lint.source;

import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.LeadingComments;
import java.nio.file.Path;

/**
 * A constant string of a Java source. For a single literal, it knows the offset of each character in the file; for a
 * computed string, only where the expression stands.
 */
final class LiteralText {
    static final String TEXT_BLOCK_DELIMITER = "\"\"\"";

    private final Path file;
    private final String source;
    private final int startIndex;
    private final int endIndex;
    private final String value;
    /**
     * The offsets in the source of each character of the value, and of the end of the value; empty if they are unknown,
     * as for a computed string.
     */
    private final int[] offsets;

    private LiteralText(Path file, String source, int startIndex, int endIndex, String value, int[] offsets) {
        this.file = file;
        this.source = source;
        this.startIndex = startIndex;
        this.endIndex = endIndex;
        this.value = value;
        this.offsets = offsets;
    }

    /**
     * Reads the literal between two offsets.
     *
     * @param value the value that javac has read. If unescaping the source results in another text, the offsets of the
     *     characters are unknown
     */
    static LiteralText read(Path file, String source, int startIndex, int endIndex, String value) {
        SourceMappedText mappedText = source.startsWith(TEXT_BLOCK_DELIMITER, startIndex)
                ? SourceMappedText.ofTextBlock(source, startIndex, endIndex)
                : SourceMappedText.ofQuoted(source, startIndex + 1, endIndex - 1);
        SourceMappedText unescapedText = mappedText.unescape();
        boolean matchesValue = unescapedText.text.toString().equals(value);
        return new LiteralText(
                file, source, startIndex, endIndex, value, matchesValue ? unescapedText.offsets : new int[0]);
    }

    /** Returns a string whose characters have no known offsets, such as a concatenation. */
    static LiteralText ofComputed(Path file, String source, int startIndex, int endIndex, String value) {
        return new LiteralText(file, source, startIndex, endIndex, value, new int[0]);
    }

    /**
     * Returns the location of a part of a statement.
     *
     * @param sql the statement, which is the value or a part of it
     */
    SourceLocation locate(String sql, Span span) {
        int sqlStart = value.indexOf(sql);
        if (sqlStart < 0 || offsets.length == 0) {
            return location();
        }
        boolean coversWholeStatement = span.line() == 0;
        int startOffset = sqlStart
                + (coversWholeStatement
                        ? LeadingComments.findStatementStart(sql)
                        : Math.min(span.offset(), sql.length()));
        int endOffset = sqlStart
                + (coversWholeStatement ? sql.stripTrailing().length() : Math.min(span.endOffset(), sql.length()));
        return SourceLocation.of(
                file,
                source,
                offsets[startOffset],
                endOffset > startOffset ? computeEndOffset(endOffset - 1) : offsets[startOffset]);
    }

    /** Returns the offset after a character, or after the escape sequence that stands for it. */
    private int computeEndOffset(int characterIndex) {
        return source.charAt(offsets[characterIndex]) == '\\'
                ? offsets[characterIndex + 1]
                : offsets[characterIndex] + 1;
    }

    String value() {
        return value;
    }

    /** Returns the location of the literal. */
    SourceLocation location() {
        return SourceLocation.of(file, source, startIndex, endIndex);
    }
}

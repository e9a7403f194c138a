package dev.cairn.tooling.importing;

import dev.cairn.migration.JavaEscape;
import java.util.ArrayList;
import java.util.List;

/** A string literal of Java: in quotes, or as a text block with a margin before each line. */
final class JavaStringLiteral {
    private static final String TEXT_BLOCK_DELIMITER = "\"\"\"";

    private final String text;
    private final String margin;
    private final int maxSegmentLength;
    private final StringBuilder source = new StringBuilder();

    /** The number of unescaped quotes at the end of the text so far: a third one would end the block. */
    private int trailingQuoteCount;

    /** @param maxLineLength the maximum length of a line; longer lines are broken after a space, with a backslash */
    private JavaStringLiteral(String text, int indentation, int maxLineLength) {
        this.text = text;
        this.margin = " ".repeat(indentation);
        this.maxSegmentLength = maxLineLength - indentation;
    }

    /**
     * Returns whether a text block can hold the text. It can't hold rare kinds of white space: javac resolves their
     * escapes before it strips white space at the ends of lines.
     */
    static boolean fitsTextBlock(String text) {
        return text.chars().noneMatch(character -> character > ' ' && Character.isWhitespace(character));
    }

    /** Returns a text block with the text, which must fit a text block; see {@link #fitsTextBlock}. */
    static String toTextBlock(String text, int indentation, int maxLineLength) {
        return new JavaStringLiteral(text, indentation, maxLineLength).writeTextBlock();
    }

    private String writeTextBlock() {
        source.append(TEXT_BLOCK_DELIMITER);
        String[] lines = text.split("\n", -1);
        boolean keepsIndentation = areAllIndented(lines);
        for (int i = 0; i < lines.length; i++) {
            boolean isLast = i == lines.length - 1;
            source.append('\n');
            trailingQuoteCount = 0;
            if (!lines[i].isEmpty() || isLast) {
                appendLine(lines[i], keepsIndentation && !lines[i].isBlank());
            }
        }
        if (trailingQuoteCount > 0) {
            source.insert(source.length() - 1, '\\');
        }
        return source.append(TEXT_BLOCK_DELIMITER).toString();
    }

    /** Returns whether all lines begin with white space, which javac would strip with the margin. */
    private static boolean areAllIndented(String[] lines) {
        for (String line : lines) {
            if (!line.isBlank() && !Character.isWhitespace(line.charAt(0))) {
                return false;
            }
        }
        return true;
    }

    private void appendLine(String line, boolean keepsFirstSpace) {
        List<String> segments = breakLine(line);
        for (int i = 0; i < segments.size(); i++) {
            boolean isLast = i == segments.size() - 1;
            source.append(i > 0 ? "\\\n" : "").append(margin);
            appendSegment(segments.get(i), keepsFirstSpace && i == 0, isLast);
        }
    }

    private List<String> breakLine(String line) {
        List<String> segments = new ArrayList<>();
        int startIndex = 0;
        while (line.length() - startIndex > maxSegmentLength) {
            int endIndex = findBreakIndex(line, startIndex);
            if (endIndex < 0) {
                break;
            }
            segments.add(line.substring(startIndex, endIndex));
            startIndex = endIndex;
        }
        segments.add(line.substring(startIndex));
        return segments;
    }

    /**
     * Returns the index after the last space within the maximum length of a segment, or after the first space beyond
     * it; -1 if the rest of the line can't be broken at a space.
     */
    private int findBreakIndex(String line, int start) {
        // A column remains for the backslash, and a character for the next line.
        int searchStart = Math.min(start + maxSegmentLength - 2, line.length() - 2);
        for (int i = searchStart; i > start; i--) {
            if (isBreakableSpace(line, i)) {
                return i + 1;
            }
        }
        for (int i = searchStart + 1; i < line.length() - 1; i++) {
            if (isBreakableSpace(line, i)) {
                return i + 1;
            }
        }
        return -1;
    }

    private static boolean isBreakableSpace(String line, int index) {
        return line.charAt(index) == ' ' && !Character.isWhitespace(line.charAt(index + 1));
    }

    private void appendSegment(String segment, boolean keepsFirstSpace, boolean keepsLastSpace) {
        for (int i = 0; i < segment.length(); ) {
            int codePoint = segment.codePointAt(i);
            boolean mustEscapeSpace = (keepsFirstSpace && i == 0) || (keepsLastSpace && i == segment.length() - 1);
            if (mustEscapeSpace && codePoint == ' ') {
                source.append("\\s");
            } else if (codePoint == '"' && trailingQuoteCount == 2) {
                source.append("\\\"");
                trailingQuoteCount = 0;
            } else {
                appendEscaped(source, codePoint);
                trailingQuoteCount = codePoint == '"' ? trailingQuoteCount + 1 : 0;
            }
            i += Character.charCount(codePoint);
        }
    }

    static String quote(String text) {
        StringBuilder source = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(codePoint -> {
            switch (codePoint) {
                case '"' -> source.append("\\\"");
                case '\n' -> source.append("\\n");
                default -> appendEscaped(source, codePoint);
            }
        });
        return source.append('"').toString();
    }

    /** Appends a character whose escape is the same in quotes and in text blocks. */
    private static void appendEscaped(StringBuilder source, int codePoint) {
        if (codePoint == '\\') {
            source.append("\\\\");
        } else if (codePoint == '\r') {
            source.append("\\r");
        } else if (codePoint == '\t') {
            source.append("\\t");
        } else if (codePoint < ' ') {
            JavaEscape.appendOctal(source, (char) codePoint);
        } else if (isInvisible(codePoint)) {
            for (char unit : Character.toChars(codePoint)) {
                JavaEscape.appendUnicode(source, unit);
            }
        } else {
            source.appendCodePoint(codePoint);
        }
    }

    /** Returns whether a character is invisible, changes how others are displayed, or is half of a surrogate pair. */
    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SPACE_SEPARATOR -> codePoint != ' ';
            default -> false;
        };
    }
}

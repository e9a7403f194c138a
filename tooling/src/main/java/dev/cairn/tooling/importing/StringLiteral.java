package dev.cairn.tooling.importing;

import dev.cairn.migration.JavaEscape;
import java.util.ArrayList;
import java.util.List;

/** A string literal of Java: in quotes, or as a text block with a margin before each line. */
final class StringLiteral {
    private static final String QUOTES = "\"\"\"";

    private final String text;
    private final String margin;
    private final int width;
    private final StringBuilder out = new StringBuilder();

    /** The number of unescaped quotes at the end of the text so far: a third one would end the block. */
    private int quotes;

    /** Lines that are longer than the width are broken after a blank; a backslash there keeps the text unchanged. */
    private StringLiteral(String text, int indentation, int width) {
        this.text = text;
        this.margin = " ".repeat(indentation);
        this.width = width - indentation;
    }

    /**
     * Whether a text block can hold the text: javac resolves the escapes of rare kinds of white space before it strips white
     * space at the ends of lines.
     */
    static boolean fitsBlock(String text) {
        return text.chars().noneMatch(c -> c > ' ' && Character.isWhitespace(c));
    }

    static String block(String text, int indentation, int width) {
        return new StringLiteral(text, indentation, width).write();
    }

    private String write() {
        out.append(QUOTES);
        String[] lines = text.split("\n", -1);
        boolean deeper = isDeeper(lines);
        for (int i = 0; i < lines.length; i++) {
            boolean last = i == lines.length - 1;
            out.append('\n');
            quotes = 0;
            if (!lines[i].isEmpty() || last) {
                line(lines[i], deeper && !lines[i].isBlank());
            }
        }
        if (quotes > 0) {
            out.insert(out.length() - 1, '\\');
        }
        return out.append(QUOTES).toString();
    }

    /** Whether all lines begin with white space, which javac would strip with the margin. */
    private static boolean isDeeper(String[] lines) {
        for (String line : lines) {
            if (!line.isBlank() && !Character.isWhitespace(line.charAt(0))) {
                return false;
            }
        }
        return true;
    }

    private void line(String line, boolean keepFirst) {
        List<String> parts = parts(line);
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            out.append(i > 0 ? "\\\n" : "").append(margin);
            part(parts.get(i), keepFirst && i == 0, last);
        }
    }

    private List<String> parts(String line) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (line.length() - start > width) {
            int end = breakIn(line, start);
            if (end < 0) {
                break;
            }
            parts.add(line.substring(start, end));
            start = end;
        }
        parts.add(line.substring(start));
        return parts;
    }

    /** Returns the index after the last blank within the width, or after the first one beyond it; -1 if the text has no blank. */
    private int breakIn(String line, int start) {
        int from = Math.min(start + width - 2, line.length() - 2);
        for (int i = from; i > start; i--) {
            if (isBreak(line, i)) {
                return i + 1;
            }
        }
        for (int i = from + 1; i < line.length() - 1; i++) {
            if (isBreak(line, i)) {
                return i + 1;
            }
        }
        return -1;
    }

    private static boolean isBreak(String line, int at) {
        return line.charAt(at) == ' ' && !Character.isWhitespace(line.charAt(at + 1));
    }

    private void part(String part, boolean keepFirst, boolean keepLast) {
        for (int i = 0; i < part.length(); ) {
            int c = part.codePointAt(i);
            boolean kept = (keepFirst && i == 0) || (keepLast && i == part.length() - 1);
            if (kept && c == ' ') {
                out.append("\\s");
            } else if (c == '"' && quotes == 2) {
                out.append("\\\"");
                quotes = 0;
            } else {
                escape(out, c);
                quotes = c == '"' ? quotes + 1 : 0;
            }
            i += Character.charCount(c);
        }
    }

    static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\n' -> out.append("\\n");
                default -> escape(out, c);
            }
        });
        return out.append('"').toString();
    }

    /** Appends a character whose escape is the same in quotes and in text blocks. */
    private static void escape(StringBuilder out, int c) {
        if (c == '\\') {
            out.append("\\\\");
        } else if (c == '\r') {
            out.append("\\r");
        } else if (c == '\t') {
            out.append("\\t");
        } else if (c < ' ') {
            JavaEscape.appendOctal(out, (char) c);
        } else if (isInvisible(c)) {
            for (char unit : Character.toChars(c)) {
                JavaEscape.appendUnicode(out, unit);
            }
        } else {
            out.appendCodePoint(c);
        }
    }

    /** Whether a character is invisible, changes how others are displayed, or is half of a surrogate pair. */
    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SPACE_SEPARATOR -> c != ' ';
            default -> false;
        };
    }
}

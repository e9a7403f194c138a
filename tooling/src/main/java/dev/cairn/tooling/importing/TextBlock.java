package dev.cairn.tooling.importing;

import java.util.ArrayList;
import java.util.List;

/** A text as a text block, each line behind a margin. */
final class TextBlock {
    private static final String QUOTES = "\"\"\"";

    private final String text;
    private final String margin;
    private final int width;
    private final StringBuilder out = new StringBuilder();

    /** How many quotes the text ends in so far that have no backslash before them: a third one would end the block. */
    private int quotes;

    /** Lines that reach beyond the width are broken behind a blank; a backslash there keeps the text as it is. */
    private TextBlock(String text, int indentation, int width) {
        this.text = text;
        this.margin = " ".repeat(indentation);
        this.width = width - indentation;
    }

    /**
     * Whether a block can hold it: javac resolves the escape of a rare kind of blank before it takes away those at the ends
     * of lines.
     */
    static boolean holds(String text) {
        return text.chars().noneMatch(c -> c > ' ' && Character.isWhitespace(c));
    }

    static String of(String text, int indentation, int width) {
        return new TextBlock(text, indentation, width).written();
    }

    private String written() {
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

    /** Whether all lines begin with blanks, which javac would take for a part of the margin. */
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

    /** Behind the last blank within the width, or else the first one beyond it; -1 where there is none. */
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
                TextLiteral.escaped(out, c);
                quotes = c == '"' ? quotes + 1 : 0;
            }
            i += Character.charCount(c);
        }
    }
}

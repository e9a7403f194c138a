package dev.cairn.tooling.lint.source;

import dev.cairn.sql.ast.Span;
import dev.cairn.tooling.lint.LintSubject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A string of a Java source, with the offset in the file of each of its characters. */
final class LiteralText {
    private static final String TEXT_BLOCK = "\"\"\"";

    private final Path file;
    private final String source;
    private final int start;
    private final int end;
    private final String value;
    /** For each character of the value, and for its end; none if they are unknown, as for a computed string. */
    private final int[] offsets;

    private LiteralText(Path file, String source, int start, int end, String value, int[] offsets) {
        this.file = file;
        this.source = source;
        this.start = start;
        this.end = end;
        this.value = value;
        this.offsets = offsets;
    }

    /** Reads the literal between two offsets. */
    static LiteralText of(Path file, String source, int start, int end, String value) {
        Content content = source.startsWith(TEXT_BLOCK, start)
                ? Content.ofTextBlock(source, start, end)
                : Content.of(source, start + 1, end - 1);
        Content read = content.unescaped();
        boolean same = read.text.toString().equals(value);
        return new LiteralText(file, source, start, end, value, same ? read.offsets : new int[0]);
    }

    /** Returns a string whose characters have no known places, as a concatenation. */
    static LiteralText computed(Path file, String source, int start, int end, String value) {
        return new LiteralText(file, source, start, end, value, new int[0]);
    }

    /**
     * Returns the place of a part of a statement.
     *
     * @param sql the statement, which is the value or a part of it
     */
    SourcePlace place(String sql, Span at) {
        int first = value.indexOf(sql);
        if (first < 0 || offsets.length == 0) {
            return place();
        }
        boolean whole = at.line() == 0;
        int from = first
                + (whole ? LintSubject.MigrationStatement.withoutComments(sql) : Math.min(at.offset(), sql.length()));
        int to = first + (whole ? sql.stripTrailing().length() : Math.min(at.offset() + at.length(), sql.length()));
        return SourcePlace.of(file, source, offsets[from], to > from ? end(to - 1) : offsets[from]);
    }

    /** The offset after a character, which an escape sequence may stand for. */
    private int end(int character) {
        return source.charAt(offsets[character]) == '\\' ? offsets[character + 1] : offsets[character] + 1;
    }

    String value() {
        return value;
    }

    /** Returns the place of the literal. */
    SourcePlace place() {
        return SourcePlace.of(file, source, start, end);
    }

    /** A text, and the offset of each of its characters and of its end. */
    private static final class Content {
        private final StringBuilder text;
        private final int[] offsets;

        private Content(StringBuilder text, int[] offsets) {
            this.text = text;
            this.offsets = offsets;
        }

        static Content of(String source, int from, int to) {
            Content content = new Content(new StringBuilder(), new int[to - from + 1]);
            for (int at = from; at < to; at++) {
                content.add(source.charAt(at), at);
            }
            return content.ended(to);
        }

        private void add(char character, int offset) {
            offsets[text.length()] = offset;
            text.append(character);
        }

        private Content ended(int offset) {
            offsets[text.length()] = offset;
            return new Content(text, Arrays.copyOf(offsets, text.length() + 1));
        }

        /** Removes the indentation and the blanks at the ends of the lines. */
        static Content ofTextBlock(String source, int start, int end) {
            int from = source.indexOf('\n', start) + 1;
            int to = end - TEXT_BLOCK.length();
            int indentation = indentation(source, from, to).orElse(0);
            Content content = new Content(new StringBuilder(), new int[to - from + 1]);
            int line = from;
            while (line <= to) {
                int next = source.indexOf('\n', line);
                int lineEnd = next < 0 || next > to ? to : next;
                int last = lineEnd;
                while (last > line && isBlank(source.charAt(last - 1))) {
                    last--;
                }
                for (int at = Math.min(line + indentation, lineEnd); at < last; at++) {
                    content.add(source.charAt(at), at);
                }
                if (lineEnd < to) {
                    content.add('\n', lineEnd);
                }
                line = lineEnd + 1;
            }
            return content.ended(to);
        }

        /** The smallest indentation of the lines that are not blank, and of the last line. */
        private static Optional<Integer> indentation(String source, int from, int to) {
            return source.substring(from, to)
                    .concat("|")
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.length() - line.stripLeading().length())
                    .min(Integer::compare);
        }

        private static boolean isBlank(char character) {
            return character == ' ' || character == '\t' || character == '\f' || character == '\r';
        }

        /** Replaces the escape sequences. */
        Content unescaped() {
            Content plain = new Content(new StringBuilder(), new int[offsets.length]);
            int at = 0;
            while (at < text.length()) {
                char character = text.charAt(at);
                if (character != '\\' || at + 1 == text.length()) {
                    plain.add(character, offsets[at]);
                    at++;
                    continue;
                }
                char escaped = text.charAt(at + 1);
                int length = escaped == 'u' ? unicodeLength(at) : octalLength(at + 1);
                if (escaped == 'u') {
                    plain.add((char) Integer.parseInt(text.substring(at + length - 4, at + length), 16), offsets[at]);
                } else if (length > 0) {
                    plain.add((char) Integer.parseInt(text.substring(at + 1, at + 1 + length), 8), offsets[at]);
                    length++;
                } else {
                    length = 2;
                    if (escaped != '\n') { // at the end of a line, it joins the line and the next one
                        plain.add(character(escaped), offsets[at]);
                    }
                }
                at += length;
            }
            return plain.ended(offsets[text.length()]);
        }

        private int unicodeLength(int at) {
            int digits = at + 1;
            while (text.charAt(digits) == 'u') {
                digits++;
            }
            return digits + 4 - at;
        }

        private int octalLength(int from) {
            int most = text.charAt(from) <= '3' ? 3 : 2;
            int to = from;
            while (to < text.length() && to < from + most && text.charAt(to) >= '0' && text.charAt(to) <= '7') {
                to++;
            }
            return to - from;
        }

        private static char character(char escaped) {
            return switch (escaped) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 's' -> ' ';
                default -> escaped;
            };
        }
    }
}

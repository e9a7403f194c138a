package dev.cairn.tooling.lint.source;

import java.util.Arrays;
import java.util.Optional;

/** The text of a literal, and the offset in the source of each of its characters and of its end. */
final class LiteralContent {
    final StringBuilder text;
    final int[] offsets;

    private LiteralContent(StringBuilder text, int[] offsets) {
        this.text = text;
        this.offsets = offsets;
    }

    static LiteralContent of(String source, int start, int end) {
        LiteralContent content = new LiteralContent(new StringBuilder(), new int[end - start + 1]);
        for (int at = start; at < end; at++) {
            content.add(source.charAt(at), at);
        }
        return content.end(end);
    }

    private void add(char character, int offset) {
        offsets[text.length()] = offset;
        text.append(character);
    }

    private LiteralContent end(int offset) {
        offsets[text.length()] = offset;
        return new LiteralContent(text, Arrays.copyOf(offsets, text.length() + 1));
    }

    /** Removes the indentation and the blanks at the ends of the lines. */
    static LiteralContent ofTextBlock(String source, int start, int end) {
        int from = source.indexOf('\n', start) + 1;
        int to = end - LiteralText.TEXT_BLOCK.length();
        int indentation = indentation(source, from, to).orElse(0);
        LiteralContent content = new LiteralContent(new StringBuilder(), new int[to - from + 1]);
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
        return content.end(to);
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
    LiteralContent unescape() {
        LiteralContent plainContent = new LiteralContent(new StringBuilder(), new int[offsets.length]);
        int index = 0;
        while (index < text.length()) {
            char character = text.charAt(index);
            if (character != '\\' || index + 1 == text.length()) {
                plainContent.add(character, offsets[index]);
                index++;
                continue;
            }
            char escaped = text.charAt(index + 1);
            int length = escaped == 'u' ? unicodeLength(index) : octalLength(index + 1);
            if (escaped == 'u') {
                plainContent.add(
                        (char) Integer.parseInt(text.substring(index + length - 4, index + length), 16),
                        offsets[index]);
            } else if (length > 0) {
                plainContent.add(
                        (char) Integer.parseInt(text.substring(index + 1, index + 1 + length), 8), offsets[index]);
                length++;
            } else {
                length = 2;
                if (escaped != '\n') { // at the end of a line, it joins the line and the next one
                    plainContent.add(decodeEscape(escaped), offsets[index]);
                }
            }
            index += length;
        }
        return plainContent.end(offsets[text.length()]);
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

    private static char decodeEscape(char escaped) {
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

package dev.cairn.tooling.lint.source;

import java.util.Arrays;
import java.util.Optional;

/**
 * The text of a literal in a Java source, with the offset of each character in the source. With it, a finding in SQL
 * points at the right column, even in a text block with escapes.
 */
final class SourceMappedText {
    final StringBuilder text;
    final int[] offsets;

    private SourceMappedText(StringBuilder text, int[] offsets) {
        this.text = text;
        this.offsets = offsets;
    }

    /** Returns the text between two offsets, which exclude the quotes. */
    static SourceMappedText ofQuoted(String source, int start, int end) {
        SourceMappedText mappedText = new SourceMappedText(new StringBuilder(), new int[end - start + 1]);
        for (int index = start; index < end; index++) {
            mappedText.add(source.charAt(index), index);
        }
        return mappedText.finish(end);
    }

    private void add(char character, int offset) {
        offsets[text.length()] = offset;
        text.append(character);
    }

    private SourceMappedText finish(int endOffset) {
        offsets[text.length()] = endOffset;
        return new SourceMappedText(text, Arrays.copyOf(offsets, text.length() + 1));
    }

    /**
     * Returns the text of a text block, without the indentation and the white space at the ends of the lines. The two
     * offsets include the delimiters.
     */
    static SourceMappedText ofTextBlock(String source, int start, int end) {
        int contentStart = source.indexOf('\n', start) + 1;
        int contentEnd = end - LiteralText.TEXT_BLOCK_DELIMITER.length();
        int indentation = findIndentation(source, contentStart, contentEnd).orElse(0);
        SourceMappedText mappedText = new SourceMappedText(new StringBuilder(), new int[contentEnd - contentStart + 1]);
        int lineStart = contentStart;
        while (lineStart <= contentEnd) {
            int lineBreak = source.indexOf('\n', lineStart);
            int lineEnd = lineBreak < 0 || lineBreak > contentEnd ? contentEnd : lineBreak;
            int textEnd = lineEnd;
            while (textEnd > lineStart && isBlank(source.charAt(textEnd - 1))) {
                textEnd--;
            }
            for (int index = Math.min(lineStart + indentation, lineEnd); index < textEnd; index++) {
                mappedText.add(source.charAt(index), index);
            }
            if (lineEnd < contentEnd) {
                mappedText.add('\n', lineEnd);
            }
            lineStart = lineEnd + 1;
        }
        return mappedText.finish(contentEnd);
    }

    /**
     * Returns the smallest indentation of the lines that are not blank, and of the last line: a character is appended
     * because the line of the closing delimiter counts even if it is blank.
     */
    private static Optional<Integer> findIndentation(String source, int contentStart, int contentEnd) {
        return source.substring(contentStart, contentEnd)
                .concat("|")
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.length() - line.stripLeading().length())
                .min(Integer::compare);
    }

    private static boolean isBlank(char character) {
        return character == ' ' || character == '\t' || character == '\f' || character == '\r';
    }

    /** Returns the text in which the escape sequences are replaced. */
    SourceMappedText unescape() {
        SourceMappedText unescapedText = new SourceMappedText(new StringBuilder(), new int[offsets.length]);
        int index = 0;
        while (index < text.length()) {
            char character = text.charAt(index);
            if (character != '\\' || index + 1 == text.length()) {
                unescapedText.add(character, offsets[index]);
                index++;
                continue;
            }
            char escapedCharacter = text.charAt(index + 1);
            int escapeLength = escapedCharacter == 'u' ? measureUnicodeEscape(index) : countOctalDigits(index + 1);
            if (escapedCharacter == 'u') {
                unescapedText.add(
                        (char) Integer.parseInt(text.substring(index + escapeLength - 4, index + escapeLength), 16),
                        offsets[index]);
            } else if (escapeLength > 0) {
                unescapedText.add(
                        (char) Integer.parseInt(text.substring(index + 1, index + 1 + escapeLength), 8),
                        offsets[index]);
                escapeLength++;
            } else {
                escapeLength = 2;
                if (escapedCharacter != '\n') { // at the end of a line, it joins the line and the next one
                    unescapedText.add(decodeEscape(escapedCharacter), offsets[index]);
                }
            }
            index += escapeLength;
        }
        return unescapedText.finish(offsets[text.length()]);
    }

    private int measureUnicodeEscape(int start) {
        int digitsStart = start + 1;
        while (text.charAt(digitsStart) == 'u') {
            digitsStart++;
        }
        return digitsStart + 4 - start;
    }

    private int countOctalDigits(int start) {
        int maxDigits = text.charAt(start) <= '3' ? 3 : 2;
        int end = start;
        while (end < text.length() && end < start + maxDigits && text.charAt(end) >= '0' && text.charAt(end) <= '7') {
            end++;
        }
        return end - start;
    }

    private static char decodeEscape(char escapedCharacter) {
        return switch (escapedCharacter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 's' -> ' ';
            default -> escapedCharacter;
        };
    }
}

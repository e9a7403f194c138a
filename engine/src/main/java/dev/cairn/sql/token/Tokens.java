package dev.cairn.sql.token;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Span;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The tokens of a text by index, without comments and whitespace. The last token is {@link TokenKind#END}. */
public final class Tokens {
    private final String source;
    private TokenKind[] kinds;
    private @Nullable Keyword[] keywords;
    /** Four numbers for each token: its start, end, line and column. */
    private int[] coordinates;
    /** The indexes of the strings in which no character is escaped, except for double quotes in double quotes. */
    private final BitSet unescapedStrings = new BitSet(0);

    private int count;

    Tokens(String source) {
        this.source = source;
        // An estimate; the arrays grow if there are more tokens.
        int capacity = source.length() / 5 + 16;
        kinds = new TokenKind[capacity];
        keywords = new @Nullable Keyword[capacity];
        coordinates = new int[capacity * 4];
    }

    void add(TokenKind kind, @Nullable Keyword keyword, int start, int end, int line, int column) {
        if (count == kinds.length) {
            kinds = Arrays.copyOf(kinds, count * 2);
            keywords = Arrays.copyOf(keywords, count * 2);
            coordinates = Arrays.copyOf(coordinates, count * 8);
        }
        kinds[count] = kind;
        keywords[count] = keyword;
        int coordinateIndex = count * 4;
        coordinates[coordinateIndex] = start;
        coordinates[coordinateIndex + 1] = end;
        coordinates[coordinateIndex + 2] = line;
        coordinates[coordinateIndex + 3] = column;
        count++;
    }

    void addUnescapedString(int start, int end, int line, int column) {
        unescapedStrings.set(count);
        add(TokenKind.TEXT, null, start, end, line, column);
    }

    String source() {
        return source;
    }

    public int count() {
        return count;
    }

    public TokenKind kind(int index) {
        return kinds[index];
    }

    @Nullable
    public Keyword keyword(int index) {
        return keywords[index];
    }

    public int start(int index) {
        return coordinates[index * 4];
    }

    public int end(int index) {
        return coordinates[index * 4 + 1];
    }

    public String text(int index) {
        return source.substring(start(index), end(index));
    }

    /**
     * Returns the name in a token without its backquotes. Doubled backquotes in the name are also removed, as on the
     * server.
     */
    public String unquotedName(int index) {
        return source.substring(start(index) + 1, end(index) - 1).replace("`", "");
    }

    /**
     * Returns the value of a string: a doubled quote stands for a single one, and a backslash escapes the next
     * character.
     */
    public String stringValue(int index) {
        return stringValue(index, false);
    }

    /**
     * Returns the value of a string, as {@link #stringValue(int)} does.
     *
     * @param isPrintedDefault whether the server printed the string as a default, which may contain {@code \f}, an
     *     escape that the server does not parse
     */
    String stringValue(int index, boolean isPrintedDefault) {
        int start = start(index) + 1;
        int end = end(index) - 1;
        char quote = source.charAt(start - 1);
        if (unescapedStrings.get(index)) {
            String text = source.substring(start, end);
            return quote == '"' ? text.replace("\\\"", "\"") : text;
        }
        for (int i = start; i < end; i++) {
            char character = source.charAt(i);
            if (character == '\\' || character == quote) {
                return unescape(start, end, quote, i, isPrintedDefault);
            }
        }
        return source.substring(start, end);
    }

    private String unescape(int start, int end, char quote, int firstEscapeIndex, boolean isPrintedDefault) {
        StringBuilder value = new StringBuilder(end - start).append(source, start, firstEscapeIndex);
        for (int i = firstEscapeIndex; i < end; i++) {
            char character = source.charAt(i);
            if (character == '\\') {
                char escapedCharacter = source.charAt(++i);
                appendUnescaped(value, isPrintedDefault && escapedCharacter == 'f' ? '\f' : escapedCharacter);
            } else {
                value.append(character);
                if (character == quote) {
                    i++;
                }
            }
        }
        return value.toString();
    }

    /** Returns the text of a literal without its quotes and escapes; the literal contains no doubled quotes. */
    public static String unescape(String escapedText) {
        StringBuilder text = new StringBuilder(escapedText.length());
        for (int i = 0; i < escapedText.length(); i++) {
            char character = escapedText.charAt(i);
            if (character == '\\') {
                appendUnescaped(text, escapedText.charAt(++i));
            } else {
                text.append(character);
            }
        }
        return text.toString();
    }

    private static void appendUnescaped(StringBuilder value, char escapedCharacter) {
        switch (escapedCharacter) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'b' -> value.append('\b');
            case '0' -> value.append('\0');
            case 'Z' -> value.append('\u001a');
            // The backslash is kept, because a LIKE pattern needs it.
            case '_', '%' -> value.append('\\').append(escapedCharacter);
            default -> value.append(escapedCharacter);
        }
    }

    public Span span(int index) {
        return span(index, index);
    }

    /** Returns the span from the start of one token to the end of another. */
    public Span span(int firstIndex, int lastIndex) {
        int start = coordinates[firstIndex * 4];
        return new Span(
                coordinates[firstIndex * 4 + 2],
                coordinates[firstIndex * 4 + 3],
                start,
                Math.max(0, coordinates[lastIndex * 4 + 1] - start));
    }
}

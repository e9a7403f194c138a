package dev.cairn.sql.token;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.TokenKind;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The tokens of a text by index, without comments and blanks. The last token is {@link TokenKind#END}. */
public final class Tokens {
    private final String source;
    private TokenKind[] kinds;
    private @Nullable Keyword[] keywords;
    /** The start, end, line and column of each token. */
    private int[] coordinates;
    /** The strings in which no character is escaped. */
    private final BitSet unescapedStrings = new BitSet(0);

    private int count;

    Tokens(String source) {
        this.source = source;
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

    void addUnescaped(int start, int end, int line, int column) {
        unescapedStrings.set(count);
        add(TokenKind.TEXT, null, start, end, line, column);
    }

    String source() {
        return source;
    }

    public int count() {
        return count;
    }

    public TokenKind kind(int token) {
        return kinds[token];
    }

    @Nullable
    public Keyword keyword(int token) {
        return keywords[token];
    }

    public int start(int token) {
        return coordinates[token * 4];
    }

    public int end(int token) {
        return coordinates[token * 4 + 1];
    }

    public String text(int token) {
        return source.substring(start(token), end(token));
    }

    /** Returns a token's name without backquotes. Doubled backquotes are removed too, as the server does. */
    public String unquotedName(int token) {
        int start = start(token) + 1;
        int end = end(token) - 1;
        int innerBackquote = source.indexOf('`', start);
        String name = source.substring(start, end);
        return innerBackquote < end ? name.replace("`", "") : name;
    }

    /** Returns the value of a string: a doubled quote stands for one, and a backslash escapes the next character. */
    public String stringValue(int token) {
        return stringValue(token, false);
    }

    /** @param isPrinted whether the server printed the string as a default, with an escape that it does not parse */
    String stringValue(int token, boolean isPrinted) {
        int start = start(token) + 1;
        int end = end(token) - 1;
        if (unescapedStrings.get(token)) {
            return source.substring(start, end);
        }
        char quote = source.charAt(start - 1);
        for (int i = start; i < end; i++) {
            char character = source.charAt(i);
            if (character == '\\' || character == quote) {
                return unescape(start, end, quote, i, isPrinted);
            }
        }
        return source.substring(start, end);
    }

    private String unescape(int start, int end, char quote, int firstEscape, boolean isPrinted) {
        StringBuilder value = new StringBuilder(end - start).append(source, start, firstEscape);
        for (int i = firstEscape; i < end; i++) {
            char character = source.charAt(i);
            if (character == '\\') {
                char escapedCharacter = source.charAt(++i);
                appendEscaped(value, isPrinted && escapedCharacter == 'f' ? '\f' : escapedCharacter);
            } else {
                value.append(character);
                if (character == quote) {
                    i++;
                }
            }
        }
        return value.toString();
    }

    private static void appendEscaped(StringBuilder value, char escapedCharacter) {
        switch (escapedCharacter) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'b' -> value.append('\b');
            case '0' -> value.append('\0');
            case 'Z' -> value.append('\u001a');
            // A LIKE pattern still needs the backslash.
            case '_', '%' -> value.append('\\').append(escapedCharacter);
            default -> value.append(escapedCharacter);
        }
    }

    public Span span(int token) {
        return span(token, token);
    }

    /** Returns the span from the start of one token to the end of another. */
    public Span span(int firstToken, int lastToken) {
        int start = coordinates[firstToken * 4];
        return new Span(
                coordinates[firstToken * 4 + 2],
                coordinates[firstToken * 4 + 3],
                start,
                Math.max(0, coordinates[lastToken * 4 + 1] - start));
    }
}

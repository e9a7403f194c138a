package dev.cairn.sql.token;

/** Extracts the text between the quotes of a token. */
public final class TokenText {
    private static final int SHOWN = 40;

    private TokenText() {}

    /** Returns the name without backquotes. Doubled backquotes are removed too, as the server does. */
    public static String backquoted(Tokens tokens, int token) {
        String source = tokens.source();
        int start = tokens.start(token) + 1;
        int end = tokens.end(token) - 1;
        int inner = source.indexOf('`', start);
        String name = source.substring(start, end);
        return inner < end ? name.replace("`", "") : name;
    }

    /** Returns the value of a string: a doubled quote stands for one, and a backslash escapes the next character. */
    public static String text(Tokens tokens, int token) {
        String source = tokens.source();
        int start = tokens.start(token) + 1;
        int end = tokens.end(token) - 1;
        char quote = source.charAt(start - 1);
        for (int i = start; i < end; i++) {
            char c = source.charAt(i);
            if (c == '\\' || c == quote) {
                return unescaped(source, start, end, quote, i);
            }
        }
        return source.substring(start, end);
    }

    private static String unescaped(String source, int start, int end, char quote, int firstEscape) {
        StringBuilder value = new StringBuilder(end - start).append(source, start, firstEscape);
        for (int i = firstEscape; i < end; i++) {
            char c = source.charAt(i);
            if (c == '\\') {
                appendEscaped(value, source.charAt(++i));
            } else {
                value.append(c);
                if (c == quote) {
                    i++;
                }
            }
        }
        return value.toString();
    }

    private static void appendEscaped(StringBuilder value, char c) {
        switch (c) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'b' -> value.append('\b');
            case '0' -> value.append('\0');
            case 'Z' -> value.append('\u001a');
            // A LIKE pattern still needs the backslash.
            case '_', '%' -> value.append('\\').append(c);
            default -> value.append(c);
        }
    }

    static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}

package dev.cairn.sql.token;

import dev.cairn.sql.ast.TokenKind;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Replaces names in a text. Strings, comments and all other tokens are preserved. */
public final class NameReplacer {
    private static final String QUOTE = "`";

    private NameReplacer() {}

    /**
     * Calls the function for each name, whether it is the name of a table, a column or any other object.
     *
     * @throws SqlSyntaxException if the text can't be split into tokens
     */
    public static String replaceNames(String text, UnaryOperator<String> names) {
        Tokens tokens = Lexer.tokenize(text);
        StringBuilder renamed = new StringBuilder();
        int copied = 0;
        for (int token = 0; token < tokens.count(); token++) {
            String name = nameOf(tokens, token);
            String other = name.isEmpty() ? name : names.apply(name);
            if (!other.equals(name)) {
                renamed.append(text, copied, tokens.start(token));
                renamed.append(tokens.kind(token) == TokenKind.BACKQUOTED ? QUOTE + other + QUOTE : other);
                copied = tokens.end(token);
            }
        }
        return renamed.append(text, copied, text.length()).toString();
    }

    /**
     * Returns the names in the text, of objects of any kind.
     *
     * @throws SqlSyntaxException if the text can't be split into tokens
     */
    public static Set<String> collectNames(String text) {
        Tokens tokens = Lexer.tokenize(text);
        Set<String> names = new TreeSet<>();
        for (int token = 0; token < tokens.count(); token++) {
            String name = nameOf(tokens, token);
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    /**
     * Removes a qualifier and the dot behind it wherever it is the first of several names.
     *
     * @throws SqlSyntaxException if the text can't be split into tokens
     */
    public static String removeQualifier(String text, String qualifier) {
        Tokens tokens = Lexer.tokenize(text);
        StringBuilder shorter = new StringBuilder();
        int copied = 0;
        for (int token = 0; token + 1 < tokens.count(); token++) {
            boolean first = token == 0 || tokens.kind(token - 1) != TokenKind.DOT;
            if (first
                    && tokens.kind(token + 1) == TokenKind.DOT
                    && nameOf(tokens, token).equals(qualifier)) {
                shorter.append(text, copied, tokens.start(token));
                copied = tokens.end(token + 1);
            }
        }
        return shorter.append(text, copied, text.length()).toString();
    }

    private static String nameOf(Tokens tokens, int token) {
        String text = tokens.text(token);
        return switch (tokens.kind(token)) {
            case WORD, DIGITS_AND_LETTERS -> text;
            case BACKQUOTED -> text.substring(1, text.length() - 1);
            default -> "";
        };
    }
}

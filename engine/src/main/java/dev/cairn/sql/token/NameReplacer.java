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
    public static String replaceNames(String text, UnaryOperator<String> replacement) {
        Tokens tokens = Lexer.tokenize(text);
        StringBuilder result = new StringBuilder();
        int uncopiedStart = 0;
        for (int token = 0; token < tokens.count(); token++) {
            String name = nameOf(tokens, token);
            String newName = name.isEmpty() ? name : replacement.apply(name);
            if (!newName.equals(name)) {
                result.append(text, uncopiedStart, tokens.start(token));
                result.append(tokens.kind(token) == TokenKind.BACKQUOTED ? QUOTE + newName + QUOTE : newName);
                uncopiedStart = tokens.end(token);
            }
        }
        return result.append(text, uncopiedStart, text.length()).toString();
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
     * Removes a qualifier and the dot after it wherever it is the first of several names.
     *
     * @throws SqlSyntaxException if the text can't be split into tokens
     */
    public static String removeQualifier(String text, String qualifier) {
        Tokens tokens = Lexer.tokenize(text);
        StringBuilder result = new StringBuilder();
        int uncopiedStart = 0;
        for (int token = 0; token + 1 < tokens.count(); token++) {
            boolean isFirst = token == 0 || tokens.kind(token - 1) != TokenKind.DOT;
            if (isFirst
                    && tokens.kind(token + 1) == TokenKind.DOT
                    && nameOf(tokens, token).equals(qualifier)) {
                result.append(text, uncopiedStart, tokens.start(token));
                uncopiedStart = tokens.end(token + 1);
            }
        }
        return result.append(text, uncopiedStart, text.length()).toString();
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

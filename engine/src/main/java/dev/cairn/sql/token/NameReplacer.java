package dev.cairn.sql.token;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Finds and replaces names in SQL. Strings, comments and all other tokens are preserved. A keyword counts as a name,
 * because most keywords can be names.
 */
public final class NameReplacer {
    private static final String BACKQUOTE = "`";

    private NameReplacer() {}

    /**
     * Returns the text with each name replaced by the result of the function, whether it is the name of a table, a
     * column or any other object. The function receives a name without its backquotes; a name that has backquotes keeps
     * them.
     *
     * @param replacementFunction returns keywords as they are, and replaces a name by one that is valid with the same
     *     quotes
     * @throws SqlSyntaxException if the text can't be split into tokens
     */
    public static String replaceNames(String text, UnaryOperator<String> replacementFunction) {
        Tokens tokens = Lexer.tokenize(text);
        StringBuilder replacedText = new StringBuilder();
        int uncopiedStart = 0;
        for (int tokenIndex = 0; tokenIndex < tokens.count(); tokenIndex++) {
            String name = nameAt(tokens, tokenIndex);
            String newName = name.isEmpty() ? name : replacementFunction.apply(name);
            if (!newName.equals(name)) {
                replacedText.append(text, uncopiedStart, tokens.start(tokenIndex));
                replacedText.append(
                        switch (tokens.kind(tokenIndex)) {
                            case BACKQUOTED -> BACKQUOTE + newName + BACKQUOTE;
                            case DOT_AND_NAME -> "." + newName;
                            default -> newName;
                        });
                uncopiedStart = tokens.end(tokenIndex);
            }
        }
        return replacedText.append(text, uncopiedStart, text.length()).toString();
    }

    /**
     * Returns the names in the text, of objects of any kind, without backquotes and sorted. Keywords are among them.
     *
     * @throws SqlSyntaxException if the text can't be split into tokens
     */
    public static Set<String> collectNames(String text) {
        Tokens tokens = Lexer.tokenize(text);
        Set<String> names = new TreeSet<>();
        for (int tokenIndex = 0; tokenIndex < tokens.count(); tokenIndex++) {
            String name = nameAt(tokens, tokenIndex);
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    /**
     * Removes a qualifier and the dot after it from the text, wherever the qualifier is the first of several names. The
     * case of the qualifier matters.
     *
     * @throws SqlSyntaxException if the text can't be split into tokens
     */
    public static String removeQualifier(String text, String qualifier) {
        Tokens tokens = Lexer.tokenize(text);
        StringBuilder replacedText = new StringBuilder();
        int uncopiedStart = 0;
        for (int tokenIndex = 0; tokenIndex + 1 < tokens.count(); tokenIndex++) {
            boolean isFirstPart = tokenIndex == 0 || tokens.kind(tokenIndex - 1) != TokenKind.DOT;
            TokenKind nextKind = tokens.kind(tokenIndex + 1);
            if (isFirstPart
                    && (nextKind == TokenKind.DOT || nextKind == TokenKind.DOT_AND_NAME)
                    && tokens.kind(tokenIndex) != TokenKind.DOT_AND_NAME
                    && nameAt(tokens, tokenIndex).equals(qualifier)) {
                replacedText.append(text, uncopiedStart, tokens.start(tokenIndex));
                uncopiedStart = tokens.start(tokenIndex + 1) + 1;
            }
        }
        return replacedText.append(text, uncopiedStart, text.length()).toString();
    }

    /** Returns the name at an index, without backquotes; an empty string if the token is not a name. */
    private static String nameAt(Tokens tokens, int tokenIndex) {
        String text = tokens.text(tokenIndex);
        return switch (tokens.kind(tokenIndex)) {
            case WORD, DIGITS_AND_LETTERS -> text;
            case DOT_AND_NAME -> text.substring(1);
            case BACKQUOTED -> tokens.unquotedName(tokenIndex);
            default -> "";
        };
    }
}

package dev.cairn.sql.token;

import java.util.ArrayList;
import java.util.List;

/** A word, a string or a symbol of any text, whether the text is a statement or not. */
record LooseToken(Kind kind, int start, int end) {
    enum Kind {
        WORD,
        TEXT,
        OTHER
    }

    /**
     * Splits a text at the strings and comments that the lexer finds. Unlike the lexer, it also splits words at the
     * spaces of Unicode, which texts that are copied from a page contain, and finds the tokens in attachments and
     * placeholders.
     */
    static List<LooseToken> scan(String sql) {
        List<LooseToken> looseTokens = new ArrayList<>();
        addAll(sql, 0, looseTokens);
        return looseTokens;
    }

    /** Adds the tokens of a part of a text, which begins at an offset. */
    private static void addAll(String part, int offset, List<LooseToken> looseTokens) {
        Tokens tokens = Lexer.tokenizeAny(part);
        for (int i = 0; tokens.kind(i) != TokenKind.END; i++) {
            int start = offset + tokens.start(i);
            int end = offset + tokens.end(i);
            switch (tokens.kind(i)) {
                case WORD, DIGITS_AND_LETTERS, DOT_AND_NAME -> addWords(tokens.text(i), start, looseTokens);
                case TEXT -> looseTokens.add(new LooseToken(Kind.TEXT, start, end));
                case ATTACHMENT, PLACEHOLDER -> {
                    int delimiterLength = tokens.kind(i) == TokenKind.ATTACHMENT ? 2 : 1;
                    looseTokens.add(new LooseToken(Kind.OTHER, start, start + 2));
                    addAll(part.substring(start - offset + 2, end - offset - delimiterLength), start + 2, looseTokens);
                    looseTokens.add(new LooseToken(Kind.OTHER, end - delimiterLength, end));
                }
                default -> looseTokens.add(new LooseToken(Kind.OTHER, start, end));
            }
        }
    }

    private static void addWords(String text, int offset, List<LooseToken> looseTokens) {
        int start = 0;
        for (int end = 0; end <= text.length(); end++) {
            if (end == text.length() || (!Character.isLetterOrDigit(text.charAt(end)) && text.charAt(end) != '_')) {
                if (end > start) {
                    looseTokens.add(new LooseToken(Kind.WORD, offset + start, offset + end));
                }
                start = end + 1;
            }
        }
    }
}

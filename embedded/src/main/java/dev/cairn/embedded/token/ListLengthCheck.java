package dev.cairn.embedded.token;

import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.PipesMeaning;
import dev.cairn.sql.token.TokenKind;
import dev.cairn.sql.token.Tokens;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Refuses an INSERT with more literal rows, and an IN list or an array with more elements, than the default of
 * {@code expr_children_limit} allows. A frontend checks this while it parses a text. The engine's parser does not,
 * because a cluster may have a greater limit.
 */
public final class ListLengthCheck {
    private static final int MAX_LENGTH = 10_000;

    /** A shorter text has too few characters for the elements of such a list and their commas. */
    private static final int MIN_TEXT_LENGTH = 2 * MAX_LENGTH;

    private enum BracketKind {
        ARRAY,
        IN_LIST,
        OTHER
    }

    /** An open bracket, with what is directly inside it. */
    private static final class Bracket {
        final BracketKind kind;
        int commaCount;
        boolean hasOnlyIntegers = true;
        boolean hasOnlyTexts = true;

        Bracket(BracketKind kind) {
            this.kind = kind;
        }

        void countToken(TokenKind tokenKind) {
            if (tokenKind == TokenKind.COMMA) {
                commaCount++;
            } else {
                hasOnlyIntegers &= tokenKind == TokenKind.INTEGER;
                hasOnlyTexts &= tokenKind == TokenKind.TEXT;
            }
        }

        void requireAllowedLength() {
            if (kind != BracketKind.OTHER) {
                boolean isLiteralList = kind == BracketKind.IN_LIST && (hasOnlyIntegers || hasOnlyTexts);
                ListLengthCheck.requireAllowedLength(
                        isLiteralList ? "number of children in expr" : "number of exprs", commaCount + 1);
            }
        }
    }

    private final Tokens tokens;
    private final Deque<Bracket> openBrackets = new ArrayDeque<>();
    private boolean isInsert;
    private boolean hasValues;
    private int rowCount;

    private ListLengthCheck(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Checks the statements of a text.
     *
     * @throws Refusal if a list is too long
     */
    public static void requireAllowedLengths(String text, PipesMeaning pipesMeaning) {
        if (text.length() > MIN_TEXT_LENGTH) {
            new ListLengthCheck(Lexer.tokenize(text, pipesMeaning)).run();
        }
    }

    private void run() {
        for (int i = 0; i < tokens.count(); i++) {
            TokenKind tokenKind = tokens.kind(i);
            switch (tokenKind) {
                case LEFT_PARENTHESIS, LEFT_BRACKET -> openBracket(i);
                case RIGHT_PARENTHESIS, RIGHT_BRACKET -> {
                    if (!openBrackets.isEmpty()) {
                        openBrackets.pop().requireAllowedLength();
                    }
                }
                case SEMICOLON, END -> endStatement();
                default -> readToken(i);
            }
        }
    }

    private void openBracket(int tokenIndex) {
        if (openBrackets.isEmpty()) {
            rowCount++;
        } else {
            openBrackets.peek().countToken(tokens.kind(tokenIndex));
        }
        openBrackets.push(new Bracket(determineBracketKind(tokenIndex)));
    }

    private BracketKind determineBracketKind(int tokenIndex) {
        if (tokens.kind(tokenIndex) == TokenKind.LEFT_BRACKET) {
            return BracketKind.ARRAY;
        }
        // VALUES IN lists the values of a partition, which are not limited.
        boolean isInList = isKeyword(tokenIndex - 1, Keyword.IN) && !isKeyword(tokenIndex - 2, Keyword.VALUES);
        return isInList ? BracketKind.IN_LIST : BracketKind.OTHER;
    }

    private boolean isKeyword(int tokenIndex, Keyword keyword) {
        return tokenIndex >= 0 && tokens.kind(tokenIndex) == TokenKind.WORD && tokens.keyword(tokenIndex) == keyword;
    }

    private void readToken(int tokenIndex) {
        if (!openBrackets.isEmpty()) {
            openBrackets.peek().countToken(tokens.kind(tokenIndex));
        } else if (isKeyword(tokenIndex, Keyword.INSERT)) {
            isInsert = true;
        } else if (isKeyword(tokenIndex, Keyword.VALUES)) {
            hasValues = true;
            rowCount = 0;
        }
    }

    private void endStatement() {
        openBrackets.clear();
        if (isInsert && hasValues) {
            requireAllowedLength("inserted rows", rowCount);
        }
        isInsert = false;
        hasValues = false;
    }

    private static void requireAllowedLength(String subject, int length) {
        if (length > MAX_LENGTH) {
            throw Refusal.ofAnalysis(
                    Span.NONE,
                    EmbeddedRule.LIST_TOO_LONG,
                    subject,
                    String.format(Locale.ROOT, "%,d", length),
                    String.format(Locale.ROOT, "%,d", MAX_LENGTH));
        }
    }
}

package dev.cairn.sql.template;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TokenKind;
import dev.cairn.sql.token.Tokens;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns after ORDER BY among which a parameter chooses: <code>ORDER BY /*:sort price, o.name *&#47; id</code>.
 *
 * @param parameterName the name of the parameter
 * @param span the parameter with its colon
 * @param columns the columns in their order, at least one
 */
public record OrderChoice(String parameterName, Span span, List<CandidateColumn> columns) {
    /** The beginning of the comment, followed by the name of the parameter. */
    static final String COMMENT_START = "/*:";

    public OrderChoice {
        columns = List.copyOf(columns);
    }

    /**
     * A column that may be chosen.
     *
     * @param name the name without a qualifier
     * @param sql the column as it is written
     */
    public record CandidateColumn(String name, String sql) {}

    /** Returns whether the comment at this position of the text is a choice. */
    static boolean isAt(String text, int offset) {
        int nameStart = offset + COMMENT_START.length();
        return text.startsWith(COMMENT_START, offset)
                && nameStart < text.length()
                && Character.isJavaIdentifierStart(text.charAt(nameStart));
    }

    /**
     * Returns the offset after the name of the parameter.
     *
     * @param offset the offset at which the comment of a choice begins
     */
    static int nameEndOffset(String text, int offset) {
        int endOffset = offset + COMMENT_START.length();
        while (endOffset < text.length() && Character.isJavaIdentifierPart(text.charAt(endOffset))) {
            endOffset++;
        }
        return endOffset;
    }

    /**
     * Parses the comment of a choice.
     *
     * @param text the statement
     * @param span the parameter with its colon
     * @param contentSpan the part of the comment after the parameter
     * @throws SqlSyntaxException if that part is not a list of columns
     */
    static OrderChoice parse(String text, Span span, Span contentSpan) {
        String contentText = contentSpan.textIn(text);
        Tokens tokens = Lexer.tokenize(contentText);
        List<CandidateColumn> columns = new ArrayList<>();
        int firstIndex = 0;
        for (int tokenIndex = 0; tokenIndex < tokens.count(); tokenIndex++) {
            if (tokens.kind(tokenIndex) == TokenKind.END || tokens.kind(tokenIndex) == TokenKind.COMMA) {
                if (!isColumn(tokens, firstIndex, tokenIndex)) {
                    throw new SqlSyntaxException(SyntaxRule.INVALID_ORDER_CHOICE, contentSpan, text);
                }
                columns.add(new CandidateColumn(
                        columnName(tokens, tokenIndex - 1),
                        contentText.substring(tokens.start(firstIndex), tokens.end(tokenIndex - 1))));
                firstIndex = tokenIndex + 1;
            }
        }
        return new OrderChoice(text.substring(span.offset() + 1, span.endOffset()), span, columns);
    }

    private static boolean isColumn(Tokens tokens, int firstIndex, int endIndex) {
        for (int tokenIndex = firstIndex; tokenIndex < endIndex; tokenIndex++) {
            boolean isDotExpected = (tokenIndex - firstIndex) % 2 == 1;
            TokenKind kind = tokens.kind(tokenIndex);
            if (isDotExpected ? kind != TokenKind.DOT : kind != TokenKind.WORD && kind != TokenKind.BACKQUOTED) {
                return false;
            }
        }
        return (endIndex - firstIndex) % 2 == 1;
    }

    private static String columnName(Tokens tokens, int tokenIndex) {
        return tokens.kind(tokenIndex) == TokenKind.BACKQUOTED
                ? tokens.unquotedName(tokenIndex)
                : tokens.text(tokenIndex);
    }

    /**
     * Requires that the choice follows ORDER BY, and that a column follows the choice.
     *
     * @param tokens the tokens of the statement, with the columns in place of the comment
     * @param endOffset the offset at which the comment ends
     * @throws SqlSyntaxException if the choice is anywhere else
     */
    void requirePositionInOrderBy(String text, Tokens tokens, int endOffset) {
        int tokenIndex = 0;
        while (tokenIndex < tokens.count() && tokens.start(tokenIndex) < span.offset()) {
            tokenIndex++;
        }
        boolean isAfterOrderBy = tokenIndex >= 2
                && tokens.keyword(tokenIndex - 1) == Keyword.BY
                && tokens.keyword(tokenIndex - 2) == Keyword.ORDER;
        int nextIndex = tokenIndex;
        while (nextIndex < tokens.count() && tokens.start(nextIndex) < endOffset) {
            nextIndex++;
        }
        boolean isLastItem = tokens.kind(nextIndex) == TokenKind.END
                || tokens.kind(nextIndex) == TokenKind.RIGHT_PARENTHESIS
                || tokens.keyword(nextIndex) == Keyword.LIMIT;
        if (!isAfterOrderBy || isLastItem) {
            throw new SqlSyntaxException(SyntaxRule.MISPLACED_ORDER_CHOICE, span, text);
        }
    }
}

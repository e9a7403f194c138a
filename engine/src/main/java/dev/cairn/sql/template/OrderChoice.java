package dev.cairn.sql.template;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.Tokens;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns after ORDER BY among which a parameter chooses: <code>ORDER BY /*:sort price, o.name *&#47; id</code>.
 *
 * @param parameter the name of the parameter
 * @param span the parameter with its colon
 */
public record OrderChoice(String parameter, Span span, List<ChosenColumn> columns) {
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
    public record ChosenColumn(String name, String sql) {}

    /** Returns whether the comment at this position of the text is a choice. */
    static boolean isAt(String text, int position) {
        int nameStart = position + COMMENT_START.length();
        return text.startsWith(COMMENT_START, position)
                && nameStart < text.length()
                && Character.isJavaIdentifierStart(text.charAt(nameStart));
    }

    /** Returns the offset of the end of the parameter in the comment at this position, which is a choice. */
    static int findNameEnd(String text, int position) {
        int endOffset = position + COMMENT_START.length();
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
     */
    static OrderChoice parse(String text, Span span, Span contentSpan) {
        String contentText = text.substring(contentSpan.offset(), contentSpan.offset() + contentSpan.length());
        Tokens tokens = Lexer.tokenize(contentText);
        List<ChosenColumn> columns = new ArrayList<>();
        int firstIndex = 0;
        for (int index = 0; index < tokens.count(); index++) {
            if (tokens.kind(index) == TokenKind.END || tokens.kind(index) == TokenKind.COMMA) {
                if (!isColumn(tokens, firstIndex, index)) {
                    throw new SqlSyntaxException(SyntaxRule.INVALID_ORDER_CHOICE, contentSpan, text);
                }
                columns.add(new ChosenColumn(
                        columnName(tokens, index - 1),
                        contentText.substring(tokens.start(firstIndex), tokens.end(index - 1))));
                firstIndex = index + 1;
            }
        }
        return new OrderChoice(text.substring(span.offset() + 1, span.offset() + span.length()), span, columns);
    }

    private static boolean isColumn(Tokens tokens, int firstIndex, int endIndex) {
        for (int index = firstIndex; index < endIndex; index++) {
            boolean isDotExpected = (index - firstIndex) % 2 == 1;
            TokenKind kind = tokens.kind(index);
            if (isDotExpected ? kind != TokenKind.DOT : kind != TokenKind.WORD && kind != TokenKind.BACKQUOTED) {
                return false;
            }
        }
        return (endIndex - firstIndex) % 2 == 1;
    }

    private static String columnName(Tokens tokens, int index) {
        return tokens.kind(index) == TokenKind.BACKQUOTED ? tokens.unquotedName(index) : tokens.text(index);
    }

    /**
     * Requires that the choice follows ORDER BY, and that a column follows the choice.
     *
     * @param tokens the tokens of the statement, with the columns in place of the comment
     * @param endOffset the offset at which the comment ends
     */
    void requirePositionInOrderBy(String text, Tokens tokens, int endOffset) {
        int index = 0;
        while (index < tokens.count() && tokens.start(index) < span.offset()) {
            index++;
        }
        boolean isAfterOrderBy =
                index >= 2 && tokens.keyword(index - 1) == Keyword.BY && tokens.keyword(index - 2) == Keyword.ORDER;
        int nextIndex = index;
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

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
    static final String START = "/*:";

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

    /** Returns whether a comment of the text is a choice. */
    static boolean isAt(String text, int position) {
        int nameStart = position + START.length();
        return text.startsWith(START, position)
                && nameStart < text.length()
                && Character.isJavaIdentifierStart(text.charAt(nameStart));
    }

    /** Returns the end of the parameter in a comment that is a choice. */
    static int findNameEnd(String text, int position) {
        int end = position + START.length();
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /**
     * Reads the columns.
     *
     * @param text the statement
     * @param span the parameter with its colon
     * @param contentSpan the part of the comment after the parameter
     */
    static OrderChoice parse(String text, Span span, Span contentSpan) {
        String contentText = text.substring(contentSpan.offset(), contentSpan.offset() + contentSpan.length());
        Tokens tokens = Lexer.tokenize(contentText);
        List<ChosenColumn> columns = new ArrayList<>();
        int firstToken = 0;
        for (int token = 0; token < tokens.count(); token++) {
            if (tokens.kind(token) == TokenKind.END || tokens.kind(token) == TokenKind.COMMA) {
                if (!isColumn(tokens, firstToken, token)) {
                    throw new SqlSyntaxException(SyntaxRule.ORDER_CHOICE, contentSpan, text);
                }
                columns.add(new ChosenColumn(
                        columnName(tokens, token - 1),
                        contentText.substring(tokens.start(firstToken), tokens.end(token - 1))));
                firstToken = token + 1;
            }
        }
        return new OrderChoice(text.substring(span.offset() + 1, span.offset() + span.length()), span, columns);
    }

    private static boolean isColumn(Tokens tokens, int firstToken, int end) {
        for (int token = firstToken; token < end; token++) {
            boolean isDotExpected = (token - firstToken) % 2 == 1;
            TokenKind kind = tokens.kind(token);
            if (isDotExpected ? kind != TokenKind.DOT : kind != TokenKind.WORD && kind != TokenKind.BACKQUOTED) {
                return false;
            }
        }
        return (end - firstToken) % 2 == 1;
    }

    private static String columnName(Tokens tokens, int token) {
        return tokens.kind(token) == TokenKind.BACKQUOTED ? tokens.unquotedName(token) : tokens.text(token);
    }

    /**
     * Requires that the choice follows ORDER BY, and that a column follows the choice.
     *
     * @param tokens the tokens of the statement, with the columns in place of the comment
     * @param end where the comment ends
     */
    void requirePositionInOrderBy(String text, Tokens tokens, int end) {
        int token = 0;
        while (token < tokens.count() && tokens.start(token) < span.offset()) {
            token++;
        }
        boolean isAfterOrderBy =
                token >= 2 && tokens.keyword(token - 1) == Keyword.BY && tokens.keyword(token - 2) == Keyword.ORDER;
        int nextToken = token;
        while (nextToken < tokens.count() && tokens.start(nextToken) < end) {
            nextToken++;
        }
        boolean isLastItem = tokens.kind(nextToken) == TokenKind.END
                || tokens.kind(nextToken) == TokenKind.RIGHT_PARENTHESIS
                || tokens.keyword(nextToken) == Keyword.LIMIT;
        if (!isAfterOrderBy || isLastItem) {
            throw new SqlSyntaxException(SyntaxRule.ORDER_CHOICE_PLACE, span, text);
        }
    }
}

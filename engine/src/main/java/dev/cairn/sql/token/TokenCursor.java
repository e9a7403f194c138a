package dev.cairn.sql.token;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Span;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A position among the tokens of a text, at which a parser checks for keywords and symbols and accepts them. For error
 * messages, the cursor remembers the tokens that a parser has looked for at the current position without finding them.
 */
public abstract sealed class TokenCursor permits Cursor {
    /** The greatest number of characters of a token that an error message shows. */
    private static final int MAX_SHOWN_CHARACTERS = 40;

    final Tokens tokens;
    private final TextOrigin origin;
    private final ExpectedTokens expectedTokens = new ExpectedTokens();
    private int position;
    private @Nullable SqlSyntaxException recordedRefusal;
    private @Nullable QueryParentheses queryParentheses;

    TokenCursor(Tokens tokens, TextOrigin origin) {
        this.tokens = tokens;
        this.origin = origin;
    }

    /** Returns whether the server printed the text, which then need not be valid for the server. */
    public boolean isPrintedByServer() {
        return origin == TextOrigin.SHOWN;
    }

    public int position() {
        return position;
    }

    public TokenKind kind() {
        return tokens.kind(position);
    }

    /** Returns the kind of a later token; the kind of the end token beyond the end of the text. */
    public TokenKind kind(int distance) {
        return tokens.kind(Math.min(position + distance, tokens.count() - 1));
    }

    @Nullable
    public Keyword keyword() {
        return tokens.keyword(position);
    }

    @Nullable
    public Keyword keyword(int distance) {
        return tokens.keyword(Math.min(position + distance, tokens.count() - 1));
    }

    @Nullable
    public Keyword keywordAt(int index) {
        return tokens.keyword(index);
    }

    /**
     * Returns whether the current token is this keyword. If it is not, an error message lists the keyword as expected.
     */
    public boolean isAt(Keyword keyword) {
        if (tokens.keyword(position) == keyword) {
            return true;
        }
        expectedTokens.add(keyword);
        return false;
    }

    /**
     * Returns whether these keywords are the current token and the next one. If the first keyword is absent, an error
     * message lists it as expected.
     */
    public boolean isAt(Keyword firstKeyword, Keyword secondKeyword) {
        return isAt(firstKeyword) && keyword(1) == secondKeyword;
    }

    /** Returns whether the current token is of this kind. If it is not, an error message lists the kind as expected. */
    public boolean isAt(TokenKind kind) {
        if (tokens.kind(position) == kind) {
            return true;
        }
        expectedTokens.add(kind);
        return false;
    }

    /** Skips this keyword if it is the current token; returns whether it is. */
    public boolean accept(Keyword keyword) {
        boolean isAccepted = isAt(keyword);
        if (isAccepted) {
            advance();
        }
        return isAccepted;
    }

    /** Skips these two keywords if both follow; returns whether they do. */
    public boolean accept(Keyword firstKeyword, Keyword secondKeyword) {
        boolean isAccepted = isAt(firstKeyword, secondKeyword);
        if (isAccepted) {
            skip(2);
        }
        return isAccepted;
    }

    /** Skips the current token, which must be a keyword, and returns its name in upper case. */
    public String readKeyword() {
        String name = String.valueOf(keyword());
        advance();
        return name;
    }

    public boolean accept(TokenKind kind) {
        boolean isAccepted = isAt(kind);
        if (isAccepted) {
            advance();
        }
        return isAccepted;
    }

    /** Skips this keyword, and throws an error if it is not the current token. */
    public void expect(Keyword keyword) {
        if (!accept(keyword)) {
            throw unexpectedTokenError();
        }
    }

    public void expect(Keyword firstKeyword, Keyword secondKeyword) {
        expect(firstKeyword);
        expect(secondKeyword);
    }

    public void expect(TokenKind kind) {
        if (!accept(kind)) {
            throw unexpectedTokenError();
        }
    }

    /** Returns whether the parenthesis here may enclose a query. */
    public boolean isAtQueryInParentheses() {
        return kind() == TokenKind.LEFT_PARENTHESIS
                && (QueryParentheses.beginsQuery(keyword(1))
                        || (kind(1) == TokenKind.LEFT_PARENTHESIS
                                && parentheses().mayEncloseQuery(position)));
    }

    /** Returns whether the parenthesis here encloses a query, rather than an expression that is itself a subquery. */
    public boolean isAtSubquery() {
        return kind() == TokenKind.LEFT_PARENTHESIS
                && (QueryParentheses.beginsQuery(keyword(1))
                        || (kind(1) == TokenKind.LEFT_PARENTHESIS
                                && parentheses().mustEncloseQuery(position)));
    }

    /** Returns whether the current token is a set operator; EXCEPT and MINUS may also be names. */
    public boolean isAtSetOperator() {
        Keyword keyword = keyword();
        return keyword == Keyword.UNION
                || keyword == Keyword.INTERSECT
                || ((keyword == Keyword.EXCEPT || keyword == Keyword.MINUS)
                        && parentheses().isSetOperator(position));
    }

    /** Returns whether there is a set operator at the given distance. */
    public boolean isSetOperatorAhead(int distance) {
        return parentheses().isSetOperator(position + distance);
    }

    /** Returns the kind of the token after the parenthesis that closes the one at the given distance. */
    public TokenKind kindAfterClosingParenthesis(int distance) {
        return tokens.kind(parentheses().indexAfterClosing(position + distance));
    }

    private QueryParentheses parentheses() {
        if (queryParentheses == null) {
            queryParentheses = new QueryParentheses(tokens);
        }
        return queryParentheses;
    }

    /** Skips IF NOT EXISTS if IF follows; returns whether it does. Throws an error if IF stands alone. */
    public boolean acceptIfNotExists() {
        return acceptThenExpect(Keyword.IF, Keyword.NOT, Keyword.EXISTS);
    }

    /** Skips IF EXISTS if IF follows; returns whether it does. Throws an error if IF stands alone. */
    public boolean acceptIfExists() {
        return acceptThenExpect(Keyword.IF, Keyword.EXISTS);
    }

    /** Accepts the first keyword, and then requires the others; returns false if the first keyword is absent. */
    public boolean acceptThenExpect(Keyword firstKeyword, Keyword... requiredKeywords) {
        boolean isAccepted = accept(firstKeyword);
        for (int i = 0; isAccepted && i < requiredKeywords.length; i++) {
            expect(requiredKeywords[i]);
        }
        return isAccepted;
    }

    /**
     * Accepts one of the keywords and returns its value; returns null if the current token is none of them. {@link
     * Keyword#indexByKeyword} creates such maps.
     */
    public <E> @Nullable E acceptOneOf(Map<Keyword, E> valueByKeyword) {
        Keyword keyword = keyword();
        E value = keyword == null ? null : valueByKeyword.get(keyword);
        if (value != null) {
            advance();
        }
        return value;
    }

    /** Requires one of the keywords, and returns its value. */
    public <E> E expectOneOf(Map<Keyword, E> valueByKeyword) {
        E value = acceptOneOf(valueByKeyword);
        if (value == null) {
            valueByKeyword.values().forEach(expectedTokens::add);
            throw unexpectedTokenError();
        }
        return value;
    }

    /**
     * Parses a statement. If it has an error, or if something other than a semicolon or the end of the text follows it,
     * returns null and does not move the cursor.
     */
    public <T> @Nullable T parseOrReset(Supplier<@Nullable T> statementParser) {
        int start = position;
        SqlSyntaxException previousRefusal = recordedRefusal;
        try {
            T statement = statementParser.get();
            if (statement != null && isAtStatementEnd()) {
                return statement;
            }
        } catch (SqlSyntaxException ignored) {
            // The statement is kept as text.
        }
        position = start;
        recordedRefusal = previousRefusal;
        expectedTokens.clear();
        return null;
    }

    /** Skips the given number of tokens. */
    public void skip(int count) {
        for (int i = 0; i < count; i++) {
            advance();
        }
    }

    /** Moves to the next token; the cursor stays at the token for the end of the text. */
    public void advance() {
        if (position < tokens.count() - 1) {
            position++;
        }
        expectedTokens.clear();
    }

    public Span span() {
        return tokens.span(position);
    }

    /** Returns the span from the token at a position to the last one before the cursor. */
    public Span spanSince(int start) {
        return tokens.span(start, Math.max(start, position - 1));
    }

    /** Returns the text from the token at a position to the last one before the cursor. */
    public String textSince(int start) {
        return tokens.source().substring(tokens.start(start), tokens.end(Math.max(start, position - 1)));
    }

    /** Returns the offset after the last token before the cursor. */
    public int endOfPreviousToken() {
        return tokens.end(Math.max(0, position - 1));
    }

    /** Returns the text between the previous token, which must exist, and this one: whitespace and comments. */
    public String textBeforeToken() {
        return tokens.source().substring(tokens.end(position - 1), tokens.start(position));
    }

    public String textAt(Span span) {
        return span.textIn(tokens.source());
    }

    /** Returns whether the statement ends here. */
    public boolean isAtStatementEnd() {
        return isEndAhead(0);
    }

    public boolean isEndAhead(int distance) {
        return kind(distance) == TokenKind.END || kind(distance) == TokenKind.SEMICOLON;
    }

    public SqlSyntaxException error(SyntaxRule rule, Span span, Object... arguments) {
        return new SqlSyntaxException(rule, span, tokens.source(), arguments);
    }

    /**
     * Records an error in text that can be parsed but that the server refuses while parsing. The server reports such
     * errors only if the whole text can be parsed. Only the first error is recorded, and none in a text that the server
     * printed.
     */
    public void recordRefusal(SyntaxRule rule, Span span, Object... arguments) {
        if (recordedRefusal == null && !isPrintedByServer()) {
            recordedRefusal = error(rule, span, arguments);
        }
    }

    /** Throws the first recorded refusal, if there is one. */
    public void throwRecordedRefusal() {
        if (recordedRefusal != null) {
            throw recordedRefusal;
        }
    }

    /** Returns an error that names the expected element, such as {@code a type}. */
    public SqlSyntaxException expectedError(String expectation) {
        return error(SyntaxRule.UNEXPECTED_INPUT, span(), formatToken(), expectation);
    }

    /**
     * Returns an error that names the expected element, which may be a name, such as {@code an expression}. If a
     * reserved word stands in its place, the error suggests backquotes.
     */
    public SqlSyntaxException expectedNameError(String expectation) {
        String suggestion = isReservedWordUsedAsName() ? ", such as `" + tokens.text(position) + "` in backquotes" : "";
        return expectedError(expectation + suggestion);
    }

    /** Returns whether a reserved word seems to be used as a name here, because the next token may follow a name. */
    private boolean isReservedWordUsedAsName() {
        Keyword keyword = keyword();
        return keyword != null
                && keyword.isReserved()
                && switch (kind(1)) {
                    case COMMA,
                            RIGHT_PARENTHESIS,
                            EQUAL,
                            NOT_EQUAL,
                            LESS,
                            LESS_OR_EQUAL,
                            GREATER,
                            GREATER_OR_EQUAL,
                            SEMICOLON,
                            END -> true;
                    case WORD -> mayFollowName(keyword(1));
                    default -> false;
                };
    }

    private static boolean mayFollowName(@Nullable Keyword keyword) {
        return keyword != null
                && switch (keyword) {
                    case FROM, AS, AND, OR, NOT, IS, IN, LIKE, BETWEEN, ASC, DESC -> true;
                    default -> false;
                };
    }

    /** Returns an error that lists the tokens that a parser has looked for here; without any, the error names none. */
    public SqlSyntaxException unexpectedTokenError() {
        if (expectedTokens.isEmpty()) {
            return error(SyntaxRule.SUPERFLUOUS_INPUT, span(), formatToken());
        }
        return expectedTokens.containsName()
                ? expectedNameError(expectedTokens.toString())
                : expectedError(expectedTokens.toString());
    }

    private String formatToken() {
        if (kind() == TokenKind.END) {
            return "<EOF>";
        }
        String text = tokens.text(position);
        return text.length() <= MAX_SHOWN_CHARACTERS ? text : text.substring(0, MAX_SHOWN_CHARACTERS) + "...";
    }
}

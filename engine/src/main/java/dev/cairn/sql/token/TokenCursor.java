package dev.cairn.sql.token;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.TextOrigin;
import dev.cairn.sql.ast.TokenKind;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A position among the tokens of a text, at which a parser checks for keywords and symbols and accepts them. The
 * cursor remembers for error messages which tokens a parser has checked for in vain at the current position.
 */
public abstract sealed class TokenCursor permits Cursor {
    /** The characters of a token that an error message shows. */
    private static final int MAX_SHOWN_CHARACTERS = 40;

    final Tokens tokens;
    private final TextOrigin origin;
    private final ExpectedTokens expectations = new ExpectedTokens();
    private int position;
    private @Nullable SqlSyntaxException refusal;
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

    /** Returns the kind of a later token. */
    public TokenKind kind(int ahead) {
        return tokens.kind(Math.min(position + ahead, tokens.count() - 1));
    }

    @Nullable
    public Keyword keyword() {
        return tokens.keyword(position);
    }

    @Nullable
    public Keyword keyword(int ahead) {
        return tokens.keyword(Math.min(position + ahead, tokens.count() - 1));
    }

    @Nullable
    public Keyword keywordOf(int token) {
        return tokens.keyword(token);
    }

    public boolean isAt(Keyword keyword) {
        if (tokens.keyword(position) == keyword) {
            return true;
        }
        expectations.add(keyword);
        return false;
    }

    public boolean isAt(Keyword first, Keyword second) {
        return isAt(first) && keyword(1) == second;
    }

    public boolean isAt(TokenKind kind) {
        if (tokens.kind(position) == kind) {
            return true;
        }
        expectations.add(kind);
        return false;
    }

    public boolean accept(Keyword keyword) {
        boolean isAccepted = isAt(keyword);
        if (isAccepted) {
            advance();
        }
        return isAccepted;
    }

    /** Accepts both words or none. */
    public boolean accept(Keyword first, Keyword second) {
        boolean isAccepted = isAt(first, second);
        if (isAccepted) {
            skip(2);
        }
        return isAccepted;
    }

    /** Reads the keyword here, whichever it is, and returns its name. */
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

    public void expect(Keyword keyword) {
        if (!accept(keyword)) {
            throw unexpectedToken();
        }
    }

    public void expect(Keyword first, Keyword second) {
        expect(first);
        expect(second);
    }

    public void expect(TokenKind kind) {
        if (!accept(kind)) {
            throw unexpectedToken();
        }
    }

    /** Returns whether the parenthesis here may enclose a query. */
    public boolean isAtQueryInParentheses() {
        return kind() == TokenKind.LEFT_PARENTHESIS
                && (QueryParentheses.beginsQuery(keyword(1))
                        || (kind(1) == TokenKind.LEFT_PARENTHESIS
                                && parentheses().mayHoldQuery(position)));
    }

    /** Returns whether the parenthesis here encloses a query, and not an expression that is itself a subquery. */
    public boolean isAtSubquery() {
        return kind() == TokenKind.LEFT_PARENTHESIS
                && (QueryParentheses.beginsQuery(keyword(1))
                        || (kind(1) == TokenKind.LEFT_PARENTHESIS
                                && parentheses().mustHoldQuery(position)));
    }

    public boolean isAtSetOperator() {
        Keyword word = keyword();
        return word == Keyword.UNION
                || word == Keyword.INTERSECT
                || ((word == Keyword.EXCEPT || word == Keyword.MINUS)
                        && parentheses().isSetOperator(position));
    }

    /** Returns whether there is a set operator at the given distance. */
    public boolean isSetOperatorAhead(int ahead) {
        return parentheses().isSetOperator(position + ahead);
    }

    /** Returns the kind of the token after the parenthesis that closes the one {@code ahead} tokens ahead. */
    public TokenKind kindBehindParenthesis(int ahead) {
        return tokens.kind(parentheses().tokenAfter(position + ahead));
    }

    private QueryParentheses parentheses() {
        if (queryParentheses == null) {
            queryParentheses = new QueryParentheses(tokens);
        }
        return queryParentheses;
    }

    public boolean skipIfNotExists() {
        return acceptPhrase(Keyword.IF, Keyword.NOT, Keyword.EXISTS);
    }

    public boolean skipIfExists() {
        return acceptPhrase(Keyword.IF, Keyword.EXISTS);
    }

    /** Accepts the first word and then requires the others; returns false if the first word is absent. */
    public boolean acceptPhrase(Keyword first, Keyword... requiredWords) {
        boolean isAccepted = accept(first);
        for (int i = 0; isAccepted && i < requiredWords.length; i++) {
            expect(requiredWords[i]);
        }
        return isAccepted;
    }

    /**
     * Accepts one of the words, see {@link Keyword#indexByKeyword}, and returns its value; null for any other token.
     */
    public <E> @Nullable E acceptOneOf(Map<Keyword, E> words) {
        Keyword word = keyword();
        E value = word == null ? null : words.get(word);
        if (value != null) {
            advance();
        }
        return value;
    }

    /** Requires one of the words, and returns its value. */
    public <E> E expectOneOf(Map<Keyword, E> words) {
        E value = acceptOneOf(words);
        if (value == null) {
            words.values().forEach(expectations::add);
            throw unexpectedToken();
        }
        return value;
    }

    /** Parses a statement that ends here; if there is an error in it, it returns null and does not move the cursor. */
    public <T> @Nullable T parseOrReset(Supplier<@Nullable T> parser) {
        int start = position;
        SqlSyntaxException refusalBefore = refusal;
        try {
            T result = parser.get();
            if (result != null && isAtStatementEnd()) {
                return result;
            }
        } catch (SqlSyntaxException ignored) {
            // The statement is kept as text.
        }
        position = start;
        refusal = refusalBefore;
        expectations.clear();
        return null;
    }

    /** Skips the given number of tokens. */
    public void skip(int count) {
        for (int i = 0; i < count; i++) {
            advance();
        }
    }

    public void advance() {
        if (position < tokens.count() - 1) {
            position++;
        }
        expectations.clear();
    }

    public Span span() {
        return tokens.span(position);
    }

    /** Returns the span from a token to the last one before the cursor. */
    public Span spanSince(int start) {
        return tokens.span(start, Math.max(start, position - 1));
    }

    /** Returns the text from a token to the last one before the cursor. */
    public String textSince(int start) {
        return tokens.source().substring(tokens.start(start), tokens.end(Math.max(start, position - 1)));
    }

    /** Returns the offset after the last token before the cursor. */
    public int endOfLastToken() {
        return tokens.end(Math.max(0, position - 1));
    }

    /** Returns the text between the previous token and this one: blanks and comments. */
    public String textBefore() {
        return tokens.source().substring(tokens.end(position - 1), tokens.start(position));
    }

    public String textAt(Span span) {
        return tokens.source().substring(span.offset(), span.offset() + span.length());
    }

    /** Returns whether the statement ends here. */
    public boolean isAtStatementEnd() {
        return isEndAhead(0);
    }

    public boolean isEndAhead(int ahead) {
        return kind(ahead) == TokenKind.END || kind(ahead) == TokenKind.SEMICOLON;
    }

    public SqlSyntaxException error(SyntaxRule rule, Span span, Object... arguments) {
        return new SqlSyntaxException(rule, span, tokens.source(), arguments);
    }

    /**
     * Records an error in text that can be parsed but that the server refuses while parsing. The server reports such
     * errors only if the whole text can be parsed.
     */
    public void recordRefusal(SyntaxRule rule, Span span, Object... arguments) {
        if (refusal == null && !isPrintedByServer()) {
            refusal = error(rule, span, arguments);
        }
    }

    public void throwRefusal() {
        if (refusal != null) {
            throw refusal;
        }
    }

    public SqlSyntaxException expectedError(String expectation) {
        boolean isNameExpected = expectation.contains("a name") || expectation.contains("an expression");
        String suggestion =
                isNameExpected && isReservedName() ? ", such as `" + tokens.text(position) + "` in backquotes" : "";
        return error(SyntaxRule.UNEXPECTED_INPUT, span(), shownToken(), expectation + suggestion);
    }

    /** Returns whether a reserved word is used as a name here: the next token may follow a name. */
    private boolean isReservedName() {
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

    /** Returns an error that lists the tokens that were expected here. */
    public SqlSyntaxException unexpectedToken() {
        return expectations.isEmpty()
                ? error(SyntaxRule.SUPERFLUOUS_INPUT, span(), shownToken())
                : expectedError(expectations.toString());
    }

    private String shownToken() {
        if (kind() == TokenKind.END) {
            return "<EOF>";
        }
        String text = tokens.text(position);
        return text.length() <= MAX_SHOWN_CHARACTERS ? text : text.substring(0, MAX_SHOWN_CHARACTERS) + "...";
    }
}

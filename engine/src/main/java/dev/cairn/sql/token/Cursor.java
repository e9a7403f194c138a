package dev.cairn.sql.token;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.PlaceholderResolver;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.TextOrigin;
import dev.cairn.sql.ast.TokenKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A position among the tokens of a text, from which the parsers read. The cursor remembers the tokens for which a
 * parser has checked in vain at the current position, for error messages.
 */
public final class Cursor {
    /** The characters of a token that an error message shows. */
    private static final int SHOWN_CHARACTERS = 40;

    /** The deepest nesting that a thread with a stack of half a megabyte can still parse and compare. */
    private static final int DEEPEST = 200;

    private final Tokens tokens;
    private final TextOrigin origin;
    private final PlaceholderResolver resolution;
    private final Expectations expectations = new Expectations();
    private int position;
    private int depth;
    private @Nullable SqlSyntaxException refusal;
    private @Nullable Parentheses parentheses;

    public Cursor(Tokens tokens, TextOrigin origin) {
        this(tokens, origin, PlaceholderResolver.NONE);
    }

    public Cursor(Tokens tokens, TextOrigin origin, PlaceholderResolver resolution) {
        this.tokens = tokens;
        this.origin = origin;
        this.resolution = resolution;
    }

    /** Returns the resolver of placeholders. */
    public PlaceholderResolver resolution() {
        return resolution;
    }

    /** Returns whether the server printed the text, which then need not be valid for the server. */
    public boolean shown() {
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

    public boolean at(Keyword keyword) {
        if (tokens.keyword(position) == keyword) {
            return true;
        }
        expectations.add(keyword);
        return false;
    }

    public boolean at(Keyword first, Keyword second) {
        return at(first) && keyword(1) == second;
    }

    public boolean at(TokenKind kind) {
        if (tokens.kind(position) == kind) {
            return true;
        }
        expectations.add(kind);
        return false;
    }

    public boolean take(Keyword keyword) {
        boolean here = at(keyword);
        if (here) {
            advance();
        }
        return here;
    }

    /** Takes both words or none. */
    public boolean take(Keyword first, Keyword second) {
        boolean here = at(first, second);
        if (here) {
            skip(2);
        }
        return here;
    }

    /** Takes the keyword here, whichever it is, and returns its name. */
    public String takeKeyword() {
        String name = String.valueOf(keyword());
        advance();
        return name;
    }

    public boolean take(TokenKind kind) {
        boolean here = at(kind);
        if (here) {
            advance();
        }
        return here;
    }

    public void expect(Keyword keyword) {
        if (!take(keyword)) {
            throw unexpected();
        }
    }

    public void expect(Keyword first, Keyword second) {
        expect(first);
        expect(second);
    }

    public void expect(TokenKind kind) {
        if (!take(kind)) {
            throw unexpected();
        }
    }

    /** Returns whether the parenthesis here may enclose a query. */
    public boolean atQueryInParentheses() {
        return kind() == TokenKind.LEFT_PARENTHESIS
                && (Parentheses.beginsQuery(keyword(1))
                        || (kind(1) == TokenKind.LEFT_PARENTHESIS
                                && parentheses().mayHoldQuery(position)));
    }

    /** Returns whether the parenthesis here encloses a query, and not an expression that is itself a subquery. */
    public boolean atSubquery() {
        return kind() == TokenKind.LEFT_PARENTHESIS
                && (Parentheses.beginsQuery(keyword(1))
                        || (kind(1) == TokenKind.LEFT_PARENTHESIS
                                && parentheses().mustHoldQuery(position)));
    }

    public boolean atSetOperator() {
        Keyword word = keyword();
        return word == Keyword.UNION
                || word == Keyword.INTERSECT
                || ((word == Keyword.EXCEPT || word == Keyword.MINUS)
                        && parentheses().setOperatorAt(position));
    }

    /** Returns whether there is a set operator that many tokens ahead. */
    public boolean setOperatorAhead(int ahead) {
        return parentheses().setOperatorAt(position + ahead);
    }

    /** Returns the kind of the token behind the parenthesis that closes the one that many tokens ahead. */
    public TokenKind kindBehindParenthesis(int ahead) {
        return tokens.kind(parentheses().behind(position + ahead));
    }

    private Parentheses parentheses() {
        if (parentheses == null) {
            parentheses = new Parentheses(tokens);
        }
        return parentheses;
    }

    public boolean ifNotExists() {
        return optional(Keyword.IF, Keyword.NOT, Keyword.EXISTS);
    }

    public boolean ifExists() {
        return optional(Keyword.IF, Keyword.EXISTS);
    }

    /** Takes words of which the first is optional, but requires the others; returns false if the first is absent. */
    public boolean optional(Keyword first, Keyword... others) {
        boolean here = take(first);
        for (int i = 0; here && i < others.length; i++) {
            expect(others[i]);
        }
        return here;
    }

    /** Takes one of the words, see {@link Keyword#of}, and returns its value; returns null if another token is here. */
    public <E> @Nullable E takeOneOf(Map<Keyword, E> words) {
        Keyword word = keyword();
        E value = word == null ? null : words.get(word);
        if (value != null) {
            advance();
        }
        return value;
    }

    /** Takes one of the words, and returns its value. */
    public <E> E expectOneOf(Map<Keyword, E> words) {
        E value = takeOneOf(words);
        if (value == null) {
            words.values().forEach(expectations::add);
            throw unexpected();
        }
        return value;
    }

    /** Skips that many tokens. */
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

    /** Returns whether the token that many tokens ahead can be an identifier. */
    public boolean atName(int ahead) {
        return switch (kind(ahead)) {
            case BACKQUOTED, DIGITS_AND_LETTERS, ELLIPSIS, EACH_ELEMENT -> true;
            case WORD -> {
                Keyword keyword = keyword(ahead);
                yield keyword == null || !keyword.reserved();
            }
            default -> false;
        };
    }

    public Name name() {
        if (!atName(0)) {
            throw expected("a name");
        }
        return nameAsWritten();
    }

    /**
     * Takes a name that the server prints without quotes, whatever it contains; {@code end} detects the text that
     * follows it. In a text that was not printed by the server it is an ordinary name.
     */
    public Name bareName(BooleanSupplier end) {
        if (!shown() || kind() == TokenKind.BACKQUOTED) {
            return name();
        }
        int start = position;
        do {
            advance();
        } while (!atEnd() && !end.getAsBoolean());
        return new Name(textSince(start), false, since(start));
    }

    /** Takes the word here as a name, reserved or not. */
    public Name nameAsWritten() {
        Span span = tokens.span(position);
        boolean quoted = tokens.kind(position) == TokenKind.BACKQUOTED;
        String text = quoted ? tokens.unquotedName(position) : tokens.text(position);
        advance();
        return new Name(text, quoted, span);
    }

    /** Takes a dot and the name behind it; returns null if there is no dot. */
    @Nullable
    public Name dotName() {
        if (tokens.kind(position) == TokenKind.DOT_AND_NAME) {
            Span whole = tokens.span(position);
            String text = tokens.text(position).substring(1);
            advance();
            return new Name(
                    text, false, new Span(whole.line(), whole.column() + 1, whole.offset() + 1, whole.length() - 1));
        }
        if (tokens.kind(position) != TokenKind.DOT) {
            return null;
        }
        advance();
        return name();
    }

    public QualifiedName qualifiedName() {
        Name first = name();
        Name next = dotName();
        if (next == null) {
            return new QualifiedName(List.of(first));
        }
        List<Name> parts = new ArrayList<>();
        parts.add(first);
        for (; next != null; next = dotName()) {
            parts.add(next);
        }
        return new QualifiedName(parts);
    }

    public String text() {
        if (!at(TokenKind.TEXT)) {
            throw unexpected();
        }
        String value = textValue();
        advance();
        return value;
    }

    /** Takes the text of a default. In its output, the server writes a form feed as {@code \f}, which it does not parse. */
    public String defaultText() {
        String value = tokens.stringValue(position, shown());
        advance();
        return value;
    }

    /** Returns the value of the string here without taking it. */
    public String textValue() {
        return tokens.stringValue(position);
    }

    /** Takes {@code ("text")}. */
    public String textInParentheses() {
        expect(TokenKind.LEFT_PARENTHESIS);
        String text = text();
        expect(TokenKind.RIGHT_PARENTHESIS);
        return text;
    }

    /** Takes a name, or a string in place of a name. */
    public Name nameOrText() {
        if (at(TokenKind.TEXT)) {
            Span span = tokens.span(position);
            char quote = firstCharacter();
            return new Name(text(), quote, span);
        }
        return name();
    }

    public int integer() {
        long value = number();
        if (value > Integer.MAX_VALUE) {
            throw error(SyntaxRule.NUMBER_TOO_LARGE, tokens.span(position - 1), value);
        }
        return (int) value;
    }

    public long number() {
        if (!at(TokenKind.INTEGER)) {
            throw unexpected();
        }
        Span span = span();
        String text = tokens.text(position);
        advance();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException tooLong) {
            throw error(SyntaxRule.NUMBER_TOO_LARGE, span, text);
        }
    }

    /** Takes {@code ${name:fallback}}. */
    public Placeholder placeholder() {
        Span span = span();
        String inner = tokens.source().substring(span.offset() + 2, span.offset() + span.length() - 1);
        advance();
        Placeholder placeholder = Placeholder.inside(inner);
        if (placeholder.name().isEmpty()) {
            throw error(SyntaxRule.PLACEHOLDER_WITHOUT_NAME, span);
        }
        return placeholder;
    }

    /** Returns the first character of the token, which is the quote of a string. */
    public char firstCharacter() {
        return tokens.source().charAt(tokens.start(position));
    }

    public String tokenText() {
        return tokens.text(position);
    }

    /** Takes {@code (a, b)} with at least one item. */
    public <T> List<T> parenthesized(Supplier<T> item) {
        expect(TokenKind.LEFT_PARENTHESIS);
        List<T> items = separated(item);
        expect(TokenKind.RIGHT_PARENTHESIS);
        return items;
    }

    /** Takes {@code a, b} with at least one item. */
    public <T> List<T> separated(Supplier<T> item) {
        List<T> items = new ArrayList<>();
        do {
            items.add(item.get());
        } while (take(TokenKind.COMMA));
        return items;
    }

    /** Takes {@code (a, b)}; returns an empty list if there is no parenthesis. */
    public <T> List<T> optionalList(Supplier<T> item) {
        return at(TokenKind.LEFT_PARENTHESIS) ? parenthesized(item) : List.of();
    }

    /** Takes {@code (a, b)} or {@code a, b}. */
    public <T> List<T> optionallyParenthesized(Supplier<T> item) {
        return at(TokenKind.LEFT_PARENTHESIS) ? parenthesized(item) : separated(item);
    }

    /** Takes {@code (a, b)}, or a single item without parentheses. */
    public <T> List<T> oneOrMore(Supplier<T> item) {
        return at(TokenKind.LEFT_PARENTHESIS) ? parenthesized(item) : List.of(item.get());
    }

    public List<Name> names() {
        return parenthesized(this::name);
    }

    /** Takes {@code (a, b)}; returns an empty list if there is no parenthesis. */
    public List<Name> optionalNames() {
        return optionalList(this::name);
    }

    /** Returns how many tokens behind an opening parenthesis the one is that closes a list of names, or 0. */
    public int endOfNames(int opening) {
        int ahead = opening + 1;
        while (atName(ahead) && kind(ahead + 1) == TokenKind.COMMA) {
            ahead += 2;
        }
        return atName(ahead) && kind(ahead + 1) == TokenKind.RIGHT_PARENTHESIS ? ahead + 1 : 0;
    }

    public Span span() {
        return tokens.span(position);
    }

    /** Returns the span from a token to the last taken one. */
    public Span since(int start) {
        return tokens.span(start, Math.max(start, position - 1));
    }

    /** Returns the text from a token to the last taken one. */
    public String textSince(int start) {
        return tokens.source().substring(tokens.start(start), tokens.end(Math.max(start, position - 1)));
    }

    /** Returns the offset behind the last taken token. */
    public int endOfLast() {
        return tokens.end(Math.max(0, position - 1));
    }

    /** Returns the text between the previous token and this one: blanks and comments. */
    public String gap() {
        return tokens.source().substring(tokens.end(position - 1), tokens.start(position));
    }

    public String textAt(Span span) {
        return tokens.source().substring(span.offset(), span.offset() + span.length());
    }

    /** Returns whether the statement ends here. */
    public boolean atEnd() {
        return endsAhead(0);
    }

    public boolean endsAhead(int ahead) {
        return kind(ahead) == TokenKind.END || kind(ahead) == TokenKind.SEMICOLON;
    }

    /** Enters a construct that may contain another one of its kind, and checks the depth. */
    public void enter() {
        if (++depth > DEEPEST) {
            throw error(SyntaxRule.NESTING_DEPTH, span(), DEEPEST);
        }
    }

    public void leave() {
        depth--;
    }

    /** Skips the rest of a statement that is kept as text, and checks that its brackets match. */
    public void skipStatement() {
        skipRest(false);
    }

    /** Skips the rest of a clause that is kept as text, up to a comma outside brackets. */
    public void skipClause() {
        skipRest(true);
    }

    private void skipRest(boolean clause) {
        Deque<TokenKind> closing = new ArrayDeque<>();
        while (!atEnd() && !(clause && closing.isEmpty() && kind() == TokenKind.COMMA)) {
            switch (kind()) {
                case LEFT_PARENTHESIS -> closing.push(TokenKind.RIGHT_PARENTHESIS);
                case LEFT_BRACKET -> closing.push(TokenKind.RIGHT_BRACKET);
                case LEFT_BRACE -> closing.push(TokenKind.RIGHT_BRACE);
                case RIGHT_PARENTHESIS, RIGHT_BRACKET, RIGHT_BRACE -> {
                    if (kind() != closing.poll()) {
                        throw error(SyntaxRule.BRACKET_UNOPENED, span(), kind().description());
                    }
                }
                default -> {
                    // All other tokens are not brackets.
                }
            }
            advance();
        }
        if (!closing.isEmpty()) {
            throw expected(closing.element().description());
        }
    }

    public SqlSyntaxException error(SyntaxRule rule, Span at, Object... arguments) {
        return new SqlSyntaxException(rule, at, tokens.source(), arguments);
    }

    /**
     * Records an error in text that can be parsed but that the server refuses while parsing. The server reports such
     * errors only if the whole text can be parsed.
     */
    public void refuse(SyntaxRule rule, Span at, Object... arguments) {
        if (refusal == null && !shown()) {
            refusal = error(rule, at, arguments);
        }
    }

    public void throwRefusal() {
        if (refusal != null) {
            throw refusal;
        }
    }

    public SqlSyntaxException expected(String expectation) {
        return error(SyntaxRule.UNEXPECTED_INPUT, span(), shownToken(), expectation);
    }

    /** Returns an error that lists the tokens that were expected here. */
    public SqlSyntaxException unexpected() {
        return expectations.isEmpty()
                ? error(SyntaxRule.SUPERFLUOUS_INPUT, span(), shownToken())
                : expected(expectations.toString());
    }

    private String shownToken() {
        if (kind() == TokenKind.END) {
            return "<EOF>";
        }
        String text = tokens.text(position);
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
    }
}

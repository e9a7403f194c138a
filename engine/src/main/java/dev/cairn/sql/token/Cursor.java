package dev.cairn.sql.token;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.PlaceholderResolver;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The cursor from which the parsers read, with the names, literals and lists that all statements have in common. All
 * parsers of one text share it, so each continues where another one has stopped.
 */
public final class Cursor extends TokenCursor {
    /** The deepest nesting that a thread with a stack of half a megabyte can parse and compare. */
    private static final int MAX_DEPTH = 200;

    private final PlaceholderResolver placeholderResolver;
    private int depth;
    /**
     * The number of question marks before {@link #countedPosition}, so that they are not counted again from the start.
     */
    private int parameterCount;

    private int countedPosition;

    public Cursor(Tokens tokens, TextOrigin origin) {
        this(tokens, origin, PlaceholderResolver.KEEP_PLACEHOLDERS);
    }

    public Cursor(Tokens tokens, TextOrigin origin, PlaceholderResolver placeholderResolver) {
        super(tokens, origin);
        this.placeholderResolver = placeholderResolver;
    }

    public PlaceholderResolver placeholderResolver() {
        return placeholderResolver;
    }

    /** Returns the number of question marks before the current token. */
    public int countParametersBefore() {
        if (position() < countedPosition) {
            parameterCount = 0;
            countedPosition = 0;
        }
        for (; countedPosition < position(); countedPosition++) {
            parameterCount += tokens.kind(countedPosition) == TokenKind.QUESTION ? 1 : 0;
        }
        return parameterCount;
    }

    /** Records a refusal of the first question mark since a position, if there is one. */
    public void refuseParametersSince(int start) {
        for (int tokenIndex = start; tokenIndex < position(); tokenIndex++) {
            if (tokens.kind(tokenIndex) == TokenKind.QUESTION) {
                recordRefusal(SyntaxRule.PARAMETER_OUTSIDE_QUERY, tokens.span(tokenIndex, tokenIndex));
                return;
            }
        }
    }

    /**
     * Returns whether the token at the given distance can be an identifier: a word that is not reserved, a quoted name,
     * or {@code ...} and {@code [*]}.
     */
    public boolean isNameAhead(int distance) {
        return switch (kind(distance)) {
            case BACKQUOTED, DIGITS_AND_LETTERS, ELLIPSIS, EACH_ELEMENT -> true;
            case WORD -> {
                Keyword keyword = keyword(distance);
                yield keyword == null || !keyword.isReserved();
            }
            default -> false;
        };
    }

    public void skipSemicolons() {
        while (kind() == TokenKind.SEMICOLON) {
            advance();
        }
    }

    public Name readName() {
        if (!isNameAhead(0)) {
            throw expectedNameError("a name");
        }
        return readAnyName();
    }

    /**
     * Reads a name that the server prints without quotes, whatever characters it has. In a text that the server has not
     * printed, the name is an ordinary one.
     *
     * @param isAfterName returns whether the current token is the first one after the name; it is called after each
     *     token of the name
     */
    public Name readBareName(BooleanSupplier isAfterName) {
        if (!isPrintedByServer() || kind() == TokenKind.BACKQUOTED) {
            return readName();
        }
        int start = position();
        do {
            advance();
        } while (!isAtStatementEnd() && !isAfterName.getAsBoolean());
        return Name.ofUnquoted(textSince(start), spanSince(start));
    }

    /** Reads the current word as a name, whether it is reserved or not. */
    public Name readAnyName() {
        Span span = tokens.span(position());
        boolean isQuoted = tokens.kind(position()) == TokenKind.BACKQUOTED;
        String text = isQuoted ? tokens.unquotedName(position()) : tokens.text(position());
        advance();
        return new Name(text, isQuoted, span);
    }

    /** Reads a dot and the name after it; returns null if no dot follows. */
    @Nullable
    public Name readNameAfterDot() {
        if (tokens.kind(position()) == TokenKind.DOT_AND_NAME) {
            Span wholeSpan = tokens.span(position());
            String text = tokens.text(position()).substring(1);
            advance();
            return Name.ofUnquoted(
                    text,
                    new Span(wholeSpan.line(), wholeSpan.column() + 1, wholeSpan.offset() + 1, wholeSpan.length() - 1));
        }
        if (tokens.kind(position()) != TokenKind.DOT) {
            return null;
        }
        advance();
        return readName();
    }

    public QualifiedName readQualifiedName() {
        Name firstName = readName();
        Name nextName = readNameAfterDot();
        if (nextName == null) {
            return new QualifiedName(List.of(firstName));
        }
        List<Name> nameParts = new ArrayList<>();
        nameParts.add(firstName);
        for (; nextName != null; nextName = readNameAfterDot()) {
            nameParts.add(nextName);
        }
        return new QualifiedName(nameParts);
    }

    /** Reads a string, and returns its value. */
    public String readText() {
        if (!isAt(TokenKind.TEXT)) {
            throw unexpectedTokenError();
        }
        String value = peekTextValue();
        advance();
        return value;
    }

    /**
     * Reads the text of a default; the current token must be a string. The server prints a form feed as {@code \f}, but
     * does not parse this escape.
     */
    public String readDefaultText() {
        String value = tokens.stringValue(position(), isPrintedByServer());
        advance();
        return value;
    }

    /** Returns the value of the current string without moving the cursor. */
    public String peekTextValue() {
        return tokens.stringValue(position());
    }

    /** Reads {@code ("text")}. */
    public String readTextInParentheses() {
        expect(TokenKind.LEFT_PARENTHESIS);
        String text = readText();
        expect(TokenKind.RIGHT_PARENTHESIS);
        return text;
    }

    /** Reads a name, or a string in place of a name. */
    public Name readNameOrText() {
        if (isAt(TokenKind.TEXT)) {
            Span span = tokens.span(position());
            char quote = firstCharacter();
            return new Name(readText(), quote, span);
        }
        return readName();
    }

    /** Reads an integer that fits an int; a larger one is a syntax error. */
    public int readInt() {
        long value = readLong();
        if (value > Integer.MAX_VALUE) {
            throw error(SyntaxRule.INVALID_LITERAL, tokens.span(position() - 1), "numeric", value);
        }
        return (int) value;
    }

    /** Reads an integer that fits a long; a larger one is a syntax error. */
    public long readLong() {
        if (!isAt(TokenKind.INTEGER)) {
            throw unexpectedTokenError();
        }
        Span span = span();
        String text = tokens.text(position());
        advance();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException ignored) {
            throw error(SyntaxRule.INVALID_LITERAL, span, "numeric", text);
        }
    }

    /** Reads {@code ${name:fallback}}. */
    public Placeholder readPlaceholder() {
        Span span = span();
        String content = tokens.source().substring(span.offset() + 2, span.endOffset() - 1);
        advance();
        Placeholder placeholder = Placeholder.parseContent(content);
        if (placeholder.name().isEmpty()) {
            throw error(SyntaxRule.PLACEHOLDER_WITHOUT_NAME, span);
        }
        return placeholder;
    }

    /** Returns the first character of the current token; for a string, its quote. */
    public char firstCharacter() {
        return tokens.source().charAt(tokens.start(position()));
    }

    public String tokenText() {
        return tokens.text(position());
    }

    /** Reads {@code (a, b)} with at least one item. */
    public <T> List<T> readListInParentheses(Supplier<T> itemReader) {
        expect(TokenKind.LEFT_PARENTHESIS);
        List<T> items = readCommaList(itemReader);
        expect(TokenKind.RIGHT_PARENTHESIS);
        return items;
    }

    /** Reads {@code a, b} with at least one item. */
    public <T> List<T> readCommaList(Supplier<T> itemReader) {
        List<T> items = new ArrayList<>();
        do {
            items.add(itemReader.get());
        } while (accept(TokenKind.COMMA));
        return items;
    }

    /** Reads {@code (a, b)}; returns an empty list if there is no parenthesis. */
    public <T> List<T> readOptionalList(Supplier<T> itemReader) {
        return isAt(TokenKind.LEFT_PARENTHESIS) ? readListInParentheses(itemReader) : List.of();
    }

    /** Reads {@code (a, b)} or {@code a, b}. */
    public <T> List<T> readListWithOptionalParentheses(Supplier<T> itemReader) {
        return isAt(TokenKind.LEFT_PARENTHESIS) ? readListInParentheses(itemReader) : readCommaList(itemReader);
    }

    /** Reads {@code (a, b)}, or a single item without parentheses. */
    public <T> List<T> readListOrSingleItem(Supplier<T> itemReader) {
        return isAt(TokenKind.LEFT_PARENTHESIS) ? readListInParentheses(itemReader) : List.of(itemReader.get());
    }

    public List<Name> readNamesInParentheses() {
        return readListInParentheses(this::readName);
    }

    /** Reads {@code (a, b)}; returns an empty list if there is no parenthesis. */
    public List<Name> readOptionalNames() {
        return readOptionalList(this::readName);
    }

    /**
     * Returns how many tokens ahead the parenthesis is that closes a list of names; 0 if there is no such list.
     *
     * @param openingDistance how many tokens ahead the opening parenthesis is, from 0
     */
    public int findDistanceToEndOfNames(int openingDistance) {
        int distance = openingDistance + 1;
        while (isNameAhead(distance) && kind(distance + 1) == TokenKind.COMMA) {
            distance += 2;
        }
        return isNameAhead(distance) && kind(distance + 1) == TokenKind.RIGHT_PARENTHESIS ? distance + 1 : 0;
    }

    /** Enters a construct that may contain another one of its kind, and checks the depth. */
    public void enterLevel() {
        if (++depth > MAX_DEPTH) {
            throw error(SyntaxRule.NESTING_DEPTH, span(), "text", MAX_DEPTH);
        }
    }

    public void leaveLevel() {
        depth--;
    }

    @Override
    public <T> @Nullable T parseOrReset(Supplier<@Nullable T> statementParser) {
        int depthBefore = depth;
        T statement = super.parseOrReset(statementParser);
        // A parser that fails leaves no level.
        depth = depthBefore;
        return statement;
    }

    /** Skips the rest of a statement that is kept as text, and checks that its brackets match. */
    public void skipStatement() {
        skipBalanced(false);
    }

    /** Skips the rest of a clause that is kept as text, up to a comma outside brackets. */
    public void skipClause() {
        skipBalanced(true);
    }

    private void skipBalanced(boolean stopsAtComma) {
        Deque<TokenKind> closingBrackets = new ArrayDeque<>();
        while (!isAtStatementEnd() && !(stopsAtComma && closingBrackets.isEmpty() && kind() == TokenKind.COMMA)) {
            switch (kind()) {
                case LEFT_PARENTHESIS -> closingBrackets.push(TokenKind.RIGHT_PARENTHESIS);
                case LEFT_BRACKET -> closingBrackets.push(TokenKind.RIGHT_BRACKET);
                case LEFT_BRACE -> closingBrackets.push(TokenKind.RIGHT_BRACE);
                case RIGHT_PARENTHESIS, RIGHT_BRACKET, RIGHT_BRACE -> {
                    if (kind() != closingBrackets.poll()) {
                        throw error(SyntaxRule.UNOPENED_BRACKET, span(), kind().description());
                    }
                }
                default -> {
                    // All other tokens are not brackets.
                }
            }
            advance();
        }
        if (!closingBrackets.isEmpty()) {
            throw expectedError(closingBrackets.element().description());
        }
    }
}

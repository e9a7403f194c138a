package dev.cairn.embedded.token;

import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TokenKind;
import dev.cairn.sql.token.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Reads, token by token, a statement that the engine does not parse. The methods whose names begin with {@code read} or
 * {@code expect} throw the server's syntax error, a {@link Refusal}, if the expected input does not come next.
 */
public final class TokenReader {
    private final String statement;
    private final Tokens tokens;
    /** The index of the next token. */
    private int nextTokenIndex;

    public TokenReader(String statement) {
        this.statement = statement;
        this.tokens = Lexer.tokenize(statement);
    }

    /** Returns a reader of the tokens after the first word of a statement. */
    public static TokenReader afterKeyword(String statement) {
        TokenReader tokens = new TokenReader(statement);
        tokens.readKeyword();
        return tokens;
    }

    private TokenKind nextTokenKind() {
        return tokens.kind(nextTokenIndex);
    }

    /** Skips semicolons, and returns whether the statement then ends. */
    public boolean acceptEnd() {
        while (nextTokenKind() == TokenKind.SEMICOLON) {
            nextTokenIndex++;
        }
        return nextTokenKind() == TokenKind.END;
    }

    /** Skips semicolons; refuses any other token before the end of the statement. */
    public void expectEnd() {
        if (!acceptEnd()) {
            throw createUnexpectedInputRefusal();
        }
    }

    /** Returns whether the next tokens are these words and symbols; case-insensitive. */
    public boolean isAt(String... tokenTexts) {
        for (int i = 0; i < tokenTexts.length; i++) {
            int tokenIndex = nextTokenIndex + i;
            if (tokenIndex >= tokens.count() || !tokens.text(tokenIndex).equalsIgnoreCase(tokenTexts[i])) {
                return false;
            }
        }
        return true;
    }

    /** Skips these words and symbols if they come next, and returns whether they did. */
    public boolean accept(String... tokenTexts) {
        boolean isAtTokens = isAt(tokenTexts);
        if (isAtTokens) {
            nextTokenIndex += tokenTexts.length;
        }
        return isAtTokens;
    }

    /** Skips these words and symbols; refuses the statement if they do not come next. */
    public void expect(String... tokenTexts) {
        if (!accept(tokenTexts)) {
            throw createUnexpectedInputRefusal();
        }
    }

    public boolean isAtText() {
        return nextTokenKind() == TokenKind.TEXT;
    }

    /** Reads a quoted string, and returns its value without the quotes. */
    public String readText() {
        if (!isAtText()) {
            throw createUnexpectedInputRefusal();
        }
        return tokens.stringValue(nextTokenIndex++);
    }

    /** Reads a string in single quotes, and returns what is written between them, with all escape characters. */
    public String readSingleQuotedSource() {
        String quotedText = tokens.text(nextTokenIndex);
        if (!isAtText() || !quotedText.startsWith("'")) {
            throw createUnexpectedInputRefusal();
        }
        nextTokenIndex++;
        return quotedText.substring(1, quotedText.length() - 1);
    }

    /** Reads an identifier. */
    public String readName() {
        return switch (nextTokenKind()) {
            case BACKQUOTED -> tokens.unquotedName(nextTokenIndex++);
            case WORD, INTEGER, DIGITS_AND_LETTERS -> tokens.text(nextTokenIndex++);
            default -> throw createUnexpectedInputRefusal();
        };
    }

    /** Reads identifiers that are separated by dots. */
    public QualifiedName readQualifiedName() {
        List<String> parts = new ArrayList<>(List.of(readName()));
        while (accept(".")) {
            parts.add(readName());
        }
        return QualifiedName.of(parts.toArray(String[]::new));
    }

    /** Reads an identifier, or a quoted string; returns it without the quotes. */
    public String readNameOrText() {
        return isAtText() ? readText() : readName();
    }

    /** Reads a bare word and returns it in upper case. */
    public String readKeyword() {
        if (nextTokenKind() != TokenKind.WORD) {
            throw createUnexpectedInputRefusal();
        }
        return tokens.text(nextTokenIndex++).toUpperCase(Locale.ROOT);
    }

    /** Reads an unsigned integer of up to 63 bits. */
    public long readNumber() {
        String numberText = readName();
        try {
            return Long.parseLong(numberText);
        } catch (NumberFormatException failure) {
            nextTokenIndex--;
            throw createUnexpectedInputRefusal();
        }
    }

    /** Reads one or more items, separated by commas. */
    public <T> List<T> readCommaList(Supplier<T> itemReader) {
        List<T> items = new ArrayList<>();
        do {
            items.add(itemReader.get());
        } while (accept(","));
        return items;
    }

    /** Reads the text up to a comma outside of parentheses and brackets, or to the end. An empty text is refused. */
    public String readTextUntilComma() {
        int startTokenIndex = nextTokenIndex;
        int bracketDepth = 0;
        while (nextTokenKind() != TokenKind.END
                && nextTokenKind() != TokenKind.SEMICOLON
                && (bracketDepth > 0 || !isAt(","))) {
            bracketDepth += isAt("(") || isAt("[") || isAt("{") ? 1 : isAt(")") || isAt("]") || isAt("}") ? -1 : 0;
            nextTokenIndex++;
        }
        if (nextTokenIndex == startTokenIndex) {
            throw createUnexpectedInputRefusal();
        }
        return extractText(tokens.span(startTokenIndex, nextTokenIndex - 1));
    }

    /** Reads the rest of the statement, including trailing semicolons; empty at the end. */
    public String readRemainder() {
        Span startSpan = tokens.span(nextTokenIndex, nextTokenIndex);
        while (nextTokenKind() != TokenKind.END) {
            nextTokenIndex++;
        }
        return statement.substring(startSpan.offset());
    }

    private String extractText(Span span) {
        return span.textIn(statement);
    }

    /** Returns the server's syntax error about the next token, for the caller to throw. */
    public Refusal createUnexpectedInputRefusal() {
        String input = nextTokenKind() == TokenKind.END ? "<EOF>" : tokens.text(nextTokenIndex);
        return Refusal.ofSyntax(Span.NONE, SyntaxRule.SUPERFLUOUS_INPUT, input);
    }
}

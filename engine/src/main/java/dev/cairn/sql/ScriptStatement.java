package dev.cairn.sql;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.parse.StatementParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.TextOrigin;
import dev.cairn.sql.token.TokenKind;
import dev.cairn.sql.token.Tokens;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a script, parsed independently of the others, so a syntax error in one statement does not hide the
 * others.
 *
 * @param text the statement without its semicolon
 * @param span the place of the statement in the script
 * @param statement the parsed statement; null if the text can't be parsed
 * @param syntaxError the syntax error, with its place in the script; null if the statement is valid
 * @param objectName the table, view or materialized view that the first words name, even if the statement can't be parsed;
 *     null if they name none
 */
public record ScriptStatement(
        String text,
        Span span,
        @Nullable Statement statement,
        @Nullable SqlSyntaxException syntaxError,
        @Nullable QualifiedName objectName) {
    private static final Set<Keyword> DDL_KEYWORDS =
            EnumSet.of(Keyword.CREATE, Keyword.ALTER, Keyword.DROP, Keyword.TRUNCATE);

    private static final Set<Keyword> KEYWORDS_BEFORE_KIND =
            EnumSet.of(Keyword.OR, Keyword.REPLACE, Keyword.TEMPORARY, Keyword.EXTERNAL, Keyword.MATERIALIZED);

    private static final Set<Keyword> KEYWORDS_BEFORE_NAME = EnumSet.of(Keyword.IF, Keyword.NOT, Keyword.EXISTS);

    /**
     * Splits a text into the statements between its semicolons.
     *
     * @throws SqlSyntaxException if the text can't be split into tokens, for example because a string is not
     *     terminated, so the boundaries of the statements are unknown
     */
    static List<ScriptStatement> split(String source) {
        Tokens tokens = Lexer.tokenize(source);
        List<ScriptStatement> statements = new ArrayList<>();
        int firstIndex = 0;
        for (int index = 0; index < tokens.count(); index++) {
            TokenKind kind = tokens.kind(index);
            if (kind == TokenKind.SEMICOLON || kind == TokenKind.END) {
                if (index > firstIndex) {
                    statements.add(of(source, tokens.span(firstIndex, index - 1)));
                }
                firstIndex = index + 1;
            }
        }
        return statements;
    }

    private static ScriptStatement of(String source, Span span) {
        String text = span.textIn(source);
        Tokens tokens = Lexer.tokenize(text);
        QualifiedName objectName =
                parseObjectName(new Cursor(tokens, TextOrigin.WRITTEN)).orElse(null);
        try {
            return new ScriptStatement(
                    text,
                    span,
                    new StatementParser(new Cursor(tokens, TextOrigin.WRITTEN)).parseSingleStatement(),
                    null,
                    objectName);
        } catch (SqlSyntaxException failure) {
            return new ScriptStatement(
                    text, span, null, failure.withSpan(source, toScriptSpan(failure.span(), span)), objectName);
        }
    }

    /** Translates a place in the statement to the place in the script. */
    private static Span toScriptSpan(Span innerSpan, Span statementSpan) {
        int column = innerSpan.line() == 1 ? statementSpan.column() + innerSpan.column() - 1 : innerSpan.column();
        return new Span(
                statementSpan.line() + innerSpan.line() - 1,
                column,
                statementSpan.offset() + innerSpan.offset(),
                innerSpan.length());
    }

    /**
     * Returns the name of the table or view that a DDL statement affects, read from its first words alone; empty for
     * any other statement.
     */
    private static Optional<QualifiedName> parseObjectName(Cursor cursor) {
        Keyword firstKeyword = cursor.keyword();
        if (firstKeyword == null || !DDL_KEYWORDS.contains(firstKeyword)) {
            return Optional.empty();
        }
        do {
            cursor.advance();
        } while (isAtOneOf(cursor, KEYWORDS_BEFORE_KIND));
        if (cursor.accept(Keyword.INDEX)) {
            while (!cursor.isAtStatementEnd() && !cursor.isAt(Keyword.ON)) {
                cursor.advance();
            }
            cursor.accept(Keyword.ON);
        } else if (!cursor.accept(Keyword.TABLE) && !cursor.accept(Keyword.VIEW)) {
            return Optional.empty();
        }
        while (isAtOneOf(cursor, KEYWORDS_BEFORE_NAME)) {
            cursor.advance();
        }
        List<Name> nameParts = new ArrayList<>();
        do {
            if (!mayBeName(cursor.kind())) {
                return Optional.empty();
            }
            nameParts.add(cursor.kind() == TokenKind.TEXT ? cursor.readNameOrText() : cursor.readAnyName());
        } while (cursor.accept(TokenKind.DOT));
        return Optional.of(new QualifiedName(nameParts));
    }

    /**
     * Returns whether a token may be intended as a name. Users also write reserved words and quoted texts where a name
     * must stand, although neither is a valid name.
     */
    private static boolean mayBeName(TokenKind kind) {
        return kind == TokenKind.WORD
                || kind == TokenKind.BACKQUOTED
                || kind == TokenKind.DIGITS_AND_LETTERS
                || kind == TokenKind.TEXT;
    }

    private static boolean isAtOneOf(Cursor cursor, Set<Keyword> keywords) {
        Keyword keyword = cursor.keyword();
        return keyword != null && keywords.contains(keyword);
    }
}

package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.Remainder;
import dev.cairn.sql.token.StatementPrefixes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that are kept as text: of these only the first words are checked, and that their brackets match. */
final class OpaqueParser {
    private static final int KEPT_WORDS = 3;

    private final Cursor cursor;

    private final ClauseParser clauses;

    OpaqueParser(Cursor cursor, ClauseParser clauses) {
        this.cursor = cursor;
        this.clauses = clauses;
    }

    Statement opaque(int start) {
        if (!StatementPrefixes.begin(cursor.keyword())) {
            throw cursor.expected("a statement");
        }
        if (!StatementPrefixes.goesOn(cursor.keyword(), cursor.keyword(1))) {
            cursor.advance();
            throw cursor.unexpected();
        }
        List<String> keywords = keywordsFrom(start);
        QualifiedName target = target();
        Remainder.ofStatement(cursor);
        return new Statement.Opaque(cursor.textSince(start), keywords, target, cursor.since(start));
    }

    private List<String> keywordsFrom(int start) {
        List<String> keywords = new ArrayList<>();
        for (int token = start; token < start + KEPT_WORDS; token++) {
            Keyword word = cursor.keywordOf(token);
            if (word == null) {
                break;
            }
            keywords.add(word.name());
        }
        return keywords;
    }

    /** A query whose rows go into a file, at INTO. */
    Statement intoFile(int start) {
        cursor.expect(Keyword.INTO, Keyword.OUTFILE);
        cursor.text();
        if (cursor.take(Keyword.FORMAT)) {
            cursor.expect(Keyword.AS);
            cursor.nameOrText();
        }
        clauses.properties();
        return new Statement.Opaque(cursor.textSince(start), keywordsFrom(start), null, cursor.since(start));
    }

    /** Whether the common tables that begin here serve an UPDATE or DELETE. */
    boolean changesRows() {
        int depth = 0;
        for (int ahead = 0; !cursor.endsAhead(ahead); ahead++) {
            Keyword word = cursor.keyword(ahead);
            if (depth == 0 && (word == Keyword.UPDATE || word == Keyword.DELETE || word == Keyword.SELECT)) {
                return word != Keyword.SELECT;
            }
            if (cursor.kind(ahead) == TokenKind.LEFT_PARENTHESIS) {
                depth++;
            } else if (cursor.kind(ahead) == TokenKind.RIGHT_PARENTHESIS) {
                depth--;
            }
        }
        return false;
    }

    /** The table that is written to; the cursor ends somewhere in the statement. */
    private @Nullable QualifiedName target() {
        if (cursor.keyword() == Keyword.WITH) {
            skipCommonTables();
        }
        Keyword word = cursor.keyword();
        if (word == Keyword.INSERT) {
            cursor.advance();
            cursor.advance();
            return cursor.atName(0) && !isBlackhole() && !isFiles() ? cursor.qualifiedName() : null;
        }
        if (word == Keyword.UPDATE) {
            cursor.advance();
            return cursor.qualifiedName();
        }
        if (word == Keyword.DELETE && cursor.keyword(1) == Keyword.FROM) {
            cursor.advance();
            cursor.advance();
            return cursor.qualifiedName();
        }
        return null;
    }

    private boolean isBlackhole() {
        return cursor.keyword() == Keyword.BLACKHOLE && cursor.kind(1) == TokenKind.LEFT_PARENTHESIS;
    }

    private boolean isFiles() {
        return cursor.keyword() == Keyword.FILES
                && cursor.kind(1) == TokenKind.LEFT_PARENTHESIS
                && cursor.kind(2) == TokenKind.TEXT;
    }

    /** Up to what the common tables serve: an UPDATE or DELETE, or else the SELECT. */
    private void skipCommonTables() {
        int depth = 0;
        while (!cursor.atEnd()) {
            TokenKind kind = cursor.kind();
            Keyword word = cursor.keyword();
            if (depth == 0 && (word == Keyword.UPDATE || word == Keyword.DELETE || word == Keyword.SELECT)) {
                return;
            }
            if (kind == TokenKind.LEFT_PARENTHESIS) {
                depth++;
            } else if (kind == TokenKind.RIGHT_PARENTHESIS) {
                depth--;
            }
            cursor.advance();
        }
    }
}

package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.Security;
import dev.cairn.sql.ast.ViewStatement.ViewColumn;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.QueryParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Parses CREATE, ALTER and DROP of views. */
final class ViewParser {
    private final Cursor cursor;
    private final ClauseParser clauses;
    private final QueryParser queries;

    ViewParser(Cursor cursor, ClauseParser clauses, QueryParser queries) {
        this.cursor = cursor;
        this.clauses = clauses;
        this.queries = queries;
    }

    /** Parses the statement; the cursor is behind CREATE VIEW. */
    Statement create(boolean orReplace, int start) {
        return create(orReplace, start, queries::written);
    }

    /** Parses the statement and keeps the query as text; the cursor is behind CREATE VIEW. */
    Statement createUnread(boolean orReplace, int start) {
        return create(orReplace, start, this::unread);
    }

    private QueryText unread() {
        int start = cursor.position();
        if (cursor.atEnd()) {
            throw cursor.expected("a query");
        }
        cursor.skipStatement();
        String text = cursor.textSince(start);
        Span span = cursor.since(start);
        return new QueryText(text, Query.unread(text, span), span);
    }

    private Statement create(boolean orReplace, int start, Supplier<QueryText> asked) {
        boolean ifNotExists = cursor.ifNotExists();
        QualifiedName name = cursor.qualifiedName();
        List<ViewColumn> columns = columns();
        String comment = clauses.comment();
        Security security = cursor.take(Keyword.SECURITY) ? security() : null;
        List<Property> properties = clauses.properties();
        cursor.expect(Keyword.AS);
        QueryText query = asked.get();
        Span span = cursor.since(start);
        if (orReplace && ifNotExists) {
            cursor.refuse(SyntaxRule.VIEW_OPTIONS_CONFLICT, span);
        }
        return new ViewStatement.CreateView(
                orReplace, ifNotExists, name, columns, comment, security, properties, query, span);
    }

    private List<ViewColumn> columns() {
        return cursor.at(TokenKind.LEFT_PARENTHESIS) ? cursor.parenthesized(this::column) : List.of();
    }

    ViewColumn column() {
        int start = cursor.position();
        Name name = cursor.name();
        String comment = clauses.comment();
        return new ViewColumn(name, comment, cursor.since(start));
    }

    private Security security() {
        if (cursor.take(Keyword.NONE)) {
            return Security.NONE;
        }
        cursor.expect(Keyword.INVOKER);
        return Security.INVOKER;
    }

    /** Parses the statement; the cursor is behind ALTER VIEW. */
    Statement alter(int start) {
        QualifiedName name = cursor.qualifiedName();
        String foreign = foreignChange();
        if (foreign != null) {
            return new ViewStatement.AlterForeignView(name, foreign, cursor.since(start));
        }
        if (cursor.take(Keyword.SET)) {
            cursor.expect(Keyword.SECURITY);
            Security security = security();
            return new ViewStatement.SecureView(name, security, cursor.since(start));
        }
        List<ViewColumn> columns = columns();
        cursor.expect(Keyword.AS);
        QueryText query = queries.written();
        return new ViewStatement.RedefineView(name, columns, query, cursor.since(start));
    }

    /** Parses a change that only views of external catalogs support; returns null if the next token begins no such change. */
    private @Nullable String foreignChange() {
        int start = cursor.position();
        if (cursor.at(Keyword.SET, Keyword.PROPERTIES)) {
            cursor.advance();
            clauses.properties();
            return cursor.textSince(start);
        }
        if (!cursor.take(Keyword.ADD) && !cursor.take(Keyword.MODIFY)) {
            return null;
        }
        cursor.expect(Keyword.DIALECT);
        cursor.take(Keyword.STARROCKS);
        queries.query();
        return cursor.textSince(start);
    }

    /** Parses the statement; the cursor is behind DROP VIEW. */
    Statement drop(int start) {
        boolean ifExists = cursor.ifExists();
        QualifiedName name = cursor.qualifiedName();
        return new ViewStatement.DropView(ifExists, name, cursor.since(start));
    }
}

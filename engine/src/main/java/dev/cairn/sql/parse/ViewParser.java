package dev.cairn.sql.parse;

import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.DeclaredViewColumn;
import dev.cairn.sql.ast.ViewStatement.Security;
import dev.cairn.sql.ast.ViewStatement.ViewClauses;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.SharedClauseParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parses statements about views and materialized views. The methods for the first words of a statement return null and
 * do not move the cursor if the statement is about another object.
 */
public final class ViewParser {
    private static final Map<Keyword, Security> SECURITY_BY_KEYWORD = Keyword.indexByKeyword(Security.values());

    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final SharedClauseParser clauseParser;
    private final TableClauseParser tableClauseParser;
    private final MaterializedViewParser materializedViewParser;

    public ViewParser(
            Cursor cursor,
            ExpressionParser expressionParser,
            ColumnParser columnParser,
            PartitionParser partitionParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
        this.clauseParser = expressionParser.clauseParser();
        this.tableClauseParser = new TableClauseParser(cursor, clauseParser);
        this.materializedViewParser =
                new MaterializedViewParser(cursor, expressionParser, columnParser, partitionParser);
    }

    @Nullable
    Statement parseCreate(int start) {
        Statement viewStatement = parseCreateView(expressionParser.queryParser()::parseQueryText, start);
        return viewStatement == null && acceptMaterializedView(1)
                ? materializedViewParser.parseCreate(start)
                : viewStatement;
    }

    /** Parses a CREATE VIEW whose query is kept as text. */
    @Nullable
    Statement parseCreateUnreadView(int start) {
        return parseCreateView(this::parseUnreadQuery, start);
    }

    @Nullable
    Statement parseAlter(int start) {
        if (cursor.accept(Keyword.ALTER, Keyword.VIEW)) {
            return parseAlterView(start);
        }
        if (!acceptMaterializedView(1)) {
            return null;
        }
        QualifiedName name = cursor.readQualifiedName();
        return new ViewStatement.AlterMaterializedView(
                name, materializedViewParser.parseChange(), cursor.spanSince(start));
    }

    @Nullable
    Statement parseDrop(int start) {
        boolean isMaterialized = acceptMaterializedView(1);
        if (!isMaterialized && !cursor.accept(Keyword.DROP, Keyword.VIEW)) {
            return null;
        }
        boolean ifExists = cursor.acceptIfExists();
        QualifiedName name = cursor.readQualifiedName();
        if (!isMaterialized) {
            return new ViewStatement.DropView(ifExists, name, cursor.spanSince(start));
        }
        boolean isForced = cursor.accept(Keyword.FORCE);
        return new ViewStatement.DropMaterializedView(ifExists, name, isForced, cursor.spanSince(start));
    }

    @Nullable
    Statement parseRefresh(int start) {
        return acceptMaterializedView(1) ? materializedViewParser.parseRefresh(start) : null;
    }

    @Nullable
    Statement parseCancelRefresh(int start) {
        if (cursor.keyword(1) != Keyword.REFRESH || !acceptMaterializedView(2)) {
            return null;
        }
        QualifiedName name = cursor.readQualifiedName();
        boolean isForced = cursor.accept(Keyword.FORCE);
        return new ViewStatement.CancelRefresh(name, isForced, cursor.spanSince(start));
    }

    /**
     * Returns whether MATERIALIZED VIEW is at the given distance; if so, skips all words up to and including these two.
     */
    private boolean acceptMaterializedView(int distance) {
        boolean isAhead =
                cursor.keyword(distance) == Keyword.MATERIALIZED && cursor.keyword(distance + 1) == Keyword.VIEW;
        if (isAhead) {
            cursor.skip(distance + 2);
        }
        return isAhead;
    }

    private @Nullable Statement parseCreateView(Supplier<QueryText> queryParser, int start) {
        boolean hasOrReplace = cursor.keyword(1) == Keyword.OR && cursor.keyword(3) == Keyword.VIEW;
        if (hasOrReplace) {
            cursor.advance();
            cursor.expect(Keyword.OR, Keyword.REPLACE);
            cursor.advance();
        } else if (!cursor.accept(Keyword.CREATE, Keyword.VIEW)) {
            return null;
        }
        boolean ifNotExists = cursor.acceptIfNotExists();
        QualifiedName name = cursor.readQualifiedName();
        List<DeclaredViewColumn> viewColumns = cursor.readOptionalList(tableClauseParser::parseViewColumn);
        String comment = clauseParser.parseComment();
        Security security = cursor.accept(Keyword.SECURITY) ? cursor.expectOneOf(SECURITY_BY_KEYWORD) : null;
        List<Property> properties = clauseParser.parseProperties();
        cursor.expect(Keyword.AS);
        QueryText queryText = queryParser.get();
        Span span = cursor.spanSince(start);
        if (hasOrReplace && ifNotExists) {
            cursor.recordRefusal(SyntaxRule.VIEW_OPTIONS_CONFLICT, span);
        }
        return new ViewStatement.CreateView(
                hasOrReplace
                        ? ExistingObjectPolicy.REPLACE
                        : ifNotExists ? ExistingObjectPolicy.KEEP : ExistingObjectPolicy.REFUSE,
                name,
                viewColumns,
                new ViewClauses(comment, security, properties),
                queryText,
                span);
    }

    /** Parses a query that is kept as text, up to the end of the statement. */
    private QueryText parseUnreadQuery() {
        int start = cursor.position();
        if (cursor.isAtStatementEnd()) {
            throw cursor.expectedError("a query");
        }
        cursor.skipStatement();
        String text = cursor.textSince(start);
        Span span = cursor.spanSince(start);
        return new QueryText(text, Query.ofUnread(text, span), span);
    }

    /** Parses the statement; the cursor is after ALTER VIEW. */
    private Statement parseAlterView(int start) {
        QualifiedName name = cursor.readQualifiedName();
        int changeStart = cursor.position();
        if (cursor.isAt(Keyword.SET, Keyword.PROPERTIES)) {
            cursor.advance();
            clauseParser.parseProperties();
            return new ViewStatement.AlterExternalView(
                    name, cursor.textSince(changeStart), null, cursor.spanSince(start));
        }
        if (cursor.accept(Keyword.ADD) || cursor.accept(Keyword.MODIFY)) {
            cursor.expect(Keyword.DIALECT);
            cursor.accept(Keyword.STARROCKS);
            QueryText queryText = expressionParser.queryParser().parseQueryText();
            return new ViewStatement.AlterExternalView(
                    name, cursor.textSince(changeStart), queryText, cursor.spanSince(start));
        }
        if (cursor.acceptThenExpect(Keyword.SET, Keyword.SECURITY)) {
            Security security = cursor.expectOneOf(SECURITY_BY_KEYWORD);
            return new ViewStatement.AlterViewSecurity(name, security, cursor.spanSince(start));
        }
        List<DeclaredViewColumn> viewColumns = cursor.readOptionalList(tableClauseParser::parseViewColumn);
        cursor.expect(Keyword.AS);
        QueryText queryText = expressionParser.queryParser().parseQueryText();
        return new ViewStatement.AlterViewQuery(name, viewColumns, queryText, cursor.spanSince(start));
    }
}

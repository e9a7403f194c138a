package dev.cairn.sql.parse;

import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.Kind;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.SortClause;
import dev.cairn.sql.ast.CreateClause.ViewPartitionClause;
import dev.cairn.sql.ast.CreateClauses;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.DeclaredViewColumn;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import dev.cairn.sql.ast.ViewStatement.RefreshedPartitions;
import dev.cairn.sql.ast.ViewStatement.Security;
import dev.cairn.sql.ast.ViewStatement.ViewClauses;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.SharedClauseParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parses statements about views and materialized views. The methods for the first words of a statement return null and
 * do not move the cursor if the statement is about another object.
 */
public final class ViewParser {
    private static final Set<String> REFRESH_UNITS = Set.of("SECOND", "MINUTE", "HOUR", "DAY");
    private static final Map<Keyword, Security> SECURITY_BY_KEYWORD = Keyword.indexByKeyword(Security.values());

    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final SharedClauseParser clauseParser;
    private final TableClauseParser tableClauseParser;
    private final ColumnParser columnParser;
    private final PartitionParser partitionParser;

    public ViewParser(
            Cursor cursor,
            ExpressionParser expressionParser,
            ColumnParser columnParser,
            PartitionParser partitionParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
        this.clauseParser = expressionParser.clauseParser();
        this.tableClauseParser = new TableClauseParser(cursor, clauseParser);
        this.columnParser = columnParser;
        this.partitionParser = partitionParser;
    }

    @Nullable
    Statement parseCreate(int start) {
        Statement viewStatement = parseCreateView(expressionParser.queryParser()::parseQueryText, start);
        return viewStatement == null && acceptMaterializedView(1) ? parseCreateMaterializedView(start) : viewStatement;
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
        return new ViewStatement.AlterMaterializedView(name, parseMaterializedViewChange(), cursor.spanSince(start));
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
        return acceptMaterializedView(1) ? parseRefreshMaterializedView(start) : null;
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

    // Views

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
        List<DeclaredViewColumn> viewColumns = cursor.readOptionalList(this::parseViewColumn);
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

    private DeclaredViewColumn parseViewColumn() {
        int start = cursor.position();
        Name name = cursor.readName();
        return new DeclaredViewColumn(name, clauseParser.parseComment(), cursor.spanSince(start));
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
        List<DeclaredViewColumn> viewColumns = cursor.readOptionalList(this::parseViewColumn);
        cursor.expect(Keyword.AS);
        QueryText queryText = expressionParser.queryParser().parseQueryText();
        return new ViewStatement.AlterViewQuery(name, viewColumns, queryText, cursor.spanSince(start));
    }

    // CREATE MATERIALIZED VIEW

    /** Parses the statement; the cursor is after CREATE MATERIALIZED VIEW. */
    private Statement parseCreateMaterializedView(int start) {
        boolean ifNotExists = cursor.acceptIfNotExists();
        QualifiedName name = cursor.readQualifiedName();
        TableClauseParser.ColumnsAndIndexes<DeclaredViewColumn> columnsAndIndexes =
                cursor.isAt(TokenKind.LEFT_PARENTHESIS)
                        ? tableClauseParser.parseColumnsAndIndexes(this::parseViewColumn, false)
                        : new TableClauseParser.ColumnsAndIndexes<>(List.of(), List.of());
        CreateClauses createClauses = CreateClauses.of(
                new IndexClause(columnsAndIndexes.indexes()),
                CreateClause.toCommentClause(clauseParser.parseComment()));
        // The other clauses may stand in any order.
        for (CreateClause clause = parseClause(createClauses); clause != null; clause = parseClause(createClauses)) {
            createClauses = createClauses.withClauses(clause);
        }
        cursor.expect(Keyword.AS);
        QueryText queryText = expressionParser.queryParser().parseQueryText();
        CreateMaterializedView createStatement = new CreateMaterializedView(
                ifNotExists, name, columnsAndIndexes.columns(), createClauses, queryText, cursor.spanSince(start));
        if (createStatement.isSynchronous() && !createStatement.partitionBy().isEmpty()) {
            cursor.recordRefusal(
                    SyntaxRule.UNSUPPORTED_SYNTAX,
                    createStatement.partitionBy().get(0).span(),
                    "A synchronous materialized view",
                    "PARTITION BY");
        }
        return createStatement;
    }

    /** Parses the next clause; returns null if no clause follows. */
    private @Nullable CreateClause parseClause(CreateClauses precedingClauses) {
        if (cursor.isAt(Keyword.PARTITION, Keyword.BY)) {
            refuseDuplicate(precedingClauses, Kind.VIEW_PARTITIONING, "PARTITION");
            cursor.accept(Keyword.PARTITION, Keyword.BY);
            boolean hasParentheses = cursor.isAt(TokenKind.LEFT_PARENTHESIS);
            return new ViewPartitionClause(
                    cursor.readListOrSingleItem(partitionParser::parseMaterializedViewItem), hasParentheses);
        }
        if (cursor.isAt(Keyword.DISTRIBUTED, Keyword.BY)) {
            refuseDuplicate(precedingClauses, Kind.DISTRIBUTION, "DISTRIBUTION");
            return tableClauseParser.parseDistribution();
        }
        if (cursor.isAt(Keyword.ORDER, Keyword.BY)) {
            // Unlike the other clauses, the server accepts this one repeatedly, and the last one has an effect.
            return new SortClause(tableClauseParser.parseSortKey());
        }
        if (cursor.isAt(Keyword.REFRESH)) {
            refuseDuplicate(precedingClauses, Kind.REFRESH, "REFRESH");
            return parseRefreshClause();
        }
        if (cursor.isAt(Keyword.PROPERTIES)) {
            refuseDuplicate(precedingClauses, Kind.PROPERTIES, "PROPERTY");
            return new PropertyClause(clauseParser.parseProperties());
        }
        return null;
    }

    private void refuseDuplicate(CreateClauses precedingClauses, Kind kind, String clause) {
        if (precedingClauses.hasClause(kind)) {
            cursor.recordRefusal(SyntaxRule.REPEATED_ELEMENT, cursor.span(), "clause", clause);
        }
    }

    /** Parses {@code REFRESH DEFERRED ASYNC START("…") EVERY(INTERVAL 1 DAY)}. */
    public Refresh parseRefreshClause() {
        int start = cursor.position();
        cursor.expect(Keyword.REFRESH);
        Boolean isDeferred = cursor.accept(Keyword.DEFERRED) ? Boolean.TRUE : null;
        if (isDeferred == null && cursor.accept(Keyword.IMMEDIATE)) {
            isDeferred = false;
        }
        if (cursor.accept(Keyword.MANUAL)) {
            return new Refresh(isDeferred, Refresh.Scheme.MANUAL, null, null, cursor.spanSince(start));
        }
        if (cursor.accept(Keyword.INCREMENTAL)) {
            return new Refresh(isDeferred, Refresh.Scheme.INCREMENTAL, null, null, cursor.spanSince(start));
        }
        cursor.expect(Keyword.ASYNC);
        String startTime = cursor.accept(Keyword.START) ? parseRefreshStart() : null;
        Expression.Interval interval = null;
        if (startTime != null || cursor.isAt(Keyword.EVERY)) {
            cursor.expect(Keyword.EVERY);
            cursor.expect(TokenKind.LEFT_PARENTHESIS);
            cursor.expect(Keyword.INTERVAL);
            interval = parseRefreshInterval();
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        }
        return new Refresh(isDeferred, Refresh.Scheme.ASYNC, startTime, interval, cursor.spanSince(start));
    }

    private String parseRefreshStart() {
        int start = cursor.position();
        String startTime = cursor.readTextInParentheses();
        if (!ServerDateFormat.isValid(startTime)) {
            cursor.recordRefusal(SyntaxRule.INVALID_LITERAL, cursor.spanSince(start), "date", startTime);
        }
        return startTime;
    }

    /**
     * Parses the interval of a refresh; the cursor is after INTERVAL. Records a refusal of an amount that is not an
     * integer, and of a unit other than SECOND, MINUTE, HOUR and DAY.
     */
    public Expression.Interval parseRefreshInterval() {
        Expression.Interval interval = expressionParser.primaryParser().parseIntervalAfterWord();
        Expression amount = interval.amount().unwrap();
        boolean isInteger = amount instanceof Expression.NumberLiteral number && number.isInteger();
        if (!isInteger) {
            cursor.recordRefusal(
                    SyntaxRule.UNSUPPORTED_SYNTAX, interval.span(), "INTERVAL", cursor.textAt(amount.span()));
        }
        String unit = interval.unit().toUpperCase(Locale.ROOT);
        if (!REFRESH_UNITS.contains(unit)) {
            cursor.recordRefusal(SyntaxRule.UNSUPPORTED_SYNTAX, interval.span(), "A refresh interval", unit);
        }
        return interval;
    }

    // ALTER and REFRESH of materialized views

    private MaterializedViewChange parseMaterializedViewChange() {
        if (cursor.isAt(Keyword.REFRESH)) {
            return new MaterializedViewChange.SetRefresh(parseRefreshClause());
        }
        if (cursor.accept(Keyword.RENAME)) {
            return new MaterializedViewChange.RenameView(cursor.readName());
        }
        if (cursor.accept(Keyword.SET)) {
            return new MaterializedViewChange.SetViewProperties(clauseParser.parsePropertyList());
        }
        if (cursor.acceptThenExpect(Keyword.SWAP, Keyword.WITH)) {
            return new MaterializedViewChange.SwapView(cursor.readName());
        }
        if (cursor.acceptThenExpect(Keyword.ADD, Keyword.COLUMN)) {
            Name name = cursor.readName();
            cursor.expect(Keyword.AS);
            Expression aggregate = expressionParser.parseExpression();
            ColumnDefault defaultValue = cursor.accept(Keyword.DEFAULT) ? columnParser.parseDefaultValue() : null;
            return new MaterializedViewChange.AddViewColumn(name, aggregate, defaultValue, clauseParser.parseComment());
        }
        if (cursor.acceptThenExpect(Keyword.DROP, Keyword.COLUMN)) {
            return new MaterializedViewChange.DropViewColumn(cursor.readName());
        }
        if (cursor.accept(Keyword.ACTIVE)) {
            return new MaterializedViewChange.Activate();
        }
        cursor.expect(Keyword.INACTIVE);
        return new MaterializedViewChange.Deactivate();
    }

    /** Parses the statement; the cursor is after REFRESH MATERIALIZED VIEW. */
    private Statement parseRefreshMaterializedView(int start) {
        QualifiedName name = cursor.readQualifiedName();
        RefreshedPartitions refreshedPartitions =
                cursor.accept(Keyword.PARTITION) ? parseRefreshedPartitions() : RefreshedPartitions.ALL;
        boolean isForced = cursor.accept(Keyword.FORCE);
        Boolean isSynchronous = null;
        if (cursor.keyword(1) != Keyword.PRIORITY && cursor.accept(Keyword.WITH)) {
            isSynchronous = cursor.accept(Keyword.SYNC);
            if (!isSynchronous) {
                cursor.expect(Keyword.ASYNC);
            }
            cursor.expect(Keyword.MODE);
        }
        Integer priority = cursor.accept(Keyword.WITH, Keyword.PRIORITY) ? cursor.readInt() : null;
        return new ViewStatement.RefreshMaterializedView(
                name, refreshedPartitions, isForced, isSynchronous, priority, cursor.spanSince(start));
    }

    private RefreshedPartitions parseRefreshedPartitions() {
        if (!cursor.accept(Keyword.START)) {
            return new RefreshedPartitions(null, null, partitionParser.parseListValues());
        }
        String startValue = cursor.readTextInParentheses();
        cursor.expect(Keyword.END);
        return new RefreshedPartitions(startValue, cursor.readTextInParentheses(), List.of());
    }
}

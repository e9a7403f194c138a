package dev.cairn.sql.parse;

import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.Kind;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.SortClause;
import dev.cairn.sql.ast.CreateClause.ViewPartitionClause;
import dev.cairn.sql.ast.CreateClauses;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.DeclaredViewColumn;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import dev.cairn.sql.ast.ViewStatement.RefreshedPartitions;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.SharedClauseParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TokenKind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses statements about materialized views, after their first words. */
public final class MaterializedViewParser {
    private static final Set<String> REFRESH_UNITS = Set.of("SECOND", "MINUTE", "HOUR", "DAY");

    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final SharedClauseParser clauseParser;
    private final TableClauseParser tableClauseParser;
    private final ColumnParser columnParser;
    private final PartitionParser partitionParser;

    public MaterializedViewParser(
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

    /** Parses the statement; the cursor is after CREATE MATERIALIZED VIEW. */
    Statement parseCreate(int start) {
        boolean ifNotExists = cursor.acceptIfNotExists();
        QualifiedName name = cursor.readQualifiedName();
        TableClauseParser.ColumnsAndIndexes<DeclaredViewColumn> columnsAndIndexes =
                cursor.isAt(TokenKind.LEFT_PARENTHESIS)
                        ? tableClauseParser.parseColumnsAndIndexes(tableClauseParser::parseViewColumn, false)
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

    MaterializedViewChange parseChange() {
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
    Statement parseRefresh(int start) {
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

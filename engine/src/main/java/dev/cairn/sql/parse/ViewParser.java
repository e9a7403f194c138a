package dev.cairn.sql.parse;

import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.Kind;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.SortClause;
import dev.cairn.sql.ast.CreateClause.ViewPartitionClause;
import dev.cairn.sql.ast.CreateClauses;
import dev.cairn.sql.ast.DateText;
import dev.cairn.sql.ast.Expression;
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
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.ExistingView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import dev.cairn.sql.ast.ViewStatement.RefreshedPartitions;
import dev.cairn.sql.ast.ViewStatement.Security;
import dev.cairn.sql.ast.ViewStatement.ViewClauses;
import dev.cairn.sql.ast.ViewStatement.ViewColumn;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.ExpressionParser;
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
    private static final Map<Keyword, Security> SECURITIES = Keyword.indexByKeyword(Security.values());

    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final ClauseParser clauses;
    private final ColumnParser columns;
    private final PartitionParser partitions;

    public ViewParser(Cursor cursor, ExpressionParser expressions, ColumnParser columns, PartitionParser partitions) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.clauses = expressions.clauses();
        this.columns = columns;
        this.partitions = partitions;
    }

    @Nullable
    Statement parseCreate(int start) {
        Statement view = parseCreateView(expressions.queries()::parseQueryText, start);
        return view == null && takeMaterialized(1) ? parseCreateMaterialized(start) : view;
    }

    /** Parses a CREATE VIEW whose query is kept as text. */
    @Nullable
    Statement parseCreateUnread(int start) {
        return parseCreateView(this::parseUnreadQuery, start);
    }

    @Nullable
    Statement parseAlter(int start) {
        if (cursor.take(Keyword.ALTER, Keyword.VIEW)) {
            return parseAlterView(start);
        }
        if (!takeMaterialized(1)) {
            return null;
        }
        QualifiedName name = cursor.readQualifiedName();
        return new ViewStatement.AlterMaterializedView(name, parseChange(), cursor.spanSince(start));
    }

    @Nullable
    Statement parseDrop(int start) {
        boolean materialized = takeMaterialized(1);
        if (!materialized && !cursor.take(Keyword.DROP, Keyword.VIEW)) {
            return null;
        }
        boolean ifExists = cursor.skipIfExists();
        QualifiedName name = cursor.readQualifiedName();
        if (!materialized) {
            return new ViewStatement.DropView(ifExists, name, cursor.spanSince(start));
        }
        boolean force = cursor.take(Keyword.FORCE);
        return new ViewStatement.DropMaterializedView(ifExists, name, force, cursor.spanSince(start));
    }

    @Nullable
    Statement parseRefresh(int start) {
        return takeMaterialized(1) ? parseRefreshMaterialized(start) : null;
    }

    @Nullable
    Statement parseCancelRefresh(int start) {
        if (cursor.keyword(1) != Keyword.REFRESH || !takeMaterialized(2)) {
            return null;
        }
        QualifiedName name = cursor.readQualifiedName();
        boolean force = cursor.take(Keyword.FORCE);
        return new ViewStatement.CancelRefresh(name, force, cursor.spanSince(start));
    }

    /** Takes all words up to and including MATERIALIZED VIEW, if these two words are that many tokens ahead. */
    private boolean takeMaterialized(int ahead) {
        boolean here = cursor.keyword(ahead) == Keyword.MATERIALIZED && cursor.keyword(ahead + 1) == Keyword.VIEW;
        if (here) {
            cursor.skip(ahead + 2);
        }
        return here;
    }

    // Views

    private @Nullable Statement parseCreateView(Supplier<QueryText> queries, int start) {
        boolean orReplace = cursor.keyword(1) == Keyword.OR && cursor.keyword(3) == Keyword.VIEW;
        if (orReplace) {
            cursor.advance();
            cursor.expect(Keyword.OR, Keyword.REPLACE);
            cursor.advance();
        } else if (!cursor.take(Keyword.CREATE, Keyword.VIEW)) {
            return null;
        }
        boolean ifNotExists = cursor.skipIfNotExists();
        QualifiedName name = cursor.readQualifiedName();
        List<ViewColumn> viewColumns = cursor.readOptionalList(this::parseColumn);
        String comment = clauses.parseComment();
        Security security = cursor.take(Keyword.SECURITY) ? cursor.expectOneOf(SECURITIES) : null;
        List<Property> properties = clauses.parseProperties();
        cursor.expect(Keyword.AS);
        QueryText query = queries.get();
        Span span = cursor.spanSince(start);
        if (orReplace && ifNotExists) {
            cursor.refuse(SyntaxRule.VIEW_OPTIONS_CONFLICT, span);
        }
        return new ViewStatement.CreateView(
                orReplace ? ExistingView.REPLACED : ifNotExists ? ExistingView.KEPT : ExistingView.REFUSED,
                name,
                viewColumns,
                new ViewClauses(comment, security, properties),
                query,
                span);
    }

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

    private ViewColumn parseColumn() {
        int start = cursor.position();
        Name name = cursor.readName();
        return new ViewColumn(name, clauses.parseComment(), cursor.spanSince(start));
    }

    /** Parses the statement; the cursor is behind ALTER VIEW. */
    private Statement parseAlterView(int start) {
        QualifiedName name = cursor.readQualifiedName();
        int change = cursor.position();
        if (cursor.isAt(Keyword.SET, Keyword.PROPERTIES)) {
            cursor.advance();
            clauses.parseProperties();
            return new ViewStatement.AlterForeignView(name, cursor.textSince(change), null, cursor.spanSince(start));
        }
        if (cursor.take(Keyword.ADD) || cursor.take(Keyword.MODIFY)) {
            cursor.expect(Keyword.DIALECT);
            cursor.take(Keyword.STARROCKS);
            QueryText query = expressions.queries().parseQueryText();
            return new ViewStatement.AlterForeignView(name, cursor.textSince(change), query, cursor.spanSince(start));
        }
        if (cursor.takeOptional(Keyword.SET, Keyword.SECURITY)) {
            Security security = cursor.expectOneOf(SECURITIES);
            return new ViewStatement.SecureView(name, security, cursor.spanSince(start));
        }
        List<ViewColumn> viewColumns = cursor.readOptionalList(this::parseColumn);
        cursor.expect(Keyword.AS);
        QueryText query = expressions.queries().parseQueryText();
        return new ViewStatement.RedefineView(name, viewColumns, query, cursor.spanSince(start));
    }

    // CREATE MATERIALIZED VIEW

    /** Parses the statement; the cursor is behind CREATE MATERIALIZED VIEW. */
    private Statement parseCreateMaterialized(int start) {
        boolean ifNotExists = cursor.skipIfNotExists();
        QualifiedName name = cursor.readQualifiedName();
        ClauseParser.CreateItems<ViewColumn> items = cursor.isAt(TokenKind.LEFT_PARENTHESIS)
                ? clauses.parseItems(this::parseColumn, false)
                : new ClauseParser.CreateItems<>(List.of(), List.of());
        CreateClauses all =
                CreateClauses.of(new IndexClause(items.indexes()), CreateClause.comment(clauses.parseComment()));
        // The other clauses may stand in any order.
        for (CreateClause clause = parseClause(all); clause != null; clause = parseClause(all)) {
            all = all.with(clause);
        }
        cursor.expect(Keyword.AS);
        QueryText query = expressions.queries().parseQueryText();
        CreateMaterializedView view =
                new CreateMaterializedView(ifNotExists, name, items.columns(), all, query, cursor.spanSince(start));
        // A view with neither REFRESH nor a distribution is a rollup of its table.
        if (view.refresh() == null
                && view.distribution() == null
                && !view.partitionBy().isEmpty()) {
            cursor.refuse(
                    SyntaxRule.UNSUPPORTED,
                    view.partitionBy().get(0).span(),
                    "A synchronous materialized view",
                    "PARTITION BY");
        }
        return view;
    }

    /** Parses one clause behind others; returns null if the next token begins no clause. */
    private @Nullable CreateClause parseClause(CreateClauses before) {
        if (cursor.isAt(Keyword.PARTITION, Keyword.BY)) {
            refuseDuplicate(before, Kind.VIEW_PARTITIONING, "PARTITION");
            cursor.take(Keyword.PARTITION, Keyword.BY);
            boolean parentheses = cursor.isAt(TokenKind.LEFT_PARENTHESIS);
            return new ViewPartitionClause(cursor.readOneOrMore(partitions::parseMaterializedItem), parentheses);
        }
        if (cursor.isAt(Keyword.DISTRIBUTED, Keyword.BY)) {
            refuseDuplicate(before, Kind.DISTRIBUTION, "DISTRIBUTION");
            return clauses.parseDistribution();
        }
        if (cursor.isAt(Keyword.ORDER, Keyword.BY)) {
            return new SortClause(clauses.parseOrderBy());
        }
        if (cursor.isAt(Keyword.REFRESH)) {
            refuseDuplicate(before, Kind.REFRESH, "REFRESH");
            return parseRefreshClause();
        }
        if (cursor.isAt(Keyword.PROPERTIES)) {
            refuseDuplicate(before, Kind.PROPERTIES, "PROPERTY");
            return new PropertyClause(clauses.parseProperties());
        }
        return null;
    }

    private void refuseDuplicate(CreateClauses before, Kind kind, String clause) {
        if (before.get(kind) != null) {
            cursor.refuse(SyntaxRule.REPEATED, cursor.span(), "clause", clause);
        }
    }

    /** Parses {@code REFRESH DEFERRED ASYNC START("…") EVERY(INTERVAL 1 DAY)}. */
    public Refresh parseRefreshClause() {
        int start = cursor.position();
        cursor.expect(Keyword.REFRESH);
        Boolean deferred = cursor.take(Keyword.DEFERRED) ? Boolean.TRUE : null;
        if (deferred == null && cursor.take(Keyword.IMMEDIATE)) {
            deferred = false;
        }
        if (cursor.take(Keyword.MANUAL)) {
            return new Refresh(deferred, Refresh.Scheme.MANUAL, null, null, cursor.spanSince(start));
        }
        if (cursor.take(Keyword.INCREMENTAL)) {
            return new Refresh(deferred, Refresh.Scheme.INCREMENTAL, null, null, cursor.spanSince(start));
        }
        cursor.expect(Keyword.ASYNC);
        String from = cursor.take(Keyword.START) ? parseRefreshStart() : null;
        Expression.Interval every = null;
        if (from != null || cursor.isAt(Keyword.EVERY)) {
            cursor.expect(Keyword.EVERY);
            cursor.expect(TokenKind.LEFT_PARENTHESIS);
            cursor.expect(Keyword.INTERVAL);
            every = parseRefreshInterval();
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        }
        return new Refresh(deferred, Refresh.Scheme.ASYNC, from, every, cursor.spanSince(start));
    }

    private String parseRefreshStart() {
        int start = cursor.position();
        String from = cursor.readTextInParentheses();
        if (!DateText.isValid(from)) {
            cursor.refuse(SyntaxRule.LITERAL, cursor.spanSince(start), "date", from);
        }
        return from;
    }

    /** Parses the interval of a refresh; the cursor is behind INTERVAL. */
    public Expression.Interval parseRefreshInterval() {
        Expression.Interval every = expressions.primaries().parseIntervalBehindWord();
        Expression amount = every.amount();
        while (amount instanceof Expression.Group group) {
            amount = group.expression();
        }
        boolean integer = amount instanceof Expression.Number number && number.isInteger();
        if (!integer) {
            cursor.refuse(SyntaxRule.UNSUPPORTED, every.span(), "INTERVAL", cursor.textAt(amount.span()));
        }
        String unit = every.unit().toUpperCase(Locale.ROOT);
        if (!REFRESH_UNITS.contains(unit)) {
            cursor.refuse(SyntaxRule.UNSUPPORTED, every.span(), "A refresh interval", unit);
        }
        return every;
    }

    // ALTER and REFRESH of materialized views

    private MaterializedViewChange parseChange() {
        if (cursor.isAt(Keyword.REFRESH)) {
            return new MaterializedViewChange.SetRefresh(parseRefreshClause());
        }
        if (cursor.take(Keyword.RENAME)) {
            return new MaterializedViewChange.RenameView(cursor.readName());
        }
        if (cursor.take(Keyword.SET)) {
            return new MaterializedViewChange.SetViewProperties(clauses.parsePropertyList());
        }
        if (cursor.takeOptional(Keyword.SWAP, Keyword.WITH)) {
            return new MaterializedViewChange.SwapView(cursor.readName());
        }
        if (cursor.takeOptional(Keyword.ADD, Keyword.COLUMN)) {
            Name name = cursor.readName();
            cursor.expect(Keyword.AS);
            Expression aggregate = expressions.parseExpression();
            ColumnDefault defaultValue = cursor.take(Keyword.DEFAULT) ? columns.parseDefaultValue() : null;
            return new MaterializedViewChange.AddViewColumn(name, aggregate, defaultValue, clauses.parseComment());
        }
        if (cursor.takeOptional(Keyword.DROP, Keyword.COLUMN)) {
            return new MaterializedViewChange.DropViewColumn(cursor.readName());
        }
        if (cursor.take(Keyword.ACTIVE)) {
            return new MaterializedViewChange.Activate();
        }
        cursor.expect(Keyword.INACTIVE);
        return new MaterializedViewChange.Deactivate();
    }

    /** Parses the statement; the cursor is behind REFRESH MATERIALIZED VIEW. */
    private Statement parseRefreshMaterialized(int start) {
        QualifiedName name = cursor.readQualifiedName();
        RefreshedPartitions refreshed =
                cursor.take(Keyword.PARTITION) ? parseRefreshedPartitions() : RefreshedPartitions.ALL;
        boolean force = cursor.take(Keyword.FORCE);
        Boolean synchronous = null;
        if (cursor.keyword(1) != Keyword.PRIORITY && cursor.take(Keyword.WITH)) {
            synchronous = cursor.take(Keyword.SYNC);
            if (!synchronous) {
                cursor.expect(Keyword.ASYNC);
            }
            cursor.expect(Keyword.MODE);
        }
        Integer priority = cursor.take(Keyword.WITH, Keyword.PRIORITY) ? cursor.readInteger() : null;
        return new ViewStatement.RefreshMaterializedView(
                name, refreshed, force, synchronous, priority, cursor.spanSince(start));
    }

    private RefreshedPartitions parseRefreshedPartitions() {
        if (!cursor.take(Keyword.START)) {
            return new RefreshedPartitions(null, null, partitions.parseListValues());
        }
        String from = cursor.readTextInParentheses();
        cursor.expect(Keyword.END);
        return new RefreshedPartitions(from, cursor.readTextInParentheses(), List.of());
    }
}

package dev.cairn.embedded.server;

import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.query.ResultColumnTypeMapping;
import dev.cairn.embedded.query.SessionExpressionEvaluator;
import dev.cairn.embedded.rows.PreparedQuery;
import dev.cairn.embedded.rows.QueryPreparer;
import dev.cairn.embedded.rows.RowStorage;
import dev.cairn.embedded.rows.RowWriter;
import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.rows.table.StatementContext;
import dev.cairn.embedded.rows.table.SystemTableReader;
import dev.cairn.embedded.session.Constant;
import dev.cairn.embedded.session.ExplicitTransaction;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.ServerVariables;
import dev.cairn.embedded.show.SessionSnapshot;
import dev.cairn.embedded.show.VirtualTables;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.query.FrontendConstants;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.ShowFilter;
import dev.cairn.sql.ast.Type;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Queries rows on behalf of one session, with the variables of the session and in its open transaction. Queries are
 * prepared without the lock of the cluster, begin under the lock, and run concurrently with other statements.
 */
record SessionQueryExecutor(
        Cluster cluster, RowStorage rowStorage, ServerSession session, SessionExpressionEvaluator expressionEvaluator) {
    /** The relation of the rows of a SHOW statement. */
    private static final String LISTING_RELATION = "listing";

    /** The session variable with the limit for queries without a LIMIT clause. */
    private static final String LIMIT_VARIABLE = "sql_select_limit";

    static SessionQueryExecutor of(Cluster cluster, RowStorage rowStorage, ServerSession session) {
        SessionExpressionEvaluator expressionEvaluator = new SessionExpressionEvaluator(
                session,
                ServerVariables.versionComment(cluster.profile()),
                () -> cluster.state().catalog());
        return new SessionQueryExecutor(cluster, rowStorage, session, expressionEvaluator);
    }

    /**
     * Returns the context of a statement.
     *
     * @param state the state for which the statement is prepared or begins
     */
    StatementContext createContext(ClusterState state) {
        return createContext(createSnapshot(state));
    }

    /** Returns the writer of a statement; see {@link #createContext}. */
    RowWriter createWriter(ClusterState state) {
        return new RowWriter(rowStorage, createContext(state));
    }

    private SessionSnapshot createSnapshot(ClusterState state) {
        return new SessionSnapshot(state, cluster.profile(), session);
    }

    private StatementContext createContext(SessionSnapshot snapshot) {
        return createContext(snapshot, snapshot.catalog(), new VirtualTables(snapshot));
    }

    private StatementContext createContext(SessionSnapshot snapshot, Catalog catalog, SystemTableReader systemTables) {
        return new StatementContext(
                new StatementContext.VisibleState(snapshot.state(), catalog, cluster.profile()),
                session,
                LocalDateTime.ofInstant(cluster.clock().instant(), ZoneOffset.UTC),
                expressionEvaluator,
                systemTables);
    }

    /** Runs a query with its hints and with the limit of the session. */
    Answer runQuery(Query query) {
        return runWithHints(QueryHints.of(query), () -> runQueryWithoutHints(query));
    }

    /** Runs a statement with the variables that its hints set, and restores them afterwards. */
    Answer runWithHints(QueryHints hints, Supplier<Answer> statementAction) {
        if (hints.isEmpty()) {
            return statementAction.get();
        }
        Runnable restoreAction = session.createVariableRestoreAction();
        try {
            hints.apply(session, this::evaluate);
            return statementAction.get();
        } finally {
            restoreAction.run();
        }
    }

    private Answer runQueryWithoutHints(Query query) {
        Query limitedQuery = withSessionLimit(query);
        return runPrepared(snapshot -> prepareSelect(limitedQuery, snapshot, createContext(snapshot)));
    }

    private <T> T runPrepared(Function<SessionSnapshot, PreparedQuery<T>> preparation) {
        return cluster.runPrepared(
                        state -> preparation.apply(createSnapshot(state)),
                        (PreparedQuery<T> preparedQuery, ClusterState state) -> preparedQuery.begin(state))
                .get();
    }

    /** Returns the query with the session's limit; a query that already has a limit is returned unchanged. */
    private Query withSessionLimit(Query query) {
        long limit = Long.parseLong(session.variables().requireValue(LIMIT_VARIABLE));
        if (limit == Long.MAX_VALUE || hasLimit(query)) {
            return query;
        }
        return query.withLimit(new Query.Limit(toLiteral(limit), null, false));
    }

    private static boolean hasLimit(Query query) {
        return query.limit() != null
                || (query.orderBy().isEmpty()
                        && query.body() instanceof Query.NestedQuery nestedQuery
                        && hasLimit(nestedQuery.query()));
    }

    private PreparedQuery<Answer.ResultRows> prepareSelect(
            Query query, SessionSnapshot snapshot, StatementContext context) {
        QueryPreparer queryPreparer = new QueryPreparer(rowStorage, context);
        BoundQuery boundQuery = queryPreparer.analyze(query);
        new PrivilegeChecker(snapshot).requireReadPrivileges(boundQuery.dependencies());
        requireUnmodifiedTables(boundQuery, snapshot);
        return queryPreparer.prepareSelect(query, boundQuery);
    }

    /**
     * Returns the columns of a query whose parameters have no values yet; a column of unknown type is described as
     * VARCHAR. Only the execution of the query requires privileges.
     */
    List<Answer.ResultColumn> describeColumns(Query query) {
        return analyze(query, createSnapshot(cluster.state())).columns().stream()
                .map(SessionQueryExecutor::toResultColumn)
                .toList();
    }

    private static Answer.ResultColumn toResultColumn(OutputColumn column) {
        Type type = column.type();
        return new Answer.ResultColumn(
                column.name(), ResultColumnTypeMapping.toResultColumnType(type == null ? TypeConstants.VARCHAR : type));
    }

    private BoundQuery analyze(Query query, SessionSnapshot snapshot) {
        return new QueryPreparer(rowStorage, createContext(snapshot)).analyze(query);
    }

    private void requireUnmodifiedTables(BoundQuery boundQuery, SessionSnapshot snapshot) {
        session.transaction()
                .ifPresent(transaction -> requireUnmodifiedTables(collectTables(boundQuery, snapshot), transaction));
    }

    /**
     * Requires that a transaction has not modified tables that its query or INSERT reads. Servers before version 4.1
     * have no such restriction.
     */
    void requireUnmodifiedTables(Set<ExplicitTransaction.UsedTable> tables, ExplicitTransaction transaction) {
        if (!cluster.profile().isAtLeast(Version.V4_1)) {
            return;
        }
        for (ExplicitTransaction.UsedTable table : tables) {
            if (transaction.hasModified(table)) {
                throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.TABLE_MODIFIED_BEFORE, table.name());
            }
        }
    }

    /** Returns the tables that a query reads, also through views. */
    Set<ExplicitTransaction.UsedTable> collectTables(Query query, ClusterState state) {
        SessionSnapshot snapshot = createSnapshot(state);
        return collectTables(analyze(query, snapshot), snapshot);
    }

    private static Set<ExplicitTransaction.UsedTable> collectTables(BoundQuery boundQuery, SessionSnapshot snapshot) {
        Set<ExplicitTransaction.UsedTable> tables = new LinkedHashSet<>();
        for (Dependency dependency : boundQuery.dependencies()) {
            Source source = dependency.source();
            if (source.kind() == Source.Kind.TABLE || source.kind() == Source.Kind.TEMPORARY_TABLE) {
                tables.add(new ExplicitTransaction.UsedTable(
                        source.database(),
                        source.name(),
                        source.kind() == Source.Kind.TABLE ? snapshot.id(source.database(), source.name()) : 0));
            }
        }
        return tables;
    }

    /** Applies the clauses of a SHOW statement to its rows, which a query reads like a table. */
    Answer applyFilter(Listing listing, ShowFilter filter) {
        if (filter.where() == null && filter.orderBy().isEmpty() && filter.limit() == null) {
            return listing.toAnswer();
        }
        Relation relation =
                Relation.Named.of(QualifiedName.of(SystemDatabases.INFORMATION_SCHEMA, LISTING_RELATION), Span.NONE);
        Query query =
                createQuery(new Query.SelectItem.Star(null, null, List.of(), Span.NONE), List.of(relation), filter);
        return runPrepared(snapshot -> {
            Catalog catalog = snapshot.catalog()
                    .withSystemDatabase(Database.ofSystem(
                            SystemDatabases.INFORMATION_SCHEMA, List.of(listing.toSystemTable(LISTING_RELATION))));
            return prepareSelect(query, snapshot, createContext(snapshot, catalog, (database, name) -> listing));
        });
    }

    /** Evaluates an expression that does not read columns. */
    Constant evaluate(Expression expression) {
        if (SessionExpressionEvaluator.canEvaluate(expression)) {
            return expressionEvaluator.evaluate(expression);
        }
        Query.SelectItem item = new Query.SelectItem.Value(expression, null, false, expression.span());
        Query query = createQuery(item, List.of(), ShowFilter.NONE);
        return runPrepared(snapshot -> new QueryPreparer(rowStorage, createContext(snapshot)).prepareValue(query));
    }

    /** Returns whether frontends, rather than backends, calculate expressions that do not read columns. */
    boolean areCalculatedByFrontends(List<Expression> expressions) {
        List<Query.SelectItem> items = expressions.stream()
                .<Query.SelectItem>map(
                        expression -> new Query.SelectItem.Value(expression, null, false, expression.span()))
                .toList();
        Query query = Query.of(Query.Select.of(items, List.of(), null, Span.NONE));
        return FrontendConstants.areRowsCalculated(analyze(query, createSnapshot(cluster.state())));
    }

    private static Query createQuery(Query.SelectItem item, List<Relation> relations, ShowFilter filter) {
        Query.Select select = Query.Select.of(List.of(item), relations, filter.where(), Span.NONE);
        Query.Limit limit = filter.limit() == null
                ? null
                : new Query.Limit(
                        toLiteral(filter.limit()), filter.offset() == null ? null : toLiteral(filter.offset()), false);
        return new Query(false, List.of(), select, filter.orderBy(), limit, Span.NONE);
    }

    private static Expression toLiteral(long value) {
        return new Expression.NumberLiteral(String.valueOf(value), Expression.NumberLiteral.Kind.INTEGER, Span.NONE);
    }
}

package dev.cairn.embedded.server;

import dev.cairn.embedded.account.AccountChanger;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.SetStatementExecutor;
import dev.cairn.embedded.show.OpaqueShowListings;
import dev.cairn.embedded.show.SessionSnapshot;
import dev.cairn.embedded.show.ShowListings;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Passes each statement of a session to the class that runs it. Checks the privileges for a statement that the engine
 * does not parse, unless it changes rows, or creates or drops a user. The classes that run all other statements check
 * the privileges themselves.
 */
final class StatementDispatcher {
    private final Cluster cluster;
    private final ServerSession session;
    private final SessionRegistry sessionRegistry;
    private final SessionQueryExecutor queryExecutor;
    private final NamedQueries namedQueries;
    private final List<DmlExecutor.StartedWrite> pendingWrites = new ArrayList<>();

    StatementDispatcher(SessionQueryExecutor queryExecutor, SessionRegistry sessionRegistry) {
        this.cluster = queryExecutor.cluster();
        this.session = queryExecutor.session();
        this.sessionRegistry = sessionRegistry;
        this.queryExecutor = queryExecutor;
        this.namedQueries = new NamedQueries(session, new PreparedQueryExecutor(queryExecutor));
    }

    /**
     * Runs a statement. Updates the dynamic partitions first if the statement reads, changes or shows partitions.
     *
     * @throws Refusal with the error of the server, or because the embedded server does not support the statement
     */
    Answer run(Statement statement, StatementFaults faults) {
        if (concernsRows(statement)) {
            cluster.updateDynamicPartitions();
        }
        if (statement instanceof Statement.OpaqueStatement opaqueStatement) {
            return runUnparsed(opaqueStatement, faults);
        }
        if (statement instanceof Statement.QueryStatement queryStatement) {
            return queryExecutor.runQuery(queryStatement.queryText().query());
        }
        TransactionStatementExecutor.requireNoTransaction(session);
        if (statement instanceof Statement.Use use) {
            use.name()
                    .qualifier()
                    .ifPresent(catalogName -> createUseExecutor().requireUsableCatalog(catalogName.text()));
        }
        if (statement instanceof Statement.Show show) {
            return createShowExecutor().run(show);
        }
        if (statement instanceof AccessStatement accessStatement) {
            return createAccountExecutor().run(accessStatement);
        }
        if (statement instanceof Statement.CreateTableAsSelect create) {
            return queryExecutor.runWithHints(
                    QueryHints.of(create.queryText().query()),
                    () -> new CreateTableAsSelectExecutor(createDmlExecutor(faults)).run(create));
        }
        DdlExecutor ddlExecutor = new DdlExecutor(cluster, session, queryExecutor);
        return statement instanceof ViewStatement viewStatement
                ? queryExecutor.runWithHints(QueryHints.of(viewStatement), () -> ddlExecutor.run(viewStatement, faults))
                : ddlExecutor.run(statement, faults);
    }

    /** Returns whether a statement reads or changes rows, or shows partitions, which have to be up to date. */
    private static boolean concernsRows(Statement statement) {
        return statement instanceof Statement.QueryStatement
                || statement instanceof Statement.CreateTableAsSelect
                || (statement instanceof Statement.OpaqueStatement opaqueStatement && opaqueStatement.changesRows())
                || (statement instanceof Statement.Show show && show.kind() == Statement.Show.ShowKind.PARTITIONS);
    }

    private Answer runUnparsed(Statement.OpaqueStatement statement, StatementFaults faults) {
        String firstKeyword = statement.firstKeyword();
        if (!statement.changesRows() && !isUserStatement(statement)) {
            new PrivilegeChecker(createSnapshot()).requirePrivileges(statement);
        }
        TransactionStatementExecutor.requireAllowedKeyword(session, firstKeyword);
        if (statement.keywords().equals(List.of("DROP", "PREPARE"))) {
            return namedQueries.run(TokenReader.afterKeyword(statement.text()), firstKeyword);
        }
        if (StatisticsStatementExecutor.dropsStatistics(statement)) {
            return createStatisticsExecutor().dropStatistics(statement);
        }
        if (statement.keywords().equals(List.of("SET", "CATALOG"))) {
            return createUseExecutor().runSetCatalog(TokenReader.afterKeyword(statement.text()));
        }
        return switch (firstKeyword) {
            case "SET" -> runSet(statement);
            case "SHOW", "HELP" -> createShowExecutor().run(statement);
            case "PREPARE", "EXECUTE", "DEALLOCATE" ->
                namedQueries.run(TokenReader.afterKeyword(statement.text()), firstKeyword);
            case "CREATE", "ALTER", "DROP" -> runAccountStatement(statement);
            case "BEGIN", "START", "COMMIT", "ROLLBACK" ->
                new TransactionStatementExecutor(createDmlExecutor(faults))
                        .run(TokenReader.afterKeyword(statement.text()), firstKeyword);
            case "INSERT", "UPDATE", "DELETE", "WITH" ->
                createDmlExecutor(faults).run(statement);
            case "EXPLAIN", "DESC", "DESCRIBE" -> new DescribeStatementExecutor(createSnapshot()).run(statement);
            case "LOCK", "UNLOCK" -> {
                LockTablesReader.read(TokenReader.afterKeyword(statement.text()), firstKeyword);
                yield Answer.OK;
            }
            case "KILL" ->
                new KillStatementExecutor(
                                session, sessionRegistry, createSnapshot().access())
                        .run(TokenReader.afterKeyword(statement.text()));
            case "SYNC" -> Answer.OK; // there is only one frontend, so nothing has to be synchronized
            case "USE" -> createUseExecutor().runUse(TokenReader.afterKeyword(statement.text()));
            case "ANALYZE" -> createStatisticsExecutor().analyze(statement);
            case "ADMIN" -> new AdminStatementExecutor(cluster, createShowExecutor()).run(statement);
            default -> throw createUnsupportedStatementRefusal(statement);
        };
    }

    /** Returns whether a statement creates or drops a user. {@link AccountChanger} checks its privileges. */
    private static boolean isUserStatement(Statement.OpaqueStatement statement) {
        return statement.keywords().size() > 1
                && statement.keywords().get(1).equals("USER")
                && Set.of("CREATE", "DROP").contains(statement.firstKeyword());
    }

    private Answer runSet(Statement.OpaqueStatement statement) {
        if (!createAccountExecutor().tryRun(statement.text())) {
            new SetStatementExecutor(session, queryExecutor::evaluate).run(statement.text());
        }
        return Answer.OK;
    }

    private Answer runAccountStatement(Statement.OpaqueStatement statement) {
        if (!createAccountExecutor().tryRun(statement.text())) {
            throw createUnsupportedStatementRefusal(statement);
        }
        return Answer.OK;
    }

    static Refusal createUnsupportedStatementRefusal(Statement.OpaqueStatement statement) {
        String joinedKeywords = String.join(" ", statement.keywords());
        return Refusal.ofAnalysis(statement.span(), EmbeddedRule.UNSUPPORTED, "'" + joinedKeywords + "' statements");
    }

    /** Forgets the named queries, and aborts the statements of the open transaction. */
    void reset() {
        namedQueries.clear();
        if (!pendingWrites.isEmpty()) {
            new TransactionStatementExecutor(createDmlExecutor(StatementFaults.NONE)).rollBackPendingWrites();
        }
    }

    SessionSnapshot createSnapshot() {
        return new SessionSnapshot(cluster.state(), cluster.profile(), session);
    }

    private AccountStatementExecutor createAccountExecutor() {
        return new AccountStatementExecutor(cluster, session);
    }

    private StatisticsStatementExecutor createStatisticsExecutor() {
        return new StatisticsStatementExecutor(cluster, createSnapshot());
    }

    private UseStatementExecutor createUseExecutor() {
        return new UseStatementExecutor(cluster.state().catalog());
    }

    private ShowStatementExecutor createShowExecutor() {
        SessionSnapshot snapshot = createSnapshot();
        return new ShowStatementExecutor(
                new ShowListings(snapshot),
                new OpaqueShowListings(
                        snapshot, sessionRegistry.sessions(), cluster.clock().instant()),
                queryExecutor);
    }

    private DmlExecutor createDmlExecutor(StatementFaults faults) {
        return new DmlExecutor(cluster, session, createSnapshot(), queryExecutor, pendingWrites, faults);
    }
}

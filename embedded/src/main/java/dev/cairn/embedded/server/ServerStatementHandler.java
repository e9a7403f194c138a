package dev.cairn.embedded.server;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.embedded.account.AccessChanger;
import dev.cairn.embedded.account.AccountChanger;
import dev.cairn.embedded.account.SetRoleParser;
import dev.cairn.embedded.account.User;
import dev.cairn.embedded.account.UserProperties;
import dev.cairn.embedded.fault.injection.FaultTarget;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.Answer.ResultColumn;
import dev.cairn.embedded.protocol.ClientStatement;
import dev.cairn.embedded.protocol.Login;
import dev.cairn.embedded.protocol.LoginRefusedException;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.query.RefusalMapping;
import dev.cairn.embedded.query.SessionExpressionEvaluator;
import dev.cairn.embedded.rows.ServerRows;
import dev.cairn.embedded.server.ServerSessionFactory.SessionRegistry;
import dev.cairn.embedded.session.Constant;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.ServerVariables;
import dev.cairn.embedded.session.SetStatementExecutor;
import dev.cairn.embedded.session.SqlMode;
import dev.cairn.embedded.show.ClusterListings;
import dev.cairn.embedded.show.ColumnListings;
import dev.cairn.embedded.show.FilteredListing;
import dev.cairn.embedded.show.SessionSnapshot;
import dev.cairn.embedded.show.ShowStatements;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObjectName;
import dev.cairn.embedded.state.RefreshRun;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.ListLengthCheck;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.engine.context.Session;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.ClusterObjectKind;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.PipesMeaning;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Handles the statements of one client: parses a request, checks privileges, and dispatches each statement to the class
 * that answers it. A refusal becomes the answer; any other exception is a defect of the embedded server and is not
 * hidden.
 */
final class ServerStatementHandler implements FaultTarget {
    private static final Pattern EXPLAINED_STATEMENT_PATTERN = Pattern.compile(
            "(?is)EXPLAIN\\s+(?:(?:ANALYZE|LOGICAL|VERBOSE|COSTS)\\s+)?((?:INSERT|UPDATE|DELETE|SELECT|WITH)\\b.*)");
    private static final Pattern ACCESS_CONTROL_PATTERN =
            Pattern.compile("['\"]access_control['\"]\\s*=\\s*['\"](\\w+)['\"]", Pattern.CASE_INSENSITIVE);

    /** The value that a server assumes for a parameter before its value is known. */
    private static final Constant UNKNOWN_VALUE = new Constant(null, TypeConstants.VARCHAR);

    private final Cluster cluster;
    private final ServerSession session;
    private final SessionRegistry sessionRegistry;
    private final ServerRows serverRows;
    private final SessionExpressionEvaluator expressionEvaluator;
    private final SessionRows sessionRows;
    private final NamedQueries namedQueries;
    private final List<DmlExecutor.StartedWrite> pendingWrites = new ArrayList<>();
    private Runnable preCommitAction = DmlExecutor.DO_NOTHING;
    private Answer.@Nullable RemainingRows remainingRows;

    ServerStatementHandler(
            Cluster cluster, ServerRows serverRows, ServerSession session, SessionRegistry sessionRegistry) {
        this.cluster = cluster;
        this.session = session;
        this.sessionRegistry = sessionRegistry;
        this.serverRows = serverRows;
        String versionComment = ServerVariables.versionComment(cluster.profile());
        this.expressionEvaluator = new SessionExpressionEvaluator(
                session, versionComment, () -> cluster.state().catalog());
        this.sessionRows = new SessionRows(cluster, serverRows, session, expressionEvaluator);
        this.namedQueries = new NamedQueries(session, this::describeColumns, this::executePrepared);
    }

    @Override
    public Answer answer(ClientStatement statement) {
        return answerRequest(statement, null);
    }

    @Override
    public Answer answerWithFailingJob(ClientStatement statement, String reason) {
        return answerRequest(statement, reason);
    }

    @Override
    public Answer answerWithHold(ClientStatement statement, Runnable holdAction) {
        preCommitAction = holdAction;
        try {
            return answerRequest(statement, null);
        } finally {
            preCommitAction = DmlExecutor.DO_NOTHING;
        }
    }

    @Override
    public Answer prepare(String queryText) {
        session.startStatement(queryText, cluster.clock().instant());
        try {
            return catchRefusal(() -> {
                ParameterizedQuery query = ParameterizedQuery.parse(queryText, pipesMeaning(session));
                return new Answer.Prepared(query.segments(), describeColumns(query));
            });
        } finally {
            session.finishStatement(cluster.clock().instant());
        }
    }

    /** Analyzes a query whose parameters have no values yet, and returns its columns. */
    private List<Answer.ResultColumn> describeColumns(ParameterizedQuery query) {
        return expressionEvaluator.runWithParameters(
                Collections.nCopies(query.countParameters(), UNKNOWN_VALUE),
                () -> sessionRows.describeColumns(
                        query.queryStatement().queryText().query()));
    }

    private Answer answerRequest(ClientStatement statement, @Nullable String jobFailureMessage) {
        closeRemainingRows();
        session.startStatement(statement.text(), cluster.clock().instant());
        try {
            Answer answer = catchRefusal(() -> {
                ClientStatement.PreparedExecution preparedExecution = statement.preparedExecution();
                if (preparedExecution == null && isPartOfComment(statement.text())) {
                    return Answer.OK;
                }
                return preparedExecution == null
                        ? answerStatements(parseScript(statement.text(), pipesMeaning(session)), jobFailureMessage)
                        : runPreparedExecution(preparedExecution);
            });
            remainingRows = answer instanceof Answer.ResultRows resultRows ? resultRows.remainingRows() : null;
            return answer;
        } finally {
            session.finishStatement(cluster.clock().instant());
        }
    }

    /**
     * Returns whether a text is only a part of a comment with a version. {@code mysql} sends such a comment as a
     * statement, and splits it after the semicolon at the end of SHOW CREATE VIEW.
     */
    private static boolean isPartOfComment(String text) {
        String strippedText = text.strip();
        return strippedText.equals("*/") || (strippedText.startsWith("/*!") && !strippedText.contains("*/"));
    }

    private Answer runPreparedExecution(ClientStatement.PreparedExecution preparedExecution) {
        ParameterizedQuery query =
                ParameterizedQuery.parse(String.join("?", preparedExecution.segments()), pipesMeaning(session));
        return executePrepared(
                query,
                preparedExecution.values().stream()
                        .map(ParameterizedQuery::toConstant)
                        .toList());
    }

    private Answer executePrepared(ParameterizedQuery query, List<Constant> parameterValues) {
        if (parameterValues.size() != query.countParameters()) {
            throw Refusal.ofAnalysis(
                    Span.NONE, EmbeddedRule.PREPARED_ARGUMENT_COUNT, parameterValues.size(), query.countParameters());
        }
        return expressionEvaluator.runWithParameters(parameterValues, () -> runStatement(query.queryStatement(), null));
    }

    /** Closes the rows of the last answer that a fault kept from being sent. */
    private void closeRemainingRows() {
        if (remainingRows != null) {
            remainingRows.close();
            remainingRows = null;
        }
    }

    /** Parses the statements of a text as a frontend does, which also limits the lengths of lists. */
    static List<Statement> parseScript(String text, PipesMeaning pipesMeaning) {
        ListLengthCheck.requireAllowedLengths(text, pipesMeaning);
        return Sql.parseScript(text, pipesMeaning);
    }

    static PipesMeaning pipesMeaning(ServerSession session) {
        boolean isConcatenation =
                SqlMode.PIPES_AS_CONCAT.isEnabledIn(session.variables().requireValue(SqlMode.VARIABLE_NAME));
        return isConcatenation ? PipesMeaning.CONCAT : PipesMeaning.OR;
    }

    /**
     * Runs the statements of one request until one is refused. The server runs several statements, although it does not
     * announce CLIENT_MULTI_STATEMENTS.
     */
    private Answer answerStatements(List<Statement> statements, @Nullable String jobFailureMessage) {
        if (statements.size() == 1) {
            return runStatement(statements.get(0), jobFailureMessage);
        }
        List<Answer> answers = new ArrayList<>();
        for (Statement statement : statements) {
            Answer answer = catchRefusal(() -> readRemainingRows(runStatement(statement, jobFailureMessage)));
            answers.add(answer);
            if (answer instanceof Answer.Failure) {
                break;
            }
        }
        return answers.isEmpty() ? Answer.OK : new Answer.MultipleAnswers(answers);
    }

    /** Reads all rows of an answer, because the next statement of the request would close the rows that remain. */
    private static Answer readRemainingRows(Answer answer) {
        return answer instanceof Answer.ResultRows resultRows ? resultRows.readRemainingRows() : answer;
    }

    /** Returns an answer; if a refusal or a syntax error is thrown instead, returns it as a failure. */
    private static Answer catchRefusal(Supplier<Answer> answerSupplier) {
        try {
            return answerSupplier.get();
        } catch (Refusal refusal) {
            return RefusalMapping.toFailure(refusal);
        } catch (SqlSyntaxException failure) {
            return failure.rule() instanceof SyntaxRule rule && rule.isDetectedByAnalysis()
                    ? RefusalMapping.toFailure(Refusal.ofSyntax(failure))
                    : Answer.Failure.of(formatSyntaxError(failure));
        }
    }

    /** Formats a syntax error as the server does, which counts columns from 0. */
    private static String formatSyntaxError(SqlSyntaxException failure) {
        Span span = failure.span();
        String position = span.line() == 0 ? "" : " at line " + span.line() + ", column " + (span.column() - 1);
        return failure.rule() instanceof SyntaxRule rule && rule.isParserLimit()
                ? failure.problem() + position + "."
                : "Getting syntax error" + position + ". Detail message: " + failure.problem() + ".";
    }

    @Override
    public void cancel() {
        session.cancelQuery();
    }

    @Override
    public Answer useDatabase(String databaseName) {
        QualifiedName name = QualifiedName.of(databaseName.strip().split("\\.", 2));
        return catchRefusal(() -> runStatement(new Statement.Use(name, Span.NONE), null));
    }

    /**
     * Applies the properties of the user to a new session. As at a frontend, properties that can't be applied, for example
     * because the database has been dropped, do not prevent the login.
     */
    void applyUserProperties(UserProperties properties) {
        Answer answer = catchRefusal(() -> {
            properties
                    .variableValues()
                    .forEach(valueEntry -> session.variables().setDefault(valueEntry.getKey(), valueEntry.getValue()));
            return Answer.OK;
        });
        if (answer instanceof Answer.Ok) {
            selectDefaultDatabase(properties);
        }
    }

    private void selectDefaultDatabase(UserProperties properties) {
        if (!properties.databaseName().isEmpty()) {
            useDatabase(properties.databaseName());
        }
    }

    @Override
    public Answer listFields(String tableName) {
        return catchRefusal(() -> new ColumnListings(createSnapshot()).listFields(tableName));
    }

    @Override
    public void changeUser(Login login) throws LoginRefusedException {
        User user = ServerSessionFactory.authenticate(cluster, session.client(), login);
        UserProperties properties = cluster.state().accounts().properties(login.userName());
        boolean isSameName = user.name().name().equals(session.userName().name());
        if (!isSameName && sessionRegistry.countSessions(login.userName()) >= properties.maxConnections()) {
            throw new LoginRefusedException(new Answer.Failure(
                    1203,
                    "42000",
                    ServerSessionFactory.describeConnectionLimit(login.userName(), properties.maxConnections())));
        }
        namedQueries.clear();
        rollBackPendingWrites();
        session.switchUser(user.name(), user.defaultRoleNames());
        selectDefaultDatabase(properties); // a frontend resets the variables after it has applied the properties
        String databaseName = login.databaseName();
        if (databaseName != null && useDatabase(databaseName) instanceof Answer.Failure failure) {
            throw new LoginRefusedException(failure);
        }
    }

    @Override
    public void reset() {
        closeRemainingRows();
        namedQueries.clear();
        rollBackPendingWrites();
        session.reset();
    }

    @Override
    public void close() {
        closeRemainingRows();
        rollBackPendingWrites();
        sessionRegistry.remove(session);
        cluster.runExclusively(state -> {
            serverRows.dropAllTemporaryRows(session);
            return state;
        });
    }

    private Answer runStatement(Statement statement, @Nullable String jobFailureMessage) {
        if (concernsRows(statement)) {
            cluster.updateDynamicPartitions();
        }
        if (statement instanceof Statement.OpaqueStatement opaqueStatement) {
            return answerUnparsed(opaqueStatement);
        }
        if (statement instanceof Statement.QueryStatement queryStatement) {
            return sessionRows.runQuery(queryStatement.queryText().query());
        }
        if (session.isInTransaction()) {
            throw DmlExecutor.createForbiddenInTransactionRefusal();
        }
        if (statement instanceof Statement.Use use) {
            use.name().qualifier().ifPresent(catalogName -> requireUsableCatalog(catalogName.text()));
        }
        if (statement instanceof Statement.Show show) {
            SessionSnapshot snapshot = createSnapshot();
            new PermissionChecker(snapshot).requirePrivileges(show);
            return sessionRows.applyFilter(createShowStatements(snapshot).createListing(show), show.filter());
        }
        if (statement instanceof AccessStatement accessStatement) {
            cluster.replaceAccess(state -> {
                SessionSnapshot currentSnapshot = createSnapshot(state);
                return Optional.of(
                        createAccessChanger(currentSnapshot).apply(accessStatement, currentSnapshot.access()));
            });
            return Answer.OK;
        }
        if (statement instanceof Statement.CreateTableAsSelect create) {
            return sessionRows.runWithHints(
                    QueryHints.of(create.queryText().query()),
                    () -> new CreateTableAsSelectExecutor(createDmlExecutor()).run(create, jobFailureMessage));
        }
        if (statement instanceof ViewStatement viewStatement) {
            return sessionRows.runWithHints(
                    QueryHints.of(viewStatement), () -> applyDdl(viewStatement, jobFailureMessage));
        }
        return applyDdl(statement, jobFailureMessage);
    }

    private static boolean concernsRows(Statement statement) {
        return statement instanceof Statement.QueryStatement
                || statement instanceof Statement.CreateTableAsSelect
                || (statement instanceof Statement.OpaqueStatement opaqueStatement && opaqueStatement.changesRows())
                || (statement instanceof Statement.Show show && show.kind() == Statement.Show.ShowKind.PARTITIONS);
    }

    private Answer applyDdl(Statement statement, @Nullable String jobFailureMessage) {
        ClusterState newState = new DdlExecutor(cluster, session, sessionRows).run(statement, jobFailureMessage);
        if (statement instanceof ClusterStatement.CreateClusterObject create) {
            return ClusterListings.answerCreation(create);
        }
        return statement instanceof ViewStatement.RefreshMaterializedView refresh
                ? createRefreshAnswer(newState, refresh)
                : Answer.OK;
    }

    /** Returns the id of the refresh, or the failure of a refresh for which the server has waited. */
    private Answer createRefreshAnswer(ClusterState newState, ViewStatement.RefreshMaterializedView refresh) {
        return DatabaseObjectName.findChangedObject(refresh, session.databaseName())
                .flatMap(view -> newState.identities().findObject(view.databaseName(), view.name()))
                .flatMap(identity -> newState.refreshRuns().findLast(identity.id()))
                .<Answer>map(
                        refreshRun -> createRefreshAnswer(refreshRun, Boolean.TRUE.equals(refresh.isSynchronous())))
                .orElse(Answer.OK);
    }

    private static Answer createRefreshAnswer(RefreshRun refreshRun, boolean isSynchronous) {
        if (isSynchronous && refreshRun.failureMessage() != null) {
            return Answer.Failure.of("execute task " + RefreshRun.taskName(refreshRun.viewId()) + " failed: "
                    + refreshRun.failureMessage());
        }
        return new Answer.ResultRows(
                List.of(new ResultColumn("QUERY_ID", ResultColumnType.varchar(60))),
                List.of(List.of(refreshRun.queryId())));
    }

    private SessionSnapshot createSnapshot() {
        return createSnapshot(cluster.state());
    }

    private SessionSnapshot createSnapshot(ClusterState state) {
        return new SessionSnapshot(state, cluster.profile(), session);
    }

    private Answer answerUnparsed(Statement.OpaqueStatement statement) {
        String firstKeyword = statement.keywords().get(0);
        if (!statement.changesRows() && !isUserStatement(statement)) {
            new PermissionChecker(createSnapshot()).requirePrivileges(statement);
        }
        if (session.isInTransaction() && !DmlExecutor.isAllowedInTransaction(firstKeyword)) {
            throw DmlExecutor.createForbiddenInTransactionRefusal();
        }
        if (statement.keywords().equals(List.of("DROP", "PREPARE"))) {
            return namedQueries.answer(createReaderAfterKeyword(statement), firstKeyword);
        }
        if (statement.keywords().equals(List.of("SET", "CATALOG"))) {
            TokenReader tokens = createReaderAfterKeyword(statement);
            tokens.expect("CATALOG");
            return useCatalog(tokens.readNameOrText());
        }
        return switch (firstKeyword) {
            case "SET" -> runSet(statement.text());
            case "SHOW", "HELP" -> answerShow(statement);
            case "PREPARE", "EXECUTE", "DEALLOCATE" ->
                namedQueries.answer(createReaderAfterKeyword(statement), firstKeyword);
            case "CREATE", "ALTER", "DROP" ->
                answerAccountStatement(statement.text())
                        .orElseThrow(() -> createUnsupportedStatementRefusal(statement));
            case "BEGIN", "START" ->
                createDmlExecutor()
                        .beginTransaction(
                                TransactionOptionsReader.readLabel(createReaderAfterKeyword(statement), firstKeyword));
            case "COMMIT", "ROLLBACK" -> {
                TransactionOptionsReader.readEndOptions(createReaderAfterKeyword(statement));
                yield firstKeyword.equals("COMMIT")
                        ? createDmlExecutor().commitTransaction()
                        : createDmlExecutor().rollBackTransaction();
            }
            case "INSERT", "UPDATE", "DELETE", "WITH" -> createDmlExecutor().run(statement);
            case "EXPLAIN", "DESC", "DESCRIBE" -> answerDescription(createReaderAfterKeyword(statement), statement);
            case "LOCK", "UNLOCK" -> {
                LockTablesReader.read(createReaderAfterKeyword(statement), firstKeyword);
                yield Answer.OK;
            }
            case "KILL" ->
                new KillStatementExecutor(
                                session, sessionRegistry, createSnapshot().access())
                        .run(createReaderAfterKeyword(statement));
            case "SYNC" -> Answer.OK; // there is only one frontend, so nothing has to be synchronized
            case "USE" ->
                useCatalog(readCatalogName(createReaderAfterKeyword(statement).readText()));
            case "ADMIN" -> answerFrontendConfig(statement);
            default -> throw createUnsupportedStatementRefusal(statement);
        };
    }

    /** Returns whether a statement creates or drops a user. {@link AccountChanger} checks its privileges. */
    private static boolean isUserStatement(Statement.OpaqueStatement statement) {
        return statement.keywords().size() > 1
                && statement.keywords().get(1).equals("USER")
                && Set.of("CREATE", "DROP").contains(statement.keywords().get(0));
    }

    private Answer answerShow(Statement.OpaqueStatement statement) {
        FilteredListing filteredListing = createShowStatements(createSnapshot()).createListing(statement);
        return sessionRows.applyFilter(filteredListing.listing(), filteredListing.filter());
    }

    private ShowStatements createShowStatements(SessionSnapshot snapshot) {
        return new ShowStatements(
                snapshot, sessionRegistry.sessions(), cluster.clock().instant());
    }

    private void rollBackPendingWrites() {
        if (!pendingWrites.isEmpty()) {
            createDmlExecutor().rollBackPendingWrites();
        }
    }

    private DmlExecutor createDmlExecutor() {
        return new DmlExecutor(cluster, session, createSnapshot(), sessionRows, pendingWrites, preCommitAction);
    }

    private Answer answerDescription(TokenReader tokens, Statement.OpaqueStatement statement) {
        if (tokens.accept("STORAGE", "VOLUME")) {
            return new ClusterListings(createSnapshot())
                    .showObject(ClusterObjectKind.STORAGE_VOLUME, tokens)
                    .toAnswer();
        }
        requireExplainPrivileges(statement.text());
        throw Refusal.ofAnalysis(statement.span(), EmbeddedRule.PLAN_UNSUPPORTED);
    }

    /** A server explains a statement only to users who may run it. */
    private void requireExplainPrivileges(String statementText) {
        Matcher explanationMatcher = EXPLAINED_STATEMENT_PATTERN.matcher(statementText);
        if (explanationMatcher.matches()) {
            try {
                new PermissionChecker(createSnapshot()).requirePrivileges(Sql.parse(explanationMatcher.group(1)));
            } catch (SqlSyntaxException ignored) {
                // The caller refuses the statement anyway.
            }
        }
    }

    private static Refusal createUnsupportedStatementRefusal(Statement.OpaqueStatement statement) {
        String joinedKeywords = String.join(" ", statement.keywords());
        return Refusal.ofAnalysis(statement.span(), EmbeddedRule.UNSUPPORTED, "'" + joinedKeywords + "' statements");
    }

    private Answer runSet(String text) {
        Optional<Answer> accountAnswer = answerAccountStatement(text);
        if (accountAnswer.isPresent()) {
            return accountAnswer.get();
        }
        Optional<List<String>> roleNames =
                new SetRoleParser(cluster.state().access(), session.userName()).parseActiveRoleNames(text);
        if (roleNames.isPresent()) {
            session.activateRoles(roleNames.get());
        } else {
            new SetStatementExecutor(session, sessionRows::evaluate).run(text);
        }
        return Answer.OK;
    }

    /** Runs a statement about users or resources; empty if the statement is about anything else. */
    private Optional<Answer> answerAccountStatement(String text) {
        boolean isAccountStatement = cluster.replaceAccess(state -> {
            SessionSnapshot currentSnapshot = createSnapshot(state);
            return new AccountChanger(
                            createAccessChanger(currentSnapshot),
                            currentSnapshot.access(),
                            session.variables()::requireValidDefault)
                    .apply(text);
        });
        return isAccountStatement ? Optional.of(Answer.OK) : Optional.empty();
    }

    private AccessChanger createAccessChanger(SessionSnapshot snapshot) {
        Session engineSession = new Session(session.databaseName());
        return new AccessChanger(cluster.engine(), snapshot.state().access(), engineSession, session.userName());
    }

    /** Returns a reader after the first word of a statement. */
    private static TokenReader createReaderAfterKeyword(Statement.OpaqueStatement statement) {
        TokenReader tokens = new TokenReader(statement.text());
        tokens.readKeyword();
        return tokens;
    }

    /**
     * Runs ADMIN SHOW FRONTEND CONFIG, and ADMIN SET FRONTEND CONFIG. Only {@code access_control} is stored. All other
     * settings come from the profile and are not changed.
     */
    private Answer answerFrontendConfig(Statement.OpaqueStatement statement) {
        TokenReader tokens = createReaderAfterKeyword(statement);
        if (tokens.isAt("SHOW", "FRONTEND", "CONFIG")) {
            return answerShow(statement);
        }
        if (!tokens.accept("SET", "FRONTEND", "CONFIG")) {
            throw createUnsupportedStatementRefusal(statement);
        }
        Matcher settingMatcher = ACCESS_CONTROL_PATTERN.matcher(statement.text());
        if (settingMatcher.find()) {
            cluster.replaceAccess(state -> Optional.of(state.access().withAccessControl(settingMatcher.group(1))));
        }
        return Answer.OK;
    }

    /** Returns the name in {@code USE 'CATALOG name'}. */
    private static String readCatalogName(String catalogText) {
        String[] words = catalogText.strip().split("\\s+", -1);
        if (words.length != 2 || !words[0].equalsIgnoreCase("CATALOG")) {
            throw Refusal.ofSyntax(Span.NONE, SyntaxRule.EXPECTED_ELEMENT, "'CATALOG catalog_name'");
        }
        return words[1];
    }

    private Answer useCatalog(String catalogName) {
        requireUsableCatalog(catalogName);
        return Answer.OK;
    }

    /**
     * Requires that a catalog may become the current catalog of a session. Only the internal catalog may: statements
     * must qualify the tables of external catalogs.
     */
    private void requireUsableCatalog(String catalogName) {
        if (InternalCatalog.isInternal(catalogName)) {
            return;
        }
        throw cluster.state().catalog().mayHaveExternalCatalog(catalogName)
                ? Refusal.ofAnalysis(
                        Span.NONE, EmbeddedRule.UNSUPPORTED, "sessions in the external catalog '" + catalogName + "'")
                : Refusal.ofAnalysis(Span.NONE, ServerError.UNKNOWN_CATALOG, catalogName);
    }
}

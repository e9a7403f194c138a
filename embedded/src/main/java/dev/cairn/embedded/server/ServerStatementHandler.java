package dev.cairn.embedded.server;

import dev.cairn.embedded.account.User;
import dev.cairn.embedded.account.UserProperties;
import dev.cairn.embedded.fault.injection.FaultTarget;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ClientStatement;
import dev.cairn.embedded.protocol.Login;
import dev.cairn.embedded.protocol.LoginRefusedException;
import dev.cairn.embedded.query.RefusalMapping;
import dev.cairn.embedded.rows.RowStorage;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.show.ColumnListings;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.token.ListLengthCheck;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.PipesMeaning;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Handles the requests of one client: parses a request, and answers it with the results of its statements, which
 * {@link StatementDispatcher} runs. A refusal becomes the answer; any other exception is a defect of the embedded
 * server and is not hidden.
 */
final class ServerStatementHandler implements FaultTarget {
    private final Cluster cluster;
    private final ServerSession session;
    private final SessionRegistry sessionRegistry;
    private final RowStorage rowStorage;
    private final PreparedQueryExecutor preparedQueryExecutor;
    private final StatementDispatcher dispatcher;
    private Answer.@Nullable RemainingRows remainingRows;

    ServerStatementHandler(
            Cluster cluster, RowStorage rowStorage, ServerSession session, SessionRegistry sessionRegistry) {
        this.cluster = cluster;
        this.session = session;
        this.sessionRegistry = sessionRegistry;
        this.rowStorage = rowStorage;
        SessionQueryExecutor queryExecutor = SessionQueryExecutor.of(cluster, rowStorage, session);
        this.preparedQueryExecutor = new PreparedQueryExecutor(queryExecutor);
        this.dispatcher = new StatementDispatcher(queryExecutor, sessionRegistry);
    }

    @Override
    public Answer answer(ClientStatement statement) {
        return answerRequest(statement, StatementFaults.NONE);
    }

    @Override
    public Answer answerWithFailingJob(ClientStatement statement, String reason) {
        return answerRequest(statement, StatementFaults.ofFailingJob(reason));
    }

    @Override
    public Answer answerWithHold(ClientStatement statement, Runnable holdAction) {
        return answerRequest(statement, StatementFaults.ofHeldCommit(holdAction));
    }

    @Override
    public Answer prepare(String queryText) {
        session.startStatement(queryText, cluster.clock().instant());
        try {
            return catchRefusal(() -> {
                ParameterizedQuery query = ParameterizedQuery.parse(queryText, session.pipesMeaning());
                return new Answer.Prepared(query.segments(), preparedQueryExecutor.describeColumns(query));
            });
        } finally {
            session.finishStatement(cluster.clock().instant());
        }
    }

    private Answer answerRequest(ClientStatement statement, StatementFaults faults) {
        closeRemainingRows();
        session.startStatement(statement.text(), cluster.clock().instant());
        try {
            Answer answer = catchRefusal(() -> {
                ClientStatement.PreparedExecution preparedExecution = statement.preparedExecution();
                if (preparedExecution == null && isPartOfComment(statement.text())) {
                    return Answer.OK;
                }
                return preparedExecution == null
                        ? runStatements(parseScript(statement.text(), session.pipesMeaning()), faults)
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
                ParameterizedQuery.parse(String.join("?", preparedExecution.segments()), session.pipesMeaning());
        return preparedQueryExecutor.run(
                query,
                preparedExecution.values().stream()
                        .map(ParameterizedQuery::toConstant)
                        .toList());
    }

    /** Closes the remaining rows of the last answer, if a fault prevented that they were sent. */
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

    /**
     * Runs the statements of one request until one is refused. The server runs several statements, although it does not
     * announce CLIENT_MULTI_STATEMENTS.
     */
    private Answer runStatements(List<Statement> statements, StatementFaults faults) {
        if (statements.size() == 1) {
            return dispatcher.run(statements.get(0), faults);
        }
        List<Answer> answers = new ArrayList<>();
        for (Statement statement : statements) {
            Answer answer = catchRefusal(() -> readRemainingRows(dispatcher.run(statement, faults)));
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

    /** Returns the supplied answer; returns a refusal or a syntax error of the supplier as a failure. */
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
        return catchRefusal(() -> dispatcher.run(new Statement.Use(name, Span.NONE), StatementFaults.NONE));
    }

    /**
     * Applies the properties of the user to a new session. As at a frontend, properties that can't be applied, for
     * example because the database has been dropped, do not prevent the login.
     */
    void applyUserProperties(UserProperties properties) {
        Answer answer = catchRefusal(() -> {
            properties
                    .valueByVariable()
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
        return catchRefusal(() -> new ColumnListings(dispatcher.createSnapshot()).listFields(tableName));
    }

    @Override
    public void changeUser(Login login) throws LoginRefusedException {
        User user = ServerSessionFactory.authenticate(cluster, session.client(), login);
        UserProperties properties = cluster.state().accounts().properties(login.userName());
        boolean isSameName = user.name().name().equals(session.userName().name());
        // A frontend refuses a change of the user with 1203, but a login with the number of an unknown error.
        if (!isSameName && sessionRegistry.hasMaxSessions(login.userName(), properties.maxConnections())) {
            throw new LoginRefusedException(new Answer.Failure(
                    1203, "42000", SessionRegistry.formatLimitMessage(login.userName(), properties.maxConnections())));
        }
        dispatcher.reset();
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
        dispatcher.reset();
        session.reset();
    }

    @Override
    public void close() {
        closeRemainingRows();
        dispatcher.reset();
        sessionRegistry.remove(session);
        cluster.runExclusively(state -> {
            rowStorage.dropAllTemporaryRows(session);
            return state;
        });
    }
}

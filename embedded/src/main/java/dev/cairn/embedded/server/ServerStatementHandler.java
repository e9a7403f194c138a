package dev.cairn.embedded.server;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.account.User;
import dev.cairn.embedded.fault.injection.FaultTarget;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.Login;
import dev.cairn.embedded.protocol.LoginRefusedException;
import dev.cairn.embedded.rows.ServerRows;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Handles the statements of one client. */
final class ServerStatementHandler implements FaultTarget {
    private final Cluster cluster;
    private final ServerSession session;
    private final Sessions sessions;
    private final ServerRows rows;
    private final StatementDispatcher statements;

    ServerStatementHandler(Cluster cluster, ServerRows rows, ServerSession session, Sessions sessions) {
        this.cluster = cluster;
        this.session = session;
        this.sessions = sessions;
        this.rows = rows;
        this.statements = new StatementDispatcher(cluster, rows, session, sessions);
    }

    @Override
    public Answer answer(String text) {
        return answer(text, null);
    }

    @Override
    public Answer answerWithFailingJob(String text, String reason) {
        return answer(text, reason);
    }

    @Override
    public Runnable begin(String text) {
        return answer(text) instanceof Answer.Failure ? () -> {} : cluster.holdNewestLoad();
    }

    private Answer answer(String text, @Nullable String failingJob) {
        session.start(text, cluster.clock().instant());
        try {
            return guarded(() -> answers(Sql.parseScript(text), failingJob));
        } finally {
            session.finish(cluster.clock().instant());
        }
    }

    /**
     * Runs the statements of one request until one is refused. The server supports this although it does not announce
     * it.
     */
    private Answer answers(List<Statement> script, @Nullable String failingJob) {
        if (script.size() == 1) {
            return statements.answer(script.get(0), failingJob);
        }
        List<Answer> answers = new ArrayList<>();
        for (Statement statement : script) {
            Answer answer = guarded(() -> statements.answer(statement, failingJob));
            answers.add(answer);
            if (answer instanceof Answer.Failure) {
                break;
            }
        }
        return answers.isEmpty() ? Answer.OK : new Answer.Several(answers);
    }

    private static Answer guarded(Supplier<Answer> answer) {
        try {
            return answer.get();
        } catch (Refusal refusal) {
            return new Answer.Failure(refusal.errno(), refusal.sqlState(), String.valueOf(refusal.getMessage()));
        } catch (SqlSyntaxException wrong) {
            return Answer.Failure.of(words(wrong));
        }
    }

    /** The column numbers in the server's messages begin at 0. */
    private static String words(SqlSyntaxException wrong) {
        Span at = wrong.at();
        String where = at.line() == 0 ? "" : " at line " + at.line() + ", column " + (at.column() - 1);
        return "Getting syntax error" + where + ". Detail message: " + wrong.problem() + ".";
    }

    @Override
    public Answer use(String database) {
        QualifiedName name = QualifiedName.of(database.strip().split("\\.", 2));
        return guarded(() -> statements.answer(new Statement.Use(name, Span.NONE), null));
    }

    @Override
    public Answer fields(String table) {
        return guarded(() -> statements.fields(table));
    }

    @Override
    public void changeUser(Login login) throws LoginRefusedException {
        User user = ServerBackend.authenticated(cluster, session.line(), login);
        session.become(user.name(), user.defaultRoles());
        String database = login.database();
        if (database != null && use(database) instanceof Answer.Failure failure) {
            throw new LoginRefusedException(failure);
        }
    }

    @Override
    public void reset() {
        session.reset();
    }

    @Override
    public void close() {
        sessions.remove(session);
        cluster.exclusively(state -> {
            rows.forget(session);
            return state;
        });
    }
}

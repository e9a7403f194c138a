package dev.cairn.embedded.replay;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.embedded.account.UserName;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ClientConnection;
import dev.cairn.embedded.query.Evaluator;
import dev.cairn.embedded.query.SessionFunctions;
import dev.cairn.embedded.query.SystemQueries;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.SetStatement;
import dev.cairn.embedded.session.Variables;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.time.InstantSource;
import java.util.List;

/** Answers the queries and SET statements that drivers send on their own, so that they need not be recorded. */
final class DriverQueries {
    private final ServerSession session;
    private final Evaluator evaluator;

    DriverQueries(ClientConnection line, String user) {
        InstantSource clock = InstantSource.system();
        Variables variables = new Variables(ServerProfile.DEFAULT);
        session = new ServerSession(line, new UserName(user, "%"), List.of(), variables, clock.instant());
        String version = Variables.versionComment(ServerProfile.DEFAULT);
        evaluator = new Evaluator(session, new SessionFunctions(session, clock, version));
    }

    void reset() {
        session.reset();
    }

    Answer answer(String text) {
        try {
            Statement statement = Sql.parse(text);
            if (statement instanceof Statement.Select select) {
                return new SystemQueries(evaluator, name -> {
                            throw Refusal.execution(name.span(), "No answer is recorded for: " + text);
                        })
                        .answer(select.query());
            }
            if (statement instanceof Statement.Opaque opaque
                    && opaque.keywords().get(0).equals("SET")) {
                new SetStatement(session, List.of(), evaluator::constant).run(text);
                return Answer.OK;
            }
        } catch (SqlSyntaxException | Refusal unknown) {
            return Answer.Failure.of(String.valueOf(unknown.getMessage()));
        }
        return Answer.Failure.of("No answer is recorded for: " + text);
    }
}

package dev.cairn.embedded.server;

import dev.cairn.embedded.account.UserAccess;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.SyntaxRule;
import java.util.List;

/**
 * Runs KILL [CONNECTION] and KILL QUERY, which end a session or its statement. The privilege OPERATE is required for
 * the sessions of other users.
 *
 * @param session the session that runs the statement
 * @param access the privileges of the user of this session
 */
record KillStatementExecutor(ServerSession session, SessionRegistry sessionRegistry, UserAccess access) {
    /**
     * Runs a statement.
     *
     * @param tokens the tokens after KILL
     * @throws Refusal if the statement does not end after the session, the session does not exist, or the user may not
     *     end it
     */
    Answer run(TokenReader tokens) {
        boolean closesConnection = !tokens.accept("QUERY");
        tokens.accept("CONNECTION");
        if (tokens.isAtText() && !closesConnection) { // the id of a query; the queries of this server have no ids
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.UNKNOWN_QUERY, tokens.readText());
        }
        long sessionId = tokens.isAtText() ? parseConnectionId(tokens.readText()) : tokens.readNumber();
        tokens.expectEnd();
        ServerSession targetSession = sessionRegistry
                .find(sessionId)
                .orElseThrow(() -> Refusal.ofExecution(Span.NONE, EmbeddedRule.UNKNOWN_THREAD, sessionId));
        if (!targetSession.userName().equals(session.userName())) {
            access.requirePrivileges(List.of(RequiredPrivilege.ofSystem(Privilege.OPERATE)));
        }
        if (targetSession == session) {
            return closesConnection ? Answer.CLOSED_CONNECTION : Answer.OK;
        }
        targetSession.cancelQuery();
        if (closesConnection) {
            targetSession.client().disconnect();
        }
        return Answer.OK;
    }

    private static long parseConnectionId(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException failure) {
            throw Refusal.ofSyntax(
                    Span.NONE, SyntaxRule.EXPECTED_ELEMENT, "a positive integer as the connection id, not " + text);
        }
    }
}

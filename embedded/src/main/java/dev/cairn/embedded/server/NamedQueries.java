package dev.cairn.embedded.server;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.session.Constant;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The queries that a client has named by PREPARE, and the statements about them. The queries are kept until the session
 * is reset or ends.
 */
final class NamedQueries {
    private final Map<String, ParameterizedQuery> queryByName = new HashMap<>();
    private final ServerSession session;
    private final PreparedQueryExecutor queryExecutor;

    /**
     * Creates an empty set of queries.
     *
     * @param queryExecutor analyzes a query when it is named, and runs it with the values of its parameters
     */
    NamedQueries(ServerSession session, PreparedQueryExecutor queryExecutor) {
        this.session = session;
        this.queryExecutor = queryExecutor;
    }

    /**
     * Runs a statement about a query: PREPARE keeps it under a name, in place of any query with the same name, EXECUTE
     * runs it with the values of variables, and DEALLOCATE and DROP remove it.
     *
     * @param tokens the tokens after the keyword
     * @param keyword PREPARE, EXECUTE, DEALLOCATE or DROP
     */
    Answer run(TokenReader tokens, String keyword) {
        return switch (keyword) {
            case "PREPARE" -> runPrepare(tokens);
            case "EXECUTE" -> runExecute(tokens);
            default -> runDeallocate(tokens);
        };
    }

    void clear() {
        queryByName.clear();
    }

    private Answer runPrepare(TokenReader tokens) {
        String queryName = tokens.readName();
        tokens.expect("FROM");
        String queryText = tokens.isAtText() ? tokens.readSingleQuotedSource() : tokens.readRemainder();
        ParameterizedQuery query = ParameterizedQuery.parse(queryText, session.pipesMeaning());
        queryExecutor.describeColumns(query); // refuses a query that can't be analyzed
        queryByName.put(queryName, query);
        return Answer.OK;
    }

    private Answer runExecute(TokenReader tokens) {
        String queryName = tokens.readName();
        ParameterizedQuery query = queryByName.get(queryName);
        if (query == null) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.EXECUTED_QUERY_NOT_FOUND, queryName);
        }
        List<Constant> parameterValues =
                tokens.accept("USING") ? tokens.readCommaList(() -> readVariable(tokens)) : List.of();
        tokens.expectEnd();
        return queryExecutor.run(query, parameterValues);
    }

    private Constant readVariable(TokenReader tokens) {
        tokens.expect("@");
        return session.userVariables().get(tokens.readNameOrText());
    }

    private Answer runDeallocate(TokenReader tokens) {
        tokens.expect("PREPARE");
        String queryName = tokens.readName();
        if (queryByName.remove(queryName) == null) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.DEALLOCATED_QUERY_NOT_FOUND, queryName);
        }
        return Answer.OK;
    }
}

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
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The queries that a client has named by PREPARE, and the statements about them. The queries are kept until the session
 * is reset or ends.
 */
final class NamedQueries {
    private final Map<String, ParameterizedQuery> queryByName = new HashMap<>();
    private final ServerSession session;
    private final Consumer<ParameterizedQuery> queryCheck;
    private final BiFunction<ParameterizedQuery, List<Constant>, Answer> queryExecutor;

    /**
     * Creates an empty set of queries.
     *
     * @param queryCheck refuses a query that can't be analyzed
     * @param queryExecutor runs a query with the values of its parameters
     */
    NamedQueries(
            ServerSession session,
            Consumer<ParameterizedQuery> queryCheck,
            BiFunction<ParameterizedQuery, List<Constant>, Answer> queryExecutor) {
        this.session = session;
        this.queryCheck = queryCheck;
        this.queryExecutor = queryExecutor;
    }

    /**
     * Answers a statement about a query: PREPARE keeps it under a name, EXECUTE runs it with the values of variables,
     * and DEALLOCATE and DROP remove it.
     *
     * @param tokens the tokens after the keyword
     */
    Answer answer(TokenReader tokens, String keyword) {
        return switch (keyword) {
            case "PREPARE" -> prepare(tokens);
            case "EXECUTE" -> execute(tokens);
            default -> deallocate(tokens);
        };
    }

    void clear() {
        queryByName.clear();
    }

    private Answer prepare(TokenReader tokens) {
        String queryName = tokens.readName();
        tokens.expect("FROM");
        String queryText = tokens.isAtText() ? tokens.readText() : tokens.readRemainder();
        ParameterizedQuery query = ParameterizedQuery.parse(queryText, ServerStatementHandler.pipesMeaning(session));
        queryCheck.accept(query);
        queryByName.put(queryName, query);
        return Answer.OK;
    }

    private Answer execute(TokenReader tokens) {
        String queryName = tokens.readName();
        ParameterizedQuery query = queryByName.get(queryName);
        if (query == null) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.EXECUTED_QUERY_NOT_FOUND, queryName);
        }
        List<Constant> parameterValues =
                tokens.accept("USING") ? tokens.readCommaList(() -> readVariable(tokens)) : List.of();
        tokens.expectEnd();
        return queryExecutor.apply(query, parameterValues);
    }

    private Constant readVariable(TokenReader tokens) {
        tokens.expect("@");
        return session.userVariables().get(tokens.readNameOrText());
    }

    private Answer deallocate(TokenReader tokens) {
        tokens.expect("PREPARE");
        String queryName = tokens.readName();
        if (queryByName.remove(queryName) == null) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.DEALLOCATED_QUERY_NOT_FOUND, queryName);
        }
        return Answer.OK;
    }
}

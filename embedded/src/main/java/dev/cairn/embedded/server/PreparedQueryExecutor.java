package dev.cairn.embedded.server;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.session.Constant;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.Collections;
import java.util.List;

/** Describes and runs queries with parameters, for COM_STMT_PREPARE and PREPARE. */
record PreparedQueryExecutor(SessionQueryExecutor queryExecutor) {
    /** The value that a server assumes for a parameter before its value is known. */
    private static final Constant UNKNOWN_VALUE = new Constant(null, TypeConstants.VARCHAR);

    /** Analyzes a query whose parameters have no values yet, and returns its columns. */
    List<Answer.ResultColumn> describeColumns(ParameterizedQuery query) {
        return queryExecutor
                .expressionEvaluator()
                .runWithParameters(
                        Collections.nCopies(query.countParameters(), UNKNOWN_VALUE),
                        () -> queryExecutor.describeColumns(query.query()));
    }

    /**
     * Runs a query with the values of its parameters.
     *
     * @throws Refusal if the number of values is not the number of parameters, or if the query contains an expression
     *     that a server can prepare, but not run
     */
    Answer run(ParameterizedQuery query, List<Constant> parameterValues) {
        if (parameterValues.size() != query.countParameters()) {
            throw Refusal.ofAnalysis(
                    Span.NONE, EmbeddedRule.PREPARED_ARGUMENT_COUNT, parameterValues.size(), query.countParameters());
        }
        RepeatedAnalysisCheck.check(query.query());
        return queryExecutor
                .expressionEvaluator()
                .runWithParameters(parameterValues, () -> queryExecutor.runQuery(query.query()));
    }
}

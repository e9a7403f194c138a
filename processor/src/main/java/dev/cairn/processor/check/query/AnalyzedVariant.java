package dev.cairn.processor.check.query;

import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.processor.check.DeclaredSourceResolver;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.template.RenderedTemplate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The analysis of one text that the optional parts of a statement can produce.
 *
 * @param contexts the uses of the parameters, also after a failure
 * @param failure a syntax error, or the refusal of the server; null if the server would accept the text
 */
record AnalyzedVariant(
        StatementVariant variant,
        ParameterContexts contexts,
        DeclaredSourceResolver sourceResolver,
        AnalyzedStatement analyzedStatement,
        @Nullable RuntimeException failure) {
    /**
     * One text of a statement.
     *
     * @param partIndexes the indexes of the optional parts that it contains
     * @param isTyped whether its literals have the types of the parameters, if necessary by a CAST
     */
    record StatementVariant(Set<Integer> partIndexes, boolean isTyped, RenderedTemplate renderedTemplate) {}

    /**
     * The results of the analysis of the statement.
     *
     * @param boundQuery the query; null for a statement that changes data, and after a failure
     * @param dmlStatement the change of rows; null for a query, TRUNCATE and REFRESH, and if the text can't be parsed
     * @param outputs the columns of a query; null without {@code boundQuery}
     */
    record AnalyzedStatement(
            @Nullable BoundQuery boundQuery,
            @Nullable DmlStatement dmlStatement,
            @Nullable List<QueryOutput> outputs) {
        static final AnalyzedStatement UNKNOWN = new AnalyzedStatement(null, null, null);
    }

    Set<Integer> partIndexes() {
        return variant.partIndexes;
    }

    boolean isTyped() {
        return variant.isTyped;
    }

    RenderedTemplate renderedTemplate() {
        return variant.renderedTemplate;
    }

    @Nullable
    BoundQuery boundQuery() {
        return analyzedStatement.boundQuery;
    }

    @Nullable
    DmlStatement dmlStatement() {
        return analyzedStatement.dmlStatement;
    }

    @Nullable
    List<QueryOutput> outputs() {
        return analyzedStatement.outputs;
    }

    boolean isAccepted() {
        return failure == null;
    }
}

package dev.cairn.processor.check.query;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.DeclaredSourceResolver;
import dev.cairn.processor.check.query.AnalysedVariant.AnalysedStatement;
import dev.cairn.processor.check.query.AnalysedVariant.StatementVariant;
import dev.cairn.processor.check.query.StatementParameters.ParameterUse;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.template.RenderedTemplate;
import dev.cairn.sql.template.SqlTemplate;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Parses and analyses the texts of one statement, with literals in place of the parameters. The server receives
 * literals of the same types, so it accepts or refuses the same texts. The analysis also adds the changed objects to
 * the relations of the statement, and checks the privileges on them.
 */
final class VariantAnalyzer {
    /** The mask that includes each optional part. */
    static final int ALL_PARTS_MASK = -1;

    private final DeclaredSchema schema;
    private final StatementRelations relations;
    private final StatementAccessCheck accessCheck;
    private final StatementParameters parameters;

    VariantAnalyzer(
            DeclaredSchema schema,
            StatementRelations relations,
            StatementAccessCheck accessCheck,
            StatementParameters parameters) {
        this.schema = schema;
        this.relations = relations;
        this.accessCheck = accessCheck;
        this.parameters = parameters;
    }

    /** Returns the text with all optional parts. */
    static RenderedTemplate renderWholeText(StatementParameters parameters) {
        return renderVariant(parameters, ALL_PARTS_MASK, true).renderedTemplate();
    }

    /** @param isTyped whether literals have the types of the parameters */
    private static StatementVariant renderVariant(StatementParameters parameters, int partMask, boolean isTyped) {
        SqlTemplate template = parameters.template();
        Set<Integer> partIndexes = IntStream.range(0, template.optionalParts().size())
                .filter(partIndex -> (partMask & (1 << partIndex)) != 0)
                .boxed()
                .collect(Collectors.toSet());
        RenderedTemplate renderedTemplate = template.render(partIndexes, parameter -> {
            ParameterUse parameterUse = parameters.requireUse(parameter);
            if (parameters.mayBeNull(parameter)) {
                return isTyped
                        ? parameterUse.form().renderNullLiteral()
                        : parameterUse.form().renderPlainNullLiteral();
            }
            return isTyped
                    ? parameterUse.form().renderLiteral()
                    : parameterUse.form().renderPlainLiteral();
        });
        return new StatementVariant(partIndexes, isTyped, renderedTemplate);
    }

    /**
     * Analyses the text with some optional parts.
     *
     * @param partMask a mask with the bit of each included part
     * @param isTyped whether literals have the types of the parameters
     */
    AnalysedVariant analyse(int partMask, boolean isTyped) {
        return analyseVariant(renderVariant(parameters, partMask, isTyped));
    }

    /** Analyses the same text with other literals. */
    AnalysedVariant analyseWithLiterals(
            AnalysedVariant originalVariant, Function<SqlTemplate.Parameter, String> toLiteral) {
        RenderedTemplate renderedTemplate = parameters.template().render(originalVariant.partIndexes(), toLiteral);
        return analyseVariant(
                new StatementVariant(originalVariant.partIndexes(), originalVariant.isTyped(), renderedTemplate));
    }

    /**
     * Analyses a text. If the server would refuse it, the result has the failure and the results of the analysis before
     * it.
     */
    private AnalysedVariant analyseVariant(StatementVariant variant) {
        ParameterContexts contexts = new ParameterContexts(variant.renderedTemplate(), parameters);
        DeclaredSourceResolver sourceResolver = new DeclaredSourceResolver(
                new CatalogSourceResolver(schema.root().checkedTarget(), schema.catalog()),
                (database, name) -> false,
                schema.root().hasAllEntries());
        AnalysedStatement analysedStatement = AnalysedStatement.UNKNOWN;
        try {
            if (parameters.method().isQuery()) {
                analysedStatement = analyseQuery(variant.renderedTemplate(), contexts, sourceResolver);
            } else if (changesWholeObject()) {
                analyseObjectChange(variant.renderedTemplate());
            } else {
                DmlStatement change = Sql.parseDml(variant.renderedTemplate().text());
                analysedStatement = new AnalysedStatement(null, change, null);
                analyseRowChange(change, variant.renderedTemplate(), contexts);
            }
            return new AnalysedVariant(variant, contexts, sourceResolver, analysedStatement, null);
        } catch (SqlSyntaxException | Refusal failure) {
            return new AnalysedVariant(variant, contexts, sourceResolver, analysedStatement, failure);
        } finally {
            contexts.collectUses();
        }
    }

    private AnalysedStatement analyseQuery(
            RenderedTemplate renderedTemplate, ParameterContexts contexts, DeclaredSourceResolver sourceResolver) {
        Query query = Sql.parseQuery(renderedTemplate.text());
        BoundQuery boundQuery = new QueryAnalysis(
                        schema.root().checkedTarget(),
                        sourceResolver,
                        schema.session().databaseName())
                .analyseExecutable(query, contexts.bindings());
        return new AnalysedStatement(
                boundQuery,
                null,
                QueryOutput.of(
                        boundQuery,
                        renderedTemplate,
                        schema.enumColumns(),
                        span -> parameters.sourceText(renderedTemplate.toOriginSpan(span))));
    }

    private boolean changesWholeObject() {
        String firstWord = parameters.template().firstWord();
        return firstWord.equals("TRUNCATE") || firstWord.equals("REFRESH");
    }

    private void analyseObjectChange(RenderedTemplate renderedTemplate) {
        Statement statement = Sql.parse(renderedTemplate.text());
        schema.engine().apply(schema.catalog(), schema.session(), statement);
        QualifiedName changedName = statement instanceof Statement.TruncateTable truncate
                ? truncate.table()
                : ((ViewStatement.RefreshMaterializedView) statement).name();
        relations.addChange(changedName, Set.of());
        accessCheck.checkChange(statement, renderedTemplate.toOriginSpan(changedName.span()));
    }

    private void analyseRowChange(DmlStatement change, RenderedTemplate renderedTemplate, ParameterContexts contexts) {
        contexts.setTargetSpan(change.target().span());
        schema.engine().check(schema.catalog(), schema.session(), change, contexts.bindings());
        relations.addChange(change);
        accessCheck.checkChange(
                change, renderedTemplate.toOriginSpan(change.target().span()));
    }
}

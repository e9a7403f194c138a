package dev.cairn.processor.check.query;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.DeclaredSourceResolver;
import dev.cairn.processor.check.query.AnalyzedVariant.AnalyzedStatement;
import dev.cairn.processor.check.query.AnalyzedVariant.StatementVariant;
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
 * Parses and analyzes the texts of one statement, with literals in place of the parameters. The server receives
 * literals of the same types, so it accepts or refuses the same texts. The analysis also adds the changed objects to
 * the relations of the statement, and checks the privileges on them.
 */
final class VariantAnalyzer {
    /** The mask that has the bit of each optional part, regardless of their number. */
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
                        : parameterUse.form().renderUncastNullLiteral();
            }
            return isTyped
                    ? parameterUse.form().renderLiteral()
                    : parameterUse.form().renderUncastLiteral();
        });
        return new StatementVariant(partIndexes, isTyped, renderedTemplate);
    }

    /**
     * Analyzes the text with some optional parts.
     *
     * @param partMask a mask with the bit of each included part
     * @param isTyped whether literals have the types of the parameters
     */
    AnalyzedVariant analyze(int partMask, boolean isTyped) {
        return analyzeVariant(renderVariant(parameters, partMask, isTyped));
    }

    /** Analyzes the same text with other literals. */
    AnalyzedVariant analyzeWithLiterals(
            AnalyzedVariant originalVariant, Function<SqlTemplate.Parameter, String> toLiteral) {
        RenderedTemplate renderedTemplate = parameters.template().render(originalVariant.partIndexes(), toLiteral);
        return analyzeVariant(
                new StatementVariant(originalVariant.partIndexes(), originalVariant.isTyped(), renderedTemplate));
    }

    /**
     * Analyzes a text. If the server would refuse it, the result has the failure and the results of the analysis before
     * it.
     */
    private AnalyzedVariant analyzeVariant(StatementVariant variant) {
        ParameterContexts contexts = new ParameterContexts(variant.renderedTemplate(), parameters);
        DeclaredSourceResolver sourceResolver = new DeclaredSourceResolver(
                new CatalogSourceResolver(schema.root().checkedTarget(), schema.catalog()),
                (database, name) -> false,
                schema.root().hasAllEntries());
        AnalyzedStatement analyzedStatement = AnalyzedStatement.UNKNOWN;
        try {
            if (parameters.method().isQuery()) {
                analyzedStatement = analyzeQuery(variant.renderedTemplate(), contexts, sourceResolver);
            } else if (changesWholeObject()) {
                analyzeObjectChange(variant.renderedTemplate());
            } else {
                DmlStatement change = Sql.parseDml(variant.renderedTemplate().text());
                analyzedStatement = new AnalyzedStatement(null, change, null);
                analyzeRowChange(change, variant.renderedTemplate(), contexts);
            }
            return new AnalyzedVariant(variant, contexts, sourceResolver, analyzedStatement, null);
        } catch (SqlSyntaxException | Refusal failure) {
            return new AnalyzedVariant(variant, contexts, sourceResolver, analyzedStatement, failure);
        } finally {
            contexts.collectUses();
        }
    }

    private AnalyzedStatement analyzeQuery(
            RenderedTemplate renderedTemplate, ParameterContexts contexts, DeclaredSourceResolver sourceResolver) {
        Query query = Sql.parseQuery(renderedTemplate.text());
        BoundQuery boundQuery = new QueryAnalysis(
                        schema.root().checkedTarget(),
                        sourceResolver,
                        schema.session().databaseName())
                .analyzeExecutable(query, contexts.bindings());
        return new AnalyzedStatement(
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

    /** Analyzes TRUNCATE or REFRESH. The engine applies the statement only to find out whether it is refused. */
    private void analyzeObjectChange(RenderedTemplate renderedTemplate) {
        Statement statement = Sql.parse(renderedTemplate.text());
        schema.engine().apply(schema.catalog(), schema.session(), statement);
        QualifiedName changedName = statement instanceof Statement.TruncateTable truncate
                ? truncate.table()
                : ((ViewStatement.RefreshMaterializedView) statement).name();
        relations.addChange(changedName, Set.of());
        accessCheck.checkChange(statement, renderedTemplate.toOriginSpan(changedName.span()));
    }

    private void analyzeRowChange(DmlStatement change, RenderedTemplate renderedTemplate, ParameterContexts contexts) {
        contexts.setTargetSpan(change.target().span());
        schema.engine().check(schema.catalog(), schema.session(), change, contexts.bindings());
        relations.addChange(change);
        accessCheck.checkChange(
                change, renderedTemplate.toOriginSpan(change.target().span()));
    }
}

package dev.cairn.processor.check.query;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.catalog.Column;
import dev.cairn.engine.advice.QueryAdvice;
import dev.cairn.engine.advice.QueryAdviceRule;
import dev.cairn.engine.advice.QueryWarning;
import dev.cairn.migration.ChainRule;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.value.EnumUseCheck;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Enumeration;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.template.RenderedTemplate;
import dev.cairn.sql.template.SqlTemplate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Warns about statements that the server accepts, but runs slowly, without effect, or with an unexpected result. The
 * rules come from the engine's advice; this class adds the handling of parameters.
 */
final class StatementWarningCheck {
    private final Method method;
    private final DeclaredSchema schema;
    private final StatementFindings findings;
    private final StatementParameters parameters;
    private final VariantAnalyzer variantAnalyzer;
    private final QueryAdvice queryAdvice;

    StatementWarningCheck(
            DeclaredSchema schema,
            StatementFindings findings,
            StatementParameters parameters,
            VariantAnalyzer variantAnalyzer) {
        this.method = parameters.method();
        this.schema = schema;
        this.findings = findings;
        this.parameters = parameters;
        this.variantAnalyzer = variantAnalyzer;
        this.queryAdvice = new QueryAdvice(schema.catalog());
    }

    private QueryAdvice createAdvice(RenderedTemplate renderedTemplate) {
        return queryAdvice.withSourceText(span -> parameters.sourceText(renderedTemplate.toOriginSpan(span)));
    }

    /**
     * Checks an accepted statement.
     *
     * @param wholeVariant the variant with all optional parts
     * @param partialVariants the variants without some of the optional parts
     */
    void checkStatement(AnalyzedVariant wholeVariant, List<AnalyzedVariant> partialVariants) {
        SqlTemplate template = parameters.template();
        boolean mayContainNull = template.parameters().stream().anyMatch(parameters::mayBeNull);
        AnalyzedVariant literalVariant = mayContainNull
                ? variantAnalyzer.analyzeWithLiterals(
                        wholeVariant,
                        parameter -> parameters.requireUse(parameter).form().renderLiteral())
                : wholeVariant;
        if (literalVariant.isAccepted()) { // a variant that is accepted only with NULL has no literals to check
            checkVariant(literalVariant);
        }
        warnAboutRows(wholeVariant, partialVariants);
    }

    private void checkVariant(AnalyzedVariant variant) {
        RenderedTemplate renderedTemplate = variant.renderedTemplate();
        Bindings bindings = variant.contexts().bindings();
        List<QueryWarning> warnings = List.of();
        if (variant.boundQuery() != null) {
            warnings = createAdvice(renderedTemplate).findWarnings(renderedTemplate.text(), variant.boundQuery());
        } else if (variant.dmlStatement() != null) {
            warnings = createAdvice(renderedTemplate)
                    .findWarnings(renderedTemplate.text(), variant.dmlStatement(), bindings);
            warnAboutUnrestrictedUpdate(variant.dmlStatement());
        }
        new EnumUseCheck(bindings, schema.enumColumns(), new EnumUseContext(renderedTemplate, variant.dmlStatement()))
                .check();
        for (QueryWarning warning : warnings) {
            if (warning.rule() != QueryAdviceRule.UNLIMITED_ORDER || method.returnsAllRows()) {
                addWarning(warning, renderedTemplate);
            }
        }
    }

    private void addWarning(QueryWarning warning, RenderedTemplate renderedTemplate) {
        // A literal that stands for a parameter is not part of the statement.
        if (renderedTemplate.findParameterAround(warning.span()).isEmpty()) {
            findings.addAt(
                    renderedTemplate.toOriginSpan(warning.span()),
                    new Finding(warning.rule(), method.sqlPlace(), warning.text()));
        }
    }

    private void warnAboutUnrestrictedUpdate(DmlStatement change) {
        if (change instanceof DmlStatement.Update update && update.where() == null) {
            findings.addAt(
                    new Span(1, 1, 0, method.sql().length()),
                    new Finding(
                            ChainRule.EVERY_ROW_CHANGED,
                            method.sqlPlace(),
                            ChainRule.EVERY_ROW_CHANGED.formatMessage(
                                    update.target().lastPart().text())));
        }
    }

    /** Reports the first variant that returns too many rows, or rows in an undefined order. */
    private void warnAboutRows(AnalyzedVariant wholeVariant, List<AnalyzedVariant> partialVariants) {
        Optional<QueryWarning> wholeWarning = findRowWarning(wholeVariant);
        if (wholeWarning.isPresent()) {
            addWarning(wholeWarning.get(), wholeVariant.renderedTemplate());
            return;
        }
        for (AnalyzedVariant partialVariant : partialVariants) {
            Optional<QueryWarning> warning = findRowWarning(partialVariant);
            if (warning.isPresent()) {
                findings.enterVariant(parameters.template().optionalPartTexts(partialVariant.partIndexes()));
                addWarning(warning.get(), partialVariant.renderedTemplate());
                findings.leaveVariant();
                return;
            }
        }
    }

    /** Returns the warning that the rows of a variant do not fit the result of the method; empty if they do. */
    private Optional<QueryWarning> findRowWarning(AnalyzedVariant variant) {
        RenderedTemplate renderedTemplate = variant.renderedTemplate();
        BoundQuery boundQuery = variant.boundQuery();
        if (boundQuery == null) {
            return Optional.empty();
        }
        QueryAdvice advice = createAdvice(renderedTemplate);
        if (method.returnsAtMostOneRow()) {
            return advice.findSeveralRowsWarning(renderedTemplate.text(), boundQuery);
        }
        if (method.returnsMap()) {
            return advice.findSeveralRowsOfKeyWarning(renderedTemplate.text(), boundQuery);
        }
        return method.returnsPage()
                ? advice.findUnstablePageWarning(renderedTemplate.text(), boundQuery)
                : Optional.empty();
    }

    /** A variant of the statement for {@link EnumUseCheck}, with the types of its parameters. */
    private final class EnumUseContext implements EnumUseCheck.CheckContext {
        private final RenderedTemplate renderedTemplate;
        private final @Nullable ObjectName targetName;

        EnumUseContext(RenderedTemplate renderedTemplate, @Nullable DmlStatement change) {
            this.renderedTemplate = renderedTemplate;
            this.targetName = change == null ? null : ObjectName.resolve(change.target(), schema.session());
        }

        @Override
        public @Nullable JavaType findParameterType(Expression expression) {
            return renderedTemplate
                    .findParameterAround(expression.span())
                    .map(parameter -> parameters.requireUse(parameter).type())
                    .orElse(null);
        }

        @Override
        public @Nullable Enumeration findTargetEnum(Column column) {
            return schema.enumColumns().findInTarget(targetName, column);
        }

        @Override
        public String sourceText(Span span) {
            return parameters.sourceText(renderedTemplate.toOriginSpan(span));
        }

        @Override
        public void addFinding(Span span, CompileRule rule, Object... arguments) {
            findings.addAt(renderedTemplate.toOriginSpan(span), rule, arguments);
        }
    }
}

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
import dev.cairn.processor.model.Finding;
import dev.cairn.processor.model.FindingCode;
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
    private final VariantAnalyzer variantAnalyser;
    private final QueryAdvice queryAdvice;

    StatementWarningCheck(
            DeclaredSchema schema,
            StatementFindings findings,
            StatementParameters parameters,
            VariantAnalyzer variantAnalyser) {
        this.method = parameters.method();
        this.schema = schema;
        this.findings = findings;
        this.parameters = parameters;
        this.variantAnalyser = variantAnalyser;
        this.queryAdvice = new QueryAdvice(schema.catalog());
    }

    private QueryAdvice createAdvice(RenderedTemplate renderedText) {
        return queryAdvice.withQuoter(span -> parameters.sourceText(renderedText.toOriginSpan(span)));
    }

    /**
     * Checks an accepted statement.
     *
     * @param wholeVariant the text with all optional parts
     * @param partialVariants the texts without some of the optional parts
     */
    void checkStatement(AnalysedVariant wholeVariant, List<AnalysedVariant> partialVariants) {
        SqlTemplate template = parameters.template();
        boolean mayContainNull = template.parameters().stream().anyMatch(parameters::mayBeNull);
        AnalysedVariant literalVariant = mayContainNull
                ? variantAnalyser.analyseWithLiterals(
                        wholeVariant,
                        parameter -> parameters.requireUse(parameter).form().literal())
                : wholeVariant;
        if (literalVariant.isAccepted()) { // a text that is accepted only with NULL has no literals to check
            checkText(literalVariant);
        }
        boolean hasWarning = warnAboutRows(wholeVariant);
        for (AnalysedVariant partialVariant : hasWarning ? List.<AnalysedVariant>of() : partialVariants) {
            findings.setOptionalParts(template.optionalPartTexts(partialVariant.partIndexes()));
            hasWarning = hasWarning || warnAboutRows(partialVariant);
        }
        findings.setAllOptionalParts();
    }

    private void checkText(AnalysedVariant wholeVariant) {
        RenderedTemplate renderedText = wholeVariant.renderedText();
        Bindings bindings = wholeVariant.contexts().bindings();
        List<QueryWarning> warnings = List.of();
        if (wholeVariant.boundQuery() != null) {
            warnings = createAdvice(renderedText).findWarnings(renderedText.text(), wholeVariant.boundQuery());
        } else if (wholeVariant.dmlStatement() != null) {
            warnings =
                    createAdvice(renderedText).findWarnings(renderedText.text(), wholeVariant.dmlStatement(), bindings);
            checkUpdate(wholeVariant.dmlStatement());
        }
        new EnumUseCheck(bindings, schema.enumColumns(), new EnumText(renderedText, wholeVariant.dmlStatement()))
                .check();
        for (QueryWarning warning : warnings) {
            if (warning.rule() != QueryAdviceRule.UNLIMITED_ORDER || method.returnsAllRows()) {
                addWarning(warning, renderedText);
            }
        }
    }

    private void addWarning(QueryWarning warning, RenderedTemplate renderedText) {
        // A literal that stands for a parameter is not part of the statement.
        if (renderedText.findParameterAround(warning.span()).isEmpty()) {
            findings.addAt(
                    renderedText.toOriginSpan(warning.span()),
                    new Finding(warning.rule(), method.sqlPlace(), warning.text()));
        }
    }

    private void checkUpdate(DmlStatement change) {
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

    /** Checks the number and the order of the rows of a text; returns whether there is a warning. */
    private boolean warnAboutRows(AnalysedVariant variant) {
        RenderedTemplate renderedText = variant.renderedText();
        BoundQuery boundQuery = variant.boundQuery();
        Optional<QueryWarning> warning = Optional.empty();
        if (boundQuery != null && method.returnsAtMostOneRow()) {
            warning = createAdvice(renderedText).findSeveralRowsWarning(renderedText.text(), boundQuery);
        } else if (boundQuery != null && method.returnsMap()) {
            warning = createAdvice(renderedText).findSeveralRowsOfKeyWarning(renderedText.text(), boundQuery);
        } else if (boundQuery != null && method.returnsPage()) {
            warning = createAdvice(renderedText).findUnstablePageWarning(renderedText.text(), boundQuery);
        }
        warning.ifPresent(foundWarning -> addWarning(foundWarning, renderedText));
        return warning.isPresent();
    }

    /** The text of the statement for {@link EnumUseCheck}, with the types of its parameters. */
    private final class EnumText implements EnumUseCheck.CheckedText {
        private final RenderedTemplate renderedText;
        private final @Nullable ObjectName targetName;

        EnumText(RenderedTemplate renderedText, @Nullable DmlStatement change) {
            this.renderedText = renderedText;
            this.targetName = change == null ? null : ObjectName.resolve(change.target(), schema.session());
        }

        @Override
        public @Nullable JavaType findParameterType(Expression expression) {
            return renderedText
                    .findParameterAround(expression.span())
                    .map(parameter -> parameters.requireUse(parameter).type())
                    .orElse(null);
        }

        @Override
        public @Nullable Enumeration findStoredEnum(Column column) {
            return targetName == null
                    ? null
                    : schema.enumColumns().find(targetName.database(), targetName.name(), column.name());
        }

        @Override
        public String sourceText(Span span) {
            return parameters.sourceText(renderedText.toOriginSpan(span));
        }

        @Override
        public void addFinding(Span span, FindingCode code, Object... arguments) {
            findings.addAt(renderedText.toOriginSpan(span), code, arguments);
        }
    }
}

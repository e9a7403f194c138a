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
final class StatementWarnings {
    private final Method method;
    private final DeclaredSchema schema;
    private final StatementFindings findings;
    private final StatementParameters parameters;
    private final VariantAnalysis analysis;
    private final QueryAdvice advice;

    StatementWarnings(
            DeclaredSchema schema,
            StatementFindings findings,
            StatementParameters parameters,
            VariantAnalysis analysis) {
        this.method = parameters.method();
        this.schema = schema;
        this.findings = findings;
        this.parameters = parameters;
        this.analysis = analysis;
        this.advice = new QueryAdvice(schema.catalog());
    }

    private QueryAdvice createAdvice(RenderedTemplate text) {
        return advice.withQuoter(span -> parameters.sourceText(text.toOriginSpan(span)));
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
                ? analysis.analyseWithLiterals(
                        wholeVariant,
                        parameter -> parameters.useOf(parameter).form().literal())
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
        RenderedTemplate text = wholeVariant.text();
        Bindings bindings = wholeVariant.contexts().bindings();
        List<QueryWarning> warnings = List.of();
        if (wholeVariant.boundQuery() != null) {
            warnings = createAdvice(text).findWarnings(text.text(), wholeVariant.boundQuery());
        } else if (wholeVariant.dmlStatement() != null) {
            warnings = createAdvice(text).findWarnings(text.text(), wholeVariant.dmlStatement(), bindings);
            checkUpdate(wholeVariant.dmlStatement());
        }
        new EnumUseCheck(bindings, schema.enumColumns(), new EnumText(text, wholeVariant.dmlStatement())).check();
        for (QueryWarning warning : warnings) {
            if (warning.rule() != QueryAdviceRule.UNLIMITED_ORDER || method.returnsAllRows()) {
                addWarning(warning, text);
            }
        }
    }

    private void addWarning(QueryWarning warning, RenderedTemplate text) {
        // A literal that stands for a parameter is not part of the statement.
        if (text.findParameterAround(warning.span()).isEmpty()) {
            findings.addAt(
                    text.toOriginSpan(warning.span()), new Finding(warning.rule(), method.sqlPlace(), warning.text()));
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
        RenderedTemplate text = variant.text();
        BoundQuery boundQuery = variant.boundQuery();
        Optional<QueryWarning> warning = Optional.empty();
        if (boundQuery != null && method.returnsAtMostOneRow()) {
            warning = createAdvice(text).findSeveralRowsWarning(text.text(), boundQuery);
        } else if (boundQuery != null && method.returnsMap()) {
            warning = createAdvice(text).findSeveralRowsOfKeyWarning(text.text(), boundQuery);
        } else if (boundQuery != null && method.returnsPage()) {
            warning = createAdvice(text).findUnstablePageWarning(text.text(), boundQuery);
        }
        warning.ifPresent(foundWarning -> addWarning(foundWarning, text));
        return warning.isPresent();
    }

    /** The text of the statement for {@link EnumUseCheck}, with the types of its parameters. */
    private final class EnumText implements EnumUseCheck.CheckedText {
        private final RenderedTemplate text;
        private final @Nullable ObjectName target;

        EnumText(RenderedTemplate text, @Nullable DmlStatement change) {
            this.text = text;
            this.target = change == null ? null : ObjectName.resolve(change.target(), schema.session());
        }

        @Override
        public @Nullable JavaType parameterType(Expression expression) {
            return text.findParameterAround(expression.span())
                    .map(parameter -> parameters.useOf(parameter).type())
                    .orElse(null);
        }

        @Override
        public @Nullable Enumeration storedEnum(Column column) {
            return target == null ? null : schema.enumColumns().find(target.database(), target.name(), column.name());
        }

        @Override
        public String sourceText(Span span) {
            return parameters.sourceText(text.toOriginSpan(span));
        }

        @Override
        public void addFinding(Span span, FindingCode code, Object... arguments) {
            findings.addAt(text.toOriginSpan(span), code, arguments);
        }
    }
}

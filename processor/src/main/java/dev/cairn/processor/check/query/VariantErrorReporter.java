package dev.cairn.processor.check.query;

import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.refusal.QueryRefusalConverter;
import dev.cairn.processor.check.refusal.QueryRefusalConverter.RefusedQuery;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.template.RenderedTemplate;
import dev.cairn.sql.template.SqlTemplate;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.SyntaxProblem;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reports why the server would refuse a variant of a statement, at the part of the statement that causes the error. The
 * text of a variant was rendered from the statement, so its positions are mapped back to positions in the statement.
 */
final class VariantErrorReporter {
    private static final Pattern IN_AT_END_PATTERN = Pattern.compile("(?is).*\\bIN\\s*$");
    private static final Pattern LIMIT_OR_OFFSET_AT_END_PATTERN = Pattern.compile("(?is).*\\b(LIMIT|OFFSET)\\s*$");

    private final DeclaredSchema schema;
    private final StatementFindings findings;
    private final StatementRelations relations;
    private final StatementParameters parameters;
    private final VariantAnalyzer variantAnalyzer;

    VariantErrorReporter(
            DeclaredSchema schema,
            StatementFindings findings,
            StatementRelations relations,
            StatementParameters parameters,
            VariantAnalyzer variantAnalyzer) {
        this.schema = schema;
        this.findings = findings;
        this.relations = relations;
        this.parameters = parameters;
        this.variantAnalyzer = variantAnalyzer;
    }

    /**
     * Reports the parameters whose types do not fit their use, and the reason why the server would refuse the variant.
     */
    void report(AnalyzedVariant variant) {
        new ParameterTypeCheck(variant.contexts(), parameters, findings).reportMismatches();
        if (variant.failure() instanceof SqlSyntaxException failure) {
            reportSyntaxError(failure, variant.renderedTemplate());
        } else if (variant.failure() instanceof Refusal refusal
                && !mayNameUnreadableRecord(refusal)
                && !reportCausingParameter(refusal, variant)) {
            reportRefusal(refusal, variant);
        }
    }

    /** Returns whether an unknown table may be that of a record which could not be read. */
    private boolean mayNameUnreadableRecord(Refusal refusal) {
        return !schema.root().hasAllEntries() && QueryRefusalConverter.isUnknownTableRefusal(refusal);
    }

    private void reportSyntaxError(SqlSyntaxException failure, RenderedTemplate renderedTemplate) {
        Span originSpan = renderedTemplate.toOriginSpan(failure.span());
        Optional<SqlTemplate.Parameter> parameter =
                renderedTemplate.findParameterAround(failure.span()).or(() -> findParameterAfterIn(originSpan));
        if (parameter.isEmpty()) {
            SyntaxProblem problem = SyntaxProblem.of(failure, parameters.sql(), originSpan);
            findings.addAt(originSpan, CompileRule.STATEMENT_SYNTAX, problem.problem(), problem.remedy());
            return;
        }
        String precedingText = extractPrecedingText(parameter.get());
        Matcher rowCountMatcher = LIMIT_OR_OFFSET_AT_END_PATTERN.matcher(precedingText);
        if (rowCountMatcher.matches()) {
            String remedyPrefix = parameters.mayBeNull(parameter.get())
                    ? "write /*? " + rowCountMatcher.group(1) + " :"
                            + parameter.get().path() + " */, or "
                    : "";
            reportTypeMismatch(
                    parameter.get(),
                    "LIMIT and OFFSET take a number of rows",
                    remedyPrefix + "change the parameter to int or long");
        } else if (IN_AT_END_PATTERN.matcher(precedingText).matches()) {
            String remedy = "write IN (:" + parameter.get().path() + ")";
            reportTypeMismatch(parameter.get(), "IN takes a list in parentheses", remedy);
        } else {
            findings.addAt(
                    parameter.get().span(),
                    CompileRule.PARAMETER_NAME,
                    parameter.get().path(),
                    ParameterResolver.describeOrderRemedy(precedingText));
        }
    }

    private String extractPrecedingText(SqlTemplate.Parameter parameter) {
        return parameters.sql().substring(0, parameter.span().offset());
    }

    /** Returns the parameter after an IN without parentheses if the syntax error is at this IN; otherwise empty. */
    private Optional<SqlTemplate.Parameter> findParameterAfterIn(Span errorSpan) {
        return parameters.template().parameters().stream()
                .filter(parameter -> IN_AT_END_PATTERN
                                .matcher(extractPrecedingText(parameter))
                                .matches()
                        && extractPrecedingText(parameter).stripTrailing().length() == errorSpan.endOffset())
                .findFirst();
    }

    private void reportTypeMismatch(SqlTemplate.Parameter parameter, String problem, String remedy) {
        findings.addTypeMismatch(
                parameter,
                (parameters.mayBeNull(parameter) ? "nullable " : "")
                        + parameters.requireUse(parameter).typeText(),
                problem,
                remedy);
    }

    /**
     * Reports the first parameter that causes a refusal, and returns whether there is one. A parameter is the cause if
     * the statement is accepted with NULL in its place.
     */
    private boolean reportCausingParameter(Refusal refusal, AnalyzedVariant refusedVariant) {
        for (SqlTemplate.Parameter suspectedParameter : parameters.template().parameters()) {
            AnalyzedVariant nullVariant = variantAnalyzer.analyzeWithLiterals(refusedVariant, parameter -> {
                ParameterForm form = parameters.requireUse(parameter).form();
                return parameter.equals(suspectedParameter)
                        ? "NULL"
                        : refusedVariant.isTyped() ? form.renderLiteral() : form.renderUncastLiteral();
            });
            if (nullVariant.isAccepted()) {
                boolean isReported =
                        new ParameterTypeCheck(nullVariant.contexts(), parameters, findings).reportMismatches();
                if (!isReported && !findings.hasTypeMismatch(suspectedParameter)) {
                    findings.addTypeMismatch(
                            suspectedParameter,
                            parameters.requireUse(suspectedParameter).typeText(),
                            "a " + schema.root().checkedTarget().version() + " server refuses it there: "
                                    + refusal.detail(),
                            "change its type");
                }
                return true;
            }
        }
        return false;
    }

    private void reportRefusal(Refusal refusal, AnalyzedVariant refusedVariant) {
        Method method = parameters.method();
        Set<String> columnNames =
                new LinkedHashSet<>(refusedVariant.sourceResolver().columnNames());
        columnNames.addAll(refusedVariant.contexts().columnNames());
        if (refusedVariant.dmlStatement() != null) {
            columnNames.addAll(relations.findWritableColumnNames(
                    refusedVariant.dmlStatement().target()));
        }
        String subject = (method.isQuery() ? "the query" : "the statement") + " of '" + method.name() + "'";
        RefusedQuery refusedQuery = new RefusedQuery(
                subject,
                span -> parameters.sourceText(refusedVariant.renderedTemplate().toOriginSpan(span)),
                columnNames,
                refusedVariant.contexts().bindings());
        findings.addAt(
                refusedVariant.renderedTemplate().toOriginSpan(refusal.span()),
                new QueryRefusalConverter(schema.root()).toFinding(refusal, refusedQuery, method.sqlPlace()));
    }
}

package dev.cairn.processor.check.query;

import dev.cairn.catalog.Refusal;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.QueryRefusals;
import dev.cairn.processor.check.QueryRefusals.RefusedQuery;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.QueryDeclaration.Method;
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

/** Reports why the server would not accept a text of a statement, at the part of the statement that causes the error. */
final class VariantErrors {
    private static final Pattern ENDS_WITH_IN = Pattern.compile("(?is).*\\bIN\\s*$");
    private static final Pattern ENDS_WITH_LIMIT_OR_OFFSET = Pattern.compile("(?is).*\\b(LIMIT|OFFSET)\\s*$");

    private final DeclaredSchema schema;
    private final StatementFindings findings;
    private final StatementRelations relations;
    private final StatementParameters parameters;
    private final VariantAnalysis analysis;

    VariantErrors(
            DeclaredSchema schema,
            StatementFindings findings,
            StatementRelations relations,
            StatementParameters parameters,
            VariantAnalysis analysis) {
        this.schema = schema;
        this.findings = findings;
        this.relations = relations;
        this.parameters = parameters;
        this.analysis = analysis;
    }

    /** Reports the parameters that have a wrong type for their places, and the failure of a text that is not accepted. */
    void report(AnalysedVariant variant) {
        variant.contexts().check(findings);
        if (variant.failure() instanceof SqlSyntaxException wrong) {
            report(wrong, variant.text());
        } else if (variant.failure() instanceof Refusal refusal && !reportParameter(refusal, variant)) {
            report(refusal, variant);
        }
    }

    private void report(SqlSyntaxException wrong, RenderedTemplate text) {
        Span origin = text.originSpan(wrong.span());
        Optional<SqlTemplate.Parameter> parameter =
                text.findParameterAround(wrong.span()).or(() -> findUnparenthesized(origin));
        if (parameter.isEmpty()) {
            SyntaxProblem problem = SyntaxProblem.of(wrong, parameters.sql(), origin);
            findings.addAt(origin, FindingCode.STATEMENT_SYNTAX, problem.text(), problem.remedy());
            return;
        }
        String before = textBefore(parameter.get());
        Matcher rowCount = ENDS_WITH_LIMIT_OR_OFFSET.matcher(before);
        if (rowCount.matches()) {
            String remedyPrefix = parameters.mayBeNull(parameter.get())
                    ? "write /*? " + rowCount.group(1) + " :" + parameter.get().path() + " */, or "
                    : "";
            reportType(
                    parameter.get(),
                    "LIMIT and OFFSET take a number of rows",
                    remedyPrefix + "change it to int or long");
        } else if (ENDS_WITH_IN.matcher(before).matches()) {
            String list = "write IN (:" + parameter.get().path() + ")";
            reportType(parameter.get(), "IN takes a list in parentheses", list);
        } else {
            findings.addAt(
                    parameter.get().span(),
                    FindingCode.PARAMETER_NAME,
                    parameter.get().path());
        }
    }

    private String textBefore(SqlTemplate.Parameter parameter) {
        return parameters.sql().substring(0, parameter.span().offset());
    }

    /** The parameter after an IN without parentheses, if the syntax error is at this IN. */
    private Optional<SqlTemplate.Parameter> findUnparenthesized(Span wrongSpan) {
        return parameters.template().parameters().stream()
                .filter(parameter -> ENDS_WITH_IN.matcher(textBefore(parameter)).matches()
                        && textBefore(parameter).stripTrailing().length() == wrongSpan.offset() + wrongSpan.length())
                .findFirst();
    }

    private void reportType(SqlTemplate.Parameter parameter, String problem, String remedy) {
        String declared = parameters.useOf(parameter).typeText();
        String type =
                parameters.mayBeNull(parameter) ? "a nullable " + declared : StatementParameters.withArticle(declared);
        findings.addAt(parameter.span(), FindingCode.PARAMETER_TYPE, parameter.path(), type, problem, remedy);
    }

    /** Reports a parameter that causes a refusal: with NULL in its place, the statement is accepted. */
    private boolean reportParameter(Refusal refusal, AnalysedVariant refused) {
        for (SqlTemplate.Parameter suspect : parameters.template().parameters()) {
            AnalysedVariant other = analysis.analyseWithLiterals(refused, parameter -> {
                ParameterForm form = parameters.useOf(parameter).form();
                return parameter.equals(suspect) ? "NULL" : refused.isTyped() ? form.literal() : form.plainLiteral();
            });
            if (other.isAccepted()) {
                if (!other.contexts().check(findings)) {
                    findings.addAt(
                            suspect.span(),
                            FindingCode.PARAMETER_TYPE,
                            suspect.path(),
                            StatementParameters.withArticle(
                                    parameters.useOf(suspect).typeText()),
                            "a " + schema.root().profile().version() + " server refuses it there: " + refusal.detail(),
                            "change its type");
                }
                return true;
            }
        }
        return false;
    }

    private void report(Refusal refusal, AnalysedVariant refused) {
        Method method = parameters.method();
        Set<String> columns = new LinkedHashSet<>(refused.sources().columnNames());
        columns.addAll(refused.contexts().columnNames());
        if (refused.manipulation() != null) {
            columns.addAll(relations.writableColumns(refused.manipulation().target()));
        }
        String subject = (method.isQuery() ? "the query" : "the statement") + " of '" + method.name() + "'";
        RefusedQuery query = new RefusedQuery(
                subject,
                span -> parameters.sourceText(refused.text().originSpan(span)),
                columns,
                refused.contexts().bindings());
        findings.addAt(
                refused.text().originSpan(refusal.span()),
                new QueryRefusals(schema.root()).toFinding(refusal, query, method.sqlPlace()));
    }
}

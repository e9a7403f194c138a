package dev.cairn.processor.check.query;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.IndefiniteArticle;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.processor.model.WrittenSql;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.template.SqlTemplate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the findings of one statement, each with its position in the text. A finding that several combinations
 * of optional parts have is reported once, for the first combination.
 */
final class StatementFindings {
    private final Method method;
    private final Findings findings;
    private final Set<Finding> reportedFindings = new HashSet<>();
    private final Set<SqlTemplate.Parameter> mistypedParameters = new HashSet<>();
    private String excerptPrefix = "";

    StatementFindings(Method method, Findings findings) {
        this.method = method;
        this.findings = findings;
    }

    /** Returns the findings to which those of the statement are added. */
    Findings collectedFindings() {
        return findings;
    }

    /**
     * Declares that the next findings belong to the text with only these optional parts, until the next declaration.
     */
    void enterVariant(List<String> parts) {
        excerptPrefix = parts.isEmpty()
                ? "The statement without its optional parts is wrong:\n"
                : "The statement is wrong if these are its only optional parts: " + String.join(", ", parts) + "\n";
    }

    /** Declares that the next findings belong to the text with all optional parts. */
    void leaveVariant() {
        excerptPrefix = "";
    }

    /**
     * Adds a finding about a part of the text, unless the same finding was added for another combination of optional
     * parts.
     */
    void addAt(Span span, CompileRule rule, Object... arguments) {
        addAt(span, Finding.of(rule, method.sqlPlace(), arguments));
    }

    /**
     * Adds a finding about a part of the text, unless the same finding was added for another combination of optional
     * parts.
     */
    void addAt(Span span, Finding finding) {
        String excerpt = new WrittenSql(method.sql(), 0).renderExcerpt(span);
        if (reportedFindings.add(finding.withExcerpt(excerpt))) {
            findings.add(finding.withExcerpt(excerptPrefix + excerpt));
        }
    }

    /**
     * Adds a finding about a name that is not a parameter of the method.
     *
     * @param possibleNames the names that the user may have meant
     */
    void addUnknownParameter(Span span, String name, Collection<String> possibleNames) {
        addAt(
                span,
                CompileRule.UNKNOWN_PARAMETER,
                method.name(),
                "parameter",
                name,
                Suggestion.renderSuffix(name, possibleNames));
    }

    /** Adds a finding about a parameter whose type does not fit. */
    void addTypeMismatch(SqlTemplate.Parameter parameter, String typeText, String problem, String remedy) {
        mistypedParameters.add(parameter);
        addAt(
                parameter.span(),
                CompileRule.PARAMETER_TYPE,
                parameter.path(),
                IndefiniteArticle.prependTo(typeText),
                problem,
                remedy);
    }

    /** Returns whether a finding about the type of the parameter was added, at this place of the statement. */
    boolean hasTypeMismatch(SqlTemplate.Parameter parameter) {
        return mistypedParameters.contains(parameter);
    }

    /** Adds a finding about another place than the text. It is not compared with earlier findings. */
    void add(CompileRule rule, Place place, Object... arguments) {
        findings.add(Finding.of(rule, place, arguments));
    }
}

package dev.cairn.processor.check.query;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.model.ParameterType;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.processor.model.QueryDeclaration.Parameter;
import dev.cairn.processor.model.WrittenSql;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.template.SqlTemplate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a statement, each with the parameter of the method to which it refers. After {@link #resolve}, each
 * parameter either has a use, or a finding explains why it could not be resolved.
 */
final class StatementParameters {
    private final Method method;
    private final SqlTemplate template;
    private final StatementFindings findings;
    private final Map<SqlTemplate.Parameter, ParameterUse> useByParameter = new HashMap<>();

    StatementParameters(Method method, SqlTemplate template, StatementFindings findings) {
        this.method = method;
        this.template = template;
        this.findings = findings;
    }

    /** Returns the method whose annotation has the statement. */
    Method method() {
        return method;
    }

    SqlTemplate template() {
        return template;
    }

    /** Returns the statement as written. */
    String sql() {
        return template.text();
    }

    /** Returns the text of the statement at a span. */
    String sourceText(Span span) {
        return new WrittenSql(sql(), 0).sourceText(span);
    }

    /**
     * Resolves all parameters, and reports mistakes in them and in the optional parts. Returns whether the statement
     * can be rendered; otherwise, {@link #requireUse} fails for some parameters.
     */
    boolean resolve() {
        boolean isRenderable = true;
        Set<String> usedNames = new HashSet<>();
        ParameterResolver resolver = new ParameterResolver(method, findings);
        for (SqlTemplate.Parameter writtenParameter : template.parameters()) {
            usedNames.add(writtenParameter.name());
            Optional<ParameterUse> parameterUse = resolver.resolve(writtenParameter);
            parameterUse.ifPresent(use -> useByParameter.put(writtenParameter, use));
            isRenderable &= parameterUse
                    .filter(use -> resolver.checkCollection(writtenParameter, use))
                    .isPresent();
        }
        OptionalPartCheck partCheck = new OptionalPartCheck(this, findings);
        for (SqlTemplate.OptionalPart optionalPart : template.optionalParts()) {
            if (optionalPart.orderChoice() != null) {
                usedNames.add(optionalPart.orderChoice().parameterName());
                isRenderable &= partCheck.checkOrderChoice(optionalPart.orderChoice());
            }
        }
        for (Parameter parameter : isRenderable ? method.parameters() : List.<Parameter>of()) {
            if (!usedNames.contains(parameter.name()) && parameter.type() != ParameterType.Directive.PAGE) {
                reportUnused(parameter);
            }
        }
        boolean hasValidParts = partCheck.checkParts();
        return isRenderable && hasValidParts;
    }

    /** Reports a parameter that the statement does not use, or that is only a part of a text in quotes. */
    private void reportUnused(Parameter parameter) {
        Optional<QuotedParameter> quotedParameter = QuotedParameter.findIn(template.text(), parameter.name());
        if (quotedParameter.isPresent()) {
            findings.addAt(
                    quotedParameter.get().span(),
                    CompileRule.UNUSED_PARAMETER,
                    parameter.name(),
                    quotedParameter.get().describeRemedy());
        } else {
            findings.add(
                    CompileRule.UNUSED_PARAMETER,
                    parameter.place(),
                    parameter.name(),
                    "write :" + parameter.name() + " where its value belongs, or remove the parameter");
        }
    }

    /**
     * Returns the use of a resolved parameter.
     *
     * @throws IllegalArgumentException if the parameter is not resolved
     */
    ParameterUse requireUse(SqlTemplate.Parameter writtenParameter) {
        ParameterUse parameterUse = useByParameter.get(writtenParameter);
        if (parameterUse == null) {
            throw new IllegalArgumentException(writtenParameter.path() + " is not resolved");
        }
        return parameterUse;
    }

    /** Returns whether a parameter is resolved, and its value is always present. */
    boolean isAlwaysPresent(SqlTemplate.Parameter writtenParameter) {
        return useByParameter.containsKey(writtenParameter)
                && requireUse(writtenParameter).presences().isEmpty();
    }

    /** Returns whether a parameter may be null where the statement contains it. */
    boolean mayBeNull(SqlTemplate.Parameter writtenParameter) {
        return writtenParameter.optionalPartIndex() < 0
                && Boolean.TRUE.equals(requireUse(writtenParameter).nullness());
    }

    /** Returns the collection of records if a parameter is a component of these records; otherwise empty. */
    Optional<Parameter> findRecordCollection(SqlTemplate.Parameter writtenParameter) {
        return method.findParameter(writtenParameter.name())
                .filter(parameter -> parameter.isRecordCollection()
                        && !writtenParameter.components().isEmpty());
    }
}

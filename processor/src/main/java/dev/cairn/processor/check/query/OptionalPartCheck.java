package dev.cairn.processor.check.query;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.IndefiniteArticle;
import dev.cairn.processor.model.ParameterType;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.processor.model.QueryDeclaration.Parameter;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.sql.template.OrderChoice;
import dev.cairn.sql.template.SqlTemplate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the optional parts of a statement: each needs a parameter that decides whether the part is sent. */
record OptionalPartCheck(StatementParameters parameters, StatementFindings findings) {
    /** The maximum number of optional parts: each combination of optional parts is checked. */
    private static final int MAX_OPTIONAL_PARTS = 8;

    /** Reports optional parts that can't be sent or omitted; returns whether all of them are valid. */
    boolean checkParts() {
        boolean isValid = true;
        List<SqlTemplate.OptionalPart> optionalParts = parameters.template().optionalParts();
        if (optionalParts.size() > MAX_OPTIONAL_PARTS) {
            isValid = false;
            findings.addAt(
                    optionalParts.get(MAX_OPTIONAL_PARTS).span(),
                    CompileRule.OPTIONAL_PART,
                    "The statement has " + optionalParts.size() + " optional parts, but only " + MAX_OPTIONAL_PARTS
                            + " are allowed, because each combination is checked",
                    "split the method");
        }
        for (int partIndex = 0; partIndex < optionalParts.size(); partIndex++) {
            isValid &= checkPart(partIndex);
        }
        return isValid;
    }

    /**
     * Requires that the parameter of an order is a Sort, and that the columns of the order have different names;
     * otherwise, reports this and returns false.
     */
    boolean checkOrderChoice(OrderChoice choice) {
        boolean isValid = true;
        Method method = parameters.method();
        Optional<Parameter> parameter = method.findParameter(choice.parameterName());
        if (parameter.isEmpty()) {
            isValid = false;
            findings.addUnknownParameter(choice.span(), choice.parameterName(), method.parameterNames());
        } else if (parameter.get().type() != ParameterType.Directive.SORT) {
            isValid = false;
            findings.addAt(
                    choice.span(),
                    CompileRule.PARAMETER_TYPE,
                    choice.parameterName(),
                    IndefiniteArticle.prependTo(parameter.get().type().text()),
                    "it chooses the order of the rows",
                    "change it to Sort");
        }
        Set<String> seenNames = new HashSet<>();
        for (OrderChoice.CandidateColumn column : choice.columns()) {
            if (!seenNames.add(Suggestion.normalize(column.name()))) {
                isValid = false;
                findings.addAt(
                        choice.span(),
                        CompileRule.OPTIONAL_PART,
                        "The order has two columns called '" + column.name() + "'",
                        "give one of them another name in the select list, and use that");
            }
        }
        return isValid;
    }

    private boolean checkPart(int partIndex) {
        SqlTemplate.OptionalPart part = parameters.template().optionalParts().get(partIndex);
        if (part.orderChoice() != null) {
            return true;
        }
        List<SqlTemplate.Parameter> partParameters = parameters.template().parameters().stream()
                .filter(parameter -> parameter.optionalPartIndex() == partIndex)
                .toList();
        if (partParameters.isEmpty()) {
            findings.addAt(
                    part.span(),
                    CompileRule.OPTIONAL_PART,
                    "The optional part has no parameter, so nothing decides whether it is sent",
                    "use a parameter in it, or write it as a part of the statement or as a plain comment");
            return false;
        }
        if (partParameters.stream().allMatch(parameters::isAlwaysPresent)) {
            findings.addAt(
                    part.span(),
                    CompileRule.OPTIONAL_PART,
                    "The optional part is always sent, because ':"
                            + partParameters.get(0).path() + "' is never null",
                    "declare the parameter with @Nullable or as an Optional, or remove the marks /*? and */");
            return false;
        }
        return true;
    }
}

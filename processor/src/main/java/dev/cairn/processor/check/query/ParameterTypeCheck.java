package dev.cairn.processor.check.query;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.catalog.Column;
import dev.cairn.engine.advice.NumericDateArithmetic;
import dev.cairn.engine.advice.TextConcatenation;
import dev.cairn.engine.row.NullAssignment;
import dev.cairn.migration.ChainRule;
import dev.cairn.processor.check.JavaTypeSuggestion;
import dev.cairn.processor.check.refusal.CheckedTable;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.IndefiniteArticle;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.template.RenderedTemplate;
import dev.cairn.sql.template.SqlTemplate;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reports the parameters of a text whose Java types do not fit the expressions around them, and NULL literals that are
 * stored in NOT NULL columns.
 */
final class ParameterTypeCheck {
    private final ParameterContexts contexts;
    private final StatementParameters parameters;
    private final StatementFindings findings;
    private final RenderedTemplate renderedTemplate;
    private final Bindings bindings;

    /** @param contexts the uses of the parameters in the text */
    ParameterTypeCheck(ParameterContexts contexts, StatementParameters parameters, StatementFindings findings) {
        this.contexts = contexts;
        this.parameters = parameters;
        this.findings = findings;
        this.renderedTemplate = contexts.renderedTemplate();
        this.bindings = contexts.bindings();
    }

    /**
     * Reports the mismatches, and returns whether there is a new finding: a mismatch that was reported for another text
     * of the statement is not reported again.
     */
    boolean reportMismatches() {
        int previousCount = findings.collectedFindings().toList().size();
        contexts.comparisons().forEach(this::checkComparison);
        contexts.arguments().forEach(this::checkArgument);
        contexts.assignments().forEach(this::checkAssignment);
        checkStoredNulls();
        contexts.operationByParameter().forEach(this::checkOperand);
        for (SqlTemplate.Parameter parameter : contexts.conditionParameters()) {
            if (!parameters.requireUse(parameter).form().isBoolean()) {
                reportMismatch(parameter, "WHERE takes a condition", "boolean");
            }
        }
        contexts.likePatterns()
                .forEach(pattern -> contexts.findParameter(pattern).ifPresent(this::checkPattern));
        return findings.collectedFindings().toList().size() > previousCount;
    }

    /** Reports NULL literals that are stored in NOT NULL columns, except those that stand for a parameter. */
    private void checkStoredNulls() {
        for (NullAssignment storedNull : NullAssignment.findAll(bindings)) {
            if (contexts.findParameter(storedNull.value()).isEmpty()) {
                findings.addAt(
                        renderedTemplate.toOriginSpan(storedNull.value().span()),
                        new Finding(
                                ChainRule.NULL_ASSIGNMENT,
                                parameters.method().sqlPlace(),
                                ChainRule.NULL_ASSIGNMENT.formatMessage(
                                        storedNull.column().name())));
            }
        }
    }

    private void checkComparison(ParameterContexts.ParameterComparison comparison) {
        SqlTemplate.Parameter parameter = comparison.parameter();
        ParameterUse parameterUse = parameters.requireUse(parameter);
        Type type = bindings.findValueType(comparison.otherOperand());
        if (type == null || contexts.findParameter(comparison.otherOperand()).isPresent() || isNullType(type)) {
            return;
        }
        if (!parameterUse.form().isComparableWith(type)) {
            String problem = "it is compared with " + quoteSourceText(comparison.otherOperand()) + ", which is "
                    + IndefiniteArticle.prependTo(CheckedTable.formatType(type));
            String inPredicateRemedy = suggestInPredicate(comparison, type);
            if (inPredicateRemedy.isEmpty()) {
                reportMismatch(parameter, problem, JavaTypeSuggestion.suggestWithoutAnnotations(type));
            } else {
                reportMismatchWithRemedy(
                        parameter,
                        problem,
                        inPredicateRemedy + ", or change it to " + JavaTypeSuggestion.suggestWithoutAnnotations(type));
            }
        } else if (!contexts.isComparedNullSafely(parameter)) {
            warnAboutComparedNull(parameter);
        }
    }

    /**
     * Returns the remedy for a list that is compared by {@code =} or {@code <>}, as other tools permit; empty for any
     * other parameter.
     */
    private String suggestInPredicate(ParameterContexts.ParameterComparison comparison, Type type) {
        SqlTemplate.Parameter parameter = comparison.parameter();
        ParameterContexts.ParameterOperation operation =
                contexts.operationByParameter().get(parameter);
        Operator operator = operation == null ? null : operation.operator();
        boolean isEquality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
        return isEquality
                        && parameters.requireUse(parameter).type() instanceof JavaType.JavaListType listType
                        && new ParameterForm(listType.element()).isComparableWith(type)
                ? "write " + (operator == Operator.EQUAL ? "IN (:" : "NOT IN (:") + parameter.path() + ")"
                : "";
    }

    /** Warns about a compared parameter that may be null, unless the statement also tests the parameter for NULL. */
    private void warnAboutComparedNull(SqlTemplate.Parameter parameter) {
        if (parameters.mayBeNull(parameter) && !contexts.isTestedForNull(parameter)) {
            findings.addAt(parameter.span(), CompileRule.NULL_PARAMETER, parameter.path());
        }
    }

    private void checkPattern(SqlTemplate.Parameter parameter) {
        if (parameters.requireUse(parameter).form().isText()) {
            warnAboutComparedNull(parameter);
        } else {
            reportMismatch(parameter, "the pattern of LIKE is a text", "String");
        }
    }

    private void checkOperand(SqlTemplate.Parameter parameter, ParameterContexts.ParameterOperation operation) {
        ParameterForm form = parameters.requireUse(parameter).form();
        String operatorText = operation.operator().text();
        switch (operation.operator()) {
            case AND, OR, NOT -> {
                if (!form.isBoolean()) {
                    reportOperand(parameter, operation, operatorText + " takes conditions", "boolean");
                }
            }
            case BIT_OR, BIT_AND, BIT_XOR, BIT_NOT, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_LOGICAL -> {
                if (!form.isInteger()) {
                    reportMismatch(parameter, operatorText + " takes integers", "int or long");
                }
            }
            case PLUS, MINUS, TIMES, DIVIDE, INT_DIVIDE, MODULO -> {
                if (!form.isNumber()) {
                    reportOperand(parameter, operation, operatorText + " takes numbers", "long or BigDecimal");
                }
            }
            default -> {}
        }
    }

    /**
     * Reports an operand with a wrong type. If the operation seems to join texts or to calculate with dates, the remedy
     * is the function for it.
     */
    private void reportOperand(
            SqlTemplate.Parameter parameter,
            ParameterContexts.ParameterOperation operation,
            String problem,
            String suggestedType) {
        Optional<String> functionRemedy = findFunctionRemedy(parameter, operation.expression());
        if (functionRemedy.isPresent()) {
            reportMismatchWithRemedy(parameter, problem, functionRemedy.get());
        } else {
            reportMismatch(parameter, problem, suggestedType);
        }
    }

    /**
     * Returns the call of a function that replaces an operation with dates or texts; empty if the parameter is neither,
     * or if it holds several values.
     */
    private Optional<String> findFunctionRemedy(SqlTemplate.Parameter parameter, Expression operation) {
        Function<Span, String> toSourceText = span -> parameters.sourceText(renderedTemplate.toOriginSpan(span));
        ParameterUse parameterUse = parameters.requireUse(parameter);
        if (parameterUse.container() != null) {
            return Optional.empty();
        }
        if (parameterUse.type() == Simple.LOCAL_DATE || parameterUse.type() == Simple.LOCAL_DATE_TIME) {
            return NumericDateArithmetic.find(operation, bindings, toSourceText)
                    .map(NumericDateArithmetic::toRemedyClause);
        }
        return parameterUse.form().isText()
                ? TextConcatenation.find(contexts.wholeConcatenation(operation), bindings, toSourceText)
                        .map(TextConcatenation::toRemedyClause)
                : Optional.empty();
    }

    private void checkArgument(ParameterContexts.ParameterArgument argument) {
        ParameterUse parameterUse = parameters.requireUse(argument.parameter());
        if (!parameterUse.form().mayBeArgumentOf(argument.type())) {
            String problem = functionName(argument) + " takes "
                    + IndefiniteArticle.prependTo(CheckedTable.formatType(argument.type())) + " there";
            reportMismatch(
                    argument.parameter(), problem, JavaTypeSuggestion.suggestWithoutAnnotations(argument.type()));
        }
    }

    private void checkAssignment(ParameterContexts.AssignedParameter assignment) {
        SqlTemplate.Parameter parameter = assignment.parameter();
        Column column = assignment.column();
        if (!parameters.requireUse(parameter).form().mayBeStoredIn(column.type())) {
            String problem = "it is stored in '" + column.name() + "', which is "
                    + IndefiniteArticle.prependTo(CheckedTable.formatType(column.type()));
            reportMismatch(parameter, problem, JavaTypeSuggestion.suggestWithoutAnnotations(column.type()));
        } else if (parameters.mayBeNull(parameter) && !column.isNullable()) {
            findings.addAt(
                    parameter.span(),
                    CompileRule.NULL_ASSIGNMENT,
                    "':" + parameter.path() + "' may be null, but it is stored in '" + column.name() + "'",
                    "which is NOT NULL; remove @Nullable, or wrap the parameter in coalesce(…)");
        }
    }

    private static boolean isNullType(Type type) {
        return type instanceof Type.Scalar scalarType && scalarType.kind() == Type.Scalar.Kind.NULL;
    }

    private void reportMismatch(SqlTemplate.Parameter parameter, String problem, String suggestedType) {
        boolean isSingleValue = parameters.requireUse(parameter).container() == null;
        reportMismatchWithRemedy(
                parameter,
                problem,
                "change it to " + (isSingleValue ? suggestedType : "a collection of " + suggestedType));
    }

    private void reportMismatchWithRemedy(SqlTemplate.Parameter parameter, String problem, String remedy) {
        findings.addTypeMismatch(parameter, parameters.requireUse(parameter).typeText(), problem, remedy);
    }

    /** Returns the text of an expression in the statement, in quotes. */
    private String quoteSourceText(Expression expression) {
        return "'" + parameters.sourceText(renderedTemplate.toOriginSpan(expression.span())) + "'";
    }

    /**
     * Returns the function that takes the argument, as the statement spells it, with parentheses; INTERVAL for the
     * number of an interval. The parsed call may have another name.
     */
    private String functionName(ParameterContexts.ParameterArgument argument) {
        String statementText = parameters.sql();
        String precedingText =
                statementText.substring(0, argument.parameter().span().offset()).stripTrailing();
        if (precedingText.toUpperCase(Locale.ROOT).endsWith("INTERVAL")) {
            return "INTERVAL";
        }
        Expression.Call call = argument.call();
        int nameStart = renderedTemplate.toOriginSpan(call.span()).offset();
        int nameEnd = statementText.indexOf('(', nameStart);
        return (nameEnd < 0
                        ? call.function().lastPart().text()
                        : statementText.substring(nameStart, nameEnd).strip()) + "()";
    }
}

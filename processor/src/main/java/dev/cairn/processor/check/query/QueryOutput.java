package dev.cairn.processor.check.query;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.engine.advice.NumericDateArithmetic;
import dev.cairn.engine.advice.TextConcatenation;
import dev.cairn.engine.advice.ValuePropagation;
import dev.cairn.processor.check.value.EnumColumns;
import dev.cairn.processor.check.value.PossibleConstants;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.template.RenderedTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A column that a query returns, with the facts that the findings about it need: the constants of enums, and the remedy
 * for a wrong type.
 *
 * @param constants the constants that may be values of the column
 * @param remedy the change of the query to suggest if the type is wrong; empty unless the query seems to calculate with
 *     dates or texts in a way that SQL does not
 * @param expressionText the expression of the column as written in the statement; empty if a {@code *} stands for it
 * @param span the place in the statement of the select item that returns the column
 */
record QueryOutput(
        OutputColumn column,
        List<OutputConstants> constants,
        Optional<String> remedy,
        Optional<String> expressionText,
        Span span) {
    /**
     * Constants that may be values of a column.
     *
     * @param span the place of the constant in the statement; empty if the constants come from a column of a table or
     *     view
     */
    record OutputConstants(PossibleConstants possibleConstants, Optional<Span> span) {}

    /**
     * Returns the columns of a query.
     *
     * @param renderedTemplate the analyzed text, which maps its spans to spans of the template
     * @param toSourceText returns the text of the template for a part of the statement
     */
    static List<QueryOutput> of(
            BoundQuery boundQuery,
            RenderedTemplate renderedTemplate,
            EnumColumns enumColumns,
            Function<Span, String> toSourceText) {
        List<Span> spans = new ArrayList<>();
        List<Optional<String>> remedies = new ArrayList<>();
        List<Optional<String>> expressionTexts = new ArrayList<>();
        for (Query.SelectItem item : boundQuery.query().body().firstSelect().items()) {
            int columnCount = item instanceof Query.SelectItem.Star star
                    ? boundQuery.bindings().columns(star).size()
                    : 1;
            spans.addAll(Collections.nCopies(columnCount, renderedTemplate.toOriginSpan(item.span())));
            Optional<String> remedy = item instanceof Query.SelectItem.Value valueItem
                    ? findRemedy(valueItem, boundQuery, toSourceText)
                    : Optional.empty();
            remedies.addAll(Collections.nCopies(columnCount, remedy));
            expressionTexts.addAll(Collections.nCopies(
                    columnCount,
                    item instanceof Query.SelectItem.Value valueItem
                            ? Optional.of(toSourceText.apply(valueItem.value().span()))
                            : Optional.empty()));
        }
        ValuePropagation propagation = new ValuePropagation(boundQuery.bindings());
        List<QueryOutput> outputs = new ArrayList<>();
        for (int i = 0; i < boundQuery.columns().size(); i++) {
            outputs.add(new QueryOutput(
                    boundQuery.columns().get(i),
                    collectConstants(
                            PossibleConstants.of(enumColumns, propagation.findOutputValues(boundQuery.query(), i)),
                            renderedTemplate),
                    i < remedies.size() ? remedies.get(i) : Optional.empty(),
                    i < expressionTexts.size() ? expressionTexts.get(i) : Optional.empty(),
                    i < spans.size()
                            ? spans.get(i)
                            : renderedTemplate.toOriginSpan(boundQuery.query().span())));
        }
        return outputs;
    }

    private static Optional<String> findRemedy(
            Query.SelectItem.Value item, BoundQuery boundQuery, Function<Span, String> toSourceText) {
        Bindings bindings = boundQuery.bindings();
        return item.value()
                .findFirst(part -> NumericDateArithmetic.find(part, bindings, toSourceText))
                .map(NumericDateArithmetic::toRemedyClause)
                .or(() -> item.value()
                        .findFirst(part -> TextConcatenation.find(part, bindings, toSourceText))
                        .map(TextConcatenation::toRemedyClause));
    }

    /** Collects the constants, except literals that stand for parameters. */
    private static List<OutputConstants> collectConstants(
            List<PossibleConstants> possibleConstants, RenderedTemplate renderedTemplate) {
        List<OutputConstants> constants = new ArrayList<>();
        for (PossibleConstants columnConstants : possibleConstants) {
            Optional<Span> literalSpan = Optional.ofNullable(columnConstants.writtenExpression())
                    .filter(Expression.StringLiteral.class::isInstance)
                    .map(Expression::span);
            if (literalSpan.flatMap(renderedTemplate::findParameterAround).isEmpty()) {
                constants.add(new OutputConstants(columnConstants, literalSpan.map(renderedTemplate::toOriginSpan)));
            }
        }
        return constants;
    }

    String name() {
        return column.name();
    }

    /** Returns the reason why the value may be NULL; empty if it never is NULL, or if that is not known. */
    Optional<String> findNullCause() {
        NullCause cause = column.expressionType().nullCause();
        return cause == null || cause.kind() == NullCause.Kind.UNKNOWN
                ? Optional.empty()
                : Optional.of(cause.toClause());
    }
}

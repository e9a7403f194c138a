package dev.cairn.engine.advice;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Finds expressions that the server accepts with another meaning than their form suggests, and queries that it runs only after SET. */
final class ExpressionWarnings implements Query.PartVisitor {
    private static final String ELEMENT = "element_at";
    private static final String RECURSION = "enable_recursive_cte";

    private final Bindings bindings;
    private final Function<Span, String> quotation;
    private final List<QueryWarning> warnings = new ArrayList<>();
    /** The warnings about texts between {@code ||} or {@code +}, of which those about parts of a longer chain are dropped. */
    private final IdentityHashMap<Expression, QueryWarning> joined = new IdentityHashMap<>();

    private ExpressionWarnings(Bindings bindings, Function<Span, String> quotation) {
        this.bindings = bindings;
        this.quotation = quotation;
    }

    static List<QueryWarning> of(Bindings bindings, Function<Span, String> quotation) {
        ExpressionWarnings visitor = new ExpressionWarnings(bindings, quotation);
        bindings.visit(visitor);
        return visitor.warnings;
    }

    @Override
    public void query(Query query) {
        for (Query.CommonTable table : query.with()) {
            if (bindings.isRecursive(table) && !isEnabled(query)) {
                add(
                        QueryAdviceRule.RECURSIVE_QUERY,
                        table.name().span(),
                        table.name().text());
            }
        }
    }

    /** Whether a hint sets the variable for the query. */
    private boolean isEnabled(Query query) {
        String written = quotation.apply(query.span()).toLowerCase(Locale.ROOT);
        int hint = written.indexOf("/*+");
        return hint >= 0 && written.indexOf(RECURSION, hint) >= 0;
    }

    @Override
    public void expression(Expression expression) {
        DateCalculation.of(expression, bindings, quotation)
                .ifPresent(calculation -> add(
                        QueryAdviceRule.DATE_CALCULATION,
                        expression.span(),
                        quotation.apply(expression.span()),
                        calculation.instead()));
        if (JoinedTexts.mayBe(expression)) {
            checkJoinedTexts(expression);
        }
        if (expression instanceof Expression.Subscript subscript) {
            checkElement(expression, subscript.base(), subscript.index());
        } else if (expression instanceof Expression.Call call
                && call.arguments().size() > 1
                && call.function().last().text().equalsIgnoreCase(ELEMENT)) {
            checkElement(expression, call.arguments().get(0), call.arguments().get(1));
        }
    }

    private void checkJoinedTexts(Expression expression) {
        expression.parts().forEach(part -> warnings.remove(joined.get(part)));
        JoinedTexts.of(expression, bindings, quotation).ifPresent(texts -> {
            add(texts.rule(), expression.span(), quotation.apply(expression.span()), texts.instead());
            joined.put(expression, warnings.get(warnings.size() - 1));
        });
    }

    private void checkElement(Expression element, Expression base, Expression index) {
        Type type = bindings.type(base);
        Long position = index.integerValue();
        if (type instanceof Type.Array && position != null && position < 1) {
            String array = quotation.apply(base.span());
            add(QueryAdviceRule.ARRAY_INDEX, element.span(), quotation.apply(element.span()), array);
        }
    }

    private void add(QueryAdviceRule rule, Span at, String... arguments) {
        warnings.add(new QueryWarning(rule, List.of(arguments), at, null));
    }
}

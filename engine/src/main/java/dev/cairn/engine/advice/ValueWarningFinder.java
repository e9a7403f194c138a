package dev.cairn.engine.advice;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Finds the warnings about the values of a statement, which do not depend on the tables that it reads. */
public final class ValueWarningFinder {
    private ValueWarningFinder() {}

    /**
     * Returns the warnings about comparisons that are never true, about literals that are not values of their type, and
     * about expressions that mean something other than their form suggests.
     *
     * @param sourceTextFunction returns the words that the messages quote for a part of the statement
     */
    public static List<QueryWarning> findWarnings(Bindings bindings, Function<Span, String> sourceTextFunction) {
        List<QueryWarning> warnings =
                new ArrayList<>(new LiteralWarningVisitor(bindings, sourceTextFunction).collectWarnings());
        warnings.addAll(new ExpressionWarningVisitor(bindings, sourceTextFunction).collectWarnings());
        return warnings;
    }
}

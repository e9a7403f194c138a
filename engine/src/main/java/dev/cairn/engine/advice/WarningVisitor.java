package dev.cairn.engine.advice;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Visits the parts of a statement, and collects warnings about them. */
abstract class WarningVisitor implements Query.QueryVisitor {
    final Bindings bindings;
    final Function<Span, String> sourceText;
    final List<QueryWarning> warnings = new ArrayList<>();

    /** @param sourceText returns the words to quote for a part of the statement */
    WarningVisitor(Bindings bindings, Function<Span, String> sourceText) {
        this.bindings = bindings;
        this.sourceText = sourceText;
    }

    /** Visits the statement, and returns the warnings about its parts. Must be called only once. */
    final List<QueryWarning> collectWarnings() {
        bindings.visit(this);
        return warnings;
    }

    final void addWarning(QueryAdviceRule rule, Span span, String... arguments) {
        warnings.add(QueryWarning.of(rule, span, arguments));
    }

    final String sourceTextAt(Span span) {
        return sourceText.apply(span);
    }

    /** Returns the name of the called function as written; to the server, it may be a synonym of another name. */
    final String functionNameAt(Call call) {
        return sourceTextAt(call.span()).split("\\(", 2)[0].strip();
    }
}

package dev.cairn.analysis.source;

import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The analyses of the views that a query reads: each view is analyzed once, and none during its own analysis. */
public final class ViewAnalyses {
    private final Map<Source.SourceName, RelationFields> fieldsByView = new HashMap<>();
    private final Set<Source.SourceName> viewsInAnalysis;

    ViewAnalyses() {
        this(new HashSet<>());
    }

    private ViewAnalyses(Set<Source.SourceName> viewsInAnalysis) {
        this.viewsInAnalysis = viewsInAnalysis;
    }

    /** Returns the analyses of another query, which refuse to read the views whose analysis is in progress here. */
    ViewAnalyses createNested() {
        return new ViewAnalyses(viewsInAnalysis);
    }

    /**
     * Returns the columns of a view's query, which is analyzed once, however often the analyzed query reads the
     * view. Refuses a view that reads itself: ALTER VIEW allows such a view, but a query of it exhausts the
     * stack of the server.
     */
    public RelationFields resolveOnce(Source view, Span span, Supplier<RelationFields> analysis) {
        Source.SourceName viewName = view.sourceName();
        RelationFields fields = fieldsByView.get(viewName);
        if (fields == null) {
            if (!viewsInAnalysis.add(viewName)) {
                throw Refusal.ofAnalysis(span, SourceRule.VIEW_READS_ITSELF, view.database(), view.name());
            }
            try {
                fields = analysis.get();
            } finally {
                viewsInAnalysis.remove(viewName);
            }
            fieldsByView.put(viewName, fields);
        }
        return fields;
    }
}

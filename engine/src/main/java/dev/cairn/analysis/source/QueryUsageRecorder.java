package dev.cairn.analysis.source;

import dev.cairn.analysis.source.RelationField.UsedColumn;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Records the relations and columns that a query uses, directly or through views, while its names are resolved. The
 * dependencies of views, the required privileges and the lineage follow from this usage.
 */
public final class QueryUsageRecorder {
    private final Map<Source.SourceName, SourceUsage> usageBySource = new LinkedHashMap<>();
    private final Map<Source.SourceName, RelationFields> fieldsByView = new HashMap<>();
    private final Set<Source.SourceName> viewsInAnalysis;
    private final Bindings bindings;
    private Set<UsedColumn> usedColumns = new LinkedHashSet<>();

    public QueryUsageRecorder(Bindings bindings) {
        this(new HashSet<>(), bindings);
    }

    private QueryUsageRecorder(Set<Source.SourceName> viewsInAnalysis, Bindings bindings) {
        this.viewsInAnalysis = viewsInAnalysis;
        this.bindings = bindings;
    }

    /**
     * Creates the usage of another query that is analyzed during the analysis of this one. The new usage has its own
     * bindings, but also refuses to read the views whose analysis is in progress.
     */
    public QueryUsageRecorder createNested() {
        return new QueryUsageRecorder(viewsInAnalysis, new Bindings());
    }

    /** Returns the bindings of the parts of the query. */
    public Bindings bindings() {
        return bindings;
    }

    /**
     * Records that the query reads a source, and returns the only usage of this source.
     *
     * @param isDirect whether the query itself names the source, and does not read it only through a view
     */
    public SourceUsage recordSource(Source source, boolean isDirect) {
        SourceUsage usage = usageBySource.computeIfAbsent(source.sourceName(), unseenName -> new SourceUsage(source));
        usage.markRead(isDirect);
        return usage;
    }

    /**
     * Returns the columns of a view's query, which is analyzed only once even if the analyzed query reads the view
     * several times. Refuses a view that reads itself: ALTER VIEW allows such a view, but a query of it exhausts the
     * stack of the server.
     */
    public RelationFields resolveViewOnce(Source view, Span span, Supplier<RelationFields> analysis) {
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

    /** Records the use of the source columns from which a column is derived. */
    public void recordColumnUse(RelationField field) {
        for (UsedColumn usedColumn : field.origins()) {
            usedColumn.sourceUsage().markColumnUsed(usedColumn.columnIndex());
            usedColumns.add(usedColumn);
        }
    }

    /**
     * Runs an analysis, and returns its result with the columns that it resolved. These columns are not added to the
     * surrounding trace; see {@link #addUsedColumns}.
     */
    public <T> TracedResult<T> traceUsedColumns(Supplier<T> analysis) {
        Set<UsedColumn> outerColumns = usedColumns;
        usedColumns = new LinkedHashSet<>();
        T analysisResult = analysis.get();
        List<UsedColumn> tracedColumns = List.copyOf(usedColumns);
        usedColumns = outerColumns;
        return new TracedResult<>(analysisResult, tracedColumns);
    }

    /** Adds columns to the current trace, for example the columns of a trace that has ended. */
    public void addUsedColumns(List<UsedColumn> newColumns) {
        usedColumns.addAll(newColumns);
    }

    public List<Dependency> dependencies() {
        List<Dependency> dependencies = new ArrayList<>(usageBySource.size());
        for (SourceUsage usage : usageBySource.values()) {
            dependencies.add(usage.toDependency());
        }
        return dependencies;
    }

    /** The result of an analysis, and the columns that it resolved. */
    public record TracedResult<T>(T result, List<UsedColumn> usedColumns) {}
}

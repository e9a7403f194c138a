package dev.cairn.analysis.source;

import dev.cairn.analysis.source.RelationField.UsedColumn;
import java.util.ArrayList;
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
    private final ViewAnalyses viewAnalyses;
    private final Bindings bindings;
    private Set<UsedColumn> usedColumns = new LinkedHashSet<>();

    public QueryUsageRecorder(Bindings bindings) {
        this(new ViewAnalyses(), bindings);
    }

    private QueryUsageRecorder(ViewAnalyses viewAnalyses, Bindings bindings) {
        this.viewAnalyses = viewAnalyses;
        this.bindings = bindings;
    }

    /**
     * Creates a recorder for another query that is analyzed during the analysis of this one. It has its own bindings,
     * but shares the set of views whose analysis is in progress, so that a view that reads itself is refused.
     */
    public QueryUsageRecorder createNested() {
        return new QueryUsageRecorder(viewAnalyses.createNested(), new Bindings());
    }

    /** Returns the bindings of the parts of the query. */
    public Bindings bindings() {
        return bindings;
    }

    /** Returns the analyses of the views that the query reads. */
    public ViewAnalyses viewAnalyses() {
        return viewAnalyses;
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

    /** Records the use of the source columns from which a column is derived. */
    public void recordColumnUse(RelationField field) {
        for (UsedColumn usedColumn : field.origins()) {
            usedColumn.sourceUsage().markColumnUsed(usedColumn.columnIndex());
            usedColumns.add(usedColumn);
        }
    }

    /** Runs an analysis, and returns its result with the columns that it used. */
    public <T> TracedResult<T> traceUsedColumns(Supplier<T> analysis) {
        TracedResult<T> tracedResult = traceSeparately(analysis);
        addUsedColumns(tracedResult.usedColumns);
        return tracedResult;
    }

    /** Runs an analysis like {@link #traceUsedColumns}, but does not add its columns to the surrounding trace. */
    public <T> TracedResult<T> traceSeparately(Supplier<T> analysis) {
        Set<UsedColumn> outerColumns = usedColumns;
        usedColumns = new LinkedHashSet<>();
        try {
            T analysisResult = analysis.get();
            return new TracedResult<>(analysisResult, List.copyOf(usedColumns));
        } finally {
            usedColumns = outerColumns;
        }
    }

    /** Adds columns to the current trace. */
    public void addUsedColumns(List<UsedColumn> newColumns) {
        usedColumns.addAll(newColumns);
    }

    /**
     * Returns the sources that the query reads, directly or through views, with their used columns, in the order in
     * which they were first recorded.
     */
    public List<Dependency> dependencies() {
        List<Dependency> dependencies = new ArrayList<>(usageBySource.size());
        for (SourceUsage usage : usageBySource.values()) {
            dependencies.add(usage.toDependency());
        }
        return dependencies;
    }

    /** The result of an analysis, and the columns that it used. */
    public record TracedResult<T>(T result, List<UsedColumn> usedColumns) {}
}

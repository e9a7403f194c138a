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
import org.jspecify.annotations.Nullable;

/**
 * Records the relations and columns that a query uses, directly or through views, while its names are resolved. The
 * dependencies of views, required privileges and lineage follow from it.
 */
public final class QueryUsage {
    private final Map<SourceKey, SourceUsage> usageByKey = new LinkedHashMap<>();
    private final Map<SourceKey, RelationFields> definitions = new HashMap<>();
    private final Set<SourceKey> viewsInAnalysis;
    private final Bindings bindings;
    private Set<UsedColumn> usedColumns = new LinkedHashSet<>();

    public QueryUsage(Bindings bindings) {
        this(new HashSet<>(), bindings);
    }

    private QueryUsage(Set<SourceKey> viewsInAnalysis, Bindings bindings) {
        this.viewsInAnalysis = viewsInAnalysis;
        this.bindings = bindings;
    }

    /** Creates the usage of another query that is analysed during the analysis of this one. */
    public QueryUsage createNested() {
        return new QueryUsage(viewsInAnalysis, new Bindings());
    }

    /** Returns the bindings of the parts of the query. */
    public Bindings bindings() {
        return bindings;
    }

    public SourceUsage recordSource(Source source, boolean isDirect) {
        SourceUsage usage = usageByKey.computeIfAbsent(keyOf(source), unseenKey -> new SourceUsage(source));
        usage.markRead(isDirect);
        return usage;
    }

    /**
     * Returns the columns of a view's query, which is analysed once even if the view is read several times. Refuses a
     * view that reads itself, which ALTER VIEW allows, but whose query exhausts the stack of the server.
     */
    public RelationFields resolveDefinition(Source view, Span span, Supplier<RelationFields> resolution) {
        SourceKey viewKey = keyOf(view);
        RelationFields knownFields = definitions.get(viewKey);
        if (knownFields == null) {
            if (!viewsInAnalysis.add(viewKey)) {
                throw Refusal.ofAnalysis(span, SourceRule.VIEW_READS_ITSELF, view.database(), view.name());
            }
            knownFields = resolution.get();
            viewsInAnalysis.remove(viewKey);
            definitions.put(viewKey, knownFields);
        }
        return knownFields;
    }

    public void recordColumn(RelationField field) {
        for (UsedColumn usedColumn : field.origins()) {
            usedColumn.usage().addColumn(usedColumn.columnIndex());
            usedColumns.add(usedColumn);
        }
    }

    /** Runs an analysis, and returns its result with the columns that it resolved. */
    public <T> TracedResult<T> trace(Supplier<T> analysis) {
        Set<UsedColumn> outerColumns = usedColumns;
        usedColumns = new LinkedHashSet<>();
        T result = analysis.get();
        List<UsedColumn> tracedColumns = List.copyOf(usedColumns);
        usedColumns = outerColumns;
        return new TracedResult<>(result, tracedColumns);
    }

    public void addUsedColumns(List<UsedColumn> newColumns) {
        usedColumns.addAll(newColumns);
    }

    public List<Dependency> dependencies() {
        List<Dependency> dependencies = new ArrayList<>(usageByKey.size());
        for (SourceUsage usage : usageByKey.values()) {
            dependencies.add(usage.toDependency());
        }
        return dependencies;
    }

    public record TracedResult<T>(T result, List<UsedColumn> usedColumns) {}

    private static SourceKey keyOf(Source source) {
        return new SourceKey(source.catalog(), source.database(), source.name());
    }

    private record SourceKey(@Nullable String catalog, String database, String name) {}
}

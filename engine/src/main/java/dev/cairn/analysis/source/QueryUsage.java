package dev.cairn.analysis.source;

import dev.cairn.analysis.source.RelationField.UsedColumn;
import dev.cairn.catalog.Refusal;
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

/** Records everything that a query uses while its names are resolved. */
public final class QueryUsage {
    private final Map<SourceKey, SourceUsage> usageByKey = new LinkedHashMap<>();
    private final Map<SourceKey, RelationFields> definitions = new HashMap<>();
    private final Set<SourceKey> viewsInAnalysis;
    private final Bindings bindings;
    private Set<UsedColumn> usedCells = new LinkedHashSet<>();

    public QueryUsage(Bindings bindings) {
        this(new HashSet<>(), bindings);
    }

    private QueryUsage(Set<SourceKey> open, Bindings bindings) {
        this.viewsInAnalysis = open;
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

    public SourceUsage recordSource(Source source, boolean direct) {
        SourceUsage use = usageByKey.computeIfAbsent(keyOf(source), unseen -> new SourceUsage(source));
        use.markRead(direct);
        return use;
    }

    /**
     * Returns the columns of a view's query, which is analysed once even if the view is read several times. Refuses a
     * view that reads itself, which ALTER VIEW allows, but whose query exhausts the stack of the server.
     */
    public RelationFields resolveDefinition(Source view, Span span, Supplier<RelationFields> search) {
        SourceKey place = keyOf(view);
        RelationFields knownFields = definitions.get(place);
        if (knownFields == null) {
            if (!viewsInAnalysis.add(place)) {
                throw Refusal.analysis(span, SourceRule.VIEW_READS_ITSELF, view.database(), view.name());
            }
            knownFields = search.get();
            viewsInAnalysis.remove(place);
            definitions.put(place, knownFields);
        }
        return knownFields;
    }

    public void recordColumn(RelationField field) {
        for (UsedColumn cell : field.origins()) {
            cell.usage().addColumn(cell.column());
            usedCells.add(cell);
        }
    }

    /** Runs an analysis, and returns its result with the columns that it resolved. */
    public <T> Traced<T> trace(Supplier<T> work) {
        Set<UsedColumn> outside = usedCells;
        usedCells = new LinkedHashSet<>();
        T result = work.get();
        List<UsedColumn> cells = List.copyOf(usedCells);
        usedCells = outside;
        return new Traced<>(result, cells);
    }

    public void addUsedColumns(List<UsedColumn> cells) {
        usedCells.addAll(cells);
    }

    public List<Dependency> dependencies() {
        List<Dependency> dependencies = new ArrayList<>(usageByKey.size());
        for (SourceUsage use : usageByKey.values()) {
            dependencies.add(use.dependency());
        }
        return dependencies;
    }

    public record Traced<T>(T result, List<UsedColumn> cells) {}

    private static SourceKey keyOf(Source source) {
        return new SourceKey(source.catalog(), source.database(), source.name());
    }

    private record SourceKey(@Nullable String catalog, String database, String name) {}
}

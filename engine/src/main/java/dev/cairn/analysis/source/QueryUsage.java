package dev.cairn.analysis.source;

import dev.cairn.analysis.source.RelationField.Cell;
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
    private final Map<Place, SourceUsage> all = new LinkedHashMap<>();
    private final Map<Place, RelationFields> definitions = new HashMap<>();
    private final Set<Place> openPlaces;
    private final Bindings bindings;
    private Set<Cell> usedCells = new LinkedHashSet<>();

    public QueryUsage(Bindings bindings) {
        this(new HashSet<>(), bindings);
    }

    private QueryUsage(Set<Place> open, Bindings bindings) {
        this.openPlaces = open;
        this.bindings = bindings;
    }

    /** Returns a record of another query, which is analysed while this one is. */
    public QueryUsage detach() {
        return new QueryUsage(openPlaces, new Bindings());
    }

    /** What the parts of the query refer to. */
    public Bindings bindings() {
        return bindings;
    }

    public SourceUsage of(Source source, boolean direct) {
        SourceUsage use = all.computeIfAbsent(place(source), unseen -> new SourceUsage(source));
        use.read(direct);
        return use;
    }

    /**
     * Returns the columns of a view's query, which is analysed once even if the view is read several times. ALTER VIEW
     * allows a view to read itself; a query of such a view exhausts the server's stack.
     */
    public RelationFields definition(Source view, Span at, Supplier<RelationFields> search) {
        Place place = place(view);
        RelationFields knownFields = definitions.get(place);
        if (knownFields == null) {
            if (!openPlaces.add(place)) {
                throw Refusal.analysis(at, SourceRule.VIEW_READS_ITSELF, view.database(), view.name());
            }
            knownFields = search.get();
            openPlaces.remove(place);
            definitions.put(place, knownFields);
        }
        return knownFields;
    }

    public void note(RelationField field) {
        for (Cell cell : field.origins()) {
            cell.use().column(cell.column());
            usedCells.add(cell);
        }
    }

    /** Runs the work and returns its result with the columns that it looked up. */
    public <T> Traced<T> trace(Supplier<T> work) {
        Set<Cell> outside = usedCells;
        usedCells = new LinkedHashSet<>();
        T result = work.get();
        List<Cell> cells = List.copyOf(usedCells);
        usedCells = outside;
        return new Traced<>(result, cells);
    }

    public void add(List<Cell> cells) {
        usedCells.addAll(cells);
    }

    public List<Dependency> dependencies() {
        List<Dependency> dependencies = new ArrayList<>(all.size());
        for (SourceUsage use : all.values()) {
            dependencies.add(use.dependency());
        }
        return dependencies;
    }

    public record Traced<T>(T result, List<Cell> cells) {}

    private static Place place(Source source) {
        return new Place(source.catalog(), source.database(), source.name());
    }

    private record Place(@Nullable String catalog, String database, String name) {}
}

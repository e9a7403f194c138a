package dev.cairn.lineage;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.QuerySources;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.engine.advice.QueryFacts;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which views and materialized views of a catalog read which columns, and where each of their columns comes from.
 *
 * <pre>{@code
 * ReaderGraph graph = ReaderGraph.of(profile, catalog);
 * graph.origins(new ObjectColumn(new ObjectName("shop", "daily_sales"), "amount"));  // edges from shop.orders.amount
 * graph.readers(new ObjectColumn(new ObjectName("shop", "orders"), "amount"));       // edges to shop.daily_sales.amount
 * }</pre>
 */
public final class ReaderGraph {
    private final SortedMap<ObjectName, QueryLineage> lineages;
    private final SortedMap<ObjectName, String> unread;
    private final Map<ObjectName, SortedSet<ObjectName>> readers = new HashMap<>();

    private ReaderGraph(SortedMap<ObjectName, QueryLineage> lineages, SortedMap<ObjectName, String> unread) {
        this.lineages = Collections.unmodifiableSortedMap(lineages);
        this.unread = Collections.unmodifiableSortedMap(unread);
        lineages.forEach((reader, lineage) -> lineage.reads()
                .keySet()
                .forEach(column -> readers.computeIfAbsent(column.object(), none -> new TreeSet<>())
                        .add(reader)));
    }

    /**
     * A column that a reader uses.
     *
     * @param from the column
     * @param to the column of the reader whose values are derived from it; the reader with an empty column name if it
     *     decides about the rows
     */
    public record Edge(ObjectColumn from, ObjectColumn to, Way way) {}

    /** Analyses all views and materialized views of a catalog. */
    public static ReaderGraph of(ServerProfile profile, Catalog catalog) {
        SortedMap<ObjectName, QueryLineage> lineages = new TreeMap<>();
        SortedMap<ObjectName, String> unread = new TreeMap<>();
        QuerySources sources = new CatalogSources(profile, catalog);
        for (Database database : catalog.databases().values()) {
            for (View view : database.views().values()) {
                add(
                        profile,
                        sources,
                        new ObjectName(database.name(), view.name()),
                        view.definition(),
                        view.columns(),
                        lineages,
                        unread);
            }
            for (MaterializedView view : database.materializedViews().values()) {
                add(
                        profile,
                        sources,
                        new ObjectName(database.name(), view.name()),
                        view.definition(),
                        view.columns(),
                        lineages,
                        unread);
            }
        }
        return new ReaderGraph(lineages, unread);
    }

    private static void add(
            ServerProfile profile,
            QuerySources sources,
            ObjectName name,
            ViewDefinition definition,
            List<ViewColumn> columns,
            SortedMap<ObjectName, QueryLineage> lineages,
            SortedMap<ObjectName, String> unread) {
        Query query = definition.query().query();
        if (query.isUnread()) {
            unread.put(name, "only a newer server can read its query");
            return;
        }
        try {
            QueryLineage lineage = lineage(profile, sources, definition.database(), query);
            lineages.put(
                    name, named(lineage, columns.stream().map(ViewColumn::name).toList()));
        } catch (Refusal refusal) {
            unread.put(name, refusal.getMessage());
        }
    }

    /**
     * Returns the lineage of a query.
     *
     * @param database the database of unqualified names; null if none is selected
     * @throws Refusal with the server's error
     */
    public static QueryLineage lineage(
            ServerProfile profile, QuerySources sources, @Nullable String database, Query query) {
        QueryFacts facts = new QueryFacts();
        new QueryAnalysis(profile, sources, database, facts).of(query);
        return LineageBuilder.of(query, facts);
    }

    /**
     * Returns the lineage of a statement that changes rows; its outputs are the columns that it writes.
     *
     * @param database the database of unqualified names; null if none is selected
     * @throws Refusal with the server's error
     */
    public static QueryLineage lineage(
            ServerProfile profile, QuerySources sources, @Nullable String database, Manipulation manipulation) {
        if (manipulation instanceof Manipulation.Insert insert) {
            return insert.source() instanceof Manipulation.Source.Result result
                    ? named(
                            lineage(profile, sources, database, result.query().query()),
                            insert.columns().stream().map(Name::text).toList())
                    : new QueryLineage(List.of(), Collections.emptySortedMap(), Collections.emptySortedSet());
        }
        if (manipulation instanceof Manipulation.Update update) {
            List<Manipulation.Assignment> assignments = update.assignments().stream()
                    .filter(assignment -> assignment.value() != null)
                    .toList();
            Query rows = new RowSelection(update.with(), update.target(), update.from(), update.where())
                    .query(assignments.stream()
                            .map(assignment -> Objects.requireNonNull(assignment.value()))
                            .toList());
            return named(
                    lineage(profile, sources, database, rows),
                    assignments.stream()
                            .map(assignment -> assignment.column().text())
                            .toList());
        }
        Manipulation.Delete delete = (Manipulation.Delete) manipulation;
        Query rows = new RowSelection(delete.with(), delete.target(), delete.using(), delete.where())
                .query(List.of(new Expression.Null(delete.span())));
        QueryLineage selection = lineage(profile, sources, database, rows);
        return new QueryLineage(List.of(), selection.influences(), selection.joins());
    }

    private static QueryLineage named(QueryLineage lineage, List<String> columns) {
        List<OutputLineage> outputs = new ArrayList<>(lineage.outputs());
        for (int i = 0; i < Math.min(columns.size(), outputs.size()); i++) {
            outputs.set(i, outputs.get(i).named(columns.get(i)));
        }
        return new QueryLineage(outputs, lineage.influences(), lineage.joins());
    }

    /**
     * Returns a graph with further readers, such as the statements of an application.
     *
     * @param statements their lineages by their names, which have no database
     */
    public ReaderGraph with(Map<ObjectName, QueryLineage> statements) {
        SortedMap<ObjectName, QueryLineage> all = new TreeMap<>(lineages);
        all.putAll(statements);
        return new ReaderGraph(all, unread);
    }

    /** Returns the lineage of each view and materialized view. */
    public SortedMap<ObjectName, QueryLineage> lineages() {
        return lineages;
    }

    /** Returns the views whose queries can't be followed, with the reasons. */
    public SortedMap<ObjectName, String> unread() {
        return unread;
    }

    /** Returns the objects that read an object. */
    public SortedSet<ObjectName> readers(ObjectName object) {
        return Collections.unmodifiableSortedSet(readers.getOrDefault(object, Collections.emptySortedSet()));
    }

    /** Returns the columns that a column of a view is derived from, and those that decide about the rows of the view. */
    public List<Edge> origins(ObjectColumn column) {
        QueryLineage lineage = lineages.get(column.object());
        if (lineage == null) {
            return List.of();
        }
        List<Edge> edges = new ArrayList<>();
        for (OutputLineage output : lineage.outputs(column.column())) {
            output.origins().forEach((origin, way) -> edges.add(new Edge(origin, column, way)));
        }
        lineage.influences()
                .forEach((origin, ways) ->
                        ways.forEach(way -> edges.add(new Edge(origin, rows(column.object()), way))));
        return edges;
    }

    /** Returns the uses of a column by the views that read it. */
    public List<Edge> readers(ObjectColumn column) {
        List<Edge> edges = new ArrayList<>();
        for (ObjectName reader : readers(column.object())) {
            QueryLineage lineage = Objects.requireNonNull(lineages.get(reader));
            for (OutputLineage output : lineage.outputs()) {
                Way way = output.origins().get(column);
                if (way != null) {
                    edges.add(new Edge(column, new ObjectColumn(reader, output.name()), way));
                }
            }
            for (Way way : lineage.influences().getOrDefault(column, Set.of())) {
                edges.add(new Edge(column, rows(reader), way));
            }
        }
        return edges;
    }

    private static ObjectColumn rows(ObjectName object) {
        return new ObjectColumn(object, "");
    }
}

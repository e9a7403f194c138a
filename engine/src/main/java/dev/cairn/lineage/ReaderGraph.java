package dev.cairn.lineage;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The graph of columns: which columns each query reads, and from which columns each column is derived, through views,
 * materialized views, and the statements that fill tables.
 *
 * <pre>{@code
 * ReaderGraph graph = ReaderGraph.build(profile, catalog);
 * graph.findOrigins(new ObjectColumn(new ObjectName("shop", "daily_sales"), "amount")); // from shop.orders.amount
 * graph.findUses(new ObjectColumn(new ObjectName("shop", "orders"), "amount"));         // to shop.daily_sales.amount
 * }</pre>
 */
public final class ReaderGraph {
    private final ServerProfile profile;
    private final Catalog catalog;
    private final SortedMap<ObjectName, Reader> readerByName;
    private final SortedMap<ObjectName, String> failureByReader;
    private final Map<ObjectName, List<Reader>> readersByBase = new HashMap<>();
    private final Map<ObjectName, List<Reader>> writersByObject = new HashMap<>();

    private ReaderGraph(
            ServerProfile profile,
            Catalog catalog,
            SortedMap<ObjectName, Reader> readerByName,
            SortedMap<ObjectName, String> failureByReader) {
        this.profile = profile;
        this.catalog = catalog;
        this.readerByName = Collections.unmodifiableSortedMap(readerByName);
        this.failureByReader = Collections.unmodifiableSortedMap(failureByReader);
        for (Reader reader : readerByName.values()) {
            for (ObjectName base : reader.lineage().bases()) {
                readersByBase.computeIfAbsent(base, object -> new ArrayList<>()).add(reader);
            }
            writersByObject
                    .computeIfAbsent(reader.target(), object -> new ArrayList<>())
                    .add(reader);
            if (!reader.target().equals(reader.name())) {
                writersByObject
                        .computeIfAbsent(reader.name(), object -> new ArrayList<>())
                        .add(reader);
            }
        }
    }

    /**
     * A column that a reader uses.
     *
     * @param source the column
     * @param target the column of the reader's target whose values are derived from the source; the target with an
     *     empty column name if the source decides about the rows
     * @param readerName the name of the reader; for a view, also the target object
     */
    public record Edge(ObjectColumn source, ObjectColumn target, ColumnUse use, ObjectName readerName) {}

    /** Analyzes all views of a catalog, and all asynchronous and synchronous materialized views. */
    public static ReaderGraph build(ServerProfile profile, Catalog catalog) {
        return build(profile, catalog, List.of());
    }

    /**
     * Analyzes all views and materialized views of a catalog, and additional statements. A query or statement that
     * can't be analyzed does not become a reader; {@link #failureByReader} contains the reason.
     */
    public static ReaderGraph build(ServerProfile profile, Catalog catalog, Collection<ReadingStatement> statements) {
        GraphBuilder builder = new GraphBuilder(profile, catalog);
        for (Database database : catalog.databases().values()) {
            for (View view : database.views().values()) {
                builder.addView(
                        Reader.Kind.VIEW,
                        new ObjectName(database.name(), view.name()),
                        view.definition(),
                        view.columns());
            }
            for (MaterializedView view : database.materializedViews().values()) {
                builder.addView(
                        Reader.Kind.MATERIALIZED_VIEW,
                        new ObjectName(database.name(), view.name()),
                        view.definition(),
                        view.columns());
            }
            for (Table table : database.tables().values()) {
                table.rollups().forEach(rollup -> builder.addRollup(database.name(), rollup));
            }
        }
        statements.forEach(builder::addStatement);
        return new ReaderGraph(profile, catalog, builder.readerByName, builder.failureByReader);
    }

    /** Collects the readers of a catalog. */
    private static final class GraphBuilder {
        private final ServerProfile profile;
        private final Catalog catalog;
        private final SourceResolver sourceResolver;
        private final SortedMap<ObjectName, Reader> readerByName = new TreeMap<>();
        private final SortedMap<ObjectName, String> failureByReader = new TreeMap<>();

        GraphBuilder(ServerProfile profile, Catalog catalog) {
            this.profile = profile;
            this.catalog = catalog;
            this.sourceResolver = new CatalogSourceResolver(profile, catalog);
        }

        void addView(Reader.Kind kind, ObjectName name, ViewDefinition definition, List<ViewColumn> columns) {
            List<String> columnNames = columns.stream().map(ViewColumn::name).toList();
            addReader(kind, name, definition.defaultDatabaseName(), definition.query(), columnNames);
        }

        /** Adds a rollup that is a synchronous materialized view. */
        void addRollup(String database, Rollup rollup) {
            if (rollup.query() != null) {
                ObjectName name = new ObjectName(database, rollup.name());
                List<String> columnNames =
                        rollup.columns().stream().map(Column::name).toList();
                addReader(Reader.Kind.MATERIALIZED_VIEW, name, database, rollup.query(), columnNames);
            }
        }

        private void addReader(
                Reader.Kind kind,
                ObjectName name,
                @Nullable String database,
                QueryText queryText,
                List<String> columnNames) {
            if (queryText.query().isUnread()) {
                failureByReader.put(name, "only a newer server can read its query");
                return;
            }
            try {
                QueryLineage lineage = analyzeLineage(profile, sourceResolver, database, queryText.query());
                readerByName.put(
                        name, new Reader(kind, name, name, queryText.text(), lineage.withOutputNames(columnNames)));
            } catch (Refusal refusal) {
                failureByReader.put(name, refusal.detail());
            }
        }

        void addStatement(ReadingStatement statement) {
            try {
                statement.analyze(profile, catalog).ifPresent(reader -> readerByName.put(reader.name(), reader));
            } catch (Refusal refusal) {
                failureByReader.put(statement.name(), refusal.detail());
            } catch (SqlSyntaxException failure) {
                failureByReader.put(statement.name(), String.valueOf(failure.getMessage()));
            }
        }
    }

    /**
     * Returns the lineage of a query.
     *
     * @param database the database of unqualified names; null if the session has selected no database
     * @throws Refusal if the server would refuse the query
     */
    public static QueryLineage analyzeLineage(
            ServerProfile profile, SourceResolver sourceResolver, @Nullable String database, Query query) {
        return analyzeLineage(profile, sourceResolver, database, query, Sql::render);
    }

    /**
     * Returns the lineage of a query, with the types of its outputs.
     *
     * @param expressionRenderer renders an expression of the query as it is shown
     */
    static QueryLineage analyzeLineage(
            ServerProfile profile,
            SourceResolver sourceResolver,
            @Nullable String database,
            Query query,
            Function<Expression, String> expressionRenderer) {
        BoundQuery boundQuery = new QueryAnalysis(profile, sourceResolver, database).analyze(query);
        QueryLineage lineage = LineageBuilder.build(boundQuery, expressionRenderer);
        List<OutputLineage> outputs = new ArrayList<>(lineage.outputs());
        for (int i = 0; i < Math.min(outputs.size(), boundQuery.columns().size()); i++) {
            outputs.set(i, outputs.get(i).withType(boundQuery.columns().get(i).type()));
        }
        return lineage.withOutputs(outputs);
    }

    /**
     * Returns a graph with additional readers, such as the statements that migrations ran on former states of the
     * schema.
     */
    public ReaderGraph withReaders(Collection<Reader> additionalReaders) {
        SortedMap<ObjectName, Reader> allReaders = new TreeMap<>(readerByName);
        additionalReaders.forEach(reader -> allReaders.put(reader.name(), reader));
        return new ReaderGraph(profile, catalog, allReaders, failureByReader);
    }

    /** Returns the profile of the servers under whose rules the queries were analyzed. */
    public ServerProfile profile() {
        return profile;
    }

    /** Returns the catalog against which the queries were analyzed. */
    public Catalog catalog() {
        return catalog;
    }

    /** Returns the external object with a name; the database of the name may be {@code catalog.database}. */
    public Optional<ExternalObject> findExternalObject(ObjectName name) {
        int dotIndex = name.database().indexOf('.');
        return catalog.findExternalObject(
                dotIndex < 0 ? null : name.database().substring(0, dotIndex),
                name.database().substring(dotIndex + 1),
                name.name());
    }

    /** Returns the readers by their names. */
    public SortedMap<ObjectName, Reader> readerByName() {
        return readerByName;
    }

    /** Returns the reasons why queries can't be analyzed, by the name of the query. */
    public SortedMap<ObjectName, String> failureByReader() {
        return failureByReader;
    }

    /** Returns the readers that read an object directly. */
    public List<Reader> findReaders(ObjectName object) {
        return Collections.unmodifiableList(readersByBase.getOrDefault(object, List.of()));
    }

    /** Returns the readers that write rows into an object, or that have its name. */
    public List<Reader> findWriters(ObjectName object) {
        return Collections.unmodifiableList(writersByObject.getOrDefault(object, List.of()));
    }

    /**
     * Returns the columns that a column is derived from, and the columns that decide about the rows of its object. If a
     * column decides about rows, the target is the object with an empty column name.
     */
    public List<Edge> findOrigins(ObjectColumn column) {
        List<Edge> edges = new ArrayList<>();
        for (Reader reader : findWriters(column.object())) {
            for (OutputLineage output : reader.lineage().findOutputs(column.column())) {
                output.origins()
                        .forEach((origin, columnUse) -> edges.add(new Edge(origin, column, columnUse, reader.name())));
            }
            reader.lineage()
                    .influences()
                    .forEach((origin, uses) -> uses.forEach(columnUse ->
                            edges.add(new Edge(origin, toRowsColumn(column.object()), columnUse, reader.name()))));
        }
        return edges;
    }

    /** Returns the uses of a column. */
    public List<Edge> findUses(ObjectColumn column) {
        List<Edge> edges = new ArrayList<>();
        for (Reader reader : findReaders(column.object())) {
            for (OutputLineage output : reader.lineage().outputs()) {
                ColumnUse columnUse = output.origins().get(column);
                if (columnUse != null) {
                    edges.add(new Edge(
                            column, new ObjectColumn(reader.target(), output.name()), columnUse, reader.name()));
                }
            }
            for (ColumnUse columnUse : reader.lineage().influences().getOrDefault(column, Set.of())) {
                edges.add(new Edge(column, toRowsColumn(reader.target()), columnUse, reader.name()));
            }
        }
        return edges;
    }

    private static ObjectColumn toRowsColumn(ObjectName object) {
        return new ObjectColumn(object, "");
    }
}

package dev.cairn.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.UserFunction;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.QueryLineage;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The lineage of each recorded query names exactly the columns that the query reads, according to the analysis. This
 * also holds for the views in the recorded schemas.
 */
class RecordedLineageTest {
    /** A star reads all columns, so dropping a column does not break its query. */
    private static final Pattern STAR = Pattern.compile("\\*(?!\\))");

    private final List<String> differences = new ArrayList<>();
    private int queryCount;
    private int dropCount;
    private int viewCount;
    private int brokenCount;
    private int inactivatedCount;

    @ParameterizedTest
    @EnumSource(names = {"MATRIX", "UPSTREAM"})
    void eachColumnThatAQueryReadsIsInItsLineage(Recording recording) {
        assumeTrue(recording.exists(), recording::explainAbsence);
        Engine engine = new Engine(recording.profile());
        for (Script script : recording.scripts()) {
            Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("t"));
            Session session = new Session("t");
            for (Script.Step step : script.steps()) {
                try {
                    Statement statement = Sql.parse(step.sql());
                    QueryText query = findQuery(statement);
                    if (query != null) {
                        compareQuery(engine, catalog, session, query);
                    }
                    StatementResult result = engine.apply(catalog, session, statement);
                    catalog = result.catalog();
                    session = result.session();
                } catch (SqlSyntaxException | Refusal ignored) {
                    // Only statements that the engine accepts change the schema, or have a lineage.
                }
            }
        }
        System.out.println(recording.label() + ": " + queryCount + " queries, " + dropCount + " columns dropped, "
                + differences.size() + " differ");
        assertThat(differences).isEmpty();
        assertThat(queryCount).isPositive();
    }

    private void compareQuery(Engine engine, Catalog catalog, Session session, QueryText query) {
        CatalogSourceResolver sources = new CatalogSourceResolver(engine.profile(), catalog);
        BoundQuery boundQuery =
                new QueryAnalysis(engine.profile(), sources, session.databaseName()).analyze(query.query());
        QueryLineage lineage =
                ReaderGraph.analyzeLineage(engine.profile(), sources, session.databaseName(), query.query());
        queryCount++;
        SortedSet<ObjectColumn> readColumns = new TreeSet<>();
        for (Dependency dependency : boundQuery.dependencies()) {
            if (dependency.isDirect()) {
                ObjectName object = objectName(dependency.source());
                dependency.columns().forEach(column -> readColumns.add(new ObjectColumn(object, column.name())));
            }
        }
        SortedSet<ObjectColumn> lineageColumns =
                new TreeSet<>(lineage.usesByColumn().keySet());
        for (Dependency dependency : boundQuery.dependencies()) {
            if (!dependency.source().hasAllColumns()) {
                lineageColumns.removeIf(column -> column.object().equals(objectName(dependency.source())));
            }
        }
        List<String> outputNames =
                boundQuery.columns().stream().map(OutputColumn::name).toList();
        if (!lineageColumns.equals(readColumns) || lineage.outputs().size() != outputNames.size()) {
            differences.add(query.text() + "\n   reads " + readColumns + "\n   lineage " + lineageColumns + "\n   "
                    + outputNames.size() + " outputs, lineage "
                    + lineage.outputs().size());
        }
        if (!STAR.matcher(query.text()).find()) {
            boundQuery.dependencies().stream()
                    .filter(dependency -> dependency.isDirect()
                            && dependency.source().hasAllColumns()
                            && dependency.source().viewQuery() == null)
                    .forEach(dependency -> compareWithoutEachColumn(engine, sources, session, query, dependency));
        }
    }

    /** Checks that without a column, the query is refused if and only if it names the column. */
    private void compareWithoutEachColumn(
            Engine engine, CatalogSourceResolver sources, Session session, QueryText query, Dependency dependency) {
        ObjectName object = objectName(dependency.source());
        Set<ObjectColumn> reads = ReaderGraph.analyzeLineage(
                        engine.profile(), sources, session.databaseName(), query.query())
                .usesByColumn()
                .keySet();
        for (Source.Column column : dependency.source().columns()) {
            boolean isRefused = isRefused(engine, new SourcesWithoutColumn(sources, object, column), session, query);
            boolean isNamed = reads.contains(new ObjectColumn(object, column.name()));
            dropCount++;
            if (isRefused != isNamed) {
                differences.add(query.text() + "\n   without " + object + "." + column.name()
                        + (isRefused ? " it is refused" : " it is accepted"));
            }
        }
    }

    private static boolean isRefused(Engine engine, SourceResolver sources, Session session, QueryText query) {
        try {
            new QueryAnalysis(engine.profile(), sources, session.databaseName()).analyze(query.query());
            return false;
        } catch (Refusal ignored) {
            return true;
        }
    }

    /**
     * After a column of a table is dropped, the views that can't be analyzed and the materialized views that are
     * inactive are exactly those that the graph names.
     */
    @ParameterizedTest
    @EnumSource(names = {"MATRIX", "UPSTREAM"})
    void aDroppedColumnBreaksTheViewsThatTheGraphNames(Recording recording) {
        assumeTrue(recording.exists(), recording::explainAbsence);
        Engine engine = new Engine(recording.profile());
        for (Script script : recording.scripts()) {
            Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("t"));
            Session session = new Session("t");
            SortedSet<ObjectName> comparedReaders = new TreeSet<>();
            for (Script.Step step : script.steps()) {
                try {
                    Statement statement = Sql.parse(step.sql());
                    StatementResult result = engine.apply(catalog, session, statement);
                    if (SchemaObject.collectNames(result.catalog()).size()
                            < SchemaObject.collectNames(catalog).size()) {
                        compareViews(engine, catalog, comparedReaders);
                    }
                    catalog = result.catalog();
                    session = result.session();
                } catch (SqlSyntaxException | Refusal ignored) {
                    // Only statements that the engine accepts change the schema.
                }
            }
            compareViews(engine, catalog, comparedReaders);
        }
        System.out.println(recording.label() + ": " + viewCount + " views and materialized views, " + dropCount
                + " columns dropped, " + brokenCount + " readers broken, " + inactivatedCount + " inactivated, "
                + differences.size() + " differ");
        assertThat(differences).isEmpty();
        assertThat(viewCount).isPositive();
    }

    /** @param comparedReaders the readers that were compared before; a catalog without other readers is skipped */
    private void compareViews(Engine engine, Catalog catalog, Set<ObjectName> comparedReaders) {
        ReaderGraph graph = ReaderGraph.build(engine.profile(), catalog);
        if (!comparedReaders.addAll(graph.readerByName().keySet())) {
            return;
        }
        viewCount += graph.readerByName().size();
        Set<ObjectName> readersWithStar = new TreeSet<>();
        graph.readerByName().values().stream()
                .filter(reader -> STAR.matcher(reader.sql()).find())
                .forEach(reader -> readersWithStar.add(reader.name()));
        for (Database database : catalog.databases().values()) {
            for (Table table : database.tables().values()) {
                ObjectName name = new ObjectName(database.name(), table.name());
                if (!graph.findReaders(name).isEmpty()) {
                    for (Column column : table.columns()) {
                        compareWithoutColumn(engine, graph, new ObjectColumn(name, column.name()), readersWithStar);
                    }
                }
            }
        }
    }

    private void compareWithoutColumn(
            Engine engine, ReaderGraph graph, ObjectColumn dropped, Set<ObjectName> readersWithStar) {
        dropCount++;
        ObjectName object = dropped.object();
        SortedSet<ObjectName> namedReaders = new TreeSet<>();
        graph.findUses(dropped).forEach(edge -> addBroken(graph, edge.readerName(), namedReaders));
        Catalog catalog = graph.catalog();
        Database database = catalog.findDatabase(object.database()).orElseThrow();
        Table table = database.findTable(object.name()).orElseThrow();
        Table tableWithoutColumn = table.withColumns(table.columns().stream()
                .filter(column -> !column.name().equals(dropped.column()))
                .toList());
        SortedSet<ObjectName> unreadableReaders = new TreeSet<>(
                ReaderGraph.build(engine.profile(), catalog.withDatabase(database.withTable(tableWithoutColumn)))
                        .failureByReader()
                        .keySet());
        unreadableReaders.removeAll(graph.failureByReader().keySet());
        compareActivity(engine, graph, dropped, namedReaders);
        namedReaders.removeAll(readersWithStar);
        unreadableReaders.removeAll(readersWithStar);
        brokenCount += unreadableReaders.size();
        if (!namedReaders.equals(unreadableReaders)) {
            differences.add("without " + dropped + " fail " + unreadableReaders + "\n   lineage " + namedReaders);
        }
    }

    /**
     * Checks that, if the server accepts the change, exactly those materialized views become inactive that the graph
     * names, and those that read them.
     */
    private void compareActivity(
            Engine engine, ReaderGraph graph, ObjectColumn dropped, Set<ObjectName> brokenReaders) {
        SortedSet<ObjectName> namedViews = new TreeSet<>();
        brokenReaders.forEach(reader -> addStale(graph, reader, namedViews));
        namedViews.removeIf(reader -> !isActive(graph.catalog(), reader));
        String dropColumnSql = "ALTER TABLE `" + dropped.object().database() + "`.`"
                + dropped.object().name() + "` DROP COLUMN `" + dropped.column() + "`";
        Catalog changedCatalog;
        try {
            changedCatalog = engine.apply(graph.catalog(), Session.EMPTY, Sql.parse(dropColumnSql))
                    .catalog();
        } catch (SqlSyntaxException | Refusal ignored) {
            return; // a key column, for example
        }
        SortedSet<ObjectName> inactiveViews = new TreeSet<>();
        graph.readerByName().values().stream()
                .filter(reader -> isActive(graph.catalog(), reader.name()) && !isActive(changedCatalog, reader.name()))
                .forEach(reader -> inactiveViews.add(reader.name()));
        inactivatedCount += inactiveViews.size();
        if (!namedViews.equals(inactiveViews)) {
            differences.add("without " + dropped + " become inactive " + inactiveViews + "\n   lineage " + namedViews);
        }
    }

    private static boolean isActive(Catalog catalog, ObjectName name) {
        return catalog.findDatabase(name.database())
                .flatMap(database -> database.findMaterializedView(name.name()))
                .filter(MaterializedView::isActive)
                .isPresent();
    }

    private static void addStale(ReaderGraph graph, ObjectName reader, Set<ObjectName> staleReaders) {
        if (staleReaders.add(reader)) {
            graph.findReaders(reader).forEach(laterReader -> addStale(graph, laterReader.name(), staleReaders));
        }
    }

    /**
     * Adds a reader and the readers that break because of it. A materialized view keeps its rows, so its readers do not
     * break.
     */
    private static void addBroken(ReaderGraph graph, ObjectName reader, Set<ObjectName> brokenReaders) {
        if (brokenReaders.add(reader) && graph.readerByName().get(reader).kind() == Reader.Kind.VIEW) {
            graph.findReaders(reader).forEach(laterReader -> addBroken(graph, laterReader.name(), brokenReaders));
        }
    }

    /** Finds the same sources, except that an object lacks a column. */
    private record SourcesWithoutColumn(CatalogSourceResolver allSources, ObjectName object, Source.Column column)
            implements SourceResolver {
        @Override
        public Source resolveSource(@Nullable String catalog, String database, String name, Span span) {
            Source source = allSources.resolveSource(catalog, database, name, span);
            return objectName(source).equals(object)
                    ? source.withColumns(source.columns().stream()
                            .filter(candidate -> !candidate.name().equals(column.name()))
                            .toList())
                    : source;
        }

        @Override
        public List<UserFunction> findFunctions(@Nullable String database, QualifiedName function) {
            return allSources.findFunctions(database, function);
        }

        @Override
        public boolean hasUserAggregates() {
            return allSources.hasUserAggregates();
        }
    }

    private static ObjectName objectName(Source source) {
        return new ObjectName(
                source.catalog() == null ? source.database() : source.catalog() + "." + source.database(),
                source.name());
    }

    private static @Nullable QueryText findQuery(Statement statement) {
        if (statement instanceof Statement.QueryStatement select) {
            return select.queryText();
        }
        if (statement instanceof ViewStatement.CreateView view) {
            return view.queryText();
        }
        return statement instanceof ViewStatement.CreateMaterializedView view ? view.queryText() : null;
    }
}

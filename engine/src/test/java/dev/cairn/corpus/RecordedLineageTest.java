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
 * The lineage of all recorded queries names the columns that the analysis says they read, and no others, and so does
 * that of the views in the recorded schemas.
 */
class RecordedLineageTest {
    /** A star stands for whatever columns there are. */
    private static final Pattern STAR = Pattern.compile("\\*(?!\\))");

    private final List<String> differences = new ArrayList<>();
    private int queries;
    private int drops;
    private int views;
    private int broken;
    private int inactivated;

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
                    QueryText query = query(statement);
                    if (query != null) {
                        compare(engine, catalog, session, query);
                    }
                    StatementResult result = engine.apply(catalog, session, statement);
                    catalog = result.catalog();
                    session = result.session();
                } catch (SqlSyntaxException | Refusal ignored) {
                    // Only statements that the engine accepts change the schema, or have a lineage.
                }
            }
        }
        System.out.println(recording.label() + ": " + queries + " queries, " + drops + " columns dropped, "
                + differences.size() + " differ");
        assertThat(differences).isEmpty();
        assertThat(queries).isPositive();
    }

    private void compare(Engine engine, Catalog catalog, Session session, QueryText text) {
        CatalogSourceResolver sources = new CatalogSourceResolver(engine.profile(), catalog);
        BoundQuery analysed = new QueryAnalysis(engine.profile(), sources, session.database()).analyse(text.query());
        QueryLineage lineage = ReaderGraph.analyseLineage(engine.profile(), sources, session.database(), text.query());
        queries++;
        SortedSet<ObjectColumn> expected = new TreeSet<>();
        for (Dependency dependency : analysed.dependencies()) {
            if (dependency.isDirect()) {
                ObjectName object = name(dependency.source());
                dependency.columns().forEach(column -> expected.add(new ObjectColumn(object, column.name())));
            }
        }
        SortedSet<ObjectColumn> named = new TreeSet<>(lineage.usesByColumn().keySet());
        for (Dependency dependency : analysed.dependencies()) {
            if (!dependency.source().isComplete()) {
                named.removeIf(column -> column.object().equals(name(dependency.source())));
            }
        }
        List<String> names = analysed.columns().stream().map(OutputColumn::name).toList();
        if (!named.equals(expected) || lineage.outputs().size() != names.size()) {
            differences.add(text.text() + "\n   reads " + expected + "\n   lineage " + named + "\n   " + names.size()
                    + " outputs, lineage " + lineage.outputs().size());
        }
        if (!STAR.matcher(text.text()).find()) {
            analysed.dependencies().stream()
                    .filter(dependency -> dependency.isDirect()
                            && dependency.source().isComplete()
                            && dependency.source().definition() == null)
                    .forEach(dependency -> drop(engine, sources, session, text, dependency));
        }
    }

    /** Without a column, the queries that name it are refused, and all others are not. */
    private void drop(
            Engine engine, CatalogSourceResolver sources, Session session, QueryText text, Dependency dependency) {
        ObjectName object = name(dependency.source());
        Set<ObjectColumn> reads = ReaderGraph.analyseLineage(
                        engine.profile(), sources, session.database(), text.query())
                .usesByColumn()
                .keySet();
        for (Source.Column column : dependency.source().columns()) {
            boolean isRefused = isRefused(engine, new WithoutColumn(sources, object, column), session, text);
            boolean isNamed = reads.contains(new ObjectColumn(object, column.name()));
            drops++;
            if (isRefused != isNamed) {
                differences.add(text.text() + "\n   without " + object + "." + column.name()
                        + (isRefused ? " it is refused" : " it is accepted"));
            }
        }
    }

    private static boolean isRefused(Engine engine, SourceResolver sources, Session session, QueryText text) {
        try {
            new QueryAnalysis(engine.profile(), sources, session.database()).analyse(text.query());
            return false;
        } catch (Refusal ignored) {
            return true;
        }
    }

    /**
     * Without a column of a table, exactly those views of the catalog can't be analysed that the graph names, and the
     * materialized views become inactive that the graph names.
     */
    @ParameterizedTest
    @EnumSource(names = {"MATRIX", "UPSTREAM"})
    void aDroppedColumnBreaksTheViewsThatTheGraphNames(Recording recording) {
        assumeTrue(recording.exists(), recording::explainAbsence);
        Engine engine = new Engine(recording.profile());
        for (Script script : recording.scripts()) {
            Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("t"));
            Session session = new Session("t");
            SortedSet<ObjectName> compared = new TreeSet<>();
            for (Script.Step step : script.steps()) {
                try {
                    Statement statement = Sql.parse(step.sql());
                    StatementResult result = engine.apply(catalog, session, statement);
                    if (SchemaObject.names(result.catalog()).size()
                            < SchemaObject.names(catalog).size()) {
                        compareViews(engine, catalog, compared);
                    }
                    catalog = result.catalog();
                    session = result.session();
                } catch (SqlSyntaxException | Refusal ignored) {
                    // Only statements that the engine accepts change the schema.
                }
            }
            compareViews(engine, catalog, compared);
        }
        System.out.println(recording.label() + ": " + views + " views and materialized views, " + drops
                + " columns dropped, " + broken + " readers broken, " + inactivated + " inactivated, "
                + differences.size() + " differ");
        assertThat(differences).isEmpty();
        assertThat(views).isPositive();
    }

    /** @param compared the views that were compared before; each is compared once */
    private void compareViews(Engine engine, Catalog catalog, Set<ObjectName> compared) {
        ReaderGraph graph = ReaderGraph.build(engine.profile(), catalog);
        if (!compared.addAll(graph.readers().keySet())) {
            return;
        }
        views += graph.readers().size();
        SortedSet<ObjectName> withStar = new TreeSet<>();
        graph.readers().values().stream()
                .filter(reader -> STAR.matcher(reader.sql()).find())
                .forEach(reader -> withStar.add(reader.name()));
        for (Database database : catalog.databases().values()) {
            for (Table table : database.tables().values()) {
                ObjectName name = new ObjectName(database.name(), table.name());
                if (!graph.findReaders(name).isEmpty()) {
                    for (Column column : table.columns()) {
                        drop(engine, graph, new ObjectColumn(name, column.name()), withStar);
                    }
                }
            }
        }
    }

    private void drop(Engine engine, ReaderGraph graph, ObjectColumn dropped, Set<ObjectName> withStar) {
        drops++;
        ObjectName object = dropped.object();
        SortedSet<ObjectName> isNamed = new TreeSet<>();
        graph.findUses(dropped).forEach(edge -> addBroken(graph, edge.reader(), isNamed));
        Catalog catalog = graph.catalog();
        Database database = catalog.database(object.database()).orElseThrow();
        Table table = database.table(object.name()).orElseThrow();
        Table without = table.withColumns(table.columns().stream()
                .filter(column -> !column.name().equals(dropped.column()))
                .toList());
        SortedSet<ObjectName> failing =
                new TreeSet<>(ReaderGraph.build(engine.profile(), catalog.withDatabase(database.withTable(without)))
                        .unreadableQueries()
                        .keySet());
        failing.removeAll(graph.unreadableQueries().keySet());
        compareActivity(engine, graph, dropped, isNamed);
        isNamed.removeAll(withStar);
        failing.removeAll(withStar);
        broken += failing.size();
        if (!isNamed.equals(failing)) {
            differences.add("without " + dropped + " fail " + failing + "\n   lineage " + isNamed);
        }
    }

    /**
     * If the server accepts the change, the materialized views that the graph names are inactive, and those that read
     * them.
     */
    private void compareActivity(Engine engine, ReaderGraph graph, ObjectColumn dropped, Set<ObjectName> broken) {
        SortedSet<ObjectName> named = new TreeSet<>();
        broken.forEach(reader -> addStale(graph, reader, named));
        named.removeIf(reader -> !isActive(graph.catalog(), reader));
        String statement = "ALTER TABLE `" + dropped.object().database() + "`.`"
                + dropped.object().name() + "` DROP COLUMN `" + dropped.column() + "`";
        Catalog after;
        try {
            after = engine.apply(graph.catalog(), Session.NONE, Sql.parse(statement))
                    .catalog();
        } catch (SqlSyntaxException | Refusal ignored) {
            return; // a key column, for example
        }
        SortedSet<ObjectName> inactive = new TreeSet<>();
        graph.readers().values().stream()
                .filter(reader -> isActive(graph.catalog(), reader.name()) && !isActive(after, reader.name()))
                .forEach(reader -> inactive.add(reader.name()));
        inactivated += inactive.size();
        if (!named.equals(inactive)) {
            differences.add("without " + dropped + " become inactive " + inactive + "\n   lineage " + named);
        }
    }

    private static boolean isActive(Catalog catalog, ObjectName name) {
        return catalog.database(name.database())
                .flatMap(database -> database.materializedView(name.name()))
                .filter(MaterializedView::isActive)
                .isPresent();
    }

    private static void addStale(ReaderGraph graph, ObjectName reader, Set<ObjectName> stale) {
        if (stale.add(reader)) {
            graph.findReaders(reader).forEach(next -> addStale(graph, next.name(), stale));
        }
    }

    /** A reader of a broken view is broken, too; a materialized view keeps its rows. */
    private static void addBroken(ReaderGraph graph, ObjectName reader, Set<ObjectName> broken) {
        if (broken.add(reader) && graph.readers().get(reader).kind() == Reader.Kind.VIEW) {
            graph.findReaders(reader).forEach(next -> addBroken(graph, next.name(), broken));
        }
    }

    /** The same sources, in which an object lacks a column. */
    private record WithoutColumn(CatalogSourceResolver all, ObjectName object, Source.Column column)
            implements SourceResolver {
        @Override
        public Source find(@Nullable String catalog, String database, String name, Span span) {
            Source source = all.find(catalog, database, name, span);
            return name(source).equals(object)
                    ? source.withColumns(source.columns().stream()
                            .filter(other -> !other.name().equals(column.name()))
                            .toList())
                    : source;
        }

        @Override
        public List<UserFunction> findFunctions(@Nullable String database, QualifiedName function) {
            return all.findFunctions(database, function);
        }

        @Override
        public boolean hasUserAggregates() {
            return all.hasUserAggregates();
        }
    }

    private static ObjectName name(Source source) {
        return new ObjectName(
                source.catalog() == null ? source.database() : source.catalog() + "." + source.database(),
                source.name());
    }

    private static @Nullable QueryText query(Statement statement) {
        if (statement instanceof Statement.QueryStatement select) {
            return select.query();
        }
        if (statement instanceof ViewStatement.CreateView view) {
            return view.query();
        }
        return statement instanceof ViewStatement.CreateMaterializedView view ? view.query() : null;
    }
}

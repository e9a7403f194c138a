package dev.cairn.tooling.importing;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.UnknownFunction;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.engine.advice.ValueWarningFinder;
import dev.cairn.engine.cluster.ClusterObjectRules;
import dev.cairn.migration.JavaConstantSize;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.token.NameReplacer;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.write.OverloadedName;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Analyzes the queries of views against their catalog. To write a query that a record can contain, an import needs the
 * sources of a view and the names of its columns.
 */
public final class ImportedQueryAnalyzer {
    private final ServerProfile profile;
    private final Catalog catalog;
    private final CatalogSourceResolver sourceResolver;
    private final String database;

    /**
     * Creates an analyzer for the views of a catalog.
     *
     * @param database the database that connections select, in which a record's query resolves its tables
     */
    ImportedQueryAnalyzer(ServerProfile profile, Catalog catalog, String database) {
        this.profile = profile;
        this.catalog = catalog;
        this.sourceResolver = new CatalogSourceResolver(profile, catalog);
        this.database = database;
    }

    /**
     * The result of an analysis: columns and dependencies, or a problem.
     *
     * @param sourceNames the qualified names of the objects that the query reads
     * @param warningCodes the codes of the warnings about the query
     * @param problem the reason why no record can contain the query; null if a record can contain it
     */
    record QueryDescription(
            List<OutputColumn> columns,
            List<String> sourceNames,
            List<String> warningCodes,
            @Nullable String problem) {
        QueryDescription {
            columns = List.copyOf(columns);
            sourceNames = List.copyOf(sourceNames);
            warningCodes = List.copyOf(warningCodes);
        }

        static QueryDescription ofProblem(String problem) {
            return new QueryDescription(List.of(), List.of(), List.of(), problem);
        }

        /** Returns whether the columns of the query have these names, in this order. */
        boolean hasColumns(List<String> columnNames) {
            return columns.stream().map(OutputColumn::name).toList().equals(columnNames);
        }

        /** Returns a view's columns, with the query's types if the view was read while its sources were unknown. */
        List<ViewColumn> completeTypes(List<ViewColumn> viewColumns) {
            boolean areTypesUnknown = viewColumns.size() == columns.size()
                    && viewColumns.stream().allMatch(column -> column.type() == null);
            if (!areTypesUnknown) {
                return viewColumns;
            }
            List<ViewColumn> typedColumns = new ArrayList<>();
            for (int i = 0; i < viewColumns.size(); i++) {
                ViewColumn column = viewColumns.get(i);
                OutputColumn outputColumn = columns.get(i);
                typedColumns.add(new ViewColumn(
                        column.name(),
                        outputColumn.type(),
                        outputColumn.expressionType().isNullable(),
                        column.comment()));
            }
            return typedColumns;
        }
    }

    /** Returns the columns and the sources of a query, or the reason why no record can contain the query. */
    QueryDescription analyzeDefinition(ViewDefinition definition) {
        String text = definition.query().text();
        if (!JavaConstantSize.isWithinLimit(text)) {
            return QueryDescription.ofProblem("its query has " + JavaConstantSize.byteLength(text)
                    + " bytes, but a constant in Java can have at most " + JavaConstantSize.MAX_BYTE_LENGTH);
        }
        Query query = definition.query().query();
        BoundQuery boundQuery;
        try {
            boundQuery = bindQuery(query, database);
        } catch (Refusal refusal) {
            String message = String.valueOf(refusal.getMessage());
            return QueryDescription.ofProblem("its query can't be resolved: "
                    + UnknownFunction.findIn(refusal)
                            .map(unknownFunction -> message.replaceFirst("\\.$", "") + "; "
                                    + describeRemedy(unknownFunction) + ", and write the record by hand")
                            .orElse(message));
        }
        String creationDatabase = definition.defaultDatabaseName();
        if (creationDatabase == null || hasSourcesIn(creationDatabase, query, listSourceNames(boundQuery))) {
            return new QueryDescription(
                    boundQuery.columns(),
                    listSourceNames(boundQuery),
                    collectWarningCodes(definition.query().text()),
                    null);
        }
        return QueryDescription.ofProblem(
                "its query does not name the database " + creationDatabase + ", in which it was created");
    }

    /** Returns whether a query reads these sources if the given database is selected. */
    private boolean hasSourcesIn(String selectedDatabase, Query query, List<String> sourceNames) {
        try {
            return database.equals(selectedDatabase)
                    || listSourceNames(bindQuery(query, selectedDatabase)).equals(sourceNames);
        } catch (Refusal ignored) {
            // The database may have lost a source since the view was created.
            return false;
        }
    }

    /** Returns the action that makes a function known. The type of an imported function may have to be completed. */
    private String describeRemedy(UnknownFunction unknownFunction) {
        for (ClusterObject object : catalog.clusterObjects().objects().values()) {
            if (object.kind().hasFeature(ClusterObjectKind.Feature.OVERLOADED)
                    && OverloadedName.parse(object.name()).name().equalsIgnoreCase(unknownFunction.name())
                    && isIncomplete(object)) {
                return "complete the annotation of " + ObjectName.of(object);
            }
        }
        return unknownFunction.remedy();
    }

    /** Returns whether an object is imported, but without a part that the server does not show. */
    private static boolean isIncomplete(ClusterObject object) {
        ClusterObjectRules rules = ClusterObjectRules.of(object.kind());
        return rules.findDeclarationProblem(object).isEmpty()
                && !rules.unknownParts(object).isEmpty();
    }

    /** Returns the codes of the warnings of Cairn's processor about the expressions of generated columns. */
    List<String> collectGeneratedColumnWarningCodes(CreateTable table, String databaseName) {
        String tableName = Sql.render(
                QualifiedName.of(databaseName, table.name().lastPart().text()));
        SortedSet<String> warningCodes = new TreeSet<>();
        for (ColumnDefinition column : table.columns()) {
            if (column.generatedValue() != null) {
                warningCodes.addAll(
                        collectWarningCodes("SELECT " + Sql.render(column.generatedValue()) + " FROM " + tableName));
            }
        }
        return List.copyOf(warningCodes);
    }

    /** Returns the codes of the warnings of Cairn's processor about a valid query. */
    private List<String> collectWarningCodes(String queryText) {
        // The query is parsed again, because the spans of a shown view refer to the output of SHOW CREATE.
        BoundQuery boundQuery = bindQuery(Sql.parseQuery(queryText), database);
        return ValueWarningFinder.findWarnings(
                        boundQuery.bindings(),
                        span -> queryText.substring(span.offset(), span.offset() + span.length()))
                .stream()
                .map(warning -> warning.rule().code())
                .distinct()
                .toList();
    }

    /**
     * Returns a catalog whose views can be created in a database with another name, as far as their queries allow it.
     * Other views are unchanged.
     *
     * @param database the database in which the views exist
     */
    public static Catalog makePortable(ServerProfile profile, Catalog catalog, String database) {
        ImportedQueryAnalyzer analyzer = new ImportedQueryAnalyzer(profile, catalog, database);
        Catalog portableCatalog = catalog;
        for (ObjectName name : SchemaObject.collectNames(catalog)) {
            SchemaObject object = SchemaObject.find(catalog, name).orElseThrow();
            if (object instanceof SchemaObject.ViewObject viewObject) {
                View view = viewObject.view();
                object = new SchemaObject.ViewObject(new View(
                        view.name(),
                        view.columns(),
                        view.comment(),
                        view.security(),
                        analyzer.makePortable(view.definition())));
            } else if (object instanceof SchemaObject.MaterializedViewObject materializedView) {
                MaterializedView view = materializedView.view();
                object = new SchemaObject.MaterializedViewObject(
                        view.withQuery(view.columns(), analyzer.makePortable(view.definition())));
            }
            portableCatalog = object.addTo(portableCatalog, name.database());
        }
        return portableCatalog;
    }

    /**
     * Returns the definition without the name of the database in its query, which servers before 4.0 print before each
     * table. The definition is unchanged if the view was created in another database, or if the query would then mean
     * something else.
     */
    ViewDefinition makePortable(ViewDefinition definition) {
        if (!database.equals(definition.defaultDatabaseName())) {
            return definition;
        }
        String portableText = NameReplacer.removeQualifier(definition.query().text(), database);
        try {
            Query query = Sql.parseQuery(portableText);
            BoundQuery boundBefore = bindQuery(definition.query().query(), database);
            BoundQuery boundAfter = bindQuery(query, database);
            boolean isUnchanged = listSourceNames(boundBefore).equals(listSourceNames(boundAfter))
                    && listOutputNames(boundBefore).equals(listOutputNames(boundAfter));
            return isUnchanged
                    ? new ViewDefinition(
                            new QueryText(portableText, query, Span.NONE),
                            definition.defaultDatabaseName(),
                            definition.baseRelations())
                    : definition;
        } catch (Refusal | SqlSyntaxException ignored) {
            return definition;
        }
    }

    private static List<String> listOutputNames(BoundQuery query) {
        return query.columns().stream().map(OutputColumn::name).toList();
    }

    private BoundQuery bindQuery(Query query, String selectedDatabase) {
        return new QueryAnalysis(profile, sourceResolver, selectedDatabase).analyze(query);
    }

    private static List<String> listSourceNames(BoundQuery query) {
        return query.dependencies().stream()
                .map(Dependency::source)
                .map(source -> qualifyName(source.catalog(), source.database(), source.name()))
                .toList();
    }

    static String qualifyName(@Nullable String catalog, String database, String name) {
        return (catalog == null ? "" : catalog + ".") + database + "." + name;
    }
}

package dev.cairn.tooling.documentation;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.SeedRows;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.lineage.ColumnUse;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.QueryLineage;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.lineage.ReaderGraph.Edge;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.CheckedQuery.RelationUse;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateClauses;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.Security;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedColumn;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedKind;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedObject;
import dev.cairn.tooling.documentation.SchemaDocument.Fact;
import dev.cairn.tooling.documentation.SchemaDocument.ObjectConnections;
import dev.cairn.tooling.documentation.SchemaDocument.ObjectFacts;
import dev.cairn.tooling.documentation.SchemaDocument.ObjectSource;
import dev.cairn.tooling.documentation.SchemaDocument.ObjectTitle;
import dev.cairn.tooling.query.CompiledQueries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds the documentation of a schema from its catalog, its lineage, its statements and its compiled classes.
 *
 * <pre>{@code
 * SchemaDocument document = new DocumentBuilder("shop", ReaderGraph.build(profile, catalog))
 *         .withQueries(CompiledQueries.read(directories))
 *         .build();
 * }</pre>
 */
public final class DocumentBuilder {
    /** The clauses of tables that are shown as facts, with their labels. */
    private static final Map<CreateClause.Kind, String> LABEL_BY_CLAUSE_KIND = Map.of(
            CreateClause.Kind.KEY, "Key model",
            CreateClause.Kind.PARTITIONING, "Partitions",
            CreateClause.Kind.DISTRIBUTION, "Distribution",
            CreateClause.Kind.ORDER_BY, "Sort key");

    /** The comment that a server shows for a column without a comment. */
    private static final Pattern EMPTY_COMMENT_PATTERN = Pattern.compile("(?m)^( *`[^`\n]*`.*) COMMENT \"\"([,)]?)$");

    private final String title;
    private final ReaderGraph graph;
    private final List<Reader> readers;
    private final ServerProfile profile;
    private final SortedMap<ObjectName, DocumentedObject> objectByName = new TreeMap<>();
    private final List<String> omissions = new ArrayList<>();
    private CompiledQueries queries = new CompiledQueries(List.of());
    private CompiledSchemaDetails details = CompiledSchemaDetails.NONE;

    /**
     * Documents the objects of a catalog.
     *
     * @param title the name of the schema, the database or the file
     * @param graph the lineage of the objects and of the statements of an application
     */
    public DocumentBuilder(String title, ReaderGraph graph) {
        this.title = title;
        this.graph = graph;
        this.profile = graph.profile();
        this.readers = new ArrayList<>(graph.readerByName().values());
        readers.removeIf(reader -> reader.kind() == Reader.Kind.MIGRATION);
        readers.replaceAll(DocumentBuilder::withObjectName);
    }

    /**
     * Returns a reader under the name of its object in the document: the object of a task is named by its kind and the
     * name of the task.
     */
    private static Reader withObjectName(Reader reader) {
        return reader.kind() == Reader.Kind.TASK
                ? new Reader(
                        reader.kind(),
                        new ObjectName(
                                "",
                                ClusterObject.key(
                                        ClusterObjectKind.TASK, reader.name().name())),
                        reader.target(),
                        reader.sql(),
                        reader.lineage())
                : reader;
    }

    /** Adds the reasons why definitions or facts are missing, and returns this builder. */
    public DocumentBuilder addOmissions(Collection<String> reasons) {
        omissions.addAll(reasons);
        return this;
    }

    /** Sets the checked statements of an application, and returns this builder. */
    public DocumentBuilder withQueries(CompiledQueries compiledQueries) {
        queries = compiledQueries;
        return this;
    }

    /** Sets the facts that only the compiled classes contain, and returns this builder. */
    public DocumentBuilder withDetails(CompiledSchemaDetails compiledSchemaDetails) {
        details = compiledSchemaDetails;
        omissions.addAll(compiledSchemaDetails.omissions());
        return this;
    }

    /**
     * Builds the document. This method may be called only once, because it adds its results to the state of this
     * builder.
     */
    public SchemaDocument build() {
        Catalog catalog = details.withSeeds(graph.catalog());
        graph.failureByReader()
                .forEach((reader, reason) -> omissions.add(reader + ": its lineage is unknown: " + reason));
        for (ObjectName name : SchemaObject.collectNames(catalog)) {
            SchemaObject object = SchemaObject.find(catalog, name).orElseThrow();
            objectByName.put(name, documentObject(name, object));
            if (object instanceof SchemaObject.TableObject tableObject) {
                tableObject.table().rollups().forEach(rollup -> addSynchronousView(name, rollup));
            }
        }
        for (QueryListing listing : queries.listings()) {
            listing.queries().forEach(query -> addQuery(listing, query));
        }
        addRoles(catalog);
        List<ClusterObjectDocumenter> clusterObjectDocumenters = new ArrayList<>();
        catalog.clusterObjects()
                .objects()
                .values()
                .forEach(object -> clusterObjectDocumenters.add(ClusterObjectDocumenter.of(object, objectByName)));
        for (ClusterObjectDocumenter documenter : clusterObjectDocumenters) {
            DocumentedObject documentedObject = documenter.document();
            objectByName.put(documentedObject.name(), documentedObject);
        }
        readers.removeIf(reader -> !objectByName.containsKey(reader.name()));
        addExternalObjects();
        List<Edge> edges = new ArrayList<>(collectEdges());
        clusterObjectDocumenters.forEach(documenter -> edges.addAll(documenter.collectEdges()));
        return new SchemaDocument(
                title,
                "StarRocks " + profile.version() + ", " + profile.runMode(),
                List.copyOf(objectByName.values()),
                new ObjectConnections(edges, new RelationshipFinder(graph, readers, objectByName.values()).findAll()),
                details.migrations(),
                omissions);
    }

    /** Adds the roles, and adds to each object the facts about the roles that may read or change it. */
    private void addRoles(Catalog catalog) {
        if (catalog.roles().isEmpty()) {
            return;
        }
        AccessFactCollector factCollector = new AccessFactCollector(
                graph,
                SchemaObject.collectNames(catalog).stream()
                        .findFirst()
                        .map(ObjectName::database)
                        .orElse(""));
        for (ObjectName name : SchemaObject.collectNames(catalog)) {
            objectByName.computeIfPresent(
                    name, (key, object) -> object.withAddedFacts(factCollector.collectObjectFacts(name)));
        }
        for (Role role : catalog.roles().values()) {
            ObjectName name = ObjectName.ofRole(role.name());
            objectByName.put(
                    name,
                    createDocumentedObject(
                            new ObjectTitle(name, DocumentedKind.ROLE, role.comment()),
                            List.of(),
                            SeedRows.NONE,
                            factCollector.collectRoleFacts(role),
                            StoredProperties.NONE,
                            factCollector.renderStatements(role)));
        }
    }

    private @Nullable QueryLineage findLineage(ObjectName readerName) {
        Reader matchingReader = graph.readerByName().get(readerName);
        return matchingReader == null ? null : matchingReader.lineage();
    }

    private DocumentedObject documentObject(ObjectName name, SchemaObject object) {
        String refreshSql = details.refreshSqlByTable().get(name);
        String statementText =
                EMPTY_COMMENT_PATTERN.matcher(object.renderShowCreate(profile)).replaceAll("$1$2");
        String sql = statementText + (refreshSql == null ? "" : "\n\n-- Each refresh runs\n" + refreshSql + ";");
        if (object instanceof SchemaObject.TableObject tableObject) {
            return documentTable(name, tableObject.table(), sql);
        }
        QueryLineage lineage = findLineage(name);
        if (object instanceof SchemaObject.ViewObject viewObject) {
            View view = viewObject.view();
            List<Fact> facts =
                    view.security() == Security.INVOKER ? List.of(Fact.of("Security", "INVOKER")) : List.of();
            List<DocumentedColumn> columns = new ColumnDocumenter(lineage).documentColumns(view.columns(), List.of());
            ObjectTitle objectTitle = new ObjectTitle(name, DocumentedKind.VIEW, view.comment());
            return createDocumentedObject(objectTitle, columns, SeedRows.NONE, facts, StoredProperties.NONE, sql);
        }
        return documentMaterializedView(name, ((SchemaObject.MaterializedViewObject) object).view(), lineage, sql);
    }

    private DocumentedObject createDocumentedObject(
            ObjectTitle objectTitle,
            List<DocumentedColumn> columns,
            SeedRows rows,
            List<Fact> facts,
            StoredProperties properties,
            String sql) {
        List<Fact> propertyFacts = new ArrayList<>();
        properties
                .settingByName()
                .forEach((property, setting) ->
                        propertyFacts.add(new Fact(property, setting.value(), setting.isAssumed())));
        return new DocumentedObject(
                objectTitle,
                columns,
                rows,
                new ObjectFacts(facts, propertyFacts, List.of()),
                new ObjectSource(sql, details.sourceByObject().getOrDefault(objectTitle.name(), "")));
    }

    private DocumentedObject documentTable(ObjectName name, Table table, String sql) {
        CreateClauses writtenClauses =
                ShowCreate.writtenStatement(profile, table).clauses();
        List<Fact> facts = new ArrayList<>();
        for (CreateClause clause : ShowCreate.shownStatement(profile, table).clauses()) {
            String label = LABEL_BY_CLAUSE_KIND.get(clause.kind());
            if (label != null) {
                boolean isAssumed = clause.kind() == CreateClause.Kind.KEY && table.isKeyAssumed();
                facts.add(new Fact(label, renderClause(clause, writtenClauses), isAssumed));
            }
        }
        addIndexFacts(table.indexes(), facts);
        for (Rollup rollup : table.rollups()) {
            if (rollup.query() == null) {
                String columns = rollup.columns().stream().map(Column::name).collect(Collectors.joining(", "));
                facts.add(Fact.of("Rollup", rollup.name() + " (" + columns + ")"));
            }
        }
        List<DocumentedColumn> columns = table.columns().stream()
                .map(column -> new ColumnDocumenter(findLineage(name)).documentColumn(table.model(), column))
                .toList();
        return createDocumentedObject(
                new ObjectTitle(name, DocumentedKind.TABLE, table.comment()),
                columns,
                table.seedRows(),
                facts,
                table.properties(),
                sql);
    }

    /**
     * Adds a rollup if it is a synchronous materialized view. Its name is unique in the database, like the name of an
     * object.
     */
    private void addSynchronousView(ObjectName tableName, Rollup rollup) {
        if (rollup.query() == null) {
            return;
        }
        ObjectName name = tableName.withName(rollup.name());
        QueryLineage lineage = findLineage(name);
        List<DocumentedColumn> columns = rollup.columns().stream()
                .map(column -> new ColumnDocumenter(lineage).documentColumn(KeyModel.DUPLICATE, column))
                .toList();
        List<Fact> facts = List.of(Fact.of("Refresh", "synchronous: part of each load into " + tableName.name()));
        String sql =
                Sql.render(CreateMaterializedView.ofSynchronousView(QualifiedName.of(rollup.name()), rollup.query()));
        objectByName.put(
                name,
                createDocumentedObject(
                        new ObjectTitle(name, DocumentedKind.SYNCHRONOUS_VIEW, ""),
                        columns,
                        SeedRows.NONE,
                        facts,
                        StoredProperties.NONE,
                        sql));
    }

    private static void addIndexFacts(List<IndexDefinition> indexes, List<Fact> facts) {
        for (IndexDefinition indexDefinition : indexes) {
            String joinedColumns =
                    indexDefinition.columns().stream().map(Name::text).collect(Collectors.joining(", "));
            String usingClause = indexDefinition.kind() == null ? "" : " USING " + indexDefinition.kind();
            facts.add(Fact.of("Index", indexDefinition.name() + " (" + joinedColumns + ")" + usingClause));
        }
    }

    /** Returns a clause without its partitions, whose number is shown instead. */
    private static String renderClause(CreateClause clause, CreateClauses writtenClauses) {
        Optional<PartitionClause> writtenPartitioning =
                writtenClauses.find(CreateClause.Kind.PARTITIONING, PartitionClause.class);
        if (clause instanceof PartitionClause partitioning && writtenPartitioning.isPresent()) {
            int partitionCount = writtenPartitioning.get().partitions().size();
            String clauseText =
                    Sql.render(partitioning.withPartitions(List.of())).replaceFirst("\\s*\\(\\s*\\)$", "");
            return partitionCount == 0
                    ? clauseText
                    : clauseText + ", " + partitionCount + (partitionCount == 1 ? " partition" : " partitions");
        }
        return Sql.render(clause);
    }

    private DocumentedObject documentMaterializedView(
            ObjectName name, MaterializedView view, @Nullable QueryLineage lineage, String sql) {
        CreateMaterializedView shownStatement = ShowCreate.shownStatement(profile, view);
        List<Fact> facts = new ArrayList<>();
        if (view.inactiveReason() != null) {
            facts.add(Fact.of("Definition", "inactive: " + view.inactiveReason()));
        }
        if (shownStatement.refresh() != null) {
            facts.add(Fact.of("Refresh", Sql.render(shownStatement.refresh())));
        }
        if (!shownStatement.partitionBy().isEmpty()) {
            String partitionExpressions =
                    shownStatement.partitionBy().stream().map(Sql::render).collect(Collectors.joining(", "));
            facts.add(Fact.of("Partitions", "PARTITION BY (" + partitionExpressions + ")"));
        }
        facts.add(Fact.of("Distribution", Sql.render(view.distribution())));
        if (!view.keyColumnNames().isEmpty()) {
            facts.add(new Fact(
                    "Sort key",
                    String.join(", ", view.keyColumnNames()),
                    view.declaredSortKey().isEmpty()));
        }
        addIndexFacts(view.indexes(), facts);
        List<DocumentedColumn> columns =
                new ColumnDocumenter(lineage).documentColumns(view.columns(), view.keyColumnNames());
        return createDocumentedObject(
                new ObjectTitle(name, DocumentedKind.MATERIALIZED_VIEW, view.comment()),
                columns,
                SeedRows.NONE,
                facts,
                view.properties(),
                sql);
    }

    private void addQuery(QueryListing listing, CheckedQuery query) {
        ObjectName name = new ObjectName("", query.name());
        List<DocumentedColumn> columns = new ColumnDocumenter(findLineage(name)).documentOutputs();
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of("Method", listing.interfaceName() + "." + query.signature()));
        for (RelationUse changedRelation : query.changedRelations()) {
            String assignedColumns = changedRelation.columnNames().isEmpty()
                    ? ""
                    : " (" + String.join(", ", changedRelation.columnNames()) + ")";
            facts.add(Fact.of("Changes", changedRelation.name() + assignedColumns));
        }
        objectByName.put(
                name,
                createDocumentedObject(
                        new ObjectTitle(name, DocumentedKind.QUERY, ""),
                        columns,
                        SeedRows.NONE,
                        facts,
                        StoredProperties.NONE,
                        query.sql()));
    }

    /** Adds the objects of other catalogs and databases that queries read. */
    private void addExternalObjects() {
        SortedMap<ObjectName, SortedSet<ObjectColumn>> columnsByObject = new TreeMap<>();
        for (Reader reader : readers) {
            for (ObjectName baseName : reader.lineage().bases()) {
                if (!objectByName.containsKey(baseName)) {
                    columnsByObject.putIfAbsent(baseName, new TreeSet<>());
                }
            }
            for (ObjectColumn column : reader.lineage().usesByColumn().keySet()) {
                if (!objectByName.containsKey(column.object())) {
                    columnsByObject
                            .computeIfAbsent(column.object(), key -> new TreeSet<>())
                            .add(column);
                }
            }
            if (!objectByName.containsKey(reader.target())) {
                columnsByObject.putIfAbsent(reader.target(), new TreeSet<>());
            }
        }
        columnsByObject.forEach((name, columns) -> objectByName.put(
                name,
                createDocumentedObject(
                        new ObjectTitle(name, DocumentedKind.EXTERNAL, ""),
                        documentExternalColumns(name, columns),
                        SeedRows.NONE,
                        List.of(),
                        StoredProperties.NONE,
                        "")));
    }

    /** Returns the declared columns of an external object, or the columns that are read if none is declared. */
    private List<DocumentedColumn> documentExternalColumns(ObjectName name, SortedSet<ObjectColumn> usedColumns) {
        List<DocumentedColumn> columns = new ArrayList<>();
        graph.findExternalObject(name)
                .ifPresent(externalObject -> externalObject
                        .columns()
                        .forEach(column -> columns.add(DocumentedColumn.of(
                                column.name(), ColumnDocumenter.formatType(column.type()), column.isNullable(), ""))));
        if (columns.isEmpty()) {
            usedColumns.forEach(column -> columns.add(DocumentedColumn.of(column.column(), "", true, "")));
        }
        return columns;
    }

    /**
     * Returns an edge for each column that a reader uses, and for each column that a statement writes. A column with an
     * empty name stands for the rows of an object: a relation of which a reader uses no column, as in {@code count(*)},
     * only influences its rows.
     */
    private List<Edge> collectEdges() {
        Set<Edge> edges = new LinkedHashSet<>();
        for (Reader reader : readers) {
            ObjectName name = reader.name();
            QueryLineage lineage = reader.lineage();
            ObjectColumn rowsColumn = new ObjectColumn(name, "");
            boolean writesTarget = !reader.target().equals(name);
            Set<ObjectName> relationsWithoutReadColumns = new TreeSet<>(lineage.bases());
            lineage.usesByColumn().keySet().forEach(column -> relationsWithoutReadColumns.remove(column.object()));
            relationsWithoutReadColumns.forEach(baseName ->
                    edges.add(new Edge(new ObjectColumn(baseName, ""), rowsColumn, ColumnUse.FILTER, name)));
            for (OutputLineage output : lineage.outputs()) {
                ObjectColumn outputColumn = new ObjectColumn(name, output.name());
                output.origins()
                        .forEach((origin, columnUse) -> edges.add(new Edge(origin, outputColumn, columnUse, name)));
                if (writesTarget) {
                    edges.add(new Edge(
                            outputColumn, new ObjectColumn(reader.target(), output.name()), ColumnUse.IDENTITY, name));
                }
            }
            lineage.influences()
                    .forEach((origin, kinds) ->
                            kinds.forEach(columnUse -> edges.add(new Edge(origin, rowsColumn, columnUse, name))));
            if (writesTarget) {
                edges.add(new Edge(rowsColumn, new ObjectColumn(reader.target(), ""), ColumnUse.FILTER, name));
            }
        }
        return List.copyOf(edges);
    }
}

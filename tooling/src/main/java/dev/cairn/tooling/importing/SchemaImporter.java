package dev.cairn.tooling.importing;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.engine.cluster.ClusterObjectRules;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.tooling.importing.ImportedAnnotation.ConstantArray;
import dev.cairn.tooling.importing.RoundTripCheck.CreationStatement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the records that declare a catalog.
 *
 * <pre>{@code
 * ImportedSchemaNames names = new ImportedSchemaNames("com.acme.shop", "Shop", "shop", "shop_db");
 * ImportedSchema imported = new SchemaImporter(profile, catalog, names).write();
 * imported.sources();    // PageView.java, …, Shop.java
 * imported.omissions();  // such as a temporary table, or a view whose table is missing
 * }</pre>
 */
public final class SchemaImporter {
    /** The version of a schema whose root does not set {@code server}. */
    private static final String DEFAULT_VERSION = ServerProfile.Version.V4_1.toString();

    private final ServerProfile profile;
    private final Catalog catalog;
    private final ImportedSchemaNames schemaNames;
    private final ImportedQueryAnalyzer queryAnalyzer;
    private final RoundTripCheck roundTripCheck;
    private final UniqueJavaNames uniqueNames = new UniqueJavaNames();
    private final List<RecordDraft> recordDrafts = new ArrayList<>();
    private final Set<String> omittedNames = new HashSet<>();
    private final List<JavaSource> sources = new ArrayList<>();
    private final List<ImportOmission> omissions = new ArrayList<>();
    private final Map<String, String> recordNameByObject = new LinkedHashMap<>();
    private final List<String> externalRecordNames = new ArrayList<>();

    /** Imports everything that the catalog contains. */
    public SchemaImporter(ServerProfile profile, Catalog catalog, ImportedSchemaNames schemaNames) {
        this.profile = profile;
        this.catalog = catalog;
        this.schemaNames = schemaNames;
        this.queryAnalyzer = new ImportedQueryAnalyzer(profile, catalog, schemaNames.database());
        this.roundTripCheck = new RoundTripCheck(profile, catalog, schemaNames.database());
        uniqueNames.reserve(schemaNames.rootName());
        uniqueNames.reserve(schemaNames.rootName() + "Schema");
    }

    /**
     * Imports the catalog of a server as its authors may have written it: without the properties that the server
     * assumed and the partitions that it created.
     */
    public static SchemaImporter ofServerCatalog(
            ServerProfile profile, Catalog catalog, ImportedSchemaNames schemaNames) {
        return new SchemaImporter(profile, ImportedCatalogNormalizer.normalize(profile, catalog), schemaNames);
    }

    /**
     * Writes the records and their root, which declares the properties that all records have in common. An importer
     * writes only once.
     */
    public ImportedSchema write() {
        return write(true);
    }

    /**
     * Writes the records and their root. An importer writes only once.
     *
     * @param sharesProperties whether the root declares the properties that all records have in common; must be false
     *     if the file of the root or of a record exists, because existing files are not changed
     */
    public ImportedSchema write(boolean sharesProperties) {
        for (Database database : catalog.databases().values()) {
            database.temporaryTables()
                    .values()
                    .forEach(table ->
                            omit(qualifyName(database, table.name()), "a temporary table exists only in its session"));
            database.tables().values().forEach(table -> addTable(database, table));
            database.views().values().forEach(view -> addView(database, view));
            database.materializedViews().values().forEach(view -> addMaterializedView(database, view));
        }
        omitReadersOfOmittedObjects();
        List<Statement> comparedStatements = sharesProperties
                ? recordDrafts.stream().map(RecordDraft::statement).toList()
                : List.of();
        SharedDeclarations sharedDeclarations = SharedDeclarations.of(profile, comparedStatements);
        Set<String> sourceNames = recordDrafts.stream()
                .flatMap(draft -> draft.sourceNames().stream())
                .collect(Collectors.toSet());
        catalog.externalObjects()
                .values()
                .forEach(externalObject -> addExternalObject(externalObject, sourceNames, sharedDeclarations));
        recordDrafts.forEach(draft -> draft.writer().accept(sharedDeclarations));
        RoleTypeWriter roleTypeWriter = new RoleTypeWriter(catalog, schemaNames, uniqueNames, recordNameByObject);
        sources.addAll(roleTypeWriter.writeSources(packageLine()));
        omissions.addAll(roleTypeWriter.omissions());
        ClusterTypeWriter clusterTypeWriter =
                new ClusterTypeWriter(catalog, schemaNames, uniqueNames, recordNameByObject);
        sources.addAll(clusterTypeWriter.writeSources(packageLine()));
        List<String> clusterTypeNames = new ArrayList<>(clusterTypeWriter.typeNames());
        findManagedTables()
                .forEach(table -> clusterTypeNames.add(addManagedTable(table, clusterTypeWriter, sharedDeclarations)));
        omissions.addAll(clusterTypeWriter.omissions());
        sources.add(new JavaSource(
                new JavaClassName(schemaNames.packageName(), List.of(schemaNames.rootName())),
                renderRoot(sharedDeclarations, roleTypeWriter.typeNames(), clusterTypeNames),
                schemaNames.schemaName()));
        return new ImportedSchema(sources, omissions);
    }

    /**
     * A record to be written.
     *
     * @param statement the statement that the record declares
     * @param sourceNames the objects that its query reads
     * @param writer writes the record without the declarations that the root makes for all records
     */
    private record RecordDraft(
            String objectName, Statement statement, List<String> sourceNames, Consumer<SharedDeclarations> writer) {}

    private static String qualifyName(Database database, String objectName) {
        return database.name() + "." + objectName;
    }

    private void omit(String objectName, String reason) {
        omissions.add(ImportOmission.ofObject(objectName, reason));
        omittedNames.add(objectName);
    }

    private void addPartOmissions(String objectName, List<String> descriptions) {
        descriptions.forEach(description -> omissions.add(ImportOmission.ofPart(objectName, description)));
    }

    /** Omits the views that read omitted objects, and then the views that read these views. */
    private void omitReadersOfOmittedObjects() {
        boolean hasOmittedReader = true;
        while (hasOmittedReader) {
            hasOmittedReader = recordDrafts.removeIf(draft -> {
                Optional<String> omittedSource = draft.sourceNames().stream()
                        .filter(omittedNames::contains)
                        .findFirst();
                omittedSource.ifPresent(name -> omit(draft.objectName(), "it reads " + name + ", which has no record"));
                return omittedSource.isPresent();
            });
        }
    }

    /** Writes the record of an external object that a view reads. */
    private void addExternalObject(
            ExternalObject externalObject, Set<String> sourceNames, SharedDeclarations sharedDeclarations) {
        String objectName = ImportedQueryAnalyzer.qualifyName(
                externalObject.externalCatalog(), externalObject.database(), externalObject.name());
        boolean isManaged =
                findManagedTables().stream().anyMatch(table -> table.fullName().equals(objectName));
        if (sourceNames.contains(objectName) && !isManaged) {
            String recordName = uniqueNames.reserveRecordName(externalObject.name(), "Table");
            JavaImports imports = new JavaImports();
            RecordSourceText recordSource = new RecordConverter(profile, imports, recordName, "", sharedDeclarations)
                    .convertExternalObject(externalObject);
            addSource(objectName, recordName, imports, recordSource);
            externalRecordNames.add(recordName);
        }
    }

    /** Returns the tables of external catalogs that records can declare for the schema to manage them. */
    private List<ClusterObject> findManagedTables() {
        List<ClusterObject> tables = new ArrayList<>();
        catalog.clusterObjects().objects().values().forEach(object -> {
            boolean isDeclarable = ClusterObjectRules.of(object.kind())
                    .findDeclarationProblem(object)
                    .isEmpty();
            if (object.kind().findColumnClause().isPresent() && isDeclarable) {
                tables.add(object);
            }
        });
        return tables;
    }

    /** Writes the record of a managed table of an external catalog, and returns its name. */
    private String addManagedTable(
            ClusterObject tableObject, ClusterTypeWriter clusterTypeWriter, SharedDeclarations sharedDeclarations) {
        String recordName = uniqueNames.reserveRecordName(tableObject.name(), "Table");
        JavaImports imports = new JavaImports();
        RecordSourceText recordSource = new RecordConverter(profile, imports, recordName, "", sharedDeclarations)
                .convertManagedTable(tableObject, clusterTypeWriter.createAnnotation(tableObject, recordName, imports));
        addSource(tableObject.fullName(), recordName, imports, recordSource);
        externalRecordNames.add(recordName);
        return recordName;
    }

    /** Returns the database that a record names for its object; empty for the database that connections select. */
    private String declaredDatabaseName(Database database) {
        return database.name().equals(schemaNames.database()) ? "" : database.name();
    }

    private void addTable(Database database, Table table) {
        String objectName = qualifyName(database, table.name());
        CreationStatement<CreateTable> creationStatement = roundTripCheck.chooseCreationStatement(
                database, ImportedCatalogNormalizer.removeSynchronousViews(table));
        CreateTable createTable = creationStatement.statement();
        if (createTable == null) {
            omit(objectName, String.join("; ", creationStatement.differences()));
        } else {
            addPartOmissions(objectName, creationStatement.differences());
            List<String> generatedColumnWarningCodes =
                    queryAnalyzer.collectGeneratedColumnWarningCodes(createTable, database.name());
            recordDrafts.add(new RecordDraft(objectName, createTable, List.of(), sharedDeclarations -> {
                String recordName = uniqueNames.reserveRecordName(table.name(), "Table");
                addRecord(
                        database,
                        objectName,
                        recordName,
                        sharedDeclarations,
                        converter -> converter.convertTable(createTable, generatedColumnWarningCodes));
            }));
        }
        for (Rollup rollup : table.rollups()) {
            if (rollup.query() != null) {
                addSynchronousView(database, rollup.name(), rollup.query());
            }
        }
    }

    private void addView(Database database, View view) {
        String objectName = qualifyName(database, view.name());
        ViewDefinition definition = queryAnalyzer.makePortable(view.definition());
        ImportedQueryAnalyzer.QueryDescription description = queryAnalyzer.analyzeDefinition(definition);
        if (description.problem() != null) {
            omit(objectName, description.problem());
            return;
        }
        CreateView createView = ShowCreate.shownStatement(
                new View(view.name(), view.columns(), view.comment(), view.security(), definition));
        recordDrafts.add(new RecordDraft(objectName, createView, description.sourceNames(), sharedDeclarations -> {
            String recordName = uniqueNames.reserveRecordName(view.name(), "View");
            boolean matchesByName = matchesByName(description, view.columns());
            addRecord(
                    database,
                    objectName,
                    recordName,
                    sharedDeclarations,
                    converter -> converter.convertView(
                            createView, view.columns(), description.warningCodes(), matchesByName));
        }));
    }

    private void addMaterializedView(Database database, MaterializedView storedView) {
        String objectName = qualifyName(database, storedView.name());
        MaterializedView view =
                storedView.withQuery(storedView.columns(), queryAnalyzer.makePortable(storedView.definition()));
        ImportedQueryAnalyzer.QueryDescription description = queryAnalyzer.analyzeDefinition(view.definition());
        if (description.problem() != null) {
            omit(objectName, description.problem());
            return;
        }
        boolean matchesByName = matchesByName(description, view.columns());
        CreationStatement<CreateMaterializedView> creationStatement =
                roundTripCheck.chooseCreationStatement(database, view, matchesByName);
        CreateMaterializedView createView = creationStatement.statement();
        if (createView == null) {
            omit(objectName, String.join("; ", creationStatement.differences()));
            return;
        }
        addPartOmissions(objectName, creationStatement.differences());
        if (view.inactiveReason() != null) {
            addPartOmissions(
                    objectName,
                    List.of("its state: it is inactive (" + view.inactiveReason()
                            + "), but declared views are active"));
        }
        addMaterializedViewDraft(
                database, createView, description.completeTypes(view.columns()), description, matchesByName);
    }

    /** Adds a synchronous view. Its columns are the columns of its query, whatever their stored names are. */
    private void addSynchronousView(Database database, String viewName, QueryText queryText) {
        ViewDefinition definition =
                queryAnalyzer.makePortable(new ViewDefinition(queryText, database.name(), List.of()));
        ImportedQueryAnalyzer.QueryDescription description = queryAnalyzer.analyzeDefinition(definition);
        if (description.problem() != null) {
            omit(qualifyName(database, viewName), description.problem());
            return;
        }
        List<ViewColumn> columns = description.columns().stream()
                .map(column -> new ViewColumn(
                        column.name(), column.type(), column.expressionType().isNullable(), ""))
                .toList();
        addMaterializedViewDraft(
                database,
                CreateMaterializedView.ofSynchronousView(QualifiedName.of(viewName), definition.query()),
                columns,
                description,
                true);
    }

    private void addMaterializedViewDraft(
            Database database,
            CreateMaterializedView createView,
            List<ViewColumn> columns,
            ImportedQueryAnalyzer.QueryDescription description,
            boolean matchesByName) {
        String viewName = createView.name().lastPart().text();
        String objectName = qualifyName(database, viewName);
        recordDrafts.add(new RecordDraft(objectName, createView, description.sourceNames(), sharedDeclarations -> {
            String recordName = uniqueNames.reserveRecordName(viewName, "Mv");
            addRecord(
                    database,
                    objectName,
                    recordName,
                    sharedDeclarations,
                    converter -> converter.convertMaterializedView(
                            createView, columns, description.warningCodes(), matchesByName));
        }));
    }

    private static boolean matchesByName(ImportedQueryAnalyzer.QueryDescription description, List<ViewColumn> columns) {
        return description.hasColumns(columns.stream().map(ViewColumn::name).toList());
    }

    private void addRecord(
            Database database,
            String objectName,
            String recordName,
            SharedDeclarations sharedDeclarations,
            Function<RecordConverter, RecordSourceText> conversion) {
        JavaImports imports = new JavaImports();
        RecordConverter converter =
                new RecordConverter(profile, imports, recordName, declaredDatabaseName(database), sharedDeclarations);
        addSource(objectName, recordName, imports, conversion.apply(converter));
        recordNameByObject.put(objectName, recordName);
    }

    private void addSource(String objectName, String recordName, JavaImports imports, RecordSourceText recordSource) {
        String sourceText = packageLine() + imports.render() + recordSource.toSource();
        sources.add(new JavaSource(
                new JavaClassName(schemaNames.packageName(), List.of(recordName)), sourceText, objectName));
    }

    /** Returns the source of the interface that lists the records and the types of roles and of cluster objects. */
    private String renderRoot(
            SharedDeclarations sharedDeclarations, List<String> roleTypeNames, List<String> clusterTypeNames) {
        JavaImports imports = new JavaImports();
        ImportedAnnotation schemaAnnotation =
                imports.importAnnotation("Schema").withText("name", schemaNames.schemaName());
        if (!profile.version().toString().equals(DEFAULT_VERSION)) {
            schemaAnnotation =
                    schemaAnnotation.withText("server", profile.version().toString());
        }
        if (profile.isSharedData()) {
            schemaAnnotation = schemaAnnotation.withConstant(
                    "runMode", imports.importConstant(profile.runMode().name(), "Schema.RunMode"));
        }
        List<String> experimentalFeatures = importExperimentalFeatures(imports);
        if (!experimentalFeatures.isEmpty()) {
            schemaAnnotation = schemaAnnotation.withElement("experimental", new ConstantArray(experimentalFeatures));
        }
        schemaAnnotation = schemaAnnotation.withAnnotations(
                "properties", new ClauseConverter(imports).createPropertyAnnotations(sharedDeclarations.properties()));
        schemaAnnotation = schemaAnnotation.withElement(
                ImportedAnnotation.VALUE,
                new ConstantArray(Stream.concat(recordNameByObject.values().stream(), externalRecordNames.stream())
                        .map(recordName -> recordName + ".class")
                        .toList()));
        schemaAnnotation = withClasses(schemaAnnotation, "roles", roleTypeNames);
        schemaAnnotation = withClasses(schemaAnnotation, "cluster", clusterTypeNames);
        String renderedAnnotations = schemaAnnotation.toSource(0) + "\n";
        if (!sharedDeclarations.warningCodes().isEmpty()) {
            renderedAnnotations += imports.importAnnotation("Allow")
                            .withTexts(ImportedAnnotation.VALUE, sharedDeclarations.warningCodes())
                            .toSource(0)
                    + "\n";
        }
        return packageLine() + imports.render() + renderedAnnotations + "public interface " + schemaNames.rootName()
                + " {}\n";
    }

    private static ImportedAnnotation withClasses(
            ImportedAnnotation schemaAnnotation, String attributeName, List<String> typeNames) {
        return typeNames.isEmpty()
                ? schemaAnnotation
                : schemaAnnotation.withElement(
                        attributeName,
                        new ConstantArray(typeNames.stream()
                                .map(typeName -> typeName + ".class")
                                .toList()));
    }

    private List<String> importExperimentalFeatures(JavaImports imports) {
        List<String> enabledFeatures = new ArrayList<>();
        if (profile.hasGin()) {
            enabledFeatures.add(imports.importConstant("GIN", "Schema.Experimental"));
        }
        if (profile.hasVector()) {
            enabledFeatures.add(imports.importConstant("VECTOR", "Schema.Experimental"));
        }
        if (profile.hasRowStore()) {
            enabledFeatures.add(imports.importConstant("ROW_STORE", "Schema.Experimental"));
        }
        return enabledFeatures;
    }

    private String packageLine() {
        return schemaNames.packageName().isEmpty() ? "" : "package " + schemaNames.packageName() + ";\n\n";
    }
}

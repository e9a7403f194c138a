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
import dev.cairn.processor.model.JavaName;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the records that declare a catalog.
 *
 * <pre>{@code
 * ImportTarget target = new ImportTarget("com.acme.shop", "Shop", "shop", "shop_db");
 * ImportedSchema imported = new SchemaImporter(profile, catalog, target).write();
 * imported.sources();    // PageView.java, …, Shop.java
 * imported.omissions();  // such as a temporary table, or a view whose table is missing
 * }</pre>
 */
public final class SchemaImport {
    private static final String DEFAULT_VERSION = ServerProfile.Version.V4_1.toString();

    private final ServerProfile profile;
    private final Catalog catalog;
    private final ImportTarget target;
    private final DefiningQueries queries;
    private final RoundTripCheck roundTripCheck;
    private final UniqueJavaNames names = new UniqueJavaNames();
    private final List<RecordDraft> drafts = new ArrayList<>();
    private final Set<String> omittedNames = new HashSet<>();
    private final List<JavaSource> sources = new ArrayList<>();
    private final List<ImportOmission> omissions = new ArrayList<>();
    private final Map<String, String> recordsByObject = new LinkedHashMap<>();
    private final List<String> externalRecords = new ArrayList<>();

    /** Imports everything that the catalog contains. */
    public SchemaImport(ServerProfile profile, Catalog catalog, ImportTarget target) {
        this.profile = profile;
        this.catalog = catalog;
        this.target = target;
        this.queries = new DefiningQueries(profile, catalog, target.database());
        this.roundTripCheck = new RoundTripCheck(profile, catalog, target.database());
        names.reserve(target.rootName());
        names.reserve(target.rootName() + "Schema");
    }

    /**
     * Imports the catalog of a server as its authors may have written it: without the properties that the server
     * assumed and the partitions that it created.
     */
    public static SchemaImport ofShown(ServerProfile profile, Catalog catalog, ImportTarget target) {
        return new SchemaImport(profile, AssumedDefaults.mark(profile, catalog), target);
    }

    /**
     * Writes the records and their root, which declares the properties that all records have in common. An import can
     * be written only once.
     */
    public ImportedSchema write() {
        return write(true);
    }

    /**
     * Writes the records.
     *
     * @param sharesProperties whether the root declares the properties that all records have in common. Must be false
     *     if the file of the root or of a record exists, because existing files are not changed.
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
        List<Statement> comparedStatements =
                sharesProperties ? drafts.stream().map(RecordDraft::statement).toList() : List.of();
        SharedDeclarations sharedDeclarations = SharedDeclarations.of(profile, comparedStatements);
        Set<String> readObjects =
                drafts.stream().flatMap(draft -> draft.readNames().stream()).collect(Collectors.toSet());
        catalog.externalObjects()
                .values()
                .forEach(externalObject -> addExternalObject(externalObject, readObjects, sharedDeclarations));
        drafts.forEach(draft -> draft.writer().accept(sharedDeclarations));
        ImportedRoles roles = new ImportedRoles(catalog, target, names, recordsByObject);
        sources.addAll(roles.writeSources(packageLine()));
        omissions.addAll(roles.omissions());
        ImportedClusterObjects cluster = new ImportedClusterObjects(catalog, target, names, recordsByObject);
        sources.addAll(cluster.writeSources(packageLine()));
        List<String> clusterTypes = new ArrayList<>(cluster.typeNames());
        findManagedTables().forEach(table -> clusterTypes.add(addManagedTable(table, cluster, sharedDeclarations)));
        omissions.addAll(cluster.omissions());
        sources.add(new JavaSource(
                new JavaName(target.packageName(), List.of(target.rootName())),
                renderRoot(sharedDeclarations, roles.typeNames(), clusterTypes),
                target.schema()));
        return new ImportedSchema(sources, omissions);
    }

    /**
     * A record to be written.
     *
     * @param statement the statement that the record declares
     * @param readNames the objects that its query reads
     * @param writer writes the record without the declarations that the root makes for all records
     */
    private record RecordDraft(
            String objectName, Statement statement, List<String> readNames, Consumer<SharedDeclarations> writer) {}

    private static String qualifyName(Database database, String objectName) {
        return database.name() + "." + objectName;
    }

    private void omit(String objectName, String reason) {
        omissions.add(new ImportOmission(objectName, reason, true));
        omittedNames.add(objectName);
    }

    private void addPartialOmissions(String objectName, List<String> descriptions) {
        descriptions.forEach(description -> omissions.add(new ImportOmission(objectName, description, false)));
    }

    private void omitReadersOfOmittedObjects() {
        boolean hasChanged = true;
        while (hasChanged) {
            hasChanged = drafts.removeIf(draft -> {
                Optional<String> omittedSource = draft.readNames().stream()
                        .filter(omittedNames::contains)
                        .findFirst();
                omittedSource.ifPresent(name -> omit(draft.objectName(), "it reads " + name + ", which has no record"));
                return omittedSource.isPresent();
            });
        }
    }

    /** Writes the record of an external object that a view reads. */
    private void addExternalObject(
            ExternalObject externalObject, Set<String> readObjects, SharedDeclarations sharedDeclarations) {
        String objectName =
                DefiningQueries.qualifyName(externalObject.catalog(), externalObject.database(), externalObject.name());
        boolean isManaged =
                findManagedTables().stream().anyMatch(table -> table.fullName().equals(objectName));
        if (readObjects.contains(objectName) && !isManaged) {
            String name = names.reserveRecordName(externalObject.name(), "Table");
            JavaImports imports = new JavaImports();
            RecordSourceText record = new RecordConverter(profile, imports, name, "", sharedDeclarations)
                    .convertExternalObject(externalObject);
            addSource(objectName, name, imports, record);
            externalRecords.add(name);
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
            ClusterObject table, ImportedClusterObjects cluster, SharedDeclarations sharedDeclarations) {
        String name = names.reserveRecordName(table.name(), "Table");
        JavaImports imports = new JavaImports();
        RecordSourceText record = new RecordConverter(profile, imports, name, "", sharedDeclarations)
                .convertManagedTable(table, cluster.createAnnotation(table, name, imports));
        addSource(table.fullName(), name, imports, record);
        externalRecords.add(name);
        return name;
    }

    /** Returns the database that a record names for its object; empty for the database that connections select. */
    private String findDeclaredDatabase(Database database) {
        return database.name().equals(target.database()) ? "" : database.name();
    }

    private void addTable(Database database, Table table) {
        String objectName = qualifyName(database, table.name());
        CreationStatement<CreateTable> creationStatement =
                roundTripCheck.findCreationStatement(database, AssumedDefaults.removeMaterializedRollups(table));
        CreateTable statement = creationStatement.statement();
        if (statement == null) {
            omit(objectName, String.join("; ", creationStatement.missingLines()));
        } else {
            addPartialOmissions(objectName, creationStatement.missingLines());
            drafts.add(new RecordDraft(objectName, statement, List.of(), sharedDeclarations -> {
                String name = names.reserveRecordName(table.name(), "Table");
                JavaImports imports = new JavaImports();
                RecordConverter converter =
                        new RecordConverter(profile, imports, name, findDeclaredDatabase(database), sharedDeclarations);
                addRecord(objectName, name, imports, converter.convertTable(statement));
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
        ViewDefinition definition = queries.makePortable(view.definition(), target.schema());
        DefiningQueries.QueryDescription description = queries.describe(definition);
        if (description.problem() != null) {
            omit(objectName, description.problem());
            return;
        }
        CreateView statement = ShowCreate.shownStatement(
                new View(view.name(), view.columns(), view.comment(), view.security(), definition));
        drafts.add(new RecordDraft(objectName, statement, description.sourceNames(), sharedDeclarations -> {
            String name = names.reserveRecordName(view.name(), "View");
            JavaImports imports = new JavaImports();
            boolean matchesByName = matchesByName(description, view.columns());
            RecordConverter converter =
                    new RecordConverter(profile, imports, name, findDeclaredDatabase(database), sharedDeclarations);
            addRecord(objectName, name, imports, converter.convertView(statement, view.columns(), matchesByName));
        }));
    }

    private void addMaterializedView(Database database, MaterializedView storedView) {
        String objectName = qualifyName(database, storedView.name());
        MaterializedView view = storedView.withDefinition(
                storedView.columns(), queries.makePortable(storedView.definition(), target.schema()));
        DefiningQueries.QueryDescription description = queries.describe(view.definition());
        if (description.problem() != null) {
            omit(objectName, description.problem());
            return;
        }
        boolean matchesByName = matchesByName(description, view.columns());
        CreationStatement<CreateMaterializedView> creationStatement =
                roundTripCheck.findCreationStatement(database, view, matchesByName);
        CreateMaterializedView statement = creationStatement.statement();
        if (statement == null) {
            omit(objectName, String.join("; ", creationStatement.missingLines()));
            return;
        }
        addPartialOmissions(objectName, creationStatement.missingLines());
        if (view.inactiveReason() != null) {
            addPartialOmissions(
                    objectName,
                    List.of("its state: it is inactive (" + view.inactiveReason()
                            + "), but declared views are active"));
        }
        addMaterializedViewDraft(database, statement, description.addTypes(view.columns()), description, matchesByName);
    }

    /** Adds a synchronous view. Its columns are the columns of its query, whatever their stored names are. */
    private void addSynchronousView(Database database, String name, QueryText query) {
        ViewDefinition definition =
                queries.makePortable(new ViewDefinition(query, database.name(), List.of()), target.schema());
        DefiningQueries.QueryDescription description = queries.describe(definition);
        if (description.problem() != null) {
            omit(qualifyName(database, name), description.problem());
            return;
        }
        List<ViewColumn> columns = description.columns().stream()
                .map(column -> new ViewColumn(
                        column.name(), column.type(), column.expressionType().isNullable(), ""))
                .toList();
        addMaterializedViewDraft(
                database,
                CreateMaterializedView.ofSynchronousView(QualifiedName.of(name), definition.query()),
                columns,
                description,
                true);
    }

    private void addMaterializedViewDraft(
            Database database,
            CreateMaterializedView statement,
            List<ViewColumn> columns,
            DefiningQueries.QueryDescription description,
            boolean matchesByName) {
        String viewName = statement.name().lastPart().text();
        String objectName = qualifyName(database, viewName);
        drafts.add(new RecordDraft(objectName, statement, description.sourceNames(), sharedDeclarations -> {
            String name = names.reserveRecordName(viewName, "Mv");
            JavaImports imports = new JavaImports();
            RecordConverter converter =
                    new RecordConverter(profile, imports, name, findDeclaredDatabase(database), sharedDeclarations);
            addRecord(objectName, name, imports, converter.convertMaterializedView(statement, columns, matchesByName));
        }));
    }

    private static boolean matchesByName(DefiningQueries.QueryDescription description, List<ViewColumn> columns) {
        return description.hasColumns(columns.stream().map(ViewColumn::name).toList());
    }

    private void addRecord(String objectName, String name, JavaImports imports, RecordSourceText record) {
        addSource(objectName, name, imports, record);
        recordsByObject.put(objectName, name);
    }

    private void addSource(String objectName, String name, JavaImports imports, RecordSourceText record) {
        String sourceText = packageLine() + imports.render() + record.toSource();
        sources.add(new JavaSource(new JavaName(target.packageName(), List.of(name)), sourceText, objectName));
    }

    /** Returns the source of the interface that lists the records and the types of roles and of cluster objects. */
    private String renderRoot(
            SharedDeclarations sharedDeclarations, List<String> roleTypes, List<String> clusterTypes) {
        JavaImports imports = new JavaImports();
        ImportedAnnotation schemaAnnotation = imports.importAnnotation("Schema").withText("name", target.schema());
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
                "properties",
                new ClauseAnnotations(imports).createPropertyAnnotations(sharedDeclarations.properties()));
        schemaAnnotation = schemaAnnotation.withElement(
                ImportedAnnotation.VALUE,
                new ConstantArray(Stream.concat(recordsByObject.values().stream(), externalRecords.stream())
                        .map(record -> record + ".class")
                        .toList()));
        schemaAnnotation = addClasses(schemaAnnotation, "roles", roleTypes);
        schemaAnnotation = addClasses(schemaAnnotation, "cluster", clusterTypes);
        String annotations = schemaAnnotation.toSource(0) + "\n";
        if (!sharedDeclarations.warnings().isEmpty()) {
            annotations += imports.importAnnotation("Allow")
                            .withTexts(ImportedAnnotation.VALUE, sharedDeclarations.warnings())
                            .toSource(0)
                    + "\n";
        }
        return packageLine() + imports.render() + annotations + "public interface " + target.rootName() + " {}\n";
    }

    private static ImportedAnnotation addClasses(ImportedAnnotation schema, String attribute, List<String> types) {
        return types.isEmpty()
                ? schema
                : schema.withElement(
                        attribute,
                        new ConstantArray(
                                types.stream().map(type -> type + ".class").toList()));
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
        return target.packageName().isEmpty() ? "" : "package " + target.packageName() + ";\n\n";
    }
}

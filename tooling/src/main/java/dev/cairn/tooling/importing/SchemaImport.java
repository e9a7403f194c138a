package dev.cairn.tooling.importing;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.catalog.ViewDefinition;
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
import dev.cairn.tooling.importing.RoundTripCheck.Restatement;
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
 * ImportedSchema imported = new SchemaImport(profile, catalog, target).write();
 * imported.sources();   // PageView.java, …, Shop.java
 * imported.omissions();    // such as a temporary table, or a view whose table is missing
 * }</pre>
 */
public final class SchemaImport {
    private static final String DEFAULT_SERVER = ServerProfile.Version.V4_1.toString();

    private final ServerProfile profile;
    private final Catalog catalog;
    private final ImportTarget target;
    private final DefiningQueries queries;
    private final RoundTripCheck roundTrip;
    private final UniqueJavaNames names = new UniqueJavaNames();
    private final List<RecordDraft> drafts = new ArrayList<>();
    private final Set<String> omitted = new HashSet<>();
    private final List<JavaSource> sources = new ArrayList<>();
    private final List<ImportOmission> omissions = new ArrayList<>();
    private final Map<String, String> records = new LinkedHashMap<>();
    private final List<String> externals = new ArrayList<>();

    /** Imports everything that the catalog contains. */
    public SchemaImport(ServerProfile profile, Catalog catalog, ImportTarget target) {
        this.profile = profile;
        this.catalog = catalog;
        this.target = target;
        this.queries = new DefiningQueries(profile, catalog, target.database());
        this.roundTrip = new RoundTripCheck(profile, catalog, target.database());
        names.reserve(target.rootName());
        names.reserve(target.rootName() + "Schema");
    }

    /**
     * Imports the catalog of a server as its authors may have written it: without the properties that the server assumed and the
     * partitions that it created.
     */
    public static SchemaImport ofShown(ServerProfile profile, Catalog catalog, ImportTarget target) {
        return new SchemaImport(profile, AssumedDefaults.mark(profile, catalog), target);
    }

    public ImportedSchema write() {
        return write(true);
    }

    /**
     * Writes the records.
     *
     * @param sharing whether the root declares what all records have in common. It must not if its file, or one of a record,
     *     exists and stays as it is.
     */
    public ImportedSchema write(boolean sharing) {
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
        List<Statement> sharers =
                sharing ? drafts.stream().map(RecordDraft::statement).toList() : List.of();
        SharedDeclarations shared = SharedDeclarations.of(profile, sharers);
        Set<String> read =
                drafts.stream().flatMap(draft -> draft.reads().stream()).collect(Collectors.toSet());
        catalog.externals().values().forEach(external -> addExternalObject(external, read, shared));
        drafts.forEach(draft -> draft.write().accept(shared));
        ImportedRoles roles = new ImportedRoles(catalog, target, names, records);
        sources.addAll(roles.writeSources(packageLine()));
        omissions.addAll(roles.omissions());
        ImportedClusterObjects cluster = new ImportedClusterObjects(catalog, target, names);
        sources.addAll(cluster.writeSources(packageLine()));
        omissions.addAll(cluster.omissions());
        sources.add(new JavaSource(
                new JavaName(target.packageName(), List.of(target.rootName())),
                renderRoot(shared, roles.typeNames(), cluster.typeNames()),
                target.schema()));
        return new ImportedSchema(sources, omissions);
    }

    /**
     * A record to be written.
     *
     * @param statement the statement that the record declares
     * @param reads the objects that its query reads
     * @param write writes the record without the declarations that the root makes for all records
     */
    private record RecordDraft(
            String object, Statement statement, List<String> reads, Consumer<SharedDeclarations> write) {}

    private static String qualifyName(Database database, String object) {
        return database.name() + "." + object;
    }

    private void omit(String object, String reason) {
        omissions.add(new ImportOmission(object, reason, true));
        omitted.add(object);
    }

    private void omitPart(String object, List<String> parts) {
        parts.forEach(what -> omissions.add(new ImportOmission(object, what, false)));
    }

    private void omitReadersOfOmittedObjects() {
        boolean hasOmitted = true;
        while (hasOmitted) {
            hasOmitted = drafts.removeIf(draft -> {
                Optional<String> omittedSource =
                        draft.reads().stream().filter(omitted::contains).findFirst();
                omittedSource.ifPresent(name -> omit(draft.object(), "it reads " + name + ", which has no record"));
                return omittedSource.isPresent();
            });
        }
    }

    /** Writes the record of an external object that a view reads. */
    private void addExternalObject(ExternalObject external, Set<String> read, SharedDeclarations shared) {
        String object = DefiningQueries.qualifyName(external.catalog(), external.database(), external.name());
        if (read.contains(object)) {
            String name = names.findUniqueRecordName(external.name(), "Table");
            Imports imports = new Imports();
            RecordText record = new RecordConverter(profile, imports, name, "", shared).convert(external);
            addSource(object, name, imports, record);
            externals.add(name);
        }
    }

    /** Returns the database that the records of its objects name: empty for the one that connections select. */
    private String qualifier(Database database) {
        return database.name().equals(target.database()) ? "" : database.name();
    }

    private void addTable(Database database, Table table) {
        String object = qualifyName(database, table.name());
        Restatement<CreateTable> restatement =
                roundTrip.restate(database, AssumedDefaults.withoutMaterializedRollups(table));
        CreateTable statement = restatement.statement();
        if (statement == null) {
            omit(object, String.join("; ", restatement.missingLines()));
        } else {
            omitPart(object, restatement.missingLines());
            drafts.add(new RecordDraft(object, statement, List.of(), shared -> {
                String name = names.findUniqueRecordName(table.name(), "Table");
                Imports imports = new Imports();
                RecordConverter record = new RecordConverter(profile, imports, name, qualifier(database), shared);
                addRecord(object, name, imports, record.convert(statement));
            }));
        }
        for (Rollup rollup : table.rollups()) {
            if (rollup.query() != null) {
                addSynchronousView(database, rollup.name(), rollup.query());
            }
        }
    }

    private void addView(Database database, View view) {
        String object = qualifyName(database, view.name());
        ViewDefinition definition = queries.makePortable(view.definition(), target.schema());
        DefiningQueries.QueryDescription description = queries.describe(definition);
        if (description.problem() != null) {
            omit(object, description.problem());
            return;
        }
        CreateView statement = ShowCreate.shownStatement(
                new View(view.name(), view.columns(), view.comment(), view.security(), definition));
        drafts.add(new RecordDraft(object, statement, description.sourceNames(), shared -> {
            String name = names.findUniqueRecordName(view.name(), "View");
            Imports imports = new Imports();
            boolean byName = isByName(description, view.columns());
            RecordConverter record = new RecordConverter(profile, imports, name, qualifier(database), shared);
            addRecord(object, name, imports, record.convert(statement, view.columns(), byName));
        }));
    }

    private void addMaterializedView(Database database, MaterializedView live) {
        String object = qualifyName(database, live.name());
        MaterializedView view =
                live.withDefinition(live.columns(), queries.makePortable(live.definition(), target.schema()));
        DefiningQueries.QueryDescription description = queries.describe(view.definition());
        if (description.problem() != null) {
            omit(object, description.problem());
            return;
        }
        boolean byName = isByName(description, view.columns());
        Restatement<CreateMaterializedView> restatement = roundTrip.restate(database, view, byName);
        CreateMaterializedView statement = restatement.statement();
        if (statement == null) {
            omit(object, String.join("; ", restatement.missingLines()));
            return;
        }
        omitPart(object, restatement.missingLines());
        if (view.inactiveReason() != null) {
            omitPart(
                    object,
                    List.of("its state: it is inactive (" + view.inactiveReason()
                            + "), but declared views are active"));
        }
        addMaterializedView(database, statement, description.addTypes(view.columns()), description, byName);
    }

    /** The columns of a synchronous view are those of its query, whatever their stored names are. */
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
                        column.name(), column.type(), column.expressionType().nullable(), ""))
                .toList();
        addMaterializedView(
                database,
                CreateMaterializedView.synchronous(QualifiedName.of(name), definition.query()),
                columns,
                description,
                true);
    }

    private void addMaterializedView(
            Database database,
            CreateMaterializedView statement,
            List<ViewColumn> columns,
            DefiningQueries.QueryDescription description,
            boolean byName) {
        String view = statement.name().lastPart().text();
        String object = qualifyName(database, view);
        drafts.add(new RecordDraft(object, statement, description.sourceNames(), shared -> {
            String name = names.findUniqueRecordName(view, "Mv");
            Imports imports = new Imports();
            RecordConverter record = new RecordConverter(profile, imports, name, qualifier(database), shared);
            addRecord(object, name, imports, record.convert(statement, columns, byName));
        }));
    }

    private static boolean isByName(DefiningQueries.QueryDescription description, List<ViewColumn> columns) {
        return description.hasColumns(columns.stream().map(ViewColumn::name).toList());
    }

    private void addRecord(String object, String name, Imports imports, RecordText record) {
        addSource(object, name, imports, record);
        records.put(object, name);
    }

    private void addSource(String object, String name, Imports imports, RecordText record) {
        String text = packageLine() + imports.render() + record.toSource();
        sources.add(new JavaSource(new JavaName(target.packageName(), List.of(name)), text, object));
    }

    /** The source of the interface that lists the records and the types of roles and of cluster objects. */
    private String renderRoot(SharedDeclarations shared, List<String> roles, List<String> clusterObjects) {
        Imports imports = new Imports();
        ImportedAnnotation schema = imports.importAnnotation("Schema").text("name", target.schema());
        if (!profile.version().toString().equals(DEFAULT_SERVER)) {
            schema = schema.text("server", profile.version().toString());
        }
        if (profile.sharedData()) {
            schema = schema.word(
                    "runMode", imports.importConstant(profile.runMode().name(), "Schema.RunMode"));
        }
        List<String> experimental = experimental(imports);
        if (!experimental.isEmpty()) {
            schema = schema.withElement("experimental", new ConstantArray(experimental));
        }
        schema = schema.annotations("properties", new ClauseAnnotations(imports).createProperties(shared.properties()));
        schema = schema.withElement(
                ImportedAnnotation.VALUE,
                new ConstantArray(Stream.concat(records.values().stream(), externals.stream())
                        .map(record -> record + ".class")
                        .toList()));
        schema = addClasses(schema, "roles", roles);
        schema = addClasses(schema, "cluster", clusterObjects);
        String annotations = schema.toSource(0) + "\n";
        if (!shared.warnings().isEmpty()) {
            annotations += imports.importAnnotation("Allow")
                            .texts(ImportedAnnotation.VALUE, shared.warnings())
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

    private List<String> experimental(Imports imports) {
        List<String> enabled = new ArrayList<>();
        if (profile.gin()) {
            enabled.add(imports.importConstant("GIN", "Schema.Experimental"));
        }
        if (profile.vector()) {
            enabled.add(imports.importConstant("VECTOR", "Schema.Experimental"));
        }
        if (profile.rowStore()) {
            enabled.add(imports.importConstant("ROW_STORE", "Schema.Experimental"));
        }
        return enabled;
    }

    private String packageLine() {
        return target.packageName().isEmpty() ? "" : "package " + target.packageName() + ";\n\n";
    }
}

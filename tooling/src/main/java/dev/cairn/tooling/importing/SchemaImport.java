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
import dev.cairn.tooling.importing.ImportedAnnotation.Words;
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
        names.reserve(target.root());
        names.reserve(target.root() + "Schema");
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
                            omit(name(database, table.name()), "a temporary table exists only in its session"));
            database.tables().values().forEach(table -> table(database, table));
            database.views().values().forEach(view -> view(database, view));
            database.materializedViews().values().forEach(view -> materializedView(database, view));
        }
        omitReadersOfOmittedObjects();
        List<Statement> sharers =
                sharing ? drafts.stream().map(RecordDraft::statement).toList() : List.of();
        SharedDeclarations shared = SharedDeclarations.of(profile, sharers);
        Set<String> read =
                drafts.stream().flatMap(draft -> draft.reads().stream()).collect(Collectors.toSet());
        catalog.externals().values().forEach(external -> external(external, read, shared));
        drafts.forEach(draft -> draft.write().accept(shared));
        ImportedRoles roles = new ImportedRoles(catalog, target, names, records);
        sources.addAll(roles.sources(packageLine()));
        omissions.addAll(roles.omissions());
        sources.add(new JavaSource(
                new JavaName(target.packageName(), List.of(target.root())),
                root(shared, roles.types()),
                target.schema()));
        return new ImportedSchema(sources, omissions);
    }

    /**
     * A record to be written.
     *
     * @param statement the statement that the record declares
     * @param reads the objects that its query reads
     * @param write writes the record, except for what it shares with all others
     */
    private record RecordDraft(
            String object, Statement statement, List<String> reads, Consumer<SharedDeclarations> write) {}

    private static String name(Database database, String object) {
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
        boolean more = true;
        while (more) {
            more = drafts.removeIf(draft -> {
                Optional<String> gone =
                        draft.reads().stream().filter(omitted::contains).findFirst();
                gone.ifPresent(name -> omit(draft.object(), "it reads " + name + ", which has no record"));
                return gone.isPresent();
            });
        }
    }

    /** Writes the record of an external object that a view reads. */
    private void external(ExternalObject external, Set<String> read, SharedDeclarations shared) {
        String object = DefiningQueries.name(external.catalog(), external.database(), external.name());
        if (read.contains(object)) {
            String name = names.uniqueRecordName(external.name(), "Table");
            Imports imports = new Imports();
            RecordText record = new ObjectRecord(profile, imports, name, "", shared).of(external);
            addSource(object, name, imports, record);
            externals.add(name);
        }
    }

    /** Empty for the database that connections select. */
    private String qualifier(Database database) {
        return database.name().equals(target.database()) ? "" : database.name();
    }

    private void table(Database database, Table table) {
        String object = name(database, table.name());
        Restatement<CreateTable> restatement =
                roundTrip.restate(database, AssumedDefaults.withoutMaterializedRollups(table));
        CreateTable statement = restatement.statement();
        if (statement == null) {
            omit(object, String.join("; ", restatement.missingLines()));
        } else {
            omitPart(object, restatement.missingLines());
            drafts.add(new RecordDraft(object, statement, List.of(), shared -> {
                String name = names.uniqueRecordName(table.name(), "Table");
                Imports imports = new Imports();
                ObjectRecord record = new ObjectRecord(profile, imports, name, qualifier(database), shared);
                add(object, name, imports, record.of(statement));
            }));
        }
        for (Rollup rollup : table.rollups()) {
            if (rollup.query() != null) {
                synchronousView(database, rollup.name(), rollup.query());
            }
        }
    }

    private void view(Database database, View view) {
        String object = name(database, view.name());
        ViewDefinition definition = queries.portable(view.definition(), target.schema());
        DefiningQueries.QueryDescription answer = queries.describe(definition);
        if (answer.problem() != null) {
            omit(object, answer.problem());
            return;
        }
        CreateView statement = ShowCreate.shownStatement(
                new View(view.name(), view.columns(), view.comment(), view.security(), definition));
        drafts.add(new RecordDraft(object, statement, answer.reads(), shared -> {
            String name = names.uniqueRecordName(view.name(), "View");
            Imports imports = new Imports();
            boolean byName = isByName(answer, view.columns());
            ObjectRecord record = new ObjectRecord(profile, imports, name, qualifier(database), shared);
            add(object, name, imports, record.of(statement, view.columns(), byName));
        }));
    }

    private void materializedView(Database database, MaterializedView live) {
        String object = name(database, live.name());
        MaterializedView view =
                live.withDefinition(live.columns(), queries.portable(live.definition(), target.schema()));
        DefiningQueries.QueryDescription answer = queries.describe(view.definition());
        if (answer.problem() != null) {
            omit(object, answer.problem());
            return;
        }
        boolean byName = isByName(answer, view.columns());
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
        materializedView(database, statement, answer.addTypes(view.columns()), answer, byName);
    }

    /** The columns of a synchronous view are those of its query, whatever their stored names are. */
    private void synchronousView(Database database, String name, QueryText query) {
        ViewDefinition definition =
                queries.portable(new ViewDefinition(query, database.name(), List.of()), target.schema());
        DefiningQueries.QueryDescription answer = queries.describe(definition);
        if (answer.problem() != null) {
            omit(name(database, name), answer.problem());
            return;
        }
        List<ViewColumn> columns = answer.columns().stream()
                .map(column -> new ViewColumn(
                        column.name(), column.type(), column.typed().nullable(), ""))
                .toList();
        materializedView(
                database,
                CreateMaterializedView.synchronous(QualifiedName.of(name), definition.query()),
                columns,
                answer,
                true);
    }

    private void materializedView(
            Database database,
            CreateMaterializedView statement,
            List<ViewColumn> columns,
            DefiningQueries.QueryDescription answer,
            boolean byName) {
        String view = statement.name().lastPart().text();
        String object = name(database, view);
        drafts.add(new RecordDraft(object, statement, answer.reads(), shared -> {
            String name = names.uniqueRecordName(view, "Mv");
            Imports imports = new Imports();
            ObjectRecord record = new ObjectRecord(profile, imports, name, qualifier(database), shared);
            add(object, name, imports, record.of(statement, columns, byName));
        }));
    }

    private static boolean isByName(DefiningQueries.QueryDescription answer, List<ViewColumn> columns) {
        return answer.names(columns.stream().map(ViewColumn::name).toList());
    }

    private void add(String object, String name, Imports imports, RecordText record) {
        addSource(object, name, imports, record);
        records.put(object, name);
    }

    private void addSource(String object, String name, Imports imports, RecordText record) {
        String text = packageLine() + imports.text() + record.text();
        sources.add(new JavaSource(new JavaName(target.packageName(), List.of(name)), text, object));
    }

    /** The source of the interface that lists the records and the types of roles. */
    private String root(SharedDeclarations shared, List<String> roles) {
        Imports imports = new Imports();
        ImportedAnnotation schema = imports.annotation("Schema").text("name", target.schema());
        if (!profile.version().toString().equals(DEFAULT_SERVER)) {
            schema = schema.text("server", profile.version().toString());
        }
        if (profile.sharedData()) {
            schema = schema.word("runMode", imports.constant(profile.runMode().name(), "Schema.RunMode"));
        }
        List<String> experimental = experimental(imports);
        if (!experimental.isEmpty()) {
            schema = schema.with("experimental", new Words(experimental));
        }
        schema = schema.annotations("properties", new ClauseAnnotations(imports).properties(shared.properties()));
        schema = schema.with(
                ImportedAnnotation.VALUE,
                new Words(Stream.concat(records.values().stream(), externals.stream())
                        .map(record -> record + ".class")
                        .toList()));
        if (!roles.isEmpty()) {
            schema = schema.with(
                    "roles",
                    new Words(roles.stream().map(role -> role + ".class").toList()));
        }
        String annotations = schema.source(0) + "\n";
        if (!shared.warnings().isEmpty()) {
            annotations += imports.annotation("Allow")
                            .texts(ImportedAnnotation.VALUE, shared.warnings())
                            .source(0)
                    + "\n";
        }
        return packageLine() + imports.text() + annotations + "public interface " + target.root() + " {}\n";
    }

    private List<String> experimental(Imports imports) {
        List<String> enabled = new ArrayList<>();
        if (profile.gin()) {
            enabled.add(imports.constant("GIN", "Schema.Experimental"));
        }
        if (profile.vector()) {
            enabled.add(imports.constant("VECTOR", "Schema.Experimental"));
        }
        if (profile.rowStore()) {
            enabled.add(imports.constant("ROW_STORE", "Schema.Experimental"));
        }
        return enabled;
    }

    private String packageLine() {
        return target.packageName().isEmpty() ? "" : "package " + target.packageName() + ";\n\n";
    }
}

package dev.cairn.tooling.importing;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.corpus.Recording;
import dev.cairn.corpus.Script;
import dev.cairn.corpus.Verdict;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.processor.CompiledSchemas;
import dev.cairn.refusal.Refusal;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.tooling.importing.RecordedCatalogs.CreatedObject;
import dev.cairn.tooling.importing.RecordedCatalogs.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Converts catalogs to records, compiles them, and converts the descriptors to catalogs again. */
final class RoundTrip {
    private static final String ROOT = "Root";
    private static final Pattern SCHEMA_NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final Pattern SERVER_ATTRIBUTES = Pattern.compile(
            "import [^;]*Schema\\.(RunMode|Experimental)[^;]*;\\n|\\b(server|runMode|experimental) = (\\{[^}]*\\}|[^,]*),\\s*");
    private static final Pattern SQL_TYPE = Pattern.compile("@SqlType\\(");
    private static final int BATCH_SIZE = 200;

    private final Recording recording;
    private final List<Script> scripts;
    private final Map<String, List<Statement>> statementsByRecords;
    private final Engine engine;
    private final Map<String, String> packagesBySources = new LinkedHashMap<>();
    private final Map<String, Catalog> declaredCatalogs = new HashMap<>();
    private final Map<String, String> problems = new HashMap<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private int columnCount;
    private int sqlTypeCount;

    /**
     * @param sampleInterval the number of scripts of which the short form of a test includes one
     * @param statementsByRecords the declared statements by the source of their records; records with an entry are not
     *     compiled again
     */
    RoundTrip(Recording recording, int sampleInterval, Map<String, List<Statement>> statementsByRecords) {
        this.recording = recording;
        this.scripts = recording.scripts(sampleInterval);
        this.statementsByRecords = statementsByRecords;
        this.engine = new Engine(recording.profile());
    }

    /** The kinds of compared objects. */
    enum Check {
        TABLE,
        VIEW,
        MATERIALIZED_VIEW,
        SYNCHRONOUS_VIEW,
        /** The final state of an object that a script changes. */
        CHANGED
    }

    /** The number of columns, and the number of those whose type is declared as SQL. */
    record ColumnCounts(int columnCount, int sqlTypeCount) {
        double percentOfSqlTypes() {
            return columnCount == 0 ? 0 : 100.0 * sqlTypeCount / columnCount;
        }

        @Override
        public String toString() {
            return columnCount + " columns, " + sqlTypeCount + " of them with @SqlType";
        }
    }

    ColumnCounts columnCounts() {
        return new ColumnCounts(columnCount, sqlTypeCount);
    }

    List<Verdict> collectVerdicts() {
        List<WrittenCatalog> writtenCatalogs = new ArrayList<>();
        for (Script script : scripts) {
            RecordedCatalogs.of(recording, script).forEach(snapshot -> writtenCatalogs.add(writeCatalog(snapshot)));
        }
        Map<String, WrittenCatalog> firstByPackage = new LinkedHashMap<>();
        writtenCatalogs.forEach(written -> firstByPackage.putIfAbsent(written.packageName(), written));
        firstByPackage.values().forEach(this::addCounts);
        compile(firstByPackage.values().stream()
                .filter(written -> !statementsByRecords.containsKey(written.records()))
                .toList());
        firstByPackage.values().forEach(this::applyStatements);
        writtenCatalogs.forEach(this::addVerdicts);
        return verdicts;
    }

    /**
     * The Java sources of a catalog.
     *
     * @param packageName the package of the first catalog with the same sources
     */
    private record WrittenCatalog(Snapshot snapshot, ImportedSchema importedSchema, String packageName) {
        /** Returns the sources; the compiled classes of the records do not depend on the server of the root. */
        String records() {
            return importedSchema.sources().stream()
                    .map(source -> source.text().substring(source.text().indexOf('\n')))
                    .map(source -> SERVER_ATTRIBUTES.matcher(source).replaceAll(""))
                    .collect(Collectors.joining());
        }
    }

    private WrittenCatalog writeCatalog(Snapshot snapshot) {
        ImportedSchema importedAnywhere = importCatalog(snapshot, "any");
        String sources = importedAnywhere.sources().toString();
        String knownPackage = packagesBySources.get(sources);
        if (knownPackage != null) {
            return new WrittenCatalog(snapshot, importedAnywhere, knownPackage);
        }
        String packageName = "p" + packagesBySources.size();
        packagesBySources.put(sources, packageName);
        return new WrittenCatalog(snapshot, importCatalog(snapshot, packageName), packageName);
    }

    private ImportedSchema importCatalog(Snapshot snapshot, String packageName) {
        String database = snapshot.database();
        String schema = SCHEMA_NAME.matcher(database).matches() ? database : "recorded";
        ImportedSchemaNames target = new ImportedSchemaNames(packageName, ROOT, schema, database);
        return new SchemaImporter(recording.profile(), snapshot.catalog(), target).write();
    }

    private void addCounts(WrittenCatalog written) {
        for (Database database : written.snapshot().catalog().databases().values()) {
            database.tables()
                    .values()
                    .forEach(table -> columnCount += table.columns().size());
            database.views()
                    .values()
                    .forEach(view -> columnCount += view.columns().size());
            database.materializedViews()
                    .values()
                    .forEach(view -> columnCount += view.columns().size());
        }
        for (JavaSource source : written.importedSchema().sources()) {
            sqlTypeCount += (int) SQL_TYPE.matcher(source.text()).results().count();
        }
    }

    /**
     * Compiles in batches: the time that javac needs in order to find a file grows with the square of the number of
     * files.
     */
    private void compile(List<WrittenCatalog> newCatalogs) {
        for (int start = 0; start < newCatalogs.size(); start += BATCH_SIZE) {
            List<WrittenCatalog> batch = newCatalogs.subList(start, Math.min(start + BATCH_SIZE, newCatalogs.size()));
            CompiledSchemas schemas = CompiledSchemas.of(batch.stream()
                    .flatMap(written -> written.importedSchema().sources().stream())
                    .collect(Collectors.toMap(JavaSource::name, JavaSource::text)));
            for (WrittenCatalog written : batch) {
                List<String> errors = schemas.errors().get(written.packageName());
                if (errors == null) {
                    SchemaDescriptor schema = schemas.schema(written.packageName(), ROOT);
                    statementsByRecords.put(
                            written.records(),
                            schema.statements().stream().map(Sql::parse).toList());
                } else {
                    problems.put(written.packageName(), "javac: " + String.join("\n", errors));
                }
            }
        }
    }

    /** Applies the statements of the generated classes to an empty catalog. */
    private void applyStatements(WrittenCatalog written) {
        List<Statement> statements = statementsByRecords.get(written.records());
        if (statements == null) {
            return;
        }
        Catalog catalog = Catalog.EMPTY;
        for (Database database : written.snapshot().catalog().databases().values()) {
            catalog = catalog.withDatabase(Database.of(database.name(), database.properties()));
        }
        try {
            for (Statement statement : statements) {
                Session session = new Session(written.snapshot().database());
                catalog = engine.apply(catalog, session, statement).catalog();
            }
            declaredCatalogs.put(written.packageName(), catalog);
        } catch (Refusal refusal) {
            problems.put(written.packageName(), "refused: " + refusal.getMessage());
        }
    }

    private void addVerdicts(WrittenCatalog written) {
        Snapshot snapshot = written.snapshot();
        Map<String, CreatedObject> created = new TreeMap<>();
        snapshot.createdObjects().forEach(object -> created.put(object.name(), object));
        RecordedCatalogs.collectObjects(snapshot.catalog()).forEach((name, object) -> {
            CreatedObject creation = created.get(name);
            if (creation != null) {
                addVerdicts(written, name, object, checkOf(object), creation.step(), creation.sql());
            } else if (snapshot.isLast() && isDeclarable(written, name)) {
                addVerdicts(
                        written,
                        name,
                        object,
                        Check.CHANGED,
                        snapshot.script().steps().size(),
                        name);
            }
        });
    }

    /** Returns whether a schema can declare an object. Readers of missing objects can't be declared. */
    private static boolean isDeclarable(WrittenCatalog written, String name) {
        return written.importedSchema().omissions().stream()
                .noneMatch(omission -> omission.objectName().equals(name) && omission.isWholeObject());
    }

    private static Check checkOf(Object object) {
        if (object instanceof Table) {
            return Check.TABLE;
        }
        if (object instanceof View) {
            return Check.VIEW;
        }
        return object instanceof MaterializedView ? Check.MATERIALIZED_VIEW : Check.SYNCHRONOUS_VIEW;
    }

    private void addVerdicts(WrittenCatalog written, String name, Object object, Check check, int step, String sql) {
        Script script = written.snapshot().script();
        String expected = render(object);
        String actual = describeActual(written, name);
        verdicts.add(
                new Verdict(script.id(), script.area(), step, sql, check, expected.equals(actual), expected, actual));
    }

    private String describeActual(WrittenCatalog written, String name) {
        for (ImportOmission omission : written.importedSchema().omissions()) {
            if (omission.objectName().equals(name) && omission.isWholeObject()) {
                return omission.description();
            }
        }
        Catalog catalog = declaredCatalogs.get(written.packageName());
        if (catalog == null) {
            return Objects.requireNonNull(problems.get(written.packageName()));
        }
        Object object = RecordedCatalogs.collectObjects(catalog).get(name);
        return object == null ? "(nothing)" : render(object);
    }

    private String render(Object object) {
        if (object instanceof Table table) {
            String rollups = table.rollups().stream().map(RoundTrip::render).collect(Collectors.joining("\n"));
            return ShowCreate.render(
                            recording.profile(), table.withProperties(withoutAssumedProperties(table.properties())))
                    + "\n" + rollups;
        }
        if (object instanceof View view) {
            return ShowCreate.render(view);
        }
        if (object instanceof MaterializedView view) {
            return ShowCreate.render(
                    recording.profile(), view.withProperties(withoutAssumedProperties(view.properties())));
        }
        return render((Rollup) object);
    }

    private static String render(Rollup rollup) {
        String columns = rollup.columns().stream()
                .map(column -> column.name() + " " + Sql.render(column.type()) + " " + column.isKey() + " "
                        + column.aggregation())
                .collect(Collectors.joining(", ", "(", ")"));
        return rollup.name()
                + columns
                + (rollup.query() == null ? "" : " AS " + rollup.query().text());
    }

    /** Returns the properties without those that the server assumed, which never differ. */
    private static StoredProperties withoutAssumedProperties(StoredProperties properties) {
        StoredProperties declaredProperties = properties;
        for (String name : properties.settingByName().keySet()) {
            if (properties.settingByName().get(name).isAssumed()) {
                declaredProperties = declaredProperties.withoutProperty(name);
            }
        }
        return declaredProperties;
    }
}

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
import dev.cairn.tooling.importing.RecordedCatalogs.Created;
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
    private static final Pattern SERVER = Pattern.compile(
            "import [^;]*Schema\\.(RunMode|Experimental)[^;]*;\\n|\\b(server|runMode|experimental) = (\\{[^}]*\\}|[^,]*),\\s*");
    private static final Pattern SQL_TYPE = Pattern.compile("@SqlType\\(");
    private static final int PART = 200;

    private final Recording recording;
    private final Map<String, List<Statement>> compiled;
    private final Engine engine;
    private final Map<String, String> packages = new LinkedHashMap<>();
    private final Map<String, Catalog> declared = new HashMap<>();
    private final Map<String, String> problems = new HashMap<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private int columns;
    private int sqlTypes;

    /** @param compiled what the records of a source became; of those that are there nothing is compiled again */
    RoundTrip(Recording recording, Map<String, List<Statement>> compiled) {
        this.recording = recording;
        this.compiled = compiled;
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

    /** How many columns there are, and how many of them need SQL to say their type. */
    record Columns(int all, int sqlTypes) {
        double percentOfSqlTypes() {
            return all == 0 ? 0 : 100.0 * sqlTypes / all;
        }

        @Override
        public String toString() {
            return all + " columns, " + sqlTypes + " of them with @SqlType";
        }
    }

    Columns columns() {
        return new Columns(columns, sqlTypes);
    }

    List<Verdict> verdicts() {
        List<Written> all = new ArrayList<>();
        for (Script script : recording.scripts()) {
            RecordedCatalogs.of(recording, script).forEach(snapshot -> all.add(written(snapshot)));
        }
        Map<String, Written> first = new LinkedHashMap<>();
        all.forEach(written -> first.putIfAbsent(written.inPackage(), written));
        first.values().forEach(this::count);
        compile(first.values().stream()
                .filter(written -> !compiled.containsKey(written.records()))
                .toList());
        first.values().forEach(this::declare);
        all.forEach(this::verify);
        return verdicts;
    }

    /**
     * The Java sources of a catalog.
     *
     * @param inPackage that of the first of those that are written alike
     */
    private record Written(Snapshot snapshot, ImportedSchema imported, String inPackage) {
        /** Returns the sources; the compiled classes of the records do not depend on the server of the root. */
        String records() {
            return imported.sources().stream()
                    .map(source -> source.text().substring(source.text().indexOf('\n')))
                    .map(text -> SERVER.matcher(text).replaceAll(""))
                    .collect(Collectors.joining());
        }
    }

    private Written written(Snapshot snapshot) {
        ImportedSchema anywhere = imported(snapshot, "any");
        String text = anywhere.sources().toString();
        String known = packages.get(text);
        if (known != null) {
            return new Written(snapshot, anywhere, known);
        }
        String inPackage = "p" + packages.size();
        packages.put(text, inPackage);
        return new Written(snapshot, imported(snapshot, inPackage), inPackage);
    }

    private ImportedSchema imported(Snapshot snapshot, String inPackage) {
        String database = snapshot.database();
        String schema = SCHEMA_NAME.matcher(database).matches() ? database : "recorded";
        ImportTarget target = new ImportTarget(inPackage, ROOT, schema, database);
        return new SchemaImport(recording.profile(), snapshot.catalog(), target).write();
    }

    private void count(Written written) {
        for (Database database : written.snapshot().catalog().databases().values()) {
            database.tables()
                    .values()
                    .forEach(table -> columns += table.columns().size());
            database.views().values().forEach(view -> columns += view.columns().size());
            database.materializedViews()
                    .values()
                    .forEach(view -> columns += view.columns().size());
        }
        for (JavaSource source : written.imported().sources()) {
            sqlTypes += (int) SQL_TYPE.matcher(source.text()).results().count();
        }
    }

    /** In parts: what javac does to find a file again grows with the square of their number. */
    private void compile(List<Written> news) {
        for (int from = 0; from < news.size(); from += PART) {
            List<Written> part = news.subList(from, Math.min(from + PART, news.size()));
            CompiledSchemas schemas = CompiledSchemas.of(part.stream()
                    .flatMap(written -> written.imported().sources().stream())
                    .collect(Collectors.toMap(JavaSource::name, JavaSource::text)));
            for (Written written : part) {
                List<String> errors = schemas.errors().get(written.inPackage());
                if (errors == null) {
                    SchemaDescriptor schema = schemas.schema(written.inPackage(), ROOT);
                    compiled.put(
                            written.records(),
                            schema.statements().stream().map(Sql::parse).toList());
                } else {
                    problems.put(written.inPackage(), "javac: " + String.join("\n", errors));
                }
            }
        }
    }

    /** Applies the statements of the generated classes to an empty catalog. */
    private void declare(Written written) {
        List<Statement> statements = compiled.get(written.records());
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
            declared.put(written.inPackage(), catalog);
        } catch (Refusal refusal) {
            problems.put(written.inPackage(), "refused: " + refusal.getMessage());
        }
    }

    private void verify(Written written) {
        Snapshot snapshot = written.snapshot();
        Map<String, Created> created = new TreeMap<>();
        snapshot.created().forEach(object -> created.put(object.name(), object));
        RecordedCatalogs.objects(snapshot.catalog()).forEach((name, object) -> {
            Created creation = created.get(name);
            if (creation != null) {
                verify(written, name, object, check(object), creation.step(), creation.sql());
            } else if (snapshot.last() && isDeclarable(written, name)) {
                verify(
                        written,
                        name,
                        object,
                        Check.CHANGED,
                        snapshot.script().steps().size(),
                        name);
            }
        });
    }

    /** Readers of missing objects are not part of any schema. */
    private static boolean isDeclarable(Written written, String name) {
        return written.imported().omissions().stream()
                .noneMatch(omission -> omission.objectName().equals(name) && omission.isWholeObject());
    }

    private static Check check(Object object) {
        if (object instanceof Table) {
            return Check.TABLE;
        }
        if (object instanceof View) {
            return Check.VIEW;
        }
        return object instanceof MaterializedView ? Check.MATERIALIZED_VIEW : Check.SYNCHRONOUS_VIEW;
    }

    private void verify(Written written, String name, Object object, Check check, int step, String sql) {
        Script script = written.snapshot().script();
        String expected = shown(object);
        String actual = actual(written, name);
        verdicts.add(
                new Verdict(script.id(), script.area(), step, sql, check, expected.equals(actual), expected, actual));
    }

    private String actual(Written written, String name) {
        for (ImportOmission omission : written.imported().omissions()) {
            if (omission.objectName().equals(name) && omission.isWholeObject()) {
                return omission.description();
            }
        }
        Catalog catalog = declared.get(written.inPackage());
        if (catalog == null) {
            return Objects.requireNonNull(problems.get(written.inPackage()));
        }
        Object object = RecordedCatalogs.objects(catalog).get(name);
        return object == null ? "(nothing)" : shown(object);
    }

    private String shown(Object object) {
        if (object instanceof Table table) {
            String rollups = table.rollups().stream().map(RoundTrip::shown).collect(Collectors.joining("\n"));
            return ShowCreate.render(recording.profile(), table.withProperties(withoutAssumed(table.properties())))
                    + "\n" + rollups;
        }
        if (object instanceof View view) {
            return ShowCreate.render(view);
        }
        if (object instanceof MaterializedView view) {
            return ShowCreate.render(recording.profile(), view.withProperties(withoutAssumed(view.properties())));
        }
        return shown((Rollup) object);
    }

    private static String shown(Rollup rollup) {
        String columns = rollup.columns().stream()
                .map(column -> column.name() + " " + Sql.render(column.type()) + " " + column.isKey() + " "
                        + column.aggregation())
                .collect(Collectors.joining(", ", "(", ")"));
        return rollup.name()
                + columns
                + (rollup.query() == null ? "" : " AS " + rollup.query().text());
    }

    /** Assumed values of the server never differ. */
    private static StoredProperties withoutAssumed(StoredProperties properties) {
        StoredProperties declared = properties;
        for (String name : properties.settings().keySet()) {
            if (properties.settings().get(name).isAssumed()) {
                declared = declared.withoutProperty(name);
            }
        }
        return declared;
    }
}

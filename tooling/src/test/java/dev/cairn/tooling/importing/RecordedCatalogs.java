package dev.cairn.tooling.importing;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.corpus.Recording;
import dev.cairn.corpus.Script;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The catalogs that a script builds: the catalog before each change of an object that the script created, the catalog
 * before the script selects another database, and the last catalog.
 */
final class RecordedCatalogs {
    /** The database in which each script begins. */
    private static final String DATABASE = "t";

    private final Engine engine;
    private final Script script;
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final SortedMap<String, CreatedObject> pending = new TreeMap<>();
    private Catalog catalog = Catalog.EMPTY.withDatabase(Database.of(DATABASE));
    private Session session = new Session(DATABASE);
    private boolean hasChanges;

    private RecordedCatalogs(Recording recording, Script script) {
        this.engine = new Engine(recording.profile());
        this.script = script;
    }

    /**
     * An object that a statement created.
     *
     * @param name the name of the object, after that of its database
     */
    record CreatedObject(int step, String sql, String name) {}

    /**
     * A catalog.
     *
     * @param database the selected database
     * @param createdObjects the objects that have not changed since they were created
     * @param isLast whether it is the last catalog of its script, which may also contain changed objects
     */
    record Snapshot(
            Script script, Catalog catalog, String database, List<CreatedObject> createdObjects, boolean isLast) {
        Snapshot {
            createdObjects = List.copyOf(createdObjects);
        }
    }

    static List<Snapshot> of(Recording recording, Script script) {
        return new RecordedCatalogs(recording, script).collectSnapshots();
    }

    private List<Snapshot> collectSnapshots() {
        for (int i = 0; i < script.steps().size(); i++) {
            Script.Step step = script.steps().get(i);
            if (step.isAccepted() && !step.isWait() && !step.isQuery()) {
                applyStep(i, step.sql());
            }
        }
        if (!pending.isEmpty() || hasChanges) {
            snapshots.add(createSnapshot(true));
        }
        return snapshots;
    }

    private Snapshot createSnapshot(boolean isLast) {
        String database = Objects.requireNonNullElse(session.databaseName(), DATABASE);
        return new Snapshot(script, catalog, database, List.copyOf(pending.values()), isLast);
    }

    /**
     * Applies a statement. The tests of the engine list the statements that only the engine refuses; here, their
     * objects do not exist.
     */
    private void applyStep(int step, String sql) {
        try {
            Statement statement = Sql.parse(sql);
            StatementResult result = engine.apply(catalog, session, statement);
            if (!result.catalog().equals(catalog)) {
                addCreatedObjects(step, sql, result.catalog());
            }
            if (!result.session().equals(session)) {
                addPendingSnapshot();
            }
            catalog = result.catalog();
            session = result.session();
        } catch (SqlSyntaxException | Refusal ignored) {
            return;
        }
    }

    private void addCreatedObjects(int step, String sql, Catalog after) {
        SortedMap<String, Object> objectsBefore = collectObjects(catalog);
        SortedMap<String, Object> objectsAfter = collectObjects(after);
        boolean onlyAddsObjects = objectsBefore.entrySet().stream()
                .allMatch(object -> object.getValue().equals(objectsAfter.get(object.getKey())));
        if (!onlyAddsObjects) {
            hasChanges = true;
            addPendingSnapshot();
        }
        objectsAfter.keySet().stream()
                .filter(name -> !objectsBefore.containsKey(name))
                .forEach(name -> pending.put(name, new CreatedObject(step, sql, name)));
    }

    private void addPendingSnapshot() {
        if (!pending.isEmpty()) {
            snapshots.add(createSnapshot(false));
            pending.clear();
        }
    }

    /** Returns all objects by their names. A synchronous view is an object of its own, and not a part of its table. */
    static SortedMap<String, Object> collectObjects(Catalog catalog) {
        SortedMap<String, Object> objects = new TreeMap<>();
        for (Database database : catalog.databases().values()) {
            String prefix = database.name() + ".";
            database.temporaryTables().values().forEach(table -> objects.put(prefix + table.name(), table));
            database.views().values().forEach(view -> objects.put(prefix + view.name(), view));
            database.materializedViews().values().forEach(view -> objects.put(prefix + view.name(), view));
            for (Table table : database.tables().values()) {
                objects.put(prefix + table.name(), withoutSynchronousViews(table));
                table.rollups().stream()
                        .filter(rollup -> rollup.query() != null)
                        .forEach(rollup -> objects.put(prefix + rollup.name(), rollup));
            }
        }
        return objects;
    }

    private static Table withoutSynchronousViews(Table table) {
        List<Rollup> rollups = table.rollups().stream()
                .filter(rollup -> rollup.query() == null)
                .toList();
        return table.withRollups(rollups);
    }
}

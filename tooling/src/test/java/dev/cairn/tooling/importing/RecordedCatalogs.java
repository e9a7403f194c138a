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
 * The catalogs that a script builds: before each change of something that it created, before it takes
 * another database, and the last one.
 */
final class RecordedCatalogs {
    /** The database that each script begins in. */
    private static final String DATABASE = "t";

    private final Engine engine;
    private final Script script;
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final SortedMap<String, Created> pending = new TreeMap<>();
    private Catalog catalog = Catalog.EMPTY.withDatabase(Database.of(DATABASE));
    private Session session = new Session(DATABASE);
    private boolean changed;

    private RecordedCatalogs(Recording recording, Script script) {
        this.engine = new Engine(recording.profile());
        this.script = script;
    }

    /**
     * An object that a statement made.
     *
     * @param name of the object, behind that of its database
     */
    record Created(int step, String sql, String name) {}

    /**
     * A catalog.
     *
     * @param database the one in use
     * @param created what it holds just as it was created
     * @param last whether it is the last one of its script, in which there may be what was changed since
     */
    record Snapshot(Script script, Catalog catalog, String database, List<Created> created, boolean last) {
        Snapshot {
            created = List.copyOf(created);
        }
    }

    static List<Snapshot> of(Recording recording, Script script) {
        return new RecordedCatalogs(recording, script).snapshots();
    }

    private List<Snapshot> snapshots() {
        for (int i = 0; i < script.steps().size(); i++) {
            Script.Step step = script.steps().get(i);
            if (step.isAccepted() && !step.isWait() && !step.isQuery()) {
                take(i, step.sql());
            }
        }
        if (!pending.isEmpty() || changed) {
            snapshots.add(snapshot(true));
        }
        return snapshots;
    }

    private Snapshot snapshot(boolean last) {
        String database = Objects.requireNonNullElse(session.database(), DATABASE);
        return new Snapshot(script, catalog, database, List.copyOf(pending.values()), last);
    }

    /** Statements that only the engine refuses are listed by its own tests; here their objects do not exist. */
    private void take(int step, String sql) {
        try {
            Statement statement = Sql.parse(sql);
            StatementResult applied = engine.apply(catalog, session, statement);
            if (!applied.catalog().equals(catalog)) {
                note(step, sql, applied.catalog());
            }
            if (!applied.session().equals(session)) {
                remember();
            }
            catalog = applied.catalog();
            session = applied.session();
        } catch (SqlSyntaxException | Refusal otherThanTheServer) {
            return;
        }
    }

    private void note(int step, String sql, Catalog after) {
        SortedMap<String, Object> before = objects(catalog);
        SortedMap<String, Object> now = objects(after);
        boolean onlyMore =
                before.entrySet().stream().allMatch(object -> object.getValue().equals(now.get(object.getKey())));
        if (!onlyMore) {
            changed = true;
            remember();
        }
        now.keySet().stream()
                .filter(name -> !before.containsKey(name))
                .forEach(name -> pending.put(name, new Created(step, sql, name)));
    }

    private void remember() {
        if (!pending.isEmpty()) {
            snapshots.add(snapshot(false));
            pending.clear();
        }
    }

    /** All objects by their names; a synchronous view is one of its own, and no part of its table. */
    static SortedMap<String, Object> objects(Catalog catalog) {
        SortedMap<String, Object> objects = new TreeMap<>();
        for (Database database : catalog.databases().values()) {
            String prefix = database.name() + ".";
            database.temporaryTables().values().forEach(table -> objects.put(prefix + table.name(), table));
            database.views().values().forEach(view -> objects.put(prefix + view.name(), view));
            database.materializedViews().values().forEach(view -> objects.put(prefix + view.name(), view));
            for (Table table : database.tables().values()) {
                objects.put(prefix + table.name(), withoutViews(table));
                table.rollups().stream()
                        .filter(rollup -> rollup.query() != null)
                        .forEach(rollup -> objects.put(prefix + rollup.name(), rollup));
            }
        }
        return objects;
    }

    private static Table withoutViews(Table table) {
        List<Rollup> plain = table.rollups().stream()
                .filter(rollup -> rollup.query() == null)
                .toList();
        return table.withRollups(plain);
    }
}

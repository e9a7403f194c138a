package dev.cairn.embedded.rows;

import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbSnapshot;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.store.TableStore;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.embedded.translate.value.TranslationContext;
import java.util.Set;

/**
 * The stored rows as one statement accesses them: it finds the tables that its session sees, and evaluates expressions
 * under the variables of its session.
 *
 * @param runningQueries the open snapshots of all statements, to which this access adds its own
 */
record RowAccess(DuckDb duckDb, TableStore store, Set<DuckDbSnapshot> runningQueries, StatementContext context) {
    Translation createTranslation() {
        return new Translation(createTranslationContext());
    }

    /** Creates a translation with a time zone that may differ from the time zone of the session. */
    Translation createTranslation(String timeZone) {
        return new Translation(createTranslationContext().withTimeZone(timeZone));
    }

    private TranslationContext createTranslationContext() {
        return new TranslationContext(
                context.profile(),
                SessionSourceResolver.of(context)
                        .createAnalysis(context.session().database()),
                new StatementTables(createTableResolver()),
                context.now(),
                context.values()::evaluate);
    }

    DuckDbTableResolver createTableResolver() {
        TranslationContext tableFreeContext = TableFreeTranslation.createContext(context.profile(), context.now());
        return new DuckDbTableResolver(
                store,
                context.catalog(),
                context::keyOf,
                context.systemTables(),
                SessionSourceResolver.of(context),
                new Translation(tableFreeContext.withSessionValues(context.values()::evaluate)));
    }

    /** Returns a table as the target of a statement. Its DuckDB table is created if no rows have been stored before. */
    DuckDbTarget createTarget(
            String database, DatabaseObject.DatabaseTable tableObject, boolean isIntoTemporaryPartitions) {
        DuckDbTableResolver tables = createTableResolver();
        DuckDbTable storedTable = isIntoTemporaryPartitions
                ? tables.findOrCreateTemporaryTable(database, tableObject)
                : tables.findOrCreateTable(database, tableObject);
        return new DuckDbTarget(database, tableObject.table(), storedTable);
    }

    /** Returns a snapshot of the current rows, which {@link ServerRows#cancelQueries} cancels while it is open. */
    DuckDbSnapshot openSnapshot() {
        DuckDbSnapshot snapshot = duckDb.openSnapshot();
        runningQueries.add(snapshot);
        return snapshot;
    }

    /** Closes a snapshot. May be called without the lock. */
    void closeSnapshot(DuckDbSnapshot snapshot) {
        runningQueries.remove(snapshot);
        snapshot.close();
    }
}

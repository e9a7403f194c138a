package dev.cairn.embedded.rows;

import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbSnapshot;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.store.TableStore;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.value.TranslationContext;
import java.util.Set;

/**
 * The stored rows as one statement accesses them: it finds the tables that its session sees, and evaluates expressions
 * under the variables of its session.
 *
 * @param openSnapshots the open snapshots of all statements, to which this access adds the snapshots that it opens
 */
record RowAccess(DuckDb duckDb, TableStore store, Set<DuckDbSnapshot> openSnapshots, StatementContext context) {
    SqlTranslator createTranslator() {
        return new SqlTranslator(createTranslationContext());
    }

    /** Creates a translation with a time zone that may differ from the time zone of the session. */
    SqlTranslator createTranslator(String timeZone) {
        return new SqlTranslator(createTranslationContext().withTimeZone(timeZone));
    }

    private TranslationContext createTranslationContext() {
        return new TranslationContext(
                context.profile(),
                SessionSourceResolver.of(context)
                        .createAnalysis(context.session().databaseName()),
                new StatementTableResolver(createTableResolver()),
                context.now(),
                context.expressionEvaluator()::evaluate);
    }

    DuckDbTableResolver createTableResolver() {
        TranslationContext tableFreeContext =
                TableFreeTranslatorFactory.createContext(context.profile(), context.now());
        return new DuckDbTableResolver(
                store,
                context.catalog(),
                context::storageKey,
                context.systemTables(),
                SessionSourceResolver.of(context),
                new SqlTranslator(tableFreeContext.withSessionEvaluator(context.expressionEvaluator()::evaluate)));
    }

    /** Returns a table as the target of a statement. Its DuckDB table is created if no rows have been stored before. */
    DuckDbTarget createTarget(
            String databaseName, DatabaseObject.DatabaseTable tableObject, boolean writesTemporaryPartitions) {
        DuckDbTableResolver tableResolver = createTableResolver();
        DuckDbTable storedTable = writesTemporaryPartitions
                ? tableResolver.openTemporaryTable(databaseName, tableObject)
                : tableResolver.openTable(databaseName, tableObject);
        return new DuckDbTarget(databaseName, tableObject.table(), storedTable);
    }

    /** Returns a snapshot of the current rows, which {@link ServerRows#cancelQueries} cancels while it is open. */
    DuckDbSnapshot openSnapshot() {
        DuckDbSnapshot snapshot = duckDb.openSnapshot();
        openSnapshots.add(snapshot);
        return snapshot;
    }

    /** Closes a snapshot. May be called without the lock. */
    void closeSnapshot(DuckDbSnapshot snapshot) {
        openSnapshots.remove(snapshot);
        snapshot.close();
    }
}

package dev.cairn.embedded.rows;

import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbSnapshot;
import dev.cairn.embedded.rows.store.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.store.TableStore;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.translate.SqlTranslator;
import java.util.Set;

/**
 * The stored rows as one statement accesses them under the lock of the cluster.
 *
 * @param openSnapshots the open snapshots of all statements, to which this access adds the snapshots that it opens
 * @param translatorFactory creates translators that open the tables of the statement
 */
record LockedRows(
        DuckDb duckDb,
        TableStore store,
        Set<DuckDbSnapshot> openSnapshots,
        StatementTranslatorFactory translatorFactory) {
    SqlTranslator createTranslator() {
        return translatorFactory.createTranslator();
    }

    /** Returns a table as the target of a statement. Its DuckDB table is created if no rows have been stored before. */
    DuckDbTarget createTarget(
            String databaseName, DatabaseObject.DatabaseTable databaseTable, boolean writesTemporaryPartitions) {
        return translatorFactory.createTarget(databaseName, databaseTable, writesTemporaryPartitions);
    }

    /** Returns a snapshot of the current rows, which {@link RowStorage#cancelQueries} cancels while it is open. */
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

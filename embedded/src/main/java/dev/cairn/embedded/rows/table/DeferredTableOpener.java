package dev.cairn.embedded.rows.table;

import dev.cairn.catalog.Column;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.StorageKey;
import dev.cairn.embedded.rows.store.TableStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the tables of a statement that is translated without the lock of the cluster. Without the lock, the names of
 * the tables can be used, but the tables can't be opened. They are opened under the lock, when the statement begins.
 */
public final class DeferredTableOpener implements DuckDbTableResolver.TableOpener {
    private final Map<StorageKey, List<Column>> columnsByKey = new LinkedHashMap<>();

    /** Returns the table of a key, which {@link #openAll} opens. */
    @Override
    public DuckDbTable open(StorageKey key, List<Column> columns) {
        columnsByKey.put(key, columns);
        return new DuckDbTable(key, columns);
    }

    /** Opens all tables. Called under the lock, with the definitions for which the statement was translated. */
    public void openAll(TableStore store) {
        columnsByKey.forEach(store::open);
    }
}

package dev.cairn.embedded.rows;

import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.store.IncomingRows;
import dev.cairn.embedded.rows.store.StatementTimeout;
import dev.cairn.embedded.rows.table.StatementContext;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.DmlStatement.Insert;
import dev.cairn.sql.ast.Span;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Changes the rows of a table for one statement, under the lock of the cluster. A statement that may take long is
 * {@linkplain #prepare prepared}, evaluated without the lock, and then {@linkplain #write written}.
 */
public record RowWriter(RowStorage rowStorage, StatementContext context) {
    /**
     * Writes the row of an UPDATE or DELETE by key at once. The result is empty, and nothing is written, if the
     * statement must be {@linkplain #prepare prepared} instead.
     */
    public Optional<WriteResult> tryWriteByKey(DmlStatement dmlStatement, String databaseName, DatabaseObject object) {
        if (dmlStatement instanceof Insert || !(object instanceof DatabaseObject.DatabaseTable databaseTable)) {
            return Optional.empty();
        }
        LockedRows lockedRows = createLockedRows();
        return runWithTimeout(lockedRows, dmlStatement, () -> {
            DuckDbTarget target = createTarget(lockedRows, dmlStatement, databaseName, databaseTable);
            return new PrimaryKeyWriter(lockedRows.duckDb(), target, lockedRows.createTranslator(), context)
                    .write(dmlStatement);
        });
    }

    private <T> T runWithTimeout(LockedRows lockedRows, DmlStatement dmlStatement, Supplier<T> work) {
        lockedRows.duckDb().setTimeout(StatementTimeout.ofWrite(dmlStatement, context.session()));
        try {
            return work.get();
        } finally {
            lockedRows.duckDb().setTimeout(StatementTimeout.NONE);
        }
    }

    private static DuckDbTarget createTarget(
            LockedRows lockedRows,
            DmlStatement dmlStatement,
            String databaseName,
            DatabaseObject.DatabaseTable databaseTable) {
        return lockedRows.createTarget(
                databaseName,
                databaseTable,
                dmlStatement instanceof Insert insert && insert.writesTemporaryPartitions());
    }

    /**
     * Prepares a statement. May be called without the lock. {@link #begin} must be called under the lock, and only if
     * the definitions have not changed since.
     */
    public PreparedWrite prepare(DmlStatement dmlStatement, String databaseName, DatabaseObject object) {
        if (!(object instanceof DatabaseObject.DatabaseTable databaseTable)) {
            throw new IllegalArgumentException(object.name() + " is not a table");
        }
        return new WritePreparer(
                        dmlStatement, databaseName, databaseTable.table(), context, rowStorage::generateResultTableName)
                .prepare();
    }

    /**
     * Begins a prepared statement over the current rows; its query is evaluated by {@link PreparedWrite#evaluate}.
     * The caller must end it by {@link RowStorage#discard}.
     */
    public void begin(PreparedWrite preparedWrite) {
        preparedWrite.begin(createLockedRows());
    }

    private LockedRows createLockedRows() {
        return rowStorage.createLockedRows(context.state(), context);
    }

    /**
     * Writes the rows of a prepared statement to its table.
     *
     * @param databaseName the current database of the table
     * @param databaseTable the current table
     */
    public WriteResult write(
            PreparedWrite preparedWrite, String databaseName, DatabaseObject.DatabaseTable databaseTable) {
        LockedRows lockedRows = createLockedRows();
        DmlStatement dmlStatement = preparedWrite.dmlStatement();
        return runWithTimeout(lockedRows, dmlStatement, () -> {
            DuckDbTarget target = createTarget(lockedRows, dmlStatement, databaseName, databaseTable);
            return dmlStatement instanceof DmlStatement.Delete delete
                    ? new RowDeleter(lockedRows.duckDb(), target, lockedRows.createTranslator(), context)
                            .write(delete, preparedWrite)
                    : new RowInserter(lockedRows.duckDb(), target, lockedRows.createTranslator(), context)
                            .write((Insert) dmlStatement, preparedWrite);
        });
    }

    /** Returns the number of rows that a prepared statement would change, without changing them. */
    public long countChangedRows(
            PreparedWrite preparedWrite, String databaseName, DatabaseObject.DatabaseTable databaseTable) {
        return createLockedRows()
                .store()
                .runAndRollBack(
                        () -> write(preparedWrite, databaseName, databaseTable).rowCount());
    }

    /**
     * Writes the incoming rows of a load to a table.
     *
     * @param tableAtStart the table as it was when the load began, to whose columns the names in the mapping refer
     */
    public LoadOutcome load(
            IncomingRows incomingRows,
            LoadMapping mapping,
            String databaseName,
            DatabaseObject.DatabaseTable databaseTable,
            Table tableAtStart) {
        LockedRows lockedRows = createLockedRows();
        DuckDbTarget target = lockedRows.createTarget(
                databaseName, databaseTable, mapping.settings().writesTemporaryPartitions());
        return new RowLoader(lockedRows, target, tableAtStart, mapping).load(incomingRows);
    }

    /** Returns the outcome of {@link #load} for the current rows, without changing them. */
    public LoadOutcome simulateLoad(
            IncomingRows incomingRows,
            LoadMapping mapping,
            String databaseName,
            DatabaseObject.DatabaseTable databaseTable,
            Table tableAtStart) {
        return createLockedRows()
                .store()
                .runAndRollBack(() -> load(incomingRows, mapping, databaseName, databaseTable, tableAtStart));
    }

    /** Sets the next value of AUTO_INCREMENT. The server refuses a value that is not greater than the current one. */
    public void setCounter(String databaseName, DatabaseObject.DatabaseTable databaseTable, long nextValue) {
        LockedRows lockedRows = createLockedRows();
        DuckDbTable table =
                lockedRows.createTarget(databaseName, databaseTable, false).storedTable();
        OptionalLong currentValue = lockedRows.store().readCounter(table);
        if (currentValue.isPresent() && nextValue <= currentValue.getAsLong()) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.AUTO_INCREMENT_TOO_SMALL, currentValue.getAsLong());
        }
        lockedRows.store().setCounter(table, nextValue);
    }
}

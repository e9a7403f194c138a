package dev.cairn.embedded.rows;

import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.store.LoadStage;
import dev.cairn.embedded.rows.store.StatementTimeout;
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
public record RowWriter(ServerRows rows, StatementContext context) {
    /**
     * Writes the row of an UPDATE or DELETE by key at once. The result is empty, and nothing is written, if the
     * statement must be {@linkplain #prepare prepared} instead.
     */
    public Optional<WriteResult> writeByKey(DmlStatement dmlStatement, String database, DatabaseObject object) {
        if (dmlStatement instanceof Insert || !(object instanceof DatabaseObject.DatabaseTable tableObject)) {
            return Optional.empty();
        }
        RowAccess access = rows.open(context);
        return runWithTimeout(access, dmlStatement, () -> {
            DuckDbTarget target = createTarget(access, dmlStatement, database, tableObject);
            return new KeyedWrite(access.duckDb(), target, access.createTranslation(), context).write(dmlStatement);
        });
    }

    private <T> T runWithTimeout(RowAccess access, DmlStatement dmlStatement, Supplier<T> work) {
        access.duckDb().setTimeout(StatementTimeout.ofWrite(dmlStatement, context.session()));
        try {
            return work.get();
        } finally {
            access.duckDb().setTimeout(StatementTimeout.NONE);
        }
    }

    private static DuckDbTarget createTarget(
            RowAccess access, DmlStatement dmlStatement, String database, DatabaseObject.DatabaseTable tableObject) {
        boolean isIntoTemporaryPartitions = dmlStatement instanceof Insert insert
                && insert.partitions() != null
                && insert.partitions().isTemporary();
        return access.createTarget(database, tableObject, isIntoTemporaryPartitions);
    }

    /**
     * Prepares a statement over the current rows; its query is evaluated by {@link PreparedWrite#evaluate}.
     * {@link ServerRows#discard} must end it.
     */
    public PreparedWrite prepare(DmlStatement dmlStatement, String database, DatabaseObject object) {
        if (!(object instanceof DatabaseObject.DatabaseTable tableObject)) {
            throw new IllegalArgumentException(object.name() + " is not a table");
        }
        RowAccess access = rows.open(context);
        PreparedWrite.EvaluationFactory evaluationFactory = (query, retry) -> new PreparedWrite.QueryEvaluation(
                access.duckDb(),
                access.openSnapshot(),
                query,
                retry,
                access.store().createResultName(),
                StatementTimeout.ofWrite(dmlStatement, context.session()));
        DuckDbTarget target = createTarget(access, dmlStatement, database, tableObject);
        if (dmlStatement instanceof DmlStatement.Delete delete) {
            return new RowDeletion(access.duckDb(), target, access.createTranslation())
                    .prepare(delete, evaluationFactory);
        }
        return new RowInsertion(access.duckDb(), target, access.createTranslation(), context)
                .prepare(toInsert(dmlStatement, database, tableObject.table()), evaluationFactory);
    }

    /** Returns an INSERT of whole rows, or the INSERT of the changed rows of an UPDATE. */
    private static Insert toInsert(DmlStatement dmlStatement, String database, Table table) {
        if (dmlStatement instanceof DmlStatement.Update update) {
            return new UpdateConversion(table, update).toInsert();
        }
        Insert insert = (Insert) dmlStatement;
        return DatabaseObject.isInExternalCatalog(database)
                        && !insert.partitionKeys().isEmpty()
                ? new PartitionKeyConversion(table, insert).toWholeRows()
                : insert;
    }

    /**
     * Writes the rows of a prepared statement to its table.
     *
     * @param database the current database of the table
     * @param tableObject the current table
     */
    public WriteResult write(PreparedWrite preparedWrite, String database, DatabaseObject.DatabaseTable tableObject) {
        RowAccess access = rows.open(context);
        DmlStatement dmlStatement = preparedWrite.dmlStatement();
        return runWithTimeout(access, dmlStatement, () -> {
            DuckDbTarget target = createTarget(access, dmlStatement, database, tableObject);
            return dmlStatement instanceof DmlStatement.Delete delete
                    ? new RowDeletion(access.duckDb(), target, access.createTranslation()).write(delete, preparedWrite)
                    : new RowInsertion(access.duckDb(), target, access.createTranslation(), context)
                            .write((Insert) dmlStatement, preparedWrite);
        });
    }

    /** Returns the number of rows that a prepared statement would change, without changing them. */
    public long countChangedRows(
            PreparedWrite preparedWrite, String database, DatabaseObject.DatabaseTable tableObject) {
        return rows.open(context)
                .store()
                .runAndRollBack(
                        () -> write(preparedWrite, database, tableObject).rows());
    }

    /**
     * Writes staged rows to a table.
     *
     * @param tableAtStart the table as it was when the load began, to whose columns the names in the mapping refer
     */
    public LoadOutcome load(
            LoadStage stage,
            LoadMapping mapping,
            String database,
            DatabaseObject.DatabaseTable tableObject,
            Table tableAtStart) {
        RowAccess access = rows.open(context);
        DuckDbTarget target = access.createTarget(database, tableObject, false);
        return new LoadExecution(access, target, tableAtStart, mapping).run(stage);
    }

    /** Sets the next value of AUTO_INCREMENT. The server refuses a value that is not greater than the current one. */
    public void setCounter(String database, DatabaseObject.DatabaseTable tableObject, long nextValue) {
        RowAccess access = rows.open(context);
        DuckDbTable table = access.createTableResolver().findOrCreateTable(database, tableObject);
        OptionalLong currentValue = access.store().readCounter(table);
        if (currentValue.isPresent() && nextValue <= currentValue.getAsLong()) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.AUTO_INCREMENT_TOO_SMALL, currentValue.getAsLong());
        }
        access.store().setCounter(table, nextValue);
    }
}

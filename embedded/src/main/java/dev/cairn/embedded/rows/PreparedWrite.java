package dev.cairn.embedded.rows;

import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbSnapshot;
import dev.cairn.embedded.rows.store.QueryRetranslator;
import dev.cairn.embedded.rows.store.StatementTimeout;
import dev.cairn.embedded.rows.table.DeferredTableOpener;
import dev.cairn.embedded.rows.table.DuckDbTableResolver;
import dev.cairn.embedded.translate.query.TranslatedQuery;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.RelationRows;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT, UPDATE or DELETE between its analysis and its commit. Its query is evaluated over the rows as of its
 * start, without a lock. At commit, the result is merged with the current rows of the table. Therefore, of several
 * concurrent changes of a row, the last committed one wins, as on a server. Names refer to the columns that had these
 * names at the start.
 */
public final class PreparedWrite implements AutoCloseable {
    private final DmlStatement dmlStatement;
    private final Table tableAtStart;
    private final List<Column> columns;
    private final boolean isPartialUpdate;
    private final SourceRows sourceRows;
    private final @Nullable QueryEvaluation evaluation;
    private @Nullable OpenResult openResult;

    /**
     * Creates a write that has not begun.
     *
     * @param dmlStatement the DELETE or INSERT; an UPDATE has been converted to an INSERT
     * @param tableAtStart the table when the write started
     * @param columns the columns for which the source has values, as they were at the start
     * @param isPartialUpdate whether the other columns of existing rows keep their values
     * @param evaluation the evaluation of the query of the source; null if there is no query
     */
    PreparedWrite(
            DmlStatement dmlStatement,
            Table tableAtStart,
            List<Column> columns,
            boolean isPartialUpdate,
            SourceRows sourceRows,
            @Nullable QueryEvaluation evaluation) {
        this.dmlStatement = dmlStatement;
        this.tableAtStart = tableAtStart;
        this.columns = List.copyOf(columns);
        this.isPartialUpdate = isPartialUpdate;
        this.sourceRows = sourceRows;
        this.evaluation = evaluation;
    }

    /** The evaluation of a query into a separate table. */
    record QueryEvaluation(
            TranslatedQuery query,
            QueryRetranslator retranslator,
            String resultTableName,
            StatementTimeout timeout,
            DeferredTableOpener tableOpener) {
        /** Returns the query that selects the evaluated rows. */
        String renderRows() {
            return "SELECT * FROM " + DuckDbQuoting.quoteName(resultTableName);
        }
    }

    /** The database with the result of the query, and the snapshot over which the query is evaluated. */
    private record OpenResult(DuckDb duckDb, DuckDbSnapshot snapshot) {}

    /** Begins the write over the current rows: opens the tables that its query reads. Called under the lock. */
    void begin(LockedRows lockedRows) {
        if (evaluation != null) {
            evaluation.tableOpener().openAll(lockedRows.store());
            openResult = new OpenResult(lockedRows.duckDb(), lockedRows.openSnapshot());
        }
    }

    /**
     * Evaluates the query, if there is one. Called without a lock.
     *
     * @throws Refusal if the evaluation fails, is cancelled or exceeds its timeout
     */
    public void evaluate() {
        if (evaluation != null && openResult != null) {
            openResult
                    .snapshot()
                    .store(
                            DuckDbQuoting.quoteName(evaluation.resultTableName()),
                            evaluation.query(),
                            evaluation.retranslator(),
                            evaluation.timeout());
        }
    }

    /** Cancels the evaluation. May be called from any thread. */
    public void cancel() {
        if (openResult != null) {
            openResult.snapshot().cancel();
        }
    }

    /** Returns whether the query is evaluated over this snapshot. */
    boolean ownsSnapshot(DuckDbSnapshot snapshot) {
        return openResult != null && openResult.snapshot() == snapshot;
    }

    /** Returns whether this is a DELETE from a table without PRIMARY KEY. */
    public boolean isConditionalDelete() {
        return isConditionalDelete(dmlStatement, tableAtStart);
    }

    /**
     * Returns whether a statement is a DELETE from a table without PRIMARY KEY. A server commits it immediately, even
     * within a transaction.
     */
    public static boolean isConditionalDelete(DmlStatement dmlStatement, Table table) {
        return dmlStatement instanceof DmlStatement.Delete && table.model() != KeyModel.PRIMARY;
    }

    /** Returns the table as it was at the start. */
    Table tableAtStart() {
        return tableAtStart;
    }

    DmlStatement dmlStatement() {
        return dmlStatement;
    }

    boolean isPartialUpdate() {
        return isPartialUpdate;
    }

    SourceRows sourceRows() {
        return sourceRows;
    }

    /**
     * Returns the columns as they are at commit. A column that has been dropped since is returned as it was; its values
     * are ignored.
     */
    List<Column> resolveColumns(List<Column> currentColumns) {
        return columns.stream()
                .map(column -> findCurrentColumn(column, currentColumns).orElse(column))
                .toList();
    }

    /**
     * Returns the column that had a name at the start, as it is at commit.
     *
     * @throws Refusal if the column has been dropped since
     */
    Column resolveColumn(Name name, List<Column> currentColumns) {
        return tableAtStart
                .findColumn(name.text())
                .flatMap(column -> findCurrentColumn(column, currentColumns))
                .orElseThrow(() -> Refusal.ofAnalysis(name.span(), TypeRule.COLUMN_NOT_FOUND, name.text()));
    }

    /** Returns the columns that a condition may read at commit, under the names that they had at the start. */
    List<RelationRows.SourceColumn> resolveReadableColumns(List<Column> currentColumns) {
        return DuckDbTableResolver.toSourceColumns(tableAtStart.columns().stream()
                .flatMap(column -> findCurrentColumn(column, currentColumns).stream()
                        .map(currentColumn -> currentColumn.withName(column.name())))
                .toList());
    }

    /** Returns the columns by which the table was partitioned, under the names that they had at the start. */
    List<String> partitionColumnNames() {
        return tableAtStart.partitioning().sourceColumns();
    }

    private static Optional<Column> findCurrentColumn(Column column, List<Column> currentColumns) {
        return currentColumns.stream()
                .filter(candidate -> candidate.id().equals(column.id()))
                .findFirst();
    }

    /** Drops the result of the query. Called while no other thread can change the state. */
    @Override
    public void close() {
        if (evaluation != null && openResult != null) {
            openResult.snapshot().close();
            openResult.duckDb().run("DROP TABLE IF EXISTS " + DuckDbQuoting.quoteName(evaluation.resultTableName()));
        }
    }
}

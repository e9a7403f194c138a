package dev.cairn.embedded.rows;

import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.QueryRetranslator;
import dev.cairn.embedded.rows.store.StatementTimeout;
import dev.cairn.embedded.rows.table.DeferredTableOpener;
import dev.cairn.embedded.rows.table.StatementContext;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.query.TranslationMode;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.engine.row.RowRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.DmlStatement.Delete;
import dev.cairn.sql.ast.DmlStatement.Insert;
import dev.cairn.sql.ast.DmlStatement.RowSource;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prepares an INSERT, UPDATE or DELETE without the lock of the cluster, so that other statements need not wait for its
 * analysis. The session can cancel the preparation. The query of the statement is evaluated later.
 */
final class WritePreparer {
    private final DmlStatement dmlStatement;
    private final String databaseName;
    private final Table table;
    private final StatementContext context;
    private final Supplier<String> resultTableNameSupplier;
    private final DeferredTableOpener tableOpener = new DeferredTableOpener();
    private final StatementTimeout timeout;
    private final SqlTranslator sqlTranslator;

    /**
     * Creates the preparer of one statement.
     *
     * @param table the target of the statement
     * @param resultTableNameSupplier generates the name of the table for the result of a query
     */
    WritePreparer(
            DmlStatement dmlStatement,
            String databaseName,
            Table table,
            StatementContext context,
            Supplier<String> resultTableNameSupplier) {
        this.dmlStatement = dmlStatement;
        this.databaseName = databaseName;
        this.table = table;
        this.context = context;
        this.resultTableNameSupplier = resultTableNameSupplier;
        this.timeout = StatementTimeout.ofWrite(dmlStatement, context.session());
        this.sqlTranslator = new StatementTranslatorFactory(
                        context, tableOpener, new CancellationCheck(context.session(), timeout))
                .createTranslator();
    }

    PreparedWrite prepare() {
        return dmlStatement instanceof Delete delete ? prepareDelete(delete) : prepareInsert(toInsert());
    }

    /** Returns an INSERT of whole rows, or the INSERT of the changed rows of an UPDATE. */
    private Insert toInsert() {
        if (dmlStatement instanceof DmlStatement.Update update) {
            return new UpdateConverter(table, update).toInsert();
        }
        Insert insert = (Insert) dmlStatement;
        return DatabaseObject.isInExternalCatalog(databaseName)
                        && !insert.partitionKeys().isEmpty()
                ? new PartitionKeyInsertConverter(table, insert).toWholeRows()
                : insert;
    }

    /** For a PRIMARY KEY table, a query selects the rows; for other tables, a simple condition does. */
    private PreparedWrite prepareDelete(Delete delete) {
        if (table.model() != KeyModel.PRIMARY) {
            return new PreparedWrite(delete, table, List.of(), false, SourceRows.NONE, null);
        }
        List<Column> keyColumns = table.keyColumns();
        RowSelection selection = RowSelection.of(delete);
        BoundQuery query = sqlTranslator.analyze(selection.toQuery(keyColumns.stream()
                .map(key -> selection.qualifyColumn(key.name()))
                .toList()));
        PreparedWrite.QueryEvaluation evaluation = createEvaluation(mode -> sqlTranslator.translateQuery(query, mode));
        return new PreparedWrite(
                delete, table, keyColumns, false, new SourceRows(evaluation.renderRows(), List.of()), evaluation);
    }

    private PreparedWrite.QueryEvaluation createEvaluation(QueryRetranslator retranslator) {
        return new PreparedWrite.QueryEvaluation(
                retranslator.translate(TranslationMode.PLAIN),
                retranslator,
                resultTableNameSupplier.get(),
                timeout,
                tableOpener);
    }

    /** Determines the columns and the source of the rows of an INSERT. */
    private PreparedWrite prepareInsert(Insert insert) {
        requirePartitions(insert);
        TargetColumnResolver columnResolver = new TargetColumnResolver(table);
        if (insert.rowSource() instanceof RowSource.QueriedRows queriedRows) {
            BoundQuery boundQuery =
                    sqlTranslator.analyze(queriedRows.queryText().query());
            PreparedWrite.QueryEvaluation evaluation = createEvaluation(mode -> dmlStatement instanceof Insert
                    ? sqlTranslator.translateInsertQuery(boundQuery, mode)
                    : sqlTranslator.translateQuery(boundQuery, mode));
            List<Column> columns = columnResolver.resolve(insert, columnNames(insert, boundQuery));
            List<@Nullable Type> types = new ArrayList<>();
            evaluation.query().columns().forEach(column -> types.add(column.type()));
            SourceRows sourceRows = new SourceRows(evaluation.renderRows(), types);
            return new PreparedWrite(
                    insert,
                    table,
                    columns,
                    isPartialUpdate(columns),
                    requiresIds(insert, columns) ? sourceRows : sourceRows.withNumberedNulls(),
                    evaluation);
        }
        RowSource.LiteralRows literalRows = (RowSource.LiteralRows) insert.rowSource();
        int columnCount = literalRows.rows().get(0).size();
        List<Column> columns = columnResolver.resolve(insert, Collections.nCopies(columnCount, ""));
        SourceRows sourceRows = new ValuesTranslator(sqlTranslator, columns).translate(literalRows);
        return new PreparedWrite(insert, table, columns, isPartialUpdate(columns), sourceRows, null);
    }

    /**
     * Returns whether an INSERT of a query must have an id for each row: it assigns the AUTO_INCREMENT column. A server
     * converts listed names to lowercase before it compares them with the names of the table, so it does not find a
     * column whose name has uppercase letters.
     */
    private boolean requiresIds(Insert insert, List<Column> columns) {
        boolean listsColumns = insert.isByName() || !insert.columns().isEmpty();
        return dmlStatement instanceof Insert
                && columns.stream()
                        .anyMatch(column -> column.isAutoIncrement()
                                && (!listsColumns
                                        || column.name().equals(column.name().toLowerCase(Locale.ROOT))));
    }

    /**
     * Requires that the table has partitions. All its partitions are known here, even if its dynamic partitioning is
     * switched off.
     */
    private void requirePartitions(Insert insert) {
        if (table.hasNoKnownPartition() && insert.partitions() == null) {
            throw Refusal.ofAnalysis(insert.target().span(), RowRule.INSERT_WITHOUT_PARTITIONS, table.name());
        }
    }

    /** Returns whether this is a partial update of a PRIMARY KEY table, which keeps the other columns of a row. */
    private boolean isPartialUpdate(List<Column> columns) {
        boolean hasAllKeys = table.columns().stream().allMatch(column -> !column.isKey() || columns.contains(column));
        return table.model() == KeyModel.PRIMARY
                && hasAllKeys
                && columns.size() < table.writableColumns().size()
                && context.session()
                        .variables()
                        .requireValue("enable_insert_partial_update")
                        .equals("true");
    }

    /** Returns the names of the query's columns, which only matter for an INSERT BY NAME; otherwise empty texts. */
    private static List<String> columnNames(Insert insert, BoundQuery query) {
        return insert.isByName()
                ? query.columns().stream().map(OutputColumn::name).toList()
                : Collections.nCopies(query.columns().size(), "");
    }

    /** Determines the columns that a checked INSERT writes. */
    private record TargetColumnResolver(Table table) {
        /**
         * Returns the columns in the order of the values.
         *
         * @param queryColumnNames the names of the query's columns; they matter only for an INSERT BY NAME
         */
        List<Column> resolve(Insert insert, List<String> queryColumnNames) {
            if (insert.isByName()) {
                return findColumns(queryColumnNames);
            }
            return insert.columns().isEmpty()
                    ? table.writableColumns()
                    : findColumns(insert.columns().stream().map(Name::text).toList());
        }

        private List<Column> findColumns(List<String> names) {
            return names.stream()
                    .map(name -> table.findColumn(name).orElseThrow())
                    .toList();
        }
    }
}

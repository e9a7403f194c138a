package dev.cairn.embedded.rows;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.store.ParameterizedSql;
import dev.cairn.embedded.rows.table.DuckDbTableResolver;
import dev.cairn.embedded.rows.table.StatementContext;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.value.NestedComparisonRenderer;
import dev.cairn.embedded.translate.value.RelationRows;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs an UPDATE or DELETE that selects one row by its primary key as one statement of DuckDB: the condition compares
 * each key column with a literal. Any other statement is evaluated first, without the lock, and then merged; see
 * {@link PreparedWrite}.
 */
record PrimaryKeyWriter(DuckDb duckDb, DuckDbTarget target, SqlTranslator sqlTranslator, StatementContext context) {
    private static final System.Logger LOG = System.getLogger(PrimaryKeyWriter.class.getName());

    /**
     * Writes the row. The result is empty, and nothing is written, if the statement does not select one row by its key,
     * or can't be calculated in this way.
     */
    Optional<WriteResult> write(DmlStatement dmlStatement) {
        Table table = target.table();
        boolean isSupportedTable = table.model() == KeyModel.PRIMARY
                && table.partitioning() instanceof Partitioning.None
                && table.columns().stream().allMatch(column -> column.generatedValue() == null);
        if (!isSupportedTable) {
            return Optional.empty();
        }
        try {
            if (dmlStatement instanceof DmlStatement.Delete delete) {
                return readsOnlyTarget(delete) ? delete(delete) : Optional.empty();
            }
            return dmlStatement instanceof DmlStatement.Update update && readsOnlyTarget(update)
                    ? update(update)
                    : Optional.empty();
        } catch (Refusal refusal) {
            LOG.log(Level.DEBUG, "The statement can't be run by key, so its rows are evaluated first", refusal);
            return Optional.empty();
        }
    }

    private static boolean readsOnlyTarget(DmlStatement.Delete delete) {
        return delete.commonTables().isEmpty() && delete.using().isEmpty() && delete.partitions() == null;
    }

    /** Returns whether the values of an UPDATE depend on nothing but the row. */
    private static boolean readsOnlyTarget(DmlStatement.Update update) {
        return update.commonTables().isEmpty()
                && update.from().isEmpty()
                && update.assignments().stream()
                        .allMatch(assignment -> assignment.value() != null && dependsOnlyOnRow(assignment.value()));
    }

    /** Returns whether an expression consists of unqualified columns, literals and operators. */
    private static boolean dependsOnlyOnRow(Expression value) {
        boolean isColumn = value instanceof Expression.Reference reference
                && reference.name().parts().size() == 1;
        boolean isRowValue = isColumn
                || KeyConditionMatcher.isLiteral(value)
                || value instanceof Expression.Unary
                || value instanceof Expression.Binary
                || value instanceof Expression.ParenthesizedExpression;
        return isRowValue && value.children().stream().allMatch(PrimaryKeyWriter::dependsOnlyOnRow);
    }

    private Optional<WriteResult> delete(DmlStatement.Delete delete) {
        return renderKeyCondition(delete.where()).map(condition -> {
            long rowCount = execute("DELETE FROM " + target.storedTable().quotedName() + " WHERE " + condition);
            return createResult(rowCount, -rowCount);
        });
    }

    private Optional<WriteResult> update(DmlStatement.Update update) {
        Map<String, String> valueSqlByColumnName = new LinkedHashMap<>();
        for (DmlStatement.Assignment assignment : update.assignments()) {
            Column column =
                    target.table().findColumn(assignment.column().text()).orElseThrow();
            String columnName = DuckDbTable.quotedColumnName(column);
            // A new key moves the row, DEFAULT is not an expression, and maps are sorted before they are stored.
            if (column.isKey()
                    || assignment.value() == null
                    || !NestedComparisonRenderer.renderSortedMaps(columnName, column.type())
                            .equals(columnName)) {
                return Optional.empty();
            }
            valueSqlByColumnName.put(
                    columnName,
                    StagingTable.renderValidValue(
                            column,
                            sqlTranslator.translateExpression(assignment.value(), readableColumns(), column.type())));
        }
        return renderKeyCondition(update.where()).map(condition -> {
            List<String> assignments = new ArrayList<>();
            valueSqlByColumnName.forEach((columnName, value) -> assignments.add(columnName + " = " + value));
            long rowCount = execute("UPDATE " + target.storedTable().quotedName() + " SET "
                    + String.join(", ", assignments) + " WHERE " + condition);
            return createResult(rowCount, 0);
        });
    }

    private long execute(String sql) {
        ParameterizedSql parameterizedSql = ParameterizedSql.parameterize(sql);
        return duckDb.runPrepared(List.of(new DuckDb.PreparedChange(
                        parameterizedSql,
                        context.rowStatistics()
                                .mayBeTooLargeToScan(target.storedTable().key()))))
                .get(0);
    }

    private List<RelationRows.SourceColumn> readableColumns() {
        return DuckDbTableResolver.toSourceColumns(target.table().columns());
    }

    private WriteResult createResult(long changedRowCount, long rowCountDifference) {
        return new TouchedPartitionFinder(duckDb, target, sqlTranslator)
                .createUnpartitionedResult(changedRowCount, rowCountDifference, context);
    }

    /** Returns the condition in DuckDB's SQL; empty if it does not compare each key column with a literal. */
    private Optional<String> renderKeyCondition(@Nullable Expression condition) {
        return condition != null && new KeyConditionMatcher(target.table()).matches(condition)
                ? Optional.of(sqlTranslator.translateExpression(condition, readableColumns(), TypeConstants.BOOLEAN))
                : Optional.empty();
    }
}

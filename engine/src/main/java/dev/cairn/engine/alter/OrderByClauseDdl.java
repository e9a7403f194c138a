package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.column.ShortKey;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.table.TableRule;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.AlterClause.ReorderColumns;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Applies {@code ALTER TABLE … ORDER BY}. A list with as many names as the table has columns, including the hidden
 * columns of its partitioning, reorders the columns. Any other list is a sort key.
 */
final class OrderByClauseDdl {
    private OrderByClauseDdl() {}

    static void apply(AlterTableDraft draft, ReorderColumns clause) {
        Table table = draft.tableBefore();
        int columnCount = table.columns().size()
                + table.partitioning().hiddenExpressions().size();
        if (clause.columns().size() != columnCount) {
            draft.requireSingleClause(clause, "MODIFY SORT KEY COLUMNS");
            draft.setFinalResult(draft.context()
                    .createResult(table.withSortKey(resolveSortKey(draft, clause)), ChangeCost.REWRITE_JOB));
            return;
        }
        draft.recordDataRewrite();
        if (table.model() == KeyModel.PRIMARY) {
            throw Refusal.ofExecution(clause.span(), AlterRule.PRIMARY_KEY_REORDERED);
        }
        ColumnListDraft columnList = draft.resolveRollupColumns(clause.rollup()).orElse(draft.tableColumns());
        List<Column> orderedColumns = requireColumns(columnList, clause.columns());
        if (orderedColumns.size() != columnList.size()) {
            throw Refusal.ofExecution(clause.span(), TableRule.SORT_COLUMNS_NOT_KEY, table.model() + " KEY");
        }
        columnList.reorder(orderedColumns);
    }

    /**
     * Returns the names of the sort columns, spelled as in the table.
     *
     * @throws Refusal if the table can't have this sort key, or if its first column can't be indexed
     */
    private static List<String> resolveSortKey(AlterTableDraft draft, ReorderColumns clause) {
        List<Column> sortColumns = requireColumns(draft.tableColumns(), clause.columns());
        KeyModel model = draft.tableBefore().model();
        if (model == KeyModel.PRIMARY) {
            sortColumns.forEach(column -> requireSortable(column, clause.span()));
        } else if (model != KeyModel.DUPLICATE && !new HashSet<>(sortColumns).equals(collectKeyColumns(draft))) {
            throw Refusal.ofExecution(clause.span(), TableRule.SORT_COLUMNS_NOT_KEY, model + " KEY");
        }
        ShortKey.requireIndexable(draft.tableColumns().columns(), sortColumns, clause.span());
        return sortColumns.stream().map(Column::name).toList();
    }

    private static Set<Column> collectKeyColumns(AlterTableDraft draft) {
        Set<Column> keyColumns = new HashSet<>(draft.tableColumns().columns());
        keyColumns.removeIf(column -> !column.isKey());
        return keyColumns;
    }

    /**
     * Requires a type that a column of a primary key can have. ALTER TABLE is stricter than CREATE TABLE, which also
     * accepts VARBINARY.
     */
    private static void requireSortable(Column column, Span span) {
        if (!PrimitiveType.of(column.type()).canBePrimaryKey()) {
            throw Refusal.ofExecution(
                    span,
                    TableRule.SORT_COLUMN_TYPE_UNSUPPORTED,
                    column.name(),
                    TypeFormat.formatForMessages(column.type()));
        }
    }

    private static List<Column> requireColumns(ColumnListDraft columnList, List<Name> names) {
        Set<String> selectedNames = new HashSet<>();
        List<Column> selectedColumns = new ArrayList<>(names.size());
        for (Name name : names) {
            selectedColumns.add(columnList
                    .find(name.text())
                    .orElseThrow(
                            () -> Refusal.ofExecution(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name)));
            if (!selectedNames.add(name.text().toLowerCase(Locale.ROOT))) {
                throw Refusal.ofExecution(name.span(), CommonRule.DUPLICATE, RuleSubject.COLUMN, name);
            }
        }
        return selectedColumns;
    }
}

package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.AlterClause.DropColumn;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import java.util.Optional;

/** Applies DROP COLUMN to a table and all its rollups, or to a single rollup. */
final class DropColumnDdl {
    private DropColumnDdl() {}

    static void check(AlterTableContext context, DropColumn clause) {
        Name name = clause.column();
        context.table().findDependentGeneratedColumnName(name.text()).ifPresent(generatedColumnName -> {
            throw Refusal.ofAnalysis(name.span(), AlterRule.COLUMN_READ_BY_GENERATED_COLUMN, name, generatedColumnName);
        });
    }

    static void drop(AlterTableDraft draft, DropColumn clause) {
        Name name = clause.column();
        draft.tableBefore().requireNoDependentRollup(name);
        Optional<ColumnListDraft> targetRollupColumns = draft.resolveRollupColumns(clause.rollup());
        ColumnListDraft targetColumnList = targetRollupColumns.orElse(draft.tableColumns());
        requireDroppableColumn(draft, targetColumnList, name, targetRollupColumns.isPresent());
        draft.findOldColumn(name.text()).ifPresent(draft::dropIndexesOn);
        if (targetColumnList.indexOf(name.text()) < 0) {
            throw Refusal.ofExecution(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
        }
        removeColumn(draft, targetColumnList, name);
        if (targetRollupColumns.isEmpty()) {
            draft.rollupColumnsByName()
                    .values()
                    .forEach(rollupColumnList -> removeColumn(draft, rollupColumnList, name));
        }
    }

    /** Removes the column if the list contains it. The server rewrites the data if it is a key column. */
    private static void removeColumn(AlterTableDraft draft, ColumnListDraft columnList, Name name) {
        columnList.remove(name.text()).filter(Column::isKey).ifPresent(keyColumn -> draft.recordDataRewrite());
    }

    private static void requireDroppableColumn(
            AlterTableDraft draft, ColumnListDraft columnList, Name name, boolean isRollup) {
        KeyModel model = draft.tableBefore().model();
        boolean isKeyColumn = (model == KeyModel.AGGREGATE ? columnList : draft.tableColumns())
                .find(name.text())
                .filter(Column::isKey)
                .isPresent();
        if (model == KeyModel.PRIMARY) {
            if (isKeyColumn) {
                throw Refusal.ofExecution(
                        name.span(), AlterRule.KEY_COLUMN_CHANGED, "drop", "key", name, "PRIMARY KEY");
            }
            if (draft.tableBefore().sortKey().stream().anyMatch(name::equalsIgnoreCase)) {
                throw Refusal.ofExecution(
                        name.span(), AlterRule.KEY_COLUMN_CHANGED, "drop", "sort", name, "PRIMARY KEY");
            }
        } else if (model == KeyModel.UNIQUE && isKeyColumn) {
            throw Refusal.ofExecution(name.span(), AlterRule.KEY_COLUMN_CHANGED, "drop", "key", name, "UNIQUE KEY");
        } else if (model == KeyModel.AGGREGATE && isKeyColumn && replacesValues(columnList)) {
            throw Refusal.ofExecution(
                    name.span(),
                    AlterRule.KEY_COLUMN_CHANGED,
                    "drop",
                    "key",
                    name,
                    "REPLACE in the " + (isRollup ? "rollup" : "table"));
        }
    }

    private static boolean replacesValues(ColumnListDraft columnList) {
        return columnList.columns().stream().anyMatch(Column::replacesValues);
    }
}

package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.column.RollupProtectedColumns;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.AlterClause.DropColumn;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import java.util.Optional;

/** DROP COLUMN: from the table and all its rollups, or from one rollup alone. */
final class ColumnRemoval {
    private ColumnRemoval() {}

    static void remove(SchemaDraft draft, DropColumn clause) {
        Name name = clause.column();
        RollupProtectedColumns.requireFree(draft.before(), name, false);
        Optional<ColumnListDraft> target = draft.target(clause.rollup());
        requireNoKey(draft, target.orElse(draft.base()), name, target.isPresent());
        draft.before(name.text()).ifPresent(draft::dropIndexesOn);
        ColumnListDraft first = target.orElse(draft.base());
        if (first.indexOf(name.text()) < 0) {
            throw Refusal.execution(name.span(), "Column does not exists: " + name);
        }
        remove(draft, first, name);
        if (target.isEmpty()) {
            draft.rollups().values().forEach(rollup -> remove(draft, rollup, name));
        }
    }

    private static void remove(SchemaDraft draft, ColumnListDraft columns, Name name) {
        columns.remove(name.text()).filter(Column::key).ifPresent(key -> draft.rewriteData());
    }

    private static void requireNoKey(SchemaDraft draft, ColumnListDraft columns, Name name, boolean rollup) {
        KeyModel model = draft.before().model();
        boolean key = (model == KeyModel.AGGREGATE ? columns : draft.base())
                .find(name.text())
                .filter(Column::key)
                .isPresent();
        if (model == KeyModel.PRIMARY) {
            if (key) {
                throw Refusal.execution(name.span(), "Can not drop key column in primary data model table");
            }
            if (draft.before().sortKey().stream().anyMatch(name::is)) {
                throw Refusal.execution(name.span(), "Can not drop sort column in primary data model table");
            }
        } else if (model == KeyModel.UNIQUE && key) {
            throw Refusal.execution(name.span(), "Can not drop key column in Unique data model table");
        } else if (model == KeyModel.AGGREGATE && key && replaces(columns)) {
            throw Refusal.execution(
                    name.span(),
                    "Can not drop key column when " + (rollup ? "rollup" : "table")
                            + " has value column with REPLACE aggregation method");
        }
    }

    private static boolean replaces(ColumnListDraft columns) {
        return columns.columns().stream().anyMatch(ColumnRemoval::replaces);
    }

    private static boolean replaces(Column column) {
        return column.aggregation() == Aggregation.Function.REPLACE
                || column.aggregation() == Aggregation.Function.REPLACE_IF_NOT_NULL;
    }
}

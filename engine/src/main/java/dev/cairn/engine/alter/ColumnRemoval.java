package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.AlterClause.DropColumn;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import java.util.Optional;

/** Applies DROP COLUMN, from the table and all its rollups, or from a single rollup. */
final class ColumnRemoval {
    private ColumnRemoval() {}

    static void check(AlterTableContext alteration, DropColumn clause) {
        Name name = clause.column();
        alteration.table().columnGeneratedFrom(name.text()).ifPresent(reader -> {
            throw Refusal.analysis(name.span(), AlterRule.COLUMN_READ_BY_GENERATED_COLUMN, name, reader);
        });
    }

    static void remove(SchemaDraft draft, DropColumn clause) {
        Name name = clause.column();
        draft.before().requireUnprotected(name, false);
        Optional<ColumnListDraft> target = draft.target(clause.rollup());
        requireNoKey(draft, target.orElse(draft.base()), name, target.isPresent());
        draft.before(name.text()).ifPresent(draft::dropIndexesOn);
        ColumnListDraft first = target.orElse(draft.base());
        if (first.indexOf(name.text()) < 0) {
            throw Refusal.execution(name.span(), AlterRule.DROPPED_COLUMN_NOT_FOUND, name);
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
                throw Refusal.execution(name.span(), AlterRule.KEY_OF_PRIMARY_KEY_DROPPED);
            }
            if (draft.before().sortKey().stream().anyMatch(name::is)) {
                throw Refusal.execution(name.span(), AlterRule.SORT_COLUMN_DROPPED);
            }
        } else if (model == KeyModel.UNIQUE && key) {
            throw Refusal.execution(name.span(), AlterRule.KEY_OF_UNIQUE_KEY_DROPPED);
        } else if (model == KeyModel.AGGREGATE && key && replaces(columns)) {
            throw Refusal.execution(name.span(), AlterRule.KEY_DROPPED_BESIDE_REPLACE, rollup ? "rollup" : "table");
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

package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeText;
import dev.cairn.engine.column.ShortKey;
import dev.cairn.engine.context.Cost;
import dev.cairn.sql.ast.AlterClause.Reorder;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Applies ORDER BY. A list with as many names as the table has columns reorders the columns; any other list is a
 * sort key.
 */
final class Reordering {
    private Reordering() {}

    static void reorder(SchemaDraft draft, Reorder clause) {
        Table table = draft.before();
        int columnCount = table.columns().size()
                + table.partitioning().hiddenExpressions().size();
        if (clause.columns().size() != columnCount) {
            draft.requireAlone(clause, "MODIFY SORT KEY COLUMNS");
            draft.complete(draft.alteration().to(table.withSortKey(sortKey(draft, clause)), Cost.COLUMN_JOB));
            return;
        }
        draft.rewriteData();
        if (draft.before().model() == KeyModel.PRIMARY) {
            throw Refusal.execution(clause.span(), AlterRule.PRIMARY_KEY_REORDERED);
        }
        ColumnListDraft columns = draft.target(clause.rollup()).orElse(draft.base());
        List<Column> ordered = named(columns, clause.columns());
        if (ordered.size() != columns.size()) {
            throw Refusal.execution(clause.span(), AlterRule.REORDER_WITHOUT_ALL_COLUMNS);
        }
        columns.reorder(ordered);
    }

    private static List<String> sortKey(SchemaDraft draft, Reorder clause) {
        List<Column> sorted = named(draft.base(), clause.columns());
        KeyModel model = draft.before().model();
        if (model == KeyModel.PRIMARY) {
            sorted.forEach(column -> requireSortable(column, clause.span()));
        } else if (model != KeyModel.DUPLICATE && !new HashSet<>(sorted).equals(keys(draft))) {
            throw Refusal.execution(clause.span(), AlterRule.SORT_COLUMNS_NOT_KEY, model);
        }
        ShortKey.of(draft.base().columns(), sorted, clause.span());
        return sorted.stream().map(Column::name).toList();
    }

    private static Set<Column> keys(SchemaDraft draft) {
        Set<Column> keys = new HashSet<>(draft.base().columns());
        keys.removeIf(column -> !column.key());
        return keys;
    }

    private static void requireSortable(Column column, Span at) {
        if (!PrimitiveType.of(column.type()).canBePrimaryKey()) {
            throw Refusal.execution(at, AlterRule.SORT_COLUMN_TYPE, column.name(), TypeText.named(column.type()));
        }
    }

    private static List<Column> named(ColumnListDraft columns, List<Name> names) {
        Set<String> seen = new HashSet<>();
        List<Column> sorted = new ArrayList<>(names.size());
        for (Name name : names) {
            sorted.add(columns.find(name.text())
                    .orElseThrow(() -> Refusal.execution(name.span(), AlterRule.FIELD_COLUMN_NOT_FOUND, name)));
            if (!seen.add(name.text().toLowerCase(Locale.ROOT))) {
                throw Refusal.execution(name.span(), AlterRule.COLUMN_REPEATED, name);
            }
        }
        return sorted;
    }
}

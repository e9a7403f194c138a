package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.engine.column.GeneratedColumns;
import dev.cairn.engine.column.ShortKey;
import dev.cairn.sql.ast.AlterClause.Reorder;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** ORDER BY: as many names as the table has columns are the order of its columns; any other number is a sort key. */
final class Reordering {
    private Reordering() {}

    static boolean isSortKey(SchemaDraft draft, Reorder clause) {
        Table table = draft.before();
        return clause.columns().size()
                != table.columns().size() + GeneratedColumns.hidden(table).size();
    }

    static void reorder(SchemaDraft draft, Reorder clause) {
        if (draft.before().model() == KeyModel.PRIMARY) {
            throw Refusal.execution(
                    clause.span(),
                    "Primary key table do not support reorder table schema. Please confirm if you want to modify the "
                            + "sorting columns.");
        }
        ColumnListDraft columns = draft.target(clause.rollup()).orElse(draft.base());
        List<Column> ordered = named(columns, clause.columns());
        if (ordered.size() != columns.size()) {
            throw Refusal.execution(clause.span(), "Reorder stmt should contains all columns");
        }
        columns.reorder(ordered);
    }

    static List<String> sortKey(SchemaDraft draft, Reorder clause) {
        List<Column> sorted = named(draft.base(), clause.columns());
        KeyModel model = draft.before().model();
        if (model == KeyModel.PRIMARY) {
            sorted.forEach(column -> requireSortable(column, clause.span()));
        } else if (model != KeyModel.DUPLICATE && !new HashSet<>(sorted).equals(keys(draft))) {
            throw Refusal.execution(
                    clause.span(), "The sort columns of " + model + " KEY table must be same with key columns");
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
        if (!TypeTraits.canBePrimaryKey(column.type())) {
            throw Refusal.execution(
                    at,
                    "Sort key column[" + column.name() + "] type not supported: " + TypeText.named(column.type())
                            + " in PrimaryKey table");
        }
    }

    private static List<Column> named(ColumnListDraft columns, List<Name> names) {
        Set<String> seen = new HashSet<>();
        List<Column> found = new ArrayList<>(names.size());
        for (Name name : names) {
            found.add(columns.find(name.text())
                    .orElseThrow(() -> Refusal.execution(name.span(), "Column[" + name + "] not exists")));
            if (!seen.add(name.text().toLowerCase(Locale.ROOT))) {
                throw Refusal.execution(name.span(), "Duplicated column[" + name + "]");
            }
        }
        return found;
    }
}

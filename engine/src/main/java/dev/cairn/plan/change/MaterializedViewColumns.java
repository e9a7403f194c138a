package dev.cairn.plan.change;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Since 4.1 a materialized view over one table gets and loses columns in place. Its rows hold the default of a new column
 * until they are refreshed.
 */
final class MaterializedViewColumns {
    private MaterializedViewColumns() {}

    static List<MaterializedViewChange> between(MaterializedView now, MaterializedView wanted) {
        List<MaterializedViewChange> changes = new ArrayList<>();
        for (ViewColumn column : now.columns()) {
            if (wanted.column(column.name()).isEmpty()) {
                changes.add(new MaterializedViewChange.DropColumn(Name.of(column.name())));
            }
        }
        for (int i = 0; i < wanted.columns().size(); i++) {
            ViewColumn column = wanted.columns().get(i);
            Optional<Expression> expression = expression(wanted, i);
            if (now.column(column.name()).isEmpty() && expression.isPresent()) {
                changes.add(new MaterializedViewChange.AddColumn(
                        Name.of(column.name()), expression.get(), null, comment(column)));
            }
        }
        return changes;
    }

    private static @Nullable String comment(ViewColumn column) {
        return column.comment().isEmpty() ? null : column.comment();
    }

    /** What a column is calculated from, where each item of the query is one column. */
    private static Optional<Expression> expression(MaterializedView view, int index) {
        if (!(view.definition().query().query().body() instanceof Query.Select select)
                || select.items().size() != view.columns().size()) {
            return Optional.empty();
        }
        return select.items().get(index) instanceof Query.Item.Value item
                ? Optional.of(item.value())
                : Optional.empty();
    }
}

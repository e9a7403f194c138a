package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.sql.Default;
import dev.cairn.sql.Expression;
import dev.cairn.sql.KeyModel;
import dev.cairn.sql.Manipulation.Assignment;
import dev.cairn.sql.Manipulation.Insert;
import dev.cairn.sql.Manipulation.Source;
import dev.cairn.sql.Manipulation.Update;
import dev.cairn.sql.Name;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Query;
import dev.cairn.sql.Statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** UPDATE, read as the INSERT of the changed rows. */
final class UpdateRows {
    private final Table table;
    private final Update update;

    UpdateRows(Table table, Update update) {
        this.table = table;
        this.update = update;
    }

    Insert asInsert() {
        check();
        List<Name> columns = new ArrayList<>();
        List<Query.Item> items = new ArrayList<>();
        for (Column column : table.columns()) {
            if (column.generated() == null) {
                columns.add(Name.of(column.name()));
                items.add(new Query.Item.Value(value(column), null, false, update.span()));
            }
        }
        Query query = TargetQuery.of(update.with(), update.target(), items, update.from(), update.where());
        Source source = new Source.Result(new QueryText("", query, update.span()));
        return new Insert(false, update.target(), null, null, columns, false, List.of(), source, update.span());
    }

    private void check() {
        if (table.model() != KeyModel.PRIMARY) {
            throw Refusal.analysis(update.span(), "table " + table.name() + " does not support update");
        }
        for (Assignment assignment : update.assignments()) {
            String name = assignment.column().text();
            Column column = table.column(name)
                    .orElseThrow(() -> Refusal.analysis(
                            assignment.column().span(),
                            "table '" + table.name() + "' do not existing column '" + name.toLowerCase(Locale.ROOT)
                                    + "'"));
            if (column.key()) {
                throw Refusal.analysis(update.span(), "primary key column cannot be updated: " + column.name());
            }
            if (column.generated() != null) {
                throw Refusal.analysis(update.span(), "generated column cannot be updated: " + column.name());
            }
        }
        if (update.where() == null) {
            throw Refusal.analysis(update.span(), "must specify where clause to prevent full table update");
        }
    }

    private Expression value(Column column) {
        Optional<Assignment> assigned = update.assignments().stream()
                .filter(assignment -> assignment.column().is(column.name()))
                .reduce((first, second) -> second);
        if (assigned.isEmpty()) {
            return TargetQuery.column(update.target(), column.name(), update.span());
        }
        Expression value = assigned.get().value();
        return value == null ? defaultOf(column) : value;
    }

    private Expression defaultOf(Column column) {
        if (column.defaultValue() instanceof Default.Text text) {
            return new Expression.Text(text.value(), '\'', update.span());
        }
        if (column.defaultValue() == null && column.nullable()) {
            return new Expression.Null(update.span());
        }
        if (column.defaultValue() instanceof Default.CurrentTimestamp) {
            QualifiedName now = new QualifiedName(List.of(new Name("now", false, update.span())));
            return new Expression.Call(now, false, false, false, List.of(), update.span());
        }
        throw Refusal.analysis(update.span(), "Column has no default value, column=" + column.name());
    }
}

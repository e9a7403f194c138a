package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.DmlStatement.Assignment;
import dev.cairn.sql.ast.DmlStatement.Insert;
import dev.cairn.sql.ast.DmlStatement.RowSource;
import dev.cairn.sql.ast.DmlStatement.Update;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Converts an UPDATE to an INSERT of the changed rows: in a PRIMARY KEY table, a row with an existing key replaces the
 * existing row.
 */
final class UpdateConverter {
    private final Table table;
    private final Update update;
    private final RowSelection selection;

    UpdateConverter(Table table, Update update) {
        this.table = table;
        this.update = update;
        this.selection = RowSelection.of(update);
    }

    Insert toInsert() {
        List<Name> columns = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        for (Column column : table.columns()) {
            if (column.generatedValue() == null) {
                columns.add(Name.of(column.name()));
                values.add(assignedValue(column));
            }
        }
        Query query = selection.toQuery(values);
        RowSource source = new RowSource.QueriedRows(new QueryText("", query, update.span()));
        return Insert.of(update.target(), columns, source, update.span());
    }

    /** Returns the value that the last assignment gives to a column, or else the column itself. */
    private Expression assignedValue(Column column) {
        Optional<Assignment> lastAssignment = update.assignments().stream()
                .filter(assignment -> assignment.column().equalsIgnoreCase(column.name()))
                .reduce((first, second) -> second);
        if (lastAssignment.isEmpty()) {
            return selection.qualifyColumn(column.name());
        }
        Expression value = lastAssignment.get().value();
        return value == null ? defaultValue(column) : value;
    }

    /** Returns the expression for which DEFAULT stands in an assignment. */
    private Expression defaultValue(Column column) {
        if (column.defaultValue() instanceof ColumnDefault.TextDefault text) {
            return new Expression.StringLiteral(text.value(), '\'', update.span());
        }
        if (column.defaultValue() instanceof ColumnDefault.CurrentTimestamp) {
            // UpdateCheck accepts no default with a precision.
            QualifiedName functionName = new QualifiedName(List.of(Name.ofUnquoted("now", update.span())));
            return new Expression.Call(functionName, false, false, false, List.of(), update.span());
        }
        // The only other default that UpdateCheck accepts is that of an AUTO_INCREMENT column: new ids replace NULL.
        return new Expression.NullLiteral(update.span());
    }
}

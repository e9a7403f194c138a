package dev.cairn.engine.row;

import dev.cairn.analysis.expression.Assignment;
import dev.cairn.analysis.source.AnalysedQuery;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.engine.context.ServerState;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.Manipulation.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Checks UPDATE in the order in which the server does. */
public final class UpdateCheck {
    /**
     * An UPDATE may omit WHERE if it changes at most this number of columns, and less than the fraction {@code
     * SMALL_PART} of them.
     */
    private static final int FEW_COLUMNS = 3;

    private static final double SMALL_PART = 0.3;

    private final ServerState server;
    private final Update update;

    private UpdateCheck(ServerState server, Update update) {
        this.server = server;
        this.update = update;
    }

    public static void check(ServerState server, Update update) {
        new UpdateCheck(server, update).check();
    }

    private void check() {
        RowTarget target = RowTarget.of(server, update.target(), new UpdateWords());
        Table table = target.table();
        if (table != null && table.model() != KeyModel.PRIMARY) {
            throw unsupported(target.place());
        }
        for (Manipulation.Assignment assignment : update.assignments()) {
            String name = assignment.column().text();
            if (!target.mayHave(name)) {
                throw Refusal.analysis(
                        assignment.column().span(),
                        "table '" + target.place().table() + "' do not existing column '"
                                + name.toLowerCase(Locale.ROOT) + "'");
            }
        }
        RowSelection selection = new RowSelection(update.with(), update.target(), update.from(), update.where());
        if (table == null) {
            selection.analysed(server, given());
        } else {
            check(table, selection);
        }
    }

    private List<Expression> given() {
        List<Expression> values = new ArrayList<>();
        for (Manipulation.Assignment assignment : update.assignments()) {
            if (assignment.value() != null) {
                values.add(assignment.value());
            }
        }
        return values.isEmpty() ? List.of(new Expression.Null(update.span())) : values;
    }

    private void check(Table table, RowSelection selection) {
        boolean partial = isPartial(table);
        if (!partial && update.where() == null) {
            throw Refusal.analysis(update.span(), "must specify where clause to prevent full table update");
        }
        List<Column> columns = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        for (Column column : table.columns()) {
            Optional<Manipulation.Assignment> assigned = assigned(column);
            if (assigned.isPresent()) {
                requireAssignable(column, assigned.get());
                Expression value = assigned.get().value();
                if (value != null) {
                    columns.add(column);
                    values.add(value);
                }
            } else if (column.generated() != null) {
                requireDependencies(table, column, partial);
            } else if (!partial || column.key()) {
                columns.add(column);
                values.add(selection.column(column.name()));
            }
        }
        AnalysedQuery found = selection.analysed(server, values);
        for (int i = 0; i < columns.size(); i++) {
            if (assigned(columns.get(i)).isPresent()) {
                Assignment.require(
                        values.get(i),
                        found.columns().get(i).type(),
                        columns.get(i).type());
            }
        }
    }

    /** The assignment to the column; the last of several assignments counts. */
    private Optional<Manipulation.Assignment> assigned(Column column) {
        return update.assignments().stream()
                .filter(assignment -> assignment.column().is(column.name()))
                .reduce((first, second) -> second);
    }

    private boolean isPartial(Table table) {
        String mode =
                server.session().variable("partial_update_mode").orElse("auto").toLowerCase(Locale.ROOT);
        boolean rows = table.properties()
                .value("storage_type")
                .filter(type -> type.toLowerCase(Locale.ROOT).contains("row"))
                .isPresent();
        if (mode.equals("column")) {
            if (rows) {
                throw Refusal.analysis(update.span(), "column_with_row table do not support column mode update");
            }
            return true;
        }
        int changed = update.assignments().size();
        return mode.equals("auto")
                && update.where() == null
                && !rows
                && changed <= FEW_COLUMNS
                && changed < table.columns().size() * SMALL_PART;
    }

    private void requireAssignable(Column column, Manipulation.Assignment assignment) {
        Expression value = assignment.value();
        if (column.key()) {
            throw Refusal.analysis(
                    assignment.column().span(), "primary key column cannot be updated: " + column.name());
        }
        if (column.autoIncrement() && value instanceof Expression.Null) {
            throw Refusal.analysis(value.span(), "AUTO_INCREMENT column: " + column.name() + " must not be NULL");
        }
        if (column.generated() != null) {
            throw Refusal.analysis(assignment.column().span(), "generated column cannot be updated: " + column.name());
        }
        if (value == null && column.defaultValue() == null && !column.autoIncrement()) {
            throw Refusal.analysis(assignment.column().span(), "Column has no default value, column=" + column.name());
        }
    }

    private void requireDependencies(Table table, Column generated, boolean partial) {
        Expression expression = Objects.requireNonNull(generated.generated());
        boolean known = expression.columnNames().stream()
                .allMatch(name -> table.column(name)
                        .filter(column -> column.key() || assigned(column).isPresent())
                        .isPresent());
        if (partial && !known) {
            throw Refusal.analysis(update.span(), "All ref Column must be sepecfied in partial update mode");
        }
    }

    private static Refusal unsupported(ResolvedTableName place) {
        return Refusal.execution(place.span(), "table " + place.table() + " does not support update");
    }

    private static final class UpdateWords implements RowTarget.Words {
        @Override
        public Refusal noDatabase(ResolvedTableName place) {
            return Refusal.analysis(
                    place.span(), "Database " + place.catalog() + "." + place.database() + " is not found");
        }

        @Override
        public Refusal materialized(ResolvedTableName place) {
            return Refusal.analysis(
                    place.span(),
                    "The data of '" + place.table() + "' cannot be modified because '" + place.table()
                            + "' is a materialized view,and the data of materialized view must be consistent with the"
                            + " base table.");
        }

        @Override
        public Refusal view(ResolvedTableName place) {
            return unsupported(place);
        }
    }
}

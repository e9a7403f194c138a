package dev.cairn.engine.row;

import dev.cairn.analysis.expression.Assignment;
import dev.cairn.analysis.source.AnalysedQuery;
import dev.cairn.analysis.source.QueryObserver;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.property.KnownProperty;
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
    private static final RowTarget.Errors TARGET_ERRORS =
            new RowTarget.Errors(RowRule.UPDATE_OF_MATERIALIZED_VIEW, RowRule.UPDATE_UNSUPPORTED);

    private final ServerState server;
    private final Update update;
    private final QueryObserver observer;

    private UpdateCheck(ServerState server, Update update, QueryObserver observer) {
        this.server = server;
        this.update = update;
        this.observer = observer;
    }

    public static void check(ServerState server, Update update, QueryObserver observer) {
        new UpdateCheck(server, update, observer).check();
    }

    private void check() {
        RowTarget target = RowTarget.of(server, update.target(), TARGET_ERRORS);
        Table table = target.table();
        if (table != null && table.model() != KeyModel.PRIMARY) {
            throw Refusal.execution(
                    target.place().span(),
                    RowRule.UPDATE_UNSUPPORTED,
                    target.place().table());
        }
        for (Manipulation.Assignment assignment : update.assignments()) {
            String name = assignment.column().text();
            if (!target.mayHave(name)) {
                throw Refusal.analysis(
                        assignment.column().span(),
                        RowRule.UPDATE_COLUMN_NOT_FOUND,
                        target.place().table(),
                        name.toLowerCase(Locale.ROOT));
            }
        }
        RowSelection selection = new RowSelection(update.with(), update.target(), update.from(), update.where());
        if (table == null) {
            selection.analysed(server, assignedValues(), observer);
        } else {
            check(table, selection);
        }
    }

    private List<Expression> assignedValues() {
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
            throw Refusal.analysis(update.span(), RowRule.UPDATE_WITHOUT_WHERE);
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
        AnalysedQuery analysed = selection.analysed(server, values, observer);
        for (int i = 0; i < columns.size(); i++) {
            if (assigned(columns.get(i)).isPresent()) {
                observer.assigned(values.get(i), columns.get(i));
                Assignment.require(
                        values.get(i),
                        analysed.columns().get(i).type(),
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
        boolean rows = KnownProperty.STORAGE_TYPE
                .in(table.properties())
                .filter(type -> type.toLowerCase(Locale.ROOT).contains("row"))
                .isPresent();
        if (mode.equals("column")) {
            if (rows) {
                throw Refusal.analysis(update.span(), RowRule.UPDATE_IN_COLUMN_MODE);
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
            throw Refusal.analysis(assignment.column().span(), RowRule.UPDATE_OF_PRIMARY_KEY, column.name());
        }
        if (column.autoIncrement() && value instanceof Expression.Null) {
            throw Refusal.analysis(value.span(), RowRule.UPDATE_OF_AUTO_INCREMENT_TO_NULL, column.name());
        }
        if (column.generated() != null) {
            throw Refusal.analysis(assignment.column().span(), RowRule.UPDATE_OF_GENERATED_COLUMN, column.name());
        }
        if (value == null && column.defaultValue() == null && !column.autoIncrement()) {
            throw Refusal.analysis(assignment.column().span(), RowRule.INSERT_WITHOUT_DEFAULT, column.name());
        }
    }

    private void requireDependencies(Table table, Column generated, boolean partial) {
        Expression expression = Objects.requireNonNull(generated.generated());
        boolean known = expression.columnNames().stream()
                .allMatch(name -> table.column(name)
                        .filter(column -> column.key() || assigned(column).isPresent())
                        .isPresent());
        if (partial && !known) {
            throw Refusal.analysis(update.span(), RowRule.UPDATE_WITHOUT_REFERENCED_COLUMNS);
        }
    }
}

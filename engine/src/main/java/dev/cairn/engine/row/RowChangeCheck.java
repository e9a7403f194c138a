package dev.cairn.engine.row;

import dev.cairn.analysis.expression.Assignment;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.Manipulation.Delete;
import dev.cairn.sql.ast.Manipulation.Update;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks UPDATE and DELETE in the order in which the server does. UPDATE, and DELETE from a PRIMARY KEY table, change the
 * result of a query; from other tables, DELETE deletes only the rows that match simple conditions on columns.
 */
public record RowChangeCheck(ServerState server, Bindings bindings) {
    /**
     * An UPDATE may omit WHERE if it changes at most this number of columns, and less than the fraction {@link
     * #MAX_PARTIAL_RATIO} of all columns.
     */
    private static final int MAX_PARTIAL_COLUMNS = 3;

    private static final double MAX_PARTIAL_RATIO = 0.3;
    private static final RowTarget.Errors UPDATE_ERRORS =
            new RowTarget.Errors((resolvedName, kind) -> updateUnsupportedRefusal(resolvedName));

    private static final int MAX_VALUES = 10_000;
    private static final RowTarget.Errors DELETE_ERRORS = new RowTarget.Errors(RowTarget::ofOtherKind);

    private static Refusal updateUnsupportedRefusal(ResolvedTableName resolvedName) {
        return Refusal.execution(resolvedName.span(), RowRule.UPDATE_UNSUPPORTED, resolvedName.table());
    }

    public void check(Update update) {
        RowTarget target = RowTarget.of(server, update.target(), UPDATE_ERRORS);
        Table table = target.table();
        if (table != null && table.model() != KeyModel.PRIMARY) {
            throw updateUnsupportedRefusal(target.resolvedName());
        }
        for (Manipulation.Assignment assignment : update.assignments()) {
            String name = assignment.column().text();
            if (!target.mayHave(name)) {
                throw Refusal.analysis(
                        assignment.column().span(),
                        RowRule.INSERT_COLUMN_NOT_FOUND,
                        name.toLowerCase(Locale.ROOT),
                        target.resolvedName().table());
            }
        }
        RowSelection selection =
                new RowSelection(update.commonTables(), update.target(), update.from(), update.where());
        if (table == null) {
            selection.analyse(server, assignedValues(update), bindings);
        } else {
            check(update, table, selection);
        }
    }

    private static List<Expression> assignedValues(Update update) {
        List<Expression> values = new ArrayList<>();
        for (Manipulation.Assignment assignment : update.assignments()) {
            if (assignment.value() != null) {
                values.add(assignment.value());
            }
        }
        return values.isEmpty() ? List.of(new Expression.Null(update.span())) : values;
    }

    private void check(Update update, Table table, RowSelection selection) {
        boolean isPartial = isPartial(update, table);
        if (!isPartial && update.where() == null) {
            throw Refusal.analysis(update.span(), CommonRule.REQUIRES, "UPDATE", "a WHERE clause");
        }
        List<Column> columns = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        for (Column column : table.columns()) {
            Optional<Manipulation.Assignment> assigned = findAssignment(update, column);
            if (assigned.isPresent()) {
                requireAssignable(column, assigned.get());
                if (isPartial && table.sortKey().stream().anyMatch(column.name()::equalsIgnoreCase)) {
                    throw Refusal.execution(
                            assigned.get().column().span(),
                            RowRule.SORT_COLUMN_IN_COLUMN_MODE,
                            assigned.get().column());
                }
                Expression value = assigned.get().value();
                if (value != null) {
                    columns.add(column);
                    values.add(value);
                }
            } else if (column.generatedValue() != null) {
                requireDependencies(update, table, column, isPartial);
            } else if (!isPartial || column.isKey()) {
                columns.add(column);
                values.add(selection.qualifyColumn(column.name()));
            }
        }
        BoundQuery analysedQuery = selection.analyse(server, values, bindings);
        for (int i = 0; i < columns.size(); i++) {
            if (findAssignment(update, columns.get(i)).isPresent()) {
                bindings.recordAssignment(values.get(i), columns.get(i));
                Assignment.requireAssignable(
                        values.get(i),
                        analysedQuery.columns().get(i).type(),
                        columns.get(i).type());
            }
        }
    }

    /** The assignment to the column; the last of several assignments counts. */
    private static Optional<Manipulation.Assignment> findAssignment(Update update, Column column) {
        return update.assignments().stream()
                .filter(assignment -> assignment.column().is(column.name()))
                .reduce((first, second) -> second);
    }

    private boolean isPartial(Update update, Table table) {
        String mode =
                server.session().variable("partial_update_mode").orElse("auto").toLowerCase(Locale.ROOT);
        boolean rows = KnownProperty.STORAGE_TYPE
                .valueIn(table.properties())
                .filter(type -> type.toLowerCase(Locale.ROOT).contains("row"))
                .isPresent();
        if (mode.equals("column")) {
            if (rows) {
                throw Refusal.analysis(
                        update.span(),
                        CommonRule.UNSUPPORTED,
                        "A table with storage_type = column_with_row",
                        "updates in column mode");
            }
            return true;
        }
        int changedCount = update.assignments().size();
        return mode.equals("auto")
                && update.where() == null
                && !rows
                && changedCount <= MAX_PARTIAL_COLUMNS
                && changedCount < table.columns().size() * MAX_PARTIAL_RATIO;
    }

    private static void requireAssignable(Column column, Manipulation.Assignment assignment) {
        Expression value = assignment.value();
        if (column.isKey()) {
            throw Refusal.analysis(
                    assignment.column().span(), RowRule.COLUMN_NOT_WRITABLE, "primary key column", column.name());
        }
        if (column.isAutoIncrement() && value instanceof Expression.Null) {
            throw Refusal.analysis(value.span(), RowRule.INSERT_OF_NULL_AUTO_INCREMENT, column.name());
        }
        if (column.generatedValue() != null) {
            throw Refusal.analysis(
                    assignment.column().span(), RowRule.COLUMN_NOT_WRITABLE, "generated column", column.name());
        }
        if (value == null && column.defaultValue() == null && !column.isAutoIncrement()) {
            throw Refusal.analysis(assignment.column().span(), RowRule.INSERT_WITHOUT_DEFAULT, column.name());
        }
    }

    private static void requireDependencies(Update update, Table table, Column generated, boolean isPartial) {
        Expression expression = Objects.requireNonNull(generated.generatedValue());
        boolean known = expression.columnNames().stream()
                .allMatch(name -> table.column(name)
                        .filter(column ->
                                column.isKey() || findAssignment(update, column).isPresent())
                        .isPresent());
        if (isPartial && !known) {
            throw Refusal.analysis(update.span(), RowRule.UPDATE_WITHOUT_REFERENCED_COLUMNS);
        }
    }

    public void check(Delete delete) {
        RowTarget target = RowTarget.of(server, delete.target(), DELETE_ERRORS);
        Table table = target.table();
        if (table != null && table.model() != KeyModel.PRIMARY) {
            checkByCondition(delete, table);
            return;
        }
        if (delete.where() == null) {
            throw Refusal.analysis(delete.span(), CommonRule.REQUIRES, "DELETE", "a WHERE clause");
        }
        if (table != null && delete.partitions() != null) {
            throw Refusal.analysis(
                    delete.partitions().span(),
                    CommonRule.UNSUPPORTED,
                    "DELETE",
                    "partitions of a table with PRIMARY KEY");
        }
        RowSelection selection = toSelection(delete);
        List<Expression> keys = new ArrayList<>();
        for (Column column : table == null ? List.<Column>of() : table.columns()) {
            if (column.isKey()) {
                keys.add(selection.qualifyColumn(column.name()));
            }
        }
        selection.analyse(server, keys.isEmpty() ? List.of(new Expression.Null(delete.span())) : keys, bindings);
    }

    private void checkByCondition(Delete delete, Table table) {
        if (delete.partitions() != null && delete.partitions().temporary()) {
            throw Refusal.analysis(
                    delete.partitions().span(), CommonRule.UNSUPPORTED, "DELETE", "temporary partitions");
        }
        if (!delete.using().isEmpty()) {
            throw Refusal.analysis(
                    delete.span(), CommonRule.UNSUPPORTED, "DELETE", "USING for a table without PRIMARY KEY");
        }
        if (delete.where() == null) {
            throw Refusal.analysis(delete.span(), CommonRule.REQUIRES, "DELETE", "a WHERE clause");
        }
        if (!delete.commonTables().isEmpty()) {
            throw Refusal.analysis(
                    delete.span(), CommonRule.UNSUPPORTED, "DELETE", "WITH for a table without PRIMARY KEY");
        }
        List<Expression.Reference> columns = new ArrayList<>();
        checkCondition(delete.where(), columns);
        List<Name> partitions =
                delete.partitions() == null ? List.of() : delete.partitions().names();
        for (Name partition : partitions) {
            if (!RowTarget.mayHavePartition(table, partition.text(), false)) {
                throw Refusal.execution(
                        partition.span(), CommonRule.NOT_FOUND, RuleSubject.PARTITION, partition.text());
            }
        }
        columns.forEach(column -> checkColumn(table, column));
        bind(delete);
    }

    private static RowSelection toSelection(Delete delete) {
        return new RowSelection(delete.commonTables(), delete.target(), delete.using(), delete.where());
    }

    /** Resolves the references of a condition, which the server does not analyse as a query. */
    private void bind(Delete delete) {
        try {
            toSelection(delete).analyse(server, List.of(new Expression.Null(delete.span())), bindings);
        } catch (Refusal refusal) {
            // The server accepts the statement; only the types of its condition are not known.
            return;
        }
    }

    private static void checkCondition(Expression writtenExpression, List<Expression.Reference> columns) {
        Expression condition = writtenExpression.unwrap();
        if (condition instanceof Expression.Binary binary) {
            checkBinary(binary, columns);
        } else if (condition instanceof Expression.IsNull isNull) {
            columns.add(requireColumn(isNull.value()));
        } else if (condition instanceof Expression.In in) {
            columns.add(requireColumn(in.value()));
            if (in.candidates().size() > MAX_VALUES) {
                throw Refusal.analysis(in.span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
            }
            in.candidates().forEach(RowChangeCheck::requireValue);
        } else if (condition instanceof Expression.InQuery in) {
            throw Refusal.analysis(in.query().span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
        } else if (condition instanceof Expression.Unary unary
                && unary.operator().canonicalOperator() == Operator.NOT) {
            throw Refusal.analysis(unary.span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
        } else {
            throw Refusal.analysis(condition.span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
        }
    }

    private static void checkBinary(Expression.Binary binary, List<Expression.Reference> columns) {
        switch (binary.operator().canonicalOperator()) {
            case AND -> {
                checkCondition(binary.left(), columns);
                checkCondition(binary.right(), columns);
            }
            case OR -> throw Refusal.analysis(binary.span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL_FOR_NULL -> {
                columns.add(requireColumn(binary.left()));
                requireValue(binary.right());
            }
            default -> throw Refusal.analysis(binary.span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
        }
    }

    private static Expression.Reference requireColumn(Expression expression) {
        if (expression.unwrap() instanceof Expression.Reference reference) {
            return reference;
        }
        throw Refusal.analysis(expression.span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
    }

    private static void requireValue(Expression expression) {
        Expression bareExpression = expression.unwrap();
        boolean negative = bareExpression instanceof Expression.Unary unary
                && unary.operator() == Operator.MINUS
                && ExpressionType.isLiteral(unary.operand());
        if (!negative && !ExpressionType.isLiteral(bareExpression) && !(bareExpression instanceof Expression.Null)) {
            throw Refusal.analysis(expression.span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
        }
    }

    private static void checkColumn(Table table, Expression.Reference reference) {
        String name = reference.name().lastPart().text();
        Column column = table.column(name)
                .orElseThrow(() -> Refusal.execution(reference.span(), ServerError.UNKNOWN_COLUMN, name, table.name()));
        boolean rewritten = !column.isKey() && table.model() != KeyModel.DUPLICATE;
        if (rewritten
                || PrimitiveType.of(column.type()).isFloatingPoint()
                || column.type().isComplex()) {
            throw Refusal.execution(reference.span(), RowRule.DELETE_COLUMN_NOT_KEY, name);
        }
    }
}

package dev.cairn.engine.row;

import dev.cairn.analysis.source.QueryObserver;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.engine.context.ServerState;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Manipulation.Delete;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks DELETE: from a PRIMARY KEY table it deletes the result of a query, from other tables only the rows that match
 * simple conditions on columns.
 */
public final class DeleteCheck {
    private static final int MOST_VALUES = 10_000;
    private static final RowTarget.Errors TARGET_ERRORS =
            new RowTarget.Errors(RowRule.DELETE_FROM_MATERIALIZED_VIEW, RowRule.DELETE_FROM_VIEW);

    private final ServerState server;
    private final Delete delete;
    private final QueryObserver observer;

    private DeleteCheck(ServerState server, Delete delete, QueryObserver observer) {
        this.server = server;
        this.delete = delete;
        this.observer = observer;
    }

    public static void check(ServerState server, Delete delete, QueryObserver observer) {
        new DeleteCheck(server, delete, observer).check();
    }

    private void check() {
        RowTarget target = RowTarget.of(server, delete.target(), TARGET_ERRORS);
        Table table = target.table();
        if (table != null && table.model() != KeyModel.PRIMARY) {
            byCondition(table);
            return;
        }
        if (delete.where() == null) {
            throw Refusal.analysis(delete.span(), RowRule.DELETE_WITHOUT_WHERE);
        }
        if (table != null && delete.partitions() != null) {
            throw Refusal.analysis(delete.partitions().span(), RowRule.DELETE_OF_PARTITIONS_BY_PRIMARY_KEY);
        }
        RowSelection selection = selection();
        List<Expression> keys = new ArrayList<>();
        for (Column column : table == null ? List.<Column>of() : table.columns()) {
            if (column.key()) {
                keys.add(selection.column(column.name()));
            }
        }
        selection.analysed(server, keys.isEmpty() ? List.of(new Expression.Null(delete.span())) : keys, observer);
    }

    private void byCondition(Table table) {
        if (delete.partitions() != null && delete.partitions().temporary()) {
            throw Refusal.analysis(delete.partitions().span(), RowRule.DELETE_OF_TEMPORARY_PARTITIONS);
        }
        if (!delete.using().isEmpty()) {
            throw Refusal.analysis(delete.span(), RowRule.DELETE_USING);
        }
        if (delete.where() == null) {
            throw Refusal.analysis(delete.span(), RowRule.DELETE_CONDITION_MISSING);
        }
        if (!delete.with().isEmpty()) {
            throw Refusal.analysis(delete.span(), RowRule.DELETE_WITH);
        }
        List<Expression.Reference> columns = new ArrayList<>();
        checkCondition(delete.where(), columns);
        List<Name> partitions =
                delete.partitions() == null ? List.of() : delete.partitions().names();
        for (Name partition : partitions) {
            if (!RowTarget.mayHavePartition(table, partition.text(), false)) {
                throw Refusal.execution(partition.span(), RowRule.DELETE_PARTITION_NOT_FOUND, partition.text());
            }
        }
        columns.forEach(column -> checkColumn(table, column));
        if (observer != QueryObserver.NONE) {
            report();
        }
    }

    private RowSelection selection() {
        return new RowSelection(delete.with(), delete.target(), delete.using(), delete.where());
    }

    /** Reports the parts of a condition that the server does not analyse as a query. */
    private void report() {
        try {
            selection().analysed(server, List.of(new Expression.Null(delete.span())), observer);
        } catch (Refusal refusal) {
            // The server accepts the statement; only the types of its condition are not known.
            return;
        }
    }

    private static void checkCondition(Expression written, List<Expression.Reference> columns) {
        Expression condition = written.unwrapped();
        if (condition instanceof Expression.Binary binary) {
            checkBinary(binary, columns);
        } else if (condition instanceof Expression.IsNull isNull) {
            columns.add(column(isNull.value(), RowRule.DELETE_NULL_TEST_NOT_OF_COLUMN));
        } else if (condition instanceof Expression.In in) {
            columns.add(column(in.value(), RowRule.DELETE_COMPARISON_NOT_OF_COLUMN));
            if (in.candidates().size() > MOST_VALUES) {
                throw Refusal.analysis(in.span(), RowRule.DELETE_TOO_MANY_VALUES, MOST_VALUES);
            }
            in.candidates().forEach(value -> requireValue(value, RowRule.DELETE_IN_NOT_OF_VALUES));
        } else if (condition instanceof Expression.InQuery in) {
            throw Refusal.analysis(in.query().span(), RowRule.DELETE_IN_NOT_OF_VALUES);
        } else if (condition instanceof Expression.Unary unary
                && unary.operator().meaning() == Operator.NOT) {
            throw Refusal.analysis(unary.span(), RowRule.DELETE_NOT_ALL_AND);
        } else {
            throw Refusal.analysis(condition.span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
        }
    }

    private static void checkBinary(Expression.Binary binary, List<Expression.Reference> columns) {
        switch (binary.operator().meaning()) {
            case AND -> {
                checkCondition(binary.left(), columns);
                checkCondition(binary.right(), columns);
            }
            case OR -> throw Refusal.analysis(binary.span(), RowRule.DELETE_NOT_ALL_AND);
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL_FOR_NULL -> {
                columns.add(column(binary.left(), RowRule.DELETE_COMPARISON_NOT_OF_COLUMN));
                requireValue(binary.right(), RowRule.DELETE_COMPARISON_NOT_WITH_VALUE);
            }
            default -> throw Refusal.analysis(binary.span(), RowRule.DELETE_CONDITION_UNSUPPORTED);
        }
    }

    private static Expression.Reference column(Expression expression, RefusalRule rule, Object... arguments) {
        if (expression.unwrapped() instanceof Expression.Reference reference) {
            return reference;
        }
        throw Refusal.analysis(expression.span(), rule, arguments);
    }

    private static void requireValue(Expression expression, RefusalRule rule, Object... arguments) {
        Expression bare = expression.unwrapped();
        boolean negative = bare instanceof Expression.Unary unary
                && unary.operator() == Operator.MINUS
                && ExpressionType.isLiteral(unary.operand());
        if (!negative && !ExpressionType.isLiteral(bare) && !(bare instanceof Expression.Null)) {
            throw Refusal.analysis(expression.span(), rule, arguments);
        }
    }

    private static void checkColumn(Table table, Expression.Reference reference) {
        String name = reference.name().last().text();
        Column column = table.column(name)
                .orElseThrow(() -> Refusal.execution(reference.span(), ServerError.UNKNOWN_COLUMN, name, table.name()));
        boolean rewritten = !column.key() && table.model() != KeyModel.DUPLICATE;
        if (rewritten || PrimitiveType.of(column.type()).isFloatingPoint()) {
            throw Refusal.execution(reference.span(), RowRule.DELETE_COLUMN_NOT_KEY, name);
        }
        if (column.type().isComplex()) {
            throw Refusal.execution(reference.span(), RowRule.DELETE_COLUMN_NESTED, name);
        }
    }
}
